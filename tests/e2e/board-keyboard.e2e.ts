import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ask, startDesks } from '#tests/helpers/desks.ts';
import { tabTo, watchFocus } from '#tests/helpers/focus-watch.ts';

test('a whole booking is made, moved, prolonged, read and cancelled by keyboard alone', async () => {
  test.setTimeout(120_000);
  const desks = await startDesks();
  try {
    const { page, messages } = await desks.open('Desk A');
    const grid = page.getByRole('grid');
    const focused = page.locator(':focus');
    const name = async (): Promise<string> => (await focused.getAttribute('aria-label')) ?? '';
    await expect(page.getByRole('button', { name: /^Sync: / })).toHaveText('Up to date', {
      timeout: 30_000,
    });

    // Ten weeks on, past everything the demo has booked.
    await page.keyboard.press('w');
    for (let week = 0; week < 10; week++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('d');
    await expect(page.getByText(/^No bookings /)).toBeVisible();
    await page.keyboard.press('/');
    await expect(focused).toHaveAttribute('role', 'combobox');
    await page.keyboard.press('Escape');
    await expect(focused).toHaveAttribute('role', 'gridcell');
    await expect.poll(name).toMatch(/, \w+ \d+ \w+, 09:00, free$/);
    const focus = await watchFocus(page);
    const said = page.getByRole('alert');
    const resource = must((await name()).split(', ')[0], 'a cell names its resource');

    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Marta Reis');
    await page.keyboard.press('Enter');
    await expect
      .poll(name)
      .toMatch(new RegExp(`^Marta Reis, confirmed, ${resource}, .* 09:00 to 10:00`));
    await expect(said).toContainText(`Marta Reis booked, ${resource}, `);
    const [made] = await ask(page, 'bookings.search', { text: 'Marta Reis', limit: 5 });
    const id = must(made, 'the new booking is not found').id;
    const booking = async () => must(await ask(page, 'bookings.get', { id }), 'it is gone');

    // Held by keyboard: the place is spoken, Escape puts it back, Enter drops.
    const spoken = page.locator('output[aria-live=polite]');
    await page.keyboard.press('m');
    await expect(spoken).toContainText('Moving Marta Reis');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(spoken).toContainText('10:15 to 11:15, free');
    await page.keyboard.press('Escape');
    await expect.poll(name).toContain('09:00 to 10:00');
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(name).toContain('09:15 to 10:15');
    await expect(said).toContainText(/Marta Reis moved to .* 09:15–10:15/);
    const moved = await booking();
    expect(moved.resource_name).not.toBe(resource);

    await page.keyboard.press('e');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(name).toContain('09:15 to 10:30');
    await page.keyboard.press('Shift+E');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect.poll(name).toContain('09:00 to 10:30');
    const resized = await booking();
    expect(millisecondsOf(resized.end_time) - millisecondsOf(resized.start_time)).toBe(5_400_000);

    // Details: in by Enter, out by Escape, back on the bar.
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Booking' });
    await expect(panel).toBeFocused();
    await tabTo(page, 'Notes');
    await page.keyboard.type('Window seat');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(async () => (await booking()).notes).toBe('Window seat');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect.poll(name).toMatch(/^Marta Reis, confirmed/);

    await page.keyboard.press('i');
    await expect.poll(name).toMatch(/^Marta Reis, checked in/);
    await expect(said).toContainText('Marta Reis checked in');
    await page.keyboard.press('Control+z');
    await expect.poll(name).toMatch(/^Marta Reis, confirmed/);
    await expect(said).toContainText('Undone: Marta Reis checked in');

    // Cancelled: the focus stays at its time; undone: it is back.
    await page.keyboard.press('x');
    await expect.poll(name).toMatch(/09:00, free$/);
    await expect(said).toContainText('Marta Reis cancelled');
    expect((await booking()).status).toBe('cancelled');
    await page.keyboard.press('Control+z');
    await expect.poll(name).toMatch(/^Marta Reis, confirmed/);
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await booking()).status).toBe('cancelled');
    await expect(grid.getByText('Marta Reis')).toBeHidden();
    expect(await focus.broken()).toEqual([]);
    expect(messages).toEqual([]);
  } finally {
    await desks.close();
  }
});

test('search leads to the day, the row and the bar', async () => {
  const desks = await startDesks();
  try {
    const { page, messages } = await desks.open('Desk A');
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
    const { rows } = await ask(page, 'resources.board', { search: '', offset: 0, limit: 100 });
    const last = must(rows.at(-1), 'the demo has no resources');
    const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
    await page.evaluate(
      async (input) =>
        (
          window as unknown as { holdfast: { invoke(name: string, input: unknown): unknown } }
        ).holdfast.invoke('bookings.create', input),
      {
        resource_id: last.id,
        start_time: `${day}T13:00:00.000Z`,
        end_time: `${day}T14:00:00.000Z`,
        title: 'Órgão de tubos',
      },
    );
    await page.keyboard.press('/');
    await page.keyboard.type('orgao de tu');
    // Without waiting for the list: Enter before the answer counts for the answer.
    await page.keyboard.press('Enter');
    await expect(page.locator(':focus')).toHaveAttribute(
      'aria-label',
      new RegExp(`^Órgão de tubos, confirmed, ${last.name.replaceAll(/[^\w ]/g, '.')}`),
    );
    await expect(page).toHaveURL(new RegExp(`day=${day}`));
    await page.keyboard.press('/');
    await page.keyboard.type('nobody has this name');
    await expect(page.getByText('Nothing found for “nobody has this name”.')).toBeVisible();
    expect(messages).toEqual([]);
  } finally {
    await desks.close();
  }
});
