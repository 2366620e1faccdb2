import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Verdict } from '#sync/core/op.ts';
import type { PushReply } from '#sync/core/protocol.ts';
import {
  addResource,
  bookingCells,
  hour,
  imageOf,
  insert,
  push,
  update,
} from '#tests/helpers/central-changes.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let a: TestDevice;
let b: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  a = await central.enrol(mine, 'Desk A');
  b = await central.enrol(mine, 'Desk B');
});
afterAll(() => central.drop());

async function conflictOf(verdict: Verdict): Promise<Record<string, unknown>> {
  const { rows } = await central.admin.query<Record<string, unknown>>(
    'select * from data.conflict_logs where id = $1',
    [only(verdict.conflicts)],
  );
  return only(rows);
}

/** Pairs of bookings that occupy one resource at once, found without the constraint's help. */
async function overbooked(): Promise<number> {
  const { rows } = await central.admin.query<{ n: number }>(
    `select count(*)::integer as n
     from data.bookings x join data.bookings y
       on x.organization_id = y.organization_id and x.resource_id = y.resource_id and x.id < y.id
     where x.start_time < y.end_time and y.start_time < x.end_time
       and x.status in ('held', 'pending', 'confirmed', 'checked_in')
       and y.status in ('held', 'pending', 'confirmed', 'checked_in')`,
  );
  return only(rows).n;
}

describe('two desks, one slot', () => {
  test.each([
    ['A first', 0],
    ['B first', 1],
  ])('%s: the first occupies, the second is kept and names it', async (_name, order) => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const desks = order === 0 ? [a, b] : [b, a];
    const ids = [randomUUID(), randomUUID()];
    const verdicts: Verdict[] = [];
    for (const [index, desk] of desks.entries()) {
      const cells = bookingCells(room, 10, 12 - index, { title: `${index}` });
      verdicts.push(await push(desk, desk.op([insert('bookings', ids[index] ?? '', cells)])));
    }
    const [winner, loser] = verdicts;
    if (winner === undefined || loser === undefined) throw new Error('two verdicts');
    expect(winner.outcome).toBe('applied');
    expect(loser).toMatchObject({ outcome: 'conflicted', code: null });
    expect(imageOf(loser, ids[1] ?? '')['status']).toBe('conflicted');
    const row = await conflictOf(loser);
    expect(row).toMatchObject({
      conflict_type: 'double_booking',
      resource_id: room,
      table_name: 'bookings',
      row_id: ids[1],
      other_row_id: ids[0],
      severity: 'medium',
      status: 'open',
    });
    expect(conflictData.parse(row['conflict_data'])).toMatchObject({
      device_name: desks[1] === b ? 'Desk B' : 'Desk A',
      base: null,
      mine: { status: 'confirmed', start_time: hour(10), end_time: hour(11), title: '1' },
      theirs: { status: 'confirmed', start_time: hour(10), end_time: hour(12), title: '0' },
    });
    expect(await overbooked()).toBe(0);
  });

  test('half-open: touching bookings do not clash, nor do other rooms', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const next = await addResource(a, `Sala ${randomUUID()}`);
    for (const [resource, from, to] of [
      [room, 10, 11],
      [room, 11, 12],
      [room, 9, 10],
      [next, 10, 11],
    ] as const) {
      const op = a.op([insert('bookings', randomUUID(), bookingCells(resource, from, to))]);
      expect((await push(a, op)).outcome).toBe('applied');
    }
  });

  test('a booking moved into a taken slot is stored there as conflicted and leaves its own', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const [held, moved, third] = [randomUUID(), randomUUID(), randomUUID()];
    await push(a, a.op([insert('bookings', held, bookingCells(room, 10, 11))]));
    await push(a, a.op([insert('bookings', moved, bookingCells(room, 14, 15))]));
    const verdict = await push(
      b,
      b.op([
        update('bookings', moved, {
          resource_id: [room, room],
          start_time: [hour(14), hour(10)],
          end_time: [hour(15), hour(11)],
        }),
      ]),
    );
    expect(verdict.outcome).toBe('conflicted');
    expect(imageOf(verdict, moved)).toMatchObject({ status: 'conflicted', start_time: hour(10) });
    expect(conflictData.parse((await conflictOf(verdict))['conflict_data'])).toMatchObject({
      base: { start_time: hour(14) },
      mine: { start_time: hour(10), status: 'confirmed' },
    });
    const free = await push(a, a.op([insert('bookings', third, bookingCells(room, 14, 15))]));
    expect(free.outcome).toBe('applied');
  });

  test('a settlement in one op frees the slot first and then takes it', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const [holder, loser] = [randomUUID(), randomUUID()];
    await push(a, a.op([insert('bookings', holder, bookingCells(room, 10, 11))]));
    await push(b, b.op([insert('bookings', loser, bookingCells(room, 10, 11))]));
    const verdict = await push(
      b,
      b.op([
        update('bookings', holder, { status: ['confirmed', 'cancelled'] }),
        update('bookings', loser, { status: ['conflicted', 'confirmed'] }),
      ]),
    );
    expect(verdict.outcome).toBe('applied');
    expect(imageOf(verdict, loser)['status']).toBe('confirmed');
  });

  test.each([
    ['in an hour', '1 hour', 'critical'],
    ['in three days', '3 days', 'high'],
    ['next month', '30 days', 'medium'],
    ['last month', '-30 days', 'medium'],
  ])('a slot %s is %s', async (_name, distance, severity) => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const { rows } = await central.admin.query<{ from: string; to: string }>(
      `select sync.instant_text(now() + $1::interval) as "from",
              sync.instant_text(now() + $1::interval + interval '1 hour') as "to"`,
      [distance],
    );
    const { from, to } = only(rows);
    const cells = bookingCells(room, 0, 0, { start_time: from, end_time: to });
    await push(a, a.op([insert('bookings', randomUUID(), cells)]));
    const verdict = await push(b, b.op([insert('bookings', randomUUID(), cells)]));
    expect((await conflictOf(verdict))['severity']).toBe(severity);
  });
});

describe('at the same time', () => {
  test('the second waits for the first transaction and then loses to it', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const [first, second] = [randomUUID(), randomUUID()];
    const opA = a.op([insert('bookings', first, bookingCells(room, 10, 11))]);
    const opB = b.op([insert('bookings', second, bookingCells(room, 10, 11))]);
    let late: Promise<PushReply> | undefined;
    await a.transactions.transaction('write', async (session) => {
      await session.rows('select api.push($1, $2)', [a.enrolment.token, JSON.stringify([opA])]);
      late = b.link.push([opB]);
      await untilWaiting(central);
    });
    const reply = await late;
    if (reply?.kind !== 'verdicts') throw new Error('no verdict');
    const verdict = only(reply.verdicts);
    expect(verdict.outcome).toBe('conflicted');
    expect((await conflictOf(verdict))['other_row_id']).toBe(first);
    expect(await overbooked()).toBe(0);
  });

  test('the second takes the slot when the first is rolled back', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const opA = a.op([insert('bookings', randomUUID(), bookingCells(room, 10, 11))]);
    const opB = b.op([insert('bookings', randomUUID(), bookingCells(room, 10, 11))]);
    let late: Promise<PushReply> | undefined;
    const aborted = a.transactions.transaction('write', async (session) => {
      await session.rows('select api.push($1, $2)', [a.enrolment.token, JSON.stringify([opA])]);
      late = b.link.push([opB]);
      await untilWaiting(central);
      throw new TypeError('changed my mind');
    });
    await expect(aborted).rejects.toThrow('changed my mind');
    expect(await late).toMatchObject({ verdicts: [{ outcome: 'applied' }] });
    // The same op of A, sent again, now is the one that loses.
    expect((await push(a, opA)).outcome).toBe('conflicted');
  });

  test('eight desks fight for twelve slots: no overbooking, every loser has its conflict', async () => {
    const desks = await Promise.all(Array.from({ length: 8 }, () => central.enrol(mine)));
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const before = await conflictCount();
    const outcomes = await Promise.all(
      desks.map(async (desk, index) => {
        const ops = Array.from({ length: 12 }, (_, slot) => {
          const from = (slot * 5 + index) % 12;
          return desk.op([insert('bookings', randomUUID(), bookingCells(room, from, from + 1))]);
        });
        // No retry: batches take turns, so nobody deadlocks.
        const reply = await desk.link.push(ops);
        if (reply.kind !== 'verdicts') throw new Error(reply.kind);
        return reply.verdicts.map(({ outcome }) => outcome);
      }),
    );
    const flat = outcomes.flat();
    expect(flat.filter((outcome) => outcome === 'applied')).toHaveLength(12);
    expect(flat.filter((outcome) => outcome === 'conflicted')).toHaveLength(84);
    expect((await conflictCount()) - before).toBe(84);
    expect(await overbooked()).toBe(0);
  });

  async function conflictCount(): Promise<number> {
    const { rows } = await central.admin.query<{ n: number }>(
      `select count(*)::integer as n from data.conflict_logs where conflict_type = 'double_booking'`,
    );
    return only(rows).n;
  }
});

describe('a writer that does not take turns, straight on the table', () => {
  const occupy = (room: string): [string, string[]] => [
    `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title)
     values (gen_random_uuid(), $1, $2, $3, $4, 'UTC', 'direct')`,
    [mine.id, room, hour(10), hour(11)],
  ];

  test('its uncommitted booking makes the push wait and then lose', async () => {
    const room = await addResource(a, `Sala ${randomUUID()}`);
    const direct = await openAdmin(central.adminUrl);
    await direct.query('begin');
    await direct.query(...occupy(room));
    const late = push(b, b.op([insert('bookings', randomUUID(), bookingCells(room, 10, 11))]));
    await untilWaiting(central);
    await direct.query('commit');
    await direct.end();
    expect((await late).outcome).toBe('conflicted');
    expect(await overbooked()).toBe(0);
  });

  test('without the constraint both get in: the constraint is what holds', async () => {
    const bare = await createCentral();
    try {
      const organization = await bare.organization();
      const desk = await bare.enrol(organization);
      const room = await addResource(desk, 'Sala 1');
      await bare.admin.query('alter table data.bookings drop constraint bookings_no_overlap');
      const direct = await openAdmin(bare.adminUrl);
      await direct.query('begin');
      const [sql, [, ...rest]] = occupy(room);
      await direct.query(sql, [organization.id, ...rest]);
      const op = desk.op([insert('bookings', randomUUID(), bookingCells(room, 10, 11))]);
      expect((await push(desk, op)).outcome).toBe('applied');
      await direct.query('commit');
      await direct.end();
    } finally {
      await bare.drop();
    }
  });
});

/** Until some connection of this database waits for another's transaction. */
async function untilWaiting(on: TestCentral): Promise<void> {
  for (;;) {
    const { rowCount } = await on.admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
}
