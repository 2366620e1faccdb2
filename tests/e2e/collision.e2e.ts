import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { centralRows } from '#tests/helpers/central-rows.ts';
import { cli } from '#tests/helpers/cli.ts';
import { actAs, startDesks, upToDate } from '#tests/helpers/desks.ts';
import type { Desks } from '#tests/helpers/desks.ts';

type OpenDesk = Awaited<ReturnType<Desks['open']>>;

interface Course {
  /** Which desk is plugged in first: its booking keeps the time. */
  readonly first: 'A' | 'B';
  /** At which desk the supervisor sits. */
  readonly settles: 'A' | 'B';
  readonly way: 'move the loser' | 'move the holder' | 'cancel the loser' | 'cancel the holder';
  readonly back: 'undo' | 'reopen';
}

// Both orders, each settled at the desk that kept the time and at the one that lost it.
const courses: readonly Course[] = [
  { first: 'A', settles: 'B', way: 'move the loser', back: 'undo' },
  { first: 'B', settles: 'A', way: 'cancel the holder', back: 'reopen' },
  { first: 'A', settles: 'A', way: 'move the holder', back: 'reopen' },
  { first: 'B', settles: 'B', way: 'cancel the loser', back: 'undo' },
];
// Nobody of the demo is called so.
const NAMES = { A: 'Ilda Brandt', B: 'Joel Kamara' } as const;

for (const { first, settles, way, back } of courses) {
  test(`both desks book one hour offline; ${first} plugs in first, ${settles} settles (${way}), then ${back}`, async () => {
    test.setTimeout(120_000);
    const desks = await startDesks();
    const admin = await openAdmin(desks.url);
    try {
      const a = await desks.open('Desk A', { windowSize: { width: 1024, height: 640 } });
      const b = await desks.open('Desk B');
      const pages = { A: a.page, B: b.page };
      const both = [a.page, b.page];
      for (const page of both) {
        await upToDate(page);
        await actAs(page, 'front desk');
      }

      for (const page of both) await unplug(page);
      const places = [];
      for (const desk of ['A', 'B'] as const) places.push(await book(pages[desk], NAMES[desk]));
      expect(places[1]).toBe(places[0]);
      for (const page of both) await expect(page.getByText('Offline · 1 waiting')).toBeVisible();
      for (const page of first === 'A' ? both : both.toReversed()) await plugIn(page);

      // Each desk's board shows both, and the same one of them kept the time.
      const [winner, loser] = first === 'A' ? [NAMES.A, NAMES.B] : [NAMES.B, NAMES.A];
      for (const page of both) {
        await expect(bar(page, winner, 'confirmed')).toBeVisible();
        await expect(bar(page, loser, 'lost its time')).toBeVisible();
      }
      expect(await statuses(admin)).toEqual({ [winner]: 'confirmed', [loser]: 'conflicted' });
      const sentences = [];
      for (const page of both) {
        await page.getByRole('link', { name: 'Conflicts, 1 needs you' }).click();
        await expect(page.getByRole('button', { name: 'Ignore' })).toHaveCount(0);
        await expect(page.getByText('A supervisor settles this.')).toBeVisible();
        sentences.push(await page.getByRole('option').innerText());
      }
      expect(sentences[0]).toMatch(/ booked twice/);
      expect(sentences[1]).toBe(sentences[0]);

      const page = pages[settles];
      await actAs(page, 'supervisor');
      await page
        .getByRole('radio', { name: waysOf(winner, loser)[way] })
        .first()
        .focus();
      await page.keyboard.press('Space');
      await page.getByPlaceholder('Why, for the history').fill('Called the guest');
      const outcome = page.getByRole('button', { name: waysOf(winner, loser)[way] });
      await expect(outcome).toBeVisible();
      if (back === 'undo') await page.keyboard.press('Control+Enter');
      else await outcome.click();
      for (const each of both) {
        await expect(each.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
        await upToDate(each);
      }
      const settled = await statuses(admin);
      const gone = way === 'cancel the loser' ? loser : way === 'cancel the holder' ? winner : null;
      for (const name of [winner, loser]) {
        expect(settled[name], name).toBe(name === gone ? 'cancelled' : 'confirmed');
      }
      for (const each of both) {
        await each.getByRole('tab', { name: 'Settled' }).click();
        await expect(each.getByText('Called the guest')).toBeVisible();
      }
      await expectEqual(admin, [a, b]);

      // Taken back, it is open again everywhere, and both bookings are as they were.
      if (back === 'undo') await page.keyboard.press('Control+z');
      else await page.getByRole('button', { name: 'Take it back and open again' }).click();
      for (const each of both) {
        await expect(each.getByRole('link', { name: 'Conflicts, 1 needs you' })).toBeVisible();
        await upToDate(each);
        await each.keyboard.press('Control+1');
        await expect(bar(each, winner, 'confirmed')).toBeVisible();
        await expect(bar(each, loser, 'lost its time')).toBeVisible();
      }
      expect(await statuses(admin)).toEqual({ [winner]: 'confirmed', [loser]: 'conflicted' });
      await expectEqual(admin, [a, b]);
      expect([...a.messages, ...b.messages]).toEqual([]);
    } finally {
      await admin.end();
      await desks.close();
    }
  });
}

function waysOf(winner: string, loser: string): Readonly<Record<Course['way'], RegExp>> {
  return {
    'move the loser': new RegExp(`^Move ${loser} to `),
    'move the holder': new RegExp(`^Keep ${loser}, move ${winner} to `),
    'cancel the loser': new RegExp(`^Keep ${winner}, cancel ${loser}`),
    'cancel the holder': new RegExp(`^Keep ${loser}, cancel ${winner}`),
  };
}

function bar(page: Page, name: string, status: string) {
  return page.getByRole('gridcell', { name: new RegExp(`^${name}, ${status}, .*in a conflict$`) });
}

async function cable(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sync: / }).click();
  const panel = page.getByRole('complementary', { name: 'Sync' });
  await panel.getByText('Unplug this desk').click();
}

async function unplug(page: Page): Promise<void> {
  await cable(page);
  await expect(page.getByText('Unplugged by hand.')).toBeVisible();
  await page.keyboard.press('Escape');
}

async function plugIn(page: Page): Promise<void> {
  await cable(page);
  await expect(page.getByText('Nothing is waiting')).toBeVisible();
  await upToDate(page);
  await page.keyboard.press('Escape');
}

/** Books the first room at nine, ten weeks on, as a person does; answers with the place. */
async function book(page: Page, name: string): Promise<string> {
  const focused = page.locator(':focus');
  await page.keyboard.press('w');
  for (let week = 0; week < 10; week++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('d');
  await expect(page.getByText(/^No bookings /)).toBeVisible();
  await page.keyboard.press('/');
  await expect(focused).toHaveAttribute('role', 'combobox');
  await page.keyboard.press('Escape');
  await expect(focused).toHaveAttribute('aria-label', /, 09:00, free$/);
  const place = must(await focused.getAttribute('aria-label'), 'a cell has a name');
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAttribute(
    'aria-label',
    new RegExp(`^${name}, confirmed, .* not sent yet$`),
  );
  return place;
}

type Admin = Awaited<ReturnType<typeof openAdmin>>;

async function statuses(admin: Admin): Promise<Readonly<Record<string, string>>> {
  const { rows } = await admin.query<{ title: string; status: string }>(
    'select title, status from data.bookings where title = any($1)',
    [Object.values(NAMES)],
  );
  expect(rows).toHaveLength(2);
  return Object.fromEntries(rows.map(({ title, status }) => [title, status]));
}

/** What a collision touches is the same on both desks and at central, to the last cell. */
async function expectEqual(admin: Admin, desks: readonly OpenDesk[]): Promise<void> {
  for (const name of ['bookings', 'conflict_logs', 'conflict_actions']) {
    const central = await centralRows(admin, name);
    const exports = await Promise.all(desks.map(({ dir }) => cli('export', name, '--dir', dir)));
    for (const { code, lines } of exports) {
      expect({ name, code, lines }).toEqual({ name, code: 0, lines: central });
    }
  }
}
