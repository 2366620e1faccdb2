import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { cli } from '#tests/helpers/cli.ts';
import { startDemo } from '#tests/helpers/demo-desks.ts';
import { command, freeSlot } from '#tests/helpers/desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';

let folder = '';
let dir = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-alone-'));
  dir = join(folder, 'desk');
  const central = await startDemo(folder);
  const dump = ['central', 'dump', '--url', central.url, '--organization', 'casa-do-rio'];
  const { code, stderr } = await cli(...dump, '--dir', dir);
  await central.stop();
  expect(code, stderr).toBe(0);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a desk without a central works, and says so instead of asking for one', async () => {
  const desk = await launchDesk({ dir, name: 'Alone', windowSize: { width: 1024, height: 640 } });
  try {
    const { page } = desk;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const pill = page.getByRole('button', { name: /^Sync: / });
    await expect(pill).toHaveText('Standalone');
    const { slot } = await freeSlot(page);
    const { op_id } = await command(page, 'bookings.create', { ...slot, title: 'Alone' });
    expect(op_id).not.toBeNull();
    await expect(pill).toHaveText('Standalone');
    await pill.click();
    const panel = page.getByRole('complementary', { name: 'Sync' });
    await expect(panel).toContainText('Everything is kept here, and nowhere else.');
    await expect(panel.getByRole('button', { name: 'Sync now' })).toHaveCount(0);
    await expect(panel.getByRole('tab')).toHaveCount(0);
    await page.screenshot({ path: 'tests/output/screens/standalone.png' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations).toEqual([]);
    expect(desk.messages).toEqual([]);
  } finally {
    await desk.close();
  }
});
