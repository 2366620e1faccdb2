import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openAdmin } from '#db/postgres/open.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { command, freeSlot, startDesks, upToDate } from '#tests/helpers/desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';

const windowSize = { width: 1024, height: 640 };

/** Tries for as long as it takes, on a clock that runs ahead: the window would wait for minutes. */
async function syncedForLong(dir: string): Promise<void> {
  const real = createPorts();
  let ahead = 0;
  const ports = { ...real, clock: { now: () => real.clock.now() + ahead } };
  const desk = openDesk({ dir, ports, log: { write: () => {} }, writes: true });
  try {
    // Both together, then one alone, five times; two minutes are the most that count between two tries.
    for (let tries = 0; tries < 8; tries++) await desk.engine.syncOnce();
    for (let tries = 0; tries < 2; tries++) {
      ahead += 2 * 60_000;
      await desk.engine.syncOnce();
    }
    ahead += 2 * 60_000;
    expect(await desk.engine.syncOnce()).toMatchObject({ ok: true, value: { rejected: 1 } });
  } finally {
    await desk.close();
  }
}

test('what central cannot take is set out with its reason, and gets in once central can', async () => {
  test.setTimeout(180_000);
  const desks = await startDesks();
  const admin = await openAdmin(desks.url);
  try {
    const first = await desks.open('Reception', { windowSize });
    await upToDate(first.page);
    await first.page.keyboard.press('Control+3');
    await first.page.getByText('Unplug this desk').click();
    const { slot } = await freeSlot(first.page);
    await command(first.page, 'bookings.create', { ...slot, title: 'Marta Reis' });
    const later = { start_time: slot.end_time, end_time: slot.end_time.replace(':00:', ':30:') };
    await command(first.page, 'bookings.create', { ...slot, ...later, title: 'Nuno Faria' });
    await first.close();
    await admin.query(`
      create function sync.planted() returns trigger language plpgsql as
        'begin raise exception ''planted'' using errcode = ''XX000''; end';
      create trigger planted before insert on data.bookings
        for each row when (new.title = 'Marta Reis') execute function sync.planted()
    `);
    await syncedForLong(first.dir);

    for (const theme of ['light', 'dark'] as const) {
      const desk = await launchDesk({
        name: 'Reception',
        dir: first.dir,
        windowSize,
        theme,
      });
      const { page } = desk;
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const pill = page.getByRole('button', { name: /^Sync: / });
      await expect(pill).toHaveText('1 needs attention');
      await page.keyboard.press('Control+3');
      const panel = page.getByRole('complementary', { name: 'Sync' });
      await expect(panel).toContainText('Marta Reis');
      await expect(panel).toContainText('others were waiting behind it. Try again');
      await expect(panel).not.toContainText('Nuno Faria');
      await page.screenshot({ path: test.info().outputPath(`parked-${theme}.png`) });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations).toEqual([]);
      if (theme === 'dark') {
        await admin.query('drop trigger planted on data.bookings');
        await panel.getByRole('button', { name: 'Try again' }).click();
        await expect(panel.getByText('Nothing needs attention')).toBeVisible();
        await upToDate(page);
      }
      await desk.close();
    }
    const { rows } = await admin.query(
      `select title from data.bookings where title in ('Marta Reis', 'Nuno Faria') order by title`,
    );
    expect(rows).toEqual([{ title: 'Marta Reis' }, { title: 'Nuno Faria' }]);
  } finally {
    await admin.end();
    await desks.close();
  }
});
