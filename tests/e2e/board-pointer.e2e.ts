import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { ask, command, startDesks } from '#tests/helpers/desks.ts';

async function box(of: Locator) {
  return must(await of.boundingBox(), 'it is not on the screen');
}

/** A quiet day with two rooms one above the other, and an hour's width on the screen. */
async function quietDay(page: Page) {
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await ask(page, 'resources.board', { search: '', offset: 0, limit: 100 });
  const at = rows.findIndex((row, i) => {
    const next = rows[i + 1];
    return row.kind === 'space' && next?.kind === 'space' && next.category === row.category;
  });
  const first = must(rows[at], 'the demo has no two rooms alike');
  const second = must(rows[at + 1], 'the demo has no two rooms alike');
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/board?day=${day}`);
  await expect(page.getByText(/^No bookings /)).toBeVisible();
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  return { day, first, second, row };
}

test('drawn, moved, stretched and let go with the pointer', async () => {
  test.setTimeout(120_000);
  const desks = await startDesks();
  try {
    const { page, messages } = await desks.open('Desk A');
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
    const { first, second, row } = await quietDay(page);
    const track = row(first.name).locator('[data-track]');
    const { y } = await box(row(first.name));
    const header = await box(row(first.name).getByRole('rowheader'));
    const left = header.x + header.width;

    await page.mouse.move(left + 200, y + 16);
    await page.mouse.down();
    await page.mouse.move(left + 300, y + 18, { steps: 5 });
    await expect(page.locator('[data-ghost=free]')).toContainText('free');
    await page.mouse.up();
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Bia Lima');
    await page.keyboard.press('Enter');
    const bar = page.getByRole('gridcell', { name: /^Bia Lima, confirmed/ });
    await expect(bar).toBeFocused();
    const before = await box(bar);
    expect(before.width).toBeGreaterThan(80);
    await expect(track.getByRole('gridcell')).toHaveCount(1);

    // To the row below and two hours on; it stays where it was put.
    await page.mouse.move(before.x + 40, before.y + 12);
    await page.mouse.down();
    await page.mouse.move(before.x + 200, before.y + 44, { steps: 6 });
    await expect(page.locator('[data-ghost=free]')).toContainText(second.name);
    await page.mouse.up();
    await expect(row(second.name).getByRole('gridcell', { name: /^Bia Lima/ })).toBeFocused();
    const moved = await box(bar);
    expect(Math.abs(moved.x - before.x - 160)).toBeLessThan(12);

    const [found] = await ask(page, 'bookings.search', { text: 'Bia Lima', limit: 1 });
    const id = must(found, 'it is not found').id;
    const times = async () => {
      const now = must(await ask(page, 'bookings.get', { id }), 'it is gone');
      return `${now.resource_name} ${now.start_time} ${now.end_time}`;
    };
    const put = await times();
    const end = await box(bar.locator('[data-edge=to]'));
    await page.mouse.move(end.x + 4, end.y + 10);
    await page.mouse.down();
    await page.mouse.move(end.x + 84, end.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(times).not.toBe(put);
    const stretched = await times();
    expect((await box(bar)).width).toBeGreaterThan(moved.width + 60);

    // Escape in mid-air changes nothing.
    await page.mouse.move(moved.x + 40, moved.y + 12);
    await page.mouse.down();
    await page.mouse.move(moved.x + 140, moved.y - 20, { steps: 4 });
    await expect(page.locator('[data-ghost]')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-ghost]')).toBeHidden();
    await page.mouse.up();
    expect(await times()).toBe(stretched);
    expect(messages).toEqual([]);
  } finally {
    await desks.close();
  }
});

test('a refused drop says who has the time and offers what is free', async () => {
  test.setTimeout(120_000);
  const desks = await startDesks();
  try {
    const { page, messages } = await desks.open('Desk A');
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
    const { day, first, second, row } = await quietDay(page);
    const hours = { start_time: `${day}T15:00:00.000Z`, end_time: `${day}T16:00:00.000Z` };
    await command(page, 'bookings.create', {
      resource_id: second.id,
      ...hours,
      title: 'Ana Souza',
    });
    const { id } = await command(page, 'bookings.create', {
      resource_id: first.id,
      ...hours,
      title: 'Bia Lima',
    });
    const bar = page.getByRole('gridcell', { name: /^Bia Lima/ });
    await expect(bar).toBeVisible();
    await expect(page.getByRole('gridcell', { name: /^Ana Souza/ })).toBeVisible();
    await bar.scrollIntoViewIfNeeded();
    const from = await box(bar);
    const { y } = await box(row(second.name));
    await page.mouse.move(from.x + 20, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 21, y + 16, { steps: 6 });
    await expect(page.locator('[data-ghost=taken]')).toContainText(`${second.name} is taken`);
    await page.mouse.up();
    const dialog = page.getByRole('dialog', { name: 'This could not be moved' });
    await expect(dialog).toContainText(new RegExp(`${second.name} is taken .* by Ana Souza\\.`));
    expect(must(await ask(page, 'bookings.get', { id }), 'gone').resource_name).toBe(first.name);
    const offer = dialog.getByRole('group', { name: 'Nearest free' }).getByRole('button').first();
    await expect(offer).toBeVisible();
    await offer.click();
    await expect(dialog).toBeHidden();
    await expect(bar).toBeFocused();
    const now = must(await ask(page, 'bookings.get', { id }), 'gone');
    expect(`${now.resource_id} ${now.start_time}`).not.toBe(`${first.id} ${hours.start_time}`);

    // The same sentence for a new booking, and nothing typed is lost.
    const taken = page.getByRole('gridcell', { name: /^Ana Souza/ });
    await taken.click();
    await page.keyboard.press('n');
    await page.keyboard.type('Rui Dias');
    const form = page.getByRole('dialog', { name: 'New booking' });
    await expect(form).toContainText('by Ana Souza.');
    await expect(form.getByRole('button', { name: 'Book' })).toBeDisabled();
    await form.getByRole('group', { name: 'Nearest free' }).getByRole('button').first().click();
    await expect(page.getByRole('gridcell', { name: /^Rui Dias, confirmed/ })).toBeFocused();
    expect(messages).toEqual([]);
  } finally {
    await desks.close();
  }
});
