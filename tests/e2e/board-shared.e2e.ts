import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { actAs, ask, command, startDesks, upToDate } from '#tests/helpers/desks.ts';

test('a shared resource: several at a time in lanes, what is too many is refused in words; a closure over them asks', async () => {
  test.setTimeout(180_000);
  const desks = await startDesks();
  try {
    const { page } = await desks.open('Desk A', { windowSize: { width: 1024, height: 640 } });
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
    const show = async (name: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `tests/output/screens/${name}-1024x640-${colorScheme}.png` });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations, `${name} ${colorScheme}`).toEqual([]);
      }
    };
    const { rows } = await ask(page, 'resources.board', {
      search: 'Bicycles',
      offset: 0,
      limit: 9,
    });
    const bikes = must(rows[0], 'the demo has bicycles');
    expect(bikes).toMatchObject({ booking_mode: 'shared', capacity: 6 });
    const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const at = (hour: number) => `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;
    const ride = (title: string, party_size: number, from: number, to: number) =>
      command(page, 'bookings.create', {
        resource_id: bikes.id,
        start_time: at(from),
        end_time: at(to),
        title,
        party_size,
      });
    await ride('Ana Souza', 3, 10, 12);
    await ride('Bia Lima', 2, 11, 13);
    await expect(ride('Coro de Sintra', 2, 11, 12)).rejects.toThrow('capacity_exceeded');

    await page.evaluate((to) => {
      location.hash = to;
    }, `/board?day=${day}&view=day`);
    await page.getByRole('searchbox', { name: 'Filter resources' }).fill('Bicycles');
    const bars = page.getByRole('gridcell', { name: /, confirmed, Bicycles/ });
    await expect(bars).toHaveCount(2);
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: /Bicycles/ }) });
    await expect(row.getByRole('rowheader')).toContainText('shared');
    const boxes = async () =>
      await Promise.all(
        (await bars.all()).map(async (bar) => must(await bar.boundingBox(), 'a bar')),
      );
    // The board opens at the present hour; whatever that is, these are to be drawn beside.
    await bars.first().evaluate((bar) => {
      let box = bar.parentElement;
      while (box !== null && box.scrollWidth <= box.clientWidth) box = box.parentElement;
      if (box !== null) box.scrollLeft += bar.getBoundingClientRect().left - 400;
    });
    await expect.poll(async () => Math.abs(((await boxes())[0]?.x ?? 0) - 400)).toBeLessThan(50);
    const [first, second] = await boxes();
    expect(Math.abs((first?.y ?? 0) - (second?.y ?? 0))).toBeGreaterThan(10);

    // Drawn beside them, where both are there.
    const header = must(await row.getByRole('rowheader').boundingBox(), 'a header');
    const track = must(await row.locator('[data-track]').boundingBox(), 'a track');
    const from = Math.max(first?.x ?? 0, second?.x ?? 0) + 4;
    await page.mouse.move(from, track.y + header.height - 3);
    await page.mouse.down();
    await page.mouse.move(from + 30, track.y + header.height - 3, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('textbox', { name: 'Name' }).fill('Coro de Sintra');
    await expect(page.getByText(/is shared by several bookings, 6 people at a time/)).toBeVisible();
    const people = page.getByRole('textbox', { name: 'People' });
    await people.fill('4');
    await people.press('Tab');
    await expect(page.getByRole('alert')).toContainText(
      'Bicycles has room for 1 more person then.',
    );
    await show('board-shared');
    await page.keyboard.press('Escape');

    await upToDate(page);
    await actAs(page, 'supervisor');
    await command(page, 'resources.close', {
      resource_id: bikes.id,
      start_time: at(9),
      end_time: at(12),
      reason: 'Brakes are being repaired',
    });
    await upToDate(page);
    await page.evaluate(() => {
      location.hash = '/conflicts';
    });
    await page.getByText('Bicycles cannot be used then').first().click();
    await expect(page.getByRole('heading', { name: /Bicycles cannot be used then/ })).toBeVisible();
    await show('conflict-closure');
  } finally {
    await desks.close();
  }
});
