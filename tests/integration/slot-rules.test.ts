import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivals, createSlotWorld } from '#tests/helpers/slot-arrivals.ts';

const SEED = Number(process.env['FC_SEED'] ?? 20_401);

test('whatever arrives in whatever order: nothing is sold twice, and every loser is told', async () => {
  const world = await createSlotWorld();
  try {
    await fc.assert(
      fc.asyncProperty(arrivals, async (deeds) => {
        expect(await world.wrongAfter(deeds)).toEqual([]);
      }),
      { numRuns: 60, seed: SEED },
    );
  } finally {
    await world.drop();
  }
});

/** Replaces a piece of one of central's functions by another. */
function changed(name: string, from: string, to: string): string {
  return `do $do$
declare v_old text := pg_get_functiondef('${name}'::regproc);
begin
  if strpos(v_old, $a$${from}$a$) = 0 then raise 'nothing to change in ${name}'; end if;
  execute replace(v_old, $a$${from}$a$, $b$${to}$b$);
end $do$`;
}

describe('each of these bugs is noticed', () => {
  test.each<[string, readonly string[]]>([
    [
      'nobody searches, and the constraint is gone',
      [
        changed('sync.obstacle_of', "conflict := 'double_booking'", 'conflict := null'),
        'alter table data.bookings drop constraint bookings_no_overlap',
      ],
    ],
    [
      'the capacity is one too many, in the search and in the trigger',
      [
        changed('sync.obstacle_of', '> v_resource.capacity', '> v_resource.capacity + 1'),
        changed('sync.hold_capacity', '> v_capacity', '> v_capacity + 1'),
      ],
    ],
    [
      'the sweep starts after those who are there already',
      [changed('sync.sweep', 'b.end_time > p_from', 'b.start_time >= p_from')],
    ],
    [
      'who leaves is counted beside who comes',
      [changed('sync.sweep', 'e.at, e.people, b.id rows', 'e.at, e.people desc, b.id rows')],
    ],
    [
      'touching bookings are in each other’s way',
      [
        changed(
          'sync.obstacle_of',
          'h.end_time > p_new.start_time\n      and sync.occupies(h.status) and not',
          'h.end_time >= p_new.start_time\n      and sync.occupies(h.status) and not',
        ),
      ],
    ],
    ['the mark is not kept', [changed('sync.change_use', 'b.may_overlap <> v_between', 'false')]],
    [
      'a change of use asks nobody',
      [changed('sync.change_use', 'if v_booking is not null', 'if false')],
    ],
    [
      'closures do not look at bookings',
      [changed('sync.judge_resource_closures', 'if v_bookings is null', 'if true')],
    ],
    [
      'bookings do not look at closures',
      [changed('sync.judge_bookings', 'if v_theirs is not null', 'if false')],
    ],
  ])('%s', async (_name, statements) => {
    const world = await createSlotWorld();
    try {
      for (const statement of statements) await world.central.admin.query(statement);
      const found = await fc.check(
        fc.asyncProperty(arrivals, async (deeds) => (await world.wrongAfter(deeds)).length === 0),
        { numRuns: 100, seed: SEED, endOnFailure: true },
      );
      expect(found.failed).toBe(true);
    } finally {
      await world.drop();
    }
  });
});
