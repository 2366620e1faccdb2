import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { ask, command, freeSlot, startDesks } from '#tests/helpers/desks.ts';

async function settledDown(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Sync: / })).toHaveText('Up to date', {
    timeout: 30_000,
  });
}

async function actAs(page: Page, role: string): Promise<void> {
  await page.getByRole('button', { name: /^Acting as / }).click();
  await page.getByRole('menuitem', { name: role }).first().click();
}

for (const first of ['A', 'B'] as const) {
  test(`two desks book the same hour offline, ${first} is plugged in first; a supervisor settles it`, async () => {
    test.setTimeout(120_000);
    const desks = await startDesks();
    try {
      const windowSize = { width: 1600, height: 1000 };
      const a = await desks.open('Desk A', { windowSize });
      const b = await desks.open('Desk B', { windowSize });
      const pages = [a.page, b.page];
      for (const page of pages) await settledDown(page);

      for (const page of pages) await command(page, 'sync.setPlugged', { plugged: false });
      const { name, slot } = await freeSlot(a.page);
      const made = {
        A: await command(a.page, 'bookings.create', { ...slot, title: 'Ana Souza' }),
        B: await command(b.page, 'bookings.create', { ...slot, title: 'Bia Lima' }),
      };
      for (const page of pages) {
        await expect(page.getByText('Offline · 1 waiting')).toBeVisible();
      }
      const order = first === 'A' ? [a.page, b.page] : [b.page, a.page];
      for (const page of order) {
        await command(page, 'sync.setPlugged', { plugged: true });
        await expect.poll(async () => (await ask(page, 'sync.status', {})).waiting).toBe(0);
      }
      const loser = first === 'A' ? 'Bia Lima' : 'Ana Souza';

      // Both desks say the same sentence.
      for (const page of pages) {
        await page.getByRole('link', { name: 'Conflicts, 1 needs you' }).click();
        await expect(page.getByRole('heading', { name: `${name} booked twice` })).toBeVisible();
        // The verdict comes before the pull that brings the other desk's booking.
        await expect
          .poll(async () => {
            const both = [made.A, made.B].map(({ id }) => ask(page, 'bookings.get', { id }));
            return (await Promise.all(both)).map((booking) => booking?.status);
          })
          .toEqual(first === 'A' ? ['confirmed', 'conflicted'] : ['conflicted', 'confirmed']);
      }

      // An agent reads why not; a supervisor settles with the keyboard.
      await actAs(b.page, 'front desk');
      await expect(b.page.getByText('A supervisor settles this.')).toBeVisible();
      await actAs(b.page, 'supervisor');
      const outcome = b.page.getByRole('button', { name: `Move ${loser} to` });
      await expect(outcome).toBeVisible();
      if (first === 'A') await lookAround(b.page);
      await b.page.keyboard.press('Control+Enter');
      await expect(b.page.getByText(`${loser} moved to`)).toBeVisible();

      for (const page of pages) {
        await expect(page.getByRole('link', { name: 'Conflicts', exact: true })).toBeVisible();
        await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
      }
      const moved = must(
        await ask(a.page, 'bookings.get', { id: made[first === 'A' ? 'B' : 'A'].id }),
        'the loser is gone from desk A',
      );
      expect(moved.status).toBe('confirmed');

      // Undo opens it again, everywhere.
      await b.page.keyboard.press('Control+z');
      for (const page of pages) {
        await expect(page.getByRole('link', { name: 'Conflicts, 1 needs you' })).toBeVisible();
        await settledDown(page);
      }
      expect([...a.messages, ...b.messages]).toEqual([]);
    } finally {
      await desks.close();
    }
  });
}

async function lookAround(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1024, 640],
      [1600, 1000],
    ] as const) {
      await page.setViewportSize({ width, height });
      const path = `tests/output/screens/conflict-${width}x${height}-${colorScheme}.png`;
      await page.screenshot({ path });
    }
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations).toEqual([]);
  }
}
