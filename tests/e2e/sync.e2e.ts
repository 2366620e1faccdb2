import { expect, test } from '@playwright/test';
import { command, freeSlot, startDesks, upToDate } from '#tests/helpers/desks.ts';

test('work done with the cable out waits, is counted, is guarded, and goes out', async () => {
  const desks = await startDesks();
  try {
    const { page, app, messages } = await desks.open('Desk A', {
      windowSize: { width: 1024, height: 640 },
    });
    const pill = page.getByRole('button', { name: /^Sync: / });
    await upToDate(page);

    await page.keyboard.press('Control+3');
    const panel = page.getByRole('complementary', { name: 'Sync' });
    await expect(panel).toBeFocused();
    await expect(panel.getByText('Nothing is waiting')).toBeVisible();
    await panel.getByText('Unplug this desk').click();
    await expect(pill).toHaveText('Offline · nothing waiting');

    const { slot } = await freeSlot(page);
    await command(page, 'bookings.create', { ...slot, title: 'Marta Reis' });
    await expect(pill).toHaveText('Offline · 1 waiting');
    await expect(panel.getByRole('listitem')).toContainText('New booking Marta Reis');

    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const guard = page.getByRole('alertdialog', { name: '1 change is waiting to be sent' });
    await expect(guard.getByRole('button', { name: 'Stay here' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(guard).toBeHidden();

    await panel.getByText('Unplug this desk').click();
    await upToDate(page);
    await expect(panel.getByText('Nothing is waiting')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    expect(messages).toEqual([]);
  } finally {
    await desks.close();
  }
});
