import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import { DEVICE } from '#tests/helpers/fake-replica.ts';
import type { Change, Op, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { Engine } from './engine.ts';
import { createParking, isOfOps } from './parking.ts';
import type { Parking } from './parking.ts';

const MINUTE = 60_000;

let desk: EngineDesk;
let engine: Engine;
/** What was sent, a list of row numbers for each upload; those that were parked are negative. */
let sent: number[][];
/** When. */
let times: number[];
beforeEach(async () => {
  desk = engineDesk();
  ({ engine } = desk);
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  sent = [];
  times = [];
  desk.central.onPush = (ops) => {
    sent.push(ops.map(numberOf));
    times.push(desk.time.clock.now());
  };
  engine.start();
  engine.setInterest('focused');
  await desk.time.advance(3000);
});
afterEach(() => engine.stop());

/** Of rows, by the op that was written for them. */
const rows = new Map<Id, number>();
function numberOf({ op_id, parked }: Op): number {
  const number = rows.get(op_id) ?? Number.NaN;
  return parked === undefined ? number : -number;
}

/** Written here, `unable` of them beyond what central can judge. */
function written(numbers: readonly number[], unable: readonly number[], state = 'XX000'): void {
  for (const number of numbers) {
    const op = desk.replica.write('things', thing(number));
    rows.set(op, number);
    if (unable.includes(number)) desk.central.unable.set(op, state);
  }
  engine.localWrite();
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const at = (number: number) => desk.central.rows.has(thing(number));

describe.each(['XX000', '55P03', '57014', '40P01'])('an op that always fails with %s', (state) => {
  test('is found among many, parked with its reason, and all others get in, in order', async () => {
    written(numbers(700), [300], state);
    await desk.time.advance(2 * MINUTE);
    // All before it, and nothing behind it yet: it may be over at any moment.
    expect([at(299), at(300), at(301)]).toStrictEqual([true, false, false]);
    expect(engine.status().light).toBe('syncing');
    expect(desk.replica.attention).toBe(0);
    await desk.time.advance(15 * MINUTE);
    expect(numbers(700).filter((number) => !at(number))).toStrictEqual([300]);
    expect(desk.replica.outbox).toStrictEqual([]);
    expect(desk.replica.attention).toBe(1);
    expect(engine.status()).toMatchObject({ light: 'attention', error: null });
    expect(sent.filter((ops) => ops.some((op) => op < 0))).toStrictEqual([[-300]]);
    expect(desk.logged.filter((event) => event === 'sync.op_parked')).toHaveLength(1);
    // Right after a try.
    const parked = sent.findIndex((ops) => ops.some((op) => op < 0));
    expect(sent[parked - 1]).toStrictEqual([300]);
    expect(times[parked]).toBe(times[parked - 1]);
  });
});

test('an op that gets in before five minutes are over is not parked', async () => {
  written([1, 2], [1]);
  await desk.time.advance(4 * MINUTE);
  // The next try, long after five minutes, is not the end of it: it gets in.
  desk.central.unable.clear();
  await desk.time.advance(6 * MINUTE);
  expect([at(1), at(2)]).toStrictEqual([true, true]);
  expect(sent.flat().some((op) => op < 0)).toBe(false);
});

test('what was stuck and got in begins anew when it is another', async () => {
  written([1, 2, 3], [1]);
  await desk.time.advance(4 * MINUTE);
  const [, second] = desk.replica.outbox;
  desk.central.unable.clear();
  if (second !== undefined) desk.central.unable.set(second.op_id, '55P03');
  await desk.time.advance(7 * MINUTE);
  expect(at(1)).toBe(true);
  expect(sent.flat().some((op) => op < 0)).toBe(false);
  await desk.time.advance(20 * MINUTE);
  expect(sent.flat().filter((op) => op < 0)).toStrictEqual([-2]);
});

test('nor is it when another of the same batch is what stands in the way now', async () => {
  written([1], [1]);
  await desk.time.advance(10 * MINUTE);
  desk.central.unable.clear();
  written([2], [2]);
  await desk.time.advance(4 * MINUTE);
  expect([at(1), at(2)]).toStrictEqual([true, false]);
  expect(sent.flat().some((op) => op < 0)).toBe(false);
});

test('an op with nothing behind it waits for as long as it takes', async () => {
  written([1], [1]);
  await desk.time.advance(60 * MINUTE);
  expect(sent.flat().some((op) => op < 0)).toBe(false);
  expect(desk.replica.outbox).toHaveLength(1);
});

test('five tries in a row by hand are not enough: they may all fall into one bad minute', async () => {
  written([1, 2], [1]);
  for (let tries = 0; tries < 10; tries++) await engine.syncOnce();
  expect(sent.flat().some((op) => op < 0)).toBe(false);
});

test('where none gets in, central is to blame: fewer and fewer are parked', async () => {
  written(numbers(40), numbers(40));
  await desk.time.advance(30 * MINUTE);
  const soon = desk.replica.attention;
  expect(soon).toBeGreaterThan(0);
  await desk.time.advance(12 * 60 * MINUTE);
  // One in 80 minutes in the end, and the waits between tries.
  expect(desk.replica.attention).toBeLessThan(14);
  desk.central.unable.clear();
  await desk.time.advance(10 * MINUTE);
  expect(desk.replica.outbox).toStrictEqual([]);
  expect(engine.status().light).toBe('attention');
});

describe('told apart', () => {
  const failure = new LinkError('busy', '55P03', '');
  const dead = new LinkError('unreachable', 'ECONNRESET', '');
  const [one, other] = [thing(1), thing(2)];
  const verdict = (op_id: string, code: 'parked' | 'row_missing' | null): Verdict => {
    const outcome = code === null ? 'applied' : 'rejected';
    return { op_id, outcome, code, detail: null, merged: [], conflicts: [], images: [] };
  };
  let parking: Parking;
  beforeEach(() => {
    parking = createParking({ clock: desk.time.clock });
  });

  /** Tries of one op, so many minutes apart; whether it is to be parked after the last. */
  const triedFor = (id: string, ...gaps: readonly number[]): boolean => {
    let parks = parking.failed([id], failure, true);
    for (const minutes of gaps) {
      desk.time.sleepThrough(minutes * MINUTE);
      parks = parking.failed([id], failure, true);
    }
    return parks;
  };
  const judged = (id: string, code: 'parked' | 'row_missing' | null) =>
    parking.judged([verdict(id, code)], () => []);

  test('five tries over five minutes', () => {
    expect(triedFor(one, 1, 1, 1, 1, 0.9)).toBe(false);
    expect(triedFor(one, 0.1)).toBe(true);
    expect(parking.isCondemned(one)).toBe(true);
  });

  test('one op and several', () => {
    for (let tries = 0; tries < 10; tries++) {
      expect(parking.failed([one, other], failure, true)).toBe(false);
      desk.time.sleepThrough(MINUTE);
    }
  });

  test('five minutes of fewer tries are not enough', () => {
    expect(triedFor(one, 2, 2, 2)).toBe(false);
    expect(parking.failed([one], failure, true)).toBe(true);
  });

  test.each([
    // Counts as two minutes, or as none.
    ['a machine that slept', 8 * 60, [1.5, 1]],
    ['a clock that was set back', -60, [1.5, 1.5, 1.5]],
  ])('%s between two tries', (_, minutes, gaps) => {
    expect(triedFor(one, 0.1, 0.1, 0.1, 0.1, minutes)).toBe(false);
    expect(triedFor(one, ...gaps)).toBe(false);
    expect(triedFor(one, 0.1)).toBe(true);
  });

  test('one op and another', () => {
    triedFor(one, 1, 1, 1, 1, 0.9);
    expect(triedFor(other, 1)).toBe(false);
    expect(triedFor(one, 1)).toBe(false);
  });

  test('an op and a dead link', () => {
    triedFor(one, 1, 1, 1, 1, 0.9);
    desk.time.sleepThrough(MINUTE);
    expect(parking.failed([one], dead, true)).toBe(false);
    expect(parking.isCondemned(one)).toBe(false);
  });

  test('an op that ends its connection: it is parked first on the next', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    expect(parking.failed([one], dead, true)).toBe(false);
    expect(parking.isCondemned(one)).toBe(true);
  });

  test('an op that was condemned long ago: it may get in by now', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    parking.failed([one], dead, true);
    desk.time.sleepThrough(9 * MINUTE);
    expect(parking.isCondemned(one)).toBe(true);
    desk.time.sleepThrough(MINUTE);
    expect(parking.isCondemned(one)).toBe(false);
    expect(parking.failed([one], failure, true)).toBe(true);
  });

  test('an op that cannot even be parked is tried as it is before it is parked again', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    expect(parking.failed([one], failure, true)).toBe(false);
    expect(parking.isCondemned(one)).toBe(false);
    expect(parking.failed([one], failure, true)).toBe(true);
  });

  test('tries before a verdict and after it', () => {
    triedFor(one, 1, 1, 1, 1, 0.9);
    judged(one, null);
    expect(triedFor(one, 1)).toBe(false);
  });

  test('an op and a central: patience doubles with each that is parked, and halves with any that gets in', () => {
    const patience = (): number => {
      let minutes = 0;
      while (!parking.failed([one], failure, true)) {
        desk.time.sleepThrough(MINUTE);
        minutes += 1;
      }
      return minutes;
    };
    const waits: number[] = [];
    for (let parked = 0; parked < 7; parked++) {
      waits.push(patience());
      judged(one, 'parked');
      // What was built on it is refused for that, and says nothing of central.
      judged(other, 'row_missing');
      judged(other, 'parked');
    }
    expect(waits).toStrictEqual([5, 10, 20, 40, 80, 80, 80]);
    for (let fine = 0; fine < 5; fine++) judged(other, null);
    expect(patience()).toBe(20);
    for (let fine = 0; fine < 5; fine++) judged(other, null);
    expect(patience()).toBe(5);
  });
});

describe('what was built on a parked op', () => {
  const [booking, room, guest, another] = [11, 12, 13, 14].map(thing) as [Id, Id, Id, Id];
  let numbers = 0;
  let parking: Parking;
  beforeEach(() => {
    numbers = 0;
    parking = createParking({ clock: desk.time.clock });
  });

  const op = (changes: readonly Change[], more: Partial<Op> = {}): Op => {
    numbers += 1;
    return {
      op_id: thing(100 + numbers),
      device_id: DEVICE,
      incarnation: thing(50),
      op_no: numbers,
      actor_id: thing(51),
      proof: null,
      command: 'bookings.create',
      schema_version: 1,
      at: '2026-11-21T09:00:00.000Z',
      changes,
      ...more,
    };
  };
  const change = (kind: Change['kind'], row_id: Id, more: Change['values'] = {}): Change => ({
    table: 'things',
    row_id,
    kind,
    values: more,
  });
  const verdictOf = ({ op_id }: Op): Verdict => {
    const more = { detail: null, merged: [], conflicts: [], images: [] };
    return { op_id, outcome: 'rejected', code: 'parked', ...more };
  };
  const park = (parked: Op, last = 10) => {
    parking.judged([verdictOf(parked)], () => [parked]);
    parking.settled(parked.op_no, last);
  };
  const isParked = (other: Op) => parking.asSent(other).parked === 'with';

  test('goes with it: edits of its row, what refers to what it made, what is built on these', () => {
    park(op([change('insert', room)]));
    const edit = op([change('update', room, { name: ['a', 'b'] })]);
    expect(parking.asSent(edit)).toStrictEqual({ ...edit, parked: 'with' });
    const fresh = op([change('insert', booking, { resource_id: [null, room] })]);
    expect(isParked(fresh)).toBe(true);
    expect(isParked(op([change('update', booking)]))).toBe(true);
    expect(isParked(op([change('insert', guest, { booking_id: [null, booking] })]))).toBe(true);
  });

  test('is nothing else: other rows, and what refers to a row that it only changed', () => {
    park(op([change('update', room, { name: ['a', 'b'] })]));
    expect(isParked(op([change('insert', booking, { resource_id: [null, room] })]))).toBe(false);
    expect(isParked(op([change('update', another)]))).toBe(false);
    expect(isParked(op([change('update', room)]))).toBe(true);
  });

  test('is nothing that was made since: it was made on what central says', () => {
    park(op([change('insert', room)]));
    expect(isParked(op([change('insert', room)], { op_no: 11 }))).toBe(false);
    expect(isParked(op([change('update', room)], { incarnation: thing(60) }))).toBe(false);
    expect(isParked(op([change('update', room)], { op_no: 10 }))).toBe(true);
  });

  test('is told from what was built on one that was parked before', () => {
    park(op([change('insert', room)]));
    park(op([change('insert', booking)], { op_no: 12 }), 20);
    expect(isParked(op([change('update', room)], { op_no: 11 }))).toBe(false);
    expect(isParked(op([change('update', booking)], { op_no: 20 }))).toBe(true);
    expect(isParked(op([change('update', room)], { op_no: 10 }))).toBe(true);
  });

  test('is what was done to its rows until they are shown as central has them', () => {
    const parked = op([change('insert', room)]);
    parking.judged([verdictOf(parked)], () => [parked]);
    expect(isParked(op([change('update', room)], { op_no: 15 }))).toBe(true);
    parking.settled(15, 16);
    expect(isParked(op([change('update', room)], { op_no: 17 }))).toBe(false);
    expect(isParked(op([change('update', room)], { op_no: 16 }))).toBe(true);
  });

  test('is what was done while the row still shows what was built on it', () => {
    const parked = op([change('update', room)]);
    park(parked, 16);
    // It waited far behind the parked one; what it did stays on show until it is settled.
    const built = op([change('update', room), change('update', guest)], { op_no: 15 });
    expect(isParked(built)).toBe(true);
    // The batch before it.
    parking.settled(9, 20);
    for (const row of [room, guest]) {
      expect(isParked(op([change('update', row)], { op_no: 21 }))).toBe(true);
    }
    parking.settled(21, 30);
    for (const row of [room, guest]) {
      expect(isParked(op([change('update', row)], { op_no: 31 }))).toBe(false);
      expect(isParked(op([change('update', row)], { op_no: 30 }))).toBe(true);
    }
  });

  test('is later work on its rows that is parked itself, and what was built on that', () => {
    park(op([change('insert', room)]));
    park(op([change('update', room)], { op_no: 12 }), 20);
    expect(isParked(op([change('update', room)], { op_no: 20 }))).toBe(true);
  });
});

test('edits of a parked row go with it, and those of others get in', async () => {
  written([1, 2, 1, 3], []);
  const [first] = desk.replica.outbox;
  desk.central.unable.set(first?.op_id ?? '', 'XX000');
  await desk.time.advance(20 * MINUTE);
  expect([at(1), at(2), at(3)]).toStrictEqual([false, true, true]);
  expect(desk.replica.attention).toBe(2);
  expect(desk.replica.outbox).toStrictEqual([]);
  written([1], []);
  await desk.time.advance(MINUTE);
  expect(at(1)).toBe(true);
});

test('a parked op whose verdict is lost is sent once more and gets the same', async () => {
  written([1, 2], [1]);
  const connect = desk.central.connect.bind(desk.central);
  let lost = 0;
  desk.central.connect = () => {
    const link = connect();
    return {
      ...link,
      push: async (ops) => {
        const reply = await link.push(ops);
        if (ops.some(({ parked }) => parked) && (lost += 1) === 1) {
          throw new LinkError('unreachable', 'ECONNRESET', 'lost');
        }
        return reply;
      },
    };
  };
  const errors = new Set<unknown>();
  engine.onChange(() => errors.add(engine.status().error?.code ?? null));
  await desk.time.advance(20 * MINUTE);
  expect(lost).toBe(2);
  // A dead link is told as such.
  expect(errors).toStrictEqual(new Set(['internal', 'central_unreachable', null]));
  expect([at(1), at(2)]).toStrictEqual([false, true]);
  expect(desk.replica.attention).toBe(1);
});

test.each([
  ['a lost link', new LinkError('unreachable', 'ECONNRESET', ''), false],
  ['a central that shuts down', new LinkError('unreachable', '57P01', ''), false],
  ['a central that is out of room', new LinkError('busy', '53100', ''), false],
  ['an answer that is none', new LinkError('broken', 'no_verdicts', ''), false],
  ['a withdrawn device', new LinkError('revoked', 'HF001', ''), false],
  ['a list that is none', new LinkError('broken', 'HF020', ''), false],
  ['a bug of our own', new TypeError('x'), false],
  ['a bug of central', new LinkError('broken', 'P0001', ''), true],
  ['a disk of central', new LinkError('broken', '58030', ''), false],
  ['a damaged index of central', new LinkError('broken', 'XX002', ''), false],
  ['more memory than central has', new LinkError('busy', '53200', ''), true],
  ['a lock', new LinkError('busy', '55P03', ''), true],
])('%s', (_, error, isIt) => {
  expect(isOfOps(error)).toBe(isIt);
});
