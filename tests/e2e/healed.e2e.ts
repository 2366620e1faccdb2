import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { command, freeSlot, startDesks, upToDate } from '#tests/helpers/desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';

const windowSize = { width: 1024, height: 640 };

/** Zeroes the page that every read of bookings begins with. */
function damage(file: string): void {
  const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  const size = Number(driver.pragma('page_size', { simple: true }));
  const root = driver
    .prepare<{ rootpage: number }>(`SELECT rootpage FROM sqlite_master WHERE name = 'bookings'`)
    .get();
  driver.close();
  const number = openSync(file, 'r+');
  const at = (must(root, 'bookings are a table').rootpage - 1) * size;
  writeSync(number, Buffer.alloc(size), 0, size, at);
  closeSync(number);
}

test('a damaged file is healed by itself, what waited goes out, and the panel says so', async () => {
  // Three windows and a fill of a new file.
  test.setTimeout(180_000);
  const desks = await startDesks();
  try {
    const first = await desks.open('Desk A', { windowSize });
    const { page, dir } = first;
    await upToDate(page);
    await page.keyboard.press('Control+3');
    await page.getByText('Unplug this desk').click();
    const { slot } = await freeSlot(page);
    await command(page, 'bookings.create', { ...slot, title: 'Marta Reis' });
    await first.close();
    damage(join(dir, 'replica.sqlite'));

    for (const theme of ['light', 'dark'] as const) {
      const again = await launchDesk({ name: 'Desk A', dir, windowSize, theme });
      await upToDate(again.page);
      await again.page.keyboard.press('Control+3');
      const panel = again.page.getByRole('complementary', { name: 'Sync' });
      await expect(panel).toContainText(
        /The file of this desk was damaged and made anew \(.+\)\. 1 waiting change was saved\. None was lost\. The damaged file is kept as replica\.sqlite\.damaged-/,
      );
      await expect(panel.getByText('Nothing is waiting')).toBeVisible();
      await again.page.screenshot({ path: test.info().outputPath(`healed-${theme}.png`) });
      await again.close();
    }
  } finally {
    await desks.close();
  }
});
