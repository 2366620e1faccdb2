import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { cli } from '#tests/helpers/cli.ts';
import { startDemo } from '#tests/helpers/demo-desks.ts';
import type { DemoCentral } from '#tests/helpers/demo-desks.ts';
import { ask, command, upToDate } from '#tests/helpers/desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';
import type { Desk } from '#tests/helpers/electron-app.ts';
import { realData } from '#tests/helpers/outside.ts';

/** Two hotels with 14,938 reservations; where they are absent the demo's own week is shown. */
const file = realData('hotel_bookings.csv');
const hotels = existsSync(file);
const SUPERVISOR = 'tomas@casadorio.example';
const sizes = [
  { width: 1024, height: 640 },
  { width: 1600, height: 1000 },
];
const day = hotels ? '2015-08-12' : new Date().toISOString().slice(0, 10);
const rooms = hotels ? 'Hotel' : '';

let folder = '';
let central: DemoCentral;
let there = '';
let desk: Desk;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  if (!hotels) console.log(`${file} is not there: the demo stands in for the two hotels`);
  folder = await mkdtemp(join(tmpdir(), 'holdfast-screens-'));
  central = await startDemo(folder);
  const here = await central.enrol('Reception');
  there = await central.enrol('Night desk');
  await done('sync', '--dir', here);
  if (hotels) await done('import', 'hotel-bookings', file, '--dir', here, '--as', SUPERVISOR);
  await done('sync', '--dir', here);
  await done('sync', '--dir', there);
  desk = await launchDesk({ dir: here, name: 'Reception' });
  await upToDate(desk.page);
  // What fades in would be read half faded.
  await desk.page.emulateMedia({ reducedMotion: 'reduce' });
});
test.afterAll(async () => {
  await desk.close();
  await central.stop();
  await rm(folder, { recursive: true, force: true });
});
test.afterEach(() => {
  expect(desk.messages).toEqual([]);
});

async function done(...words: string[]): Promise<void> {
  const { code, stderr } = await cli(...words);
  expect(code, stderr).toBe(0);
}

async function go(hash: string): Promise<void> {
  await desk.page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** Photographs what is on the screen in both themes and sizes, each without a fault found by axe. */
async function show(name: string): Promise<void> {
  for (const size of sizes) {
    await desk.page.setViewportSize(size);
    // Where nothing is pointed at.
    await desk.page.mouse.move(size.width - 480, 4);
    for (const colorScheme of ['light', 'dark'] as const) {
      await desk.page.emulateMedia({ colorScheme });
      const path = `tests/output/screens/${name}-${size.width}x${size.height}-${colorScheme}.png`;
      await desk.page.screenshot({ path });
      const { violations } = await new AxeBuilder({ page: desk.page }).setLegacyMode().analyze();
      const found = violations.map(({ id, nodes }) => [
        id,
        nodes[0]?.html,
        nodes[0]?.failureSummary,
      ]);
      expect(found, `${name} ${size.width} ${colorScheme}`).toEqual([]);
    }
  }
}

for (const view of ['day', 'week'] as const) {
  test(`board of a ${view}`, async () => {
    test.setTimeout(120_000);
    const { page } = desk;
    await go(`/board?day=${day}&view=${view}`);
    await page.getByRole('searchbox', { name: 'Filter resources' }).fill(rooms);
    await expect(
      page.getByRole('gridcell', { name: /, \w+ \d+ \w+ .* to / }).first(),
    ).toBeVisible();
    await show(`board-${view}`);
  });
}

test('three hundred rooms: only what can be seen is in the page, and the focus survives', async () => {
  test.skip(!hotels, `${file} is not there`);
  const { page } = desk;
  const grid = page.getByRole('grid');
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(300);
  expect(await page.getByRole('row').count()).toBeLessThan(70);
  await page.keyboard.press('Enter');
  const focused = page.locator(':focus');
  await expect(focused).toHaveAttribute('role', 'gridcell');
  await page.keyboard.press('Control+End');
  await expect(focused).toHaveAttribute('aria-label', /August/);
  const last = page
    .getByRole('row')
    .last()
    .getByRole('gridcell', { name: /August/ });
  await expect(last.first()).toBeVisible();
  await grid.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(page.getByRole('row').nth(1)).toBeInViewport();
  await expect(focused).toHaveAttribute('aria-label', /August/);
});

test('a conflict, with both bookings drawn over each other', async () => {
  test.setTimeout(120_000);
  const { page } = desk;
  const slot = await freeStay();
  const stay = { ...slot, title: 'Duarte Nobre' };
  await done('call', 'bookings.create', JSON.stringify(stay), '--dir', there, '--as', SUPERVISOR);
  await command(page, 'bookings.create', { ...slot, title: 'Helena Prado' });
  await expect.poll(async () => (await ask(page, 'sync.status', {})).waiting).toBe(0);
  await done('sync', '--dir', there);
  await page.getByRole('link', { name: 'Conflicts, 1 needs you' }).click();
  await expect(page.getByRole('heading', { name: / booked twice/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Move Duarte Nobre to / })).toBeVisible();
  await upToDate(page);
  await show('conflict');
});

test('the sync panel with work that waits, and the question before it is left', async () => {
  test.setTimeout(120_000);
  const { page } = desk;
  await go(`/board?day=${day}&view=week`);
  await page.keyboard.press('Control+3');
  const panel = page.getByRole('complementary', { name: 'Sync' });
  await panel.getByText('Unplug this desk').click();
  await expect(page.getByText('Offline · nothing waiting').first()).toBeVisible();
  const slot = await freeStay();
  const made = await command(page, 'bookings.create', { ...slot, title: 'Marta Reis' });
  await command(page, 'bookings.edit', { id: made.id, notes: 'Late arrival' });
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await show('sync');
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const question = page.getByRole('alertdialog', { name: '2 changes are waiting to be sent' });
  await expect(question).toBeVisible();
  await show('quit-guard');
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
});

/** The first room that nobody has for two nights after the day shown, or for the nearest nights. */
async function freeStay() {
  const { page } = desk;
  const { rows } = await ask(page, 'resources.board', { search: rooms, offset: 0, limit: 400 });
  const places = rows.filter(({ kind, category }) => kind === 'space' && category !== 'Day use');
  const nights = (first: number, hours: number): string =>
    new Date(Date.parse(`${day}T${hours}:00:00.000Z`) + first * 86_400_000).toISOString();
  for (let first = 1; first < 60; first++) {
    for (const { id } of places) {
      const slot = {
        resource_id: id,
        start_time: nights(first, 14),
        end_time: nights(first + 2, 10),
      };
      const { free } = await ask(page, 'bookings.check', { ...slot, party_size: 1, except: null });
      if (free) return slot;
    }
  }
  throw new Error('every room is taken');
}
