import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { cli } from '#tests/helpers/cli.ts';
import { startDemo } from '#tests/helpers/demo-desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';

const hotels = resolve(import.meta.dirname, '../../../shared/data/hotel_bookings.csv');
const sizes = [
  { width: 1024, height: 640 },
  { width: 1600, height: 1000 },
];

test('two hotels in August 2015: drawn, scrolled, read and photographed', async () => {
  test.setTimeout(240_000);
  test.skip(!existsSync(hotels), `${hotels} is not there`);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-hotel-'));
  const central = await startDemo(folder);
  try {
    const dir = await central.enrol('Reception');
    for (const words of [
      ['sync', '--dir', dir],
      ['import', 'hotel-bookings', hotels, '--dir', dir, '--as', 'tomas@casadorio.example'],
    ]) {
      const { code, stderr } = await cli(...words);
      expect(code, stderr).toBe(0);
    }
    const desk = await launchDesk({
      dir,
      name: 'Reception',
      windowSize: { width: 1600, height: 1000 },
    });
    try {
      const { page, messages } = desk;
      const grid = page.getByRole('grid');
      await expect(grid).toBeVisible({ timeout: 30_000 });
      await page.evaluate(() => {
        location.hash = '/board?day=2015-08-12&view=week';
      });
      await page.getByRole('searchbox', { name: 'Filter resources' }).fill('Hotel');
      await expect(page.getByRole('gridcell', { name: /12 August/ }).first()).toBeVisible();
      const rows = Number(await grid.getAttribute('aria-rowcount'));
      expect(rows).toBeGreaterThan(300);
      // Only what can be seen is in the page.
      expect(await page.getByRole('row').count()).toBeLessThan(70);

      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: `tests/output/screens/board-${size.width}x${size.height}-${colorScheme}.png`,
          });
        }
      }
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

      // Far down, the rows there have their bars, and the focus row was not lost.
      await page.keyboard.press('Enter');
      await expect(page.locator(':focus')).toHaveAttribute('role', 'gridcell');
      await page.keyboard.press('Control+End');
      const focused = page.locator(':focus');
      await expect(focused).toHaveAttribute('aria-label', /August/);
      await expect(
        page
          .getByRole('row')
          .last()
          .getByRole('gridcell', { name: /August/ })
          .first(),
      ).toBeVisible();
      await grid.evaluate((element) => element.scrollTo({ top: 0 }));
      await expect(page.getByRole('row').nth(1)).toBeInViewport();
      await expect(focused).toHaveAttribute('aria-label', /August/);
      expect(messages).toEqual([]);
    } finally {
      await desk.close();
    }
  } finally {
    await central.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
