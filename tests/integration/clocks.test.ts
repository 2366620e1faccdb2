import { expect, test } from 'vitest';
import type { Clock } from '#db/kernel/clock.ts';
import { must } from '#db/kernel/must.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk } from '#tests/helpers/offline-desks.ts';

const YEAR = 365 * 86_400_000;

/** Milliseconds by which the clock of a desk is wrong; may be changed on the way. */
interface Wrong {
  by: number;
}

const clockOf = (wrong: Wrong): Clock => ({ now: () => Date.now() + wrong.by });

/** Three desks, whose clocks are wrong by that much; the third one's `jumps` by it in the middle. */
async function day(first: number, second: number, jump: number) {
  const desks = await offlineDesks();
  try {
    const third: Wrong = { by: 0 };
    const a = await desks.enrol('A', clockOf({ by: first }));
    const b = await desks.enrol('B', clockOf({ by: second }));
    const c = await desks.enrol('C', clockOf(third));
    const [room, other] = desks.rooms;
    const book = (desk: OfflineDesk, title: string, at: ReturnType<typeof hours>) =>
      desk.call('bookings.create', { ...at, title, party_size: 1 });

    const ana = await book(a, 'Ana', hours(room, 10, 11));
    await book(b, 'Bia', hours(room, 10, 11));
    const eva = await book(c, 'Eva', hours(other, 9, 10));
    for (const desk of [c, a, b, c]) await desk.sync();
    // Each later than the one before, by central's order alone.
    await a.call('bookings.edit', { id: eva.id, title: 'Eva A', notes: '' });
    await a.sync();
    third.by = jump;
    await c.sync();
    await c.call('bookings.edit', { id: eva.id, title: 'Eva C', notes: 'from c' });
    third.by = -jump;
    await c.call('bookings.move', { id: ana.id, ...hours(other, 14, 15) });
    await b.call('bookings.edit', { id: ana.id, title: 'Ana B', notes: 'from b' });
    for (const desk of [c, b, a, c, b]) await desk.sync();
    const undone = await b.call('bookings.create', {
      ...hours(other, 16, 17),
      title: 'Lia',
      party_size: 1,
    });
    await b.call('bookings.undo', { op_id: must(undone.op_id, 'an op') });
    for (const desk of [a, b, c, a]) await desk.sync();

    const { rows: standing } = await desks.central.admin.query(
      `select title, notes, status, start_time, end_time,
         (select name from data.resources r where r.id = resource_id) as room
       from data.bookings order by title`,
    );
    const { rows: conflicts } = await desks.central.admin.query(
      'select conflict_type, status, resolution from data.conflict_logs order by 1, 2, 3',
    );
    const shown = await Promise.all(
      [a, b, c].map(async (desk) => (await desk.call('sync.status', {})).clock_offset),
    );
    const lights = [a, b, c].map(({ desk }) => desk.engine.status().light);
    const newest = await desks.central.admin.query(
      `select max(greatest(created_at, updated_at)) <= now() as ours from data.bookings`,
    );
    return { standing, conflicts, lights, ours: newest.rows[0], shown };
  } finally {
    await desks.close();
  }
}

test('clocks ten years off, or jumping by as much, change nothing but what the desk says of its clock', async () => {
  const right = await day(0, 0, 0);
  const wrong = await day(-10 * YEAR, 10 * YEAR, 10 * YEAR);
  expect(right.standing.map(({ title }) => String(title))).toContain('Eva C');
  expect(right.conflicts).not.toStrictEqual([]);
  expect(right.ours).toStrictEqual({ ours: true });
  const { shown: offsets, ...same } = wrong;
  const { shown: none, ...expected } = right;
  expect(same).toStrictEqual(expected);
  for (const offset of none) expect(Math.abs(must(offset, 'told'))).toBeLessThan(60_000);
  const years = offsets.map((offset) => Math.round(must(offset, 'told') / YEAR));
  expect(years).toStrictEqual([-10, 10, -10]);
});
