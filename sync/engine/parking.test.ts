import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Id } from '#db/kernel/id.ts';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { PushReply } from '#sync/core/protocol.ts';
import type { Engine } from './engine.ts';
import { createParking, isOfOps } from './parking.ts';
import type { Parking, Sent } from './parking.ts';

const MINUTE = 60_000;
const LIFE = thing(50);

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

/** What the desk hears of central's answers to uploads. */
function heard(as: (ops: readonly Op[], reply: PushReply) => PushReply): void {
  const connect = desk.central.connect.bind(desk.central);
  desk.central.connect = () => {
    const link = connect();
    return { ...link, push: async (ops) => as(ops, await link.push(ops)) };
  };
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
  const alone = (id: Id, incarnation = LIFE): Sent => ({ incarnation, ids: [id], last: 1 });
  let parking: Parking;
  beforeEach(() => {
    parking = createParking({ clock: desk.time.clock });
  });

  /** Tries of one op, so many minutes apart; whether it is to be parked after the last. */
  const triedFor = (id: string, ...gaps: readonly number[]): boolean => {
    let parks = parking.failed(alone(id), failure, true);
    for (const minutes of gaps) {
      desk.time.sleepThrough(minutes * MINUTE);
      parks = parking.failed(alone(id), failure, true);
    }
    return parks;
  };
  const judged = (id: string, code: 'parked' | 'row_missing' | null) =>
    parking.judged([verdict(id, code)], () => []);

  test('five tries over five minutes', () => {
    expect(triedFor(one, 1, 1, 1, 1, 0.9)).toBe(false);
    expect(triedFor(one, 0.1)).toBe(true);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(true);
  });

  test('one op and several', () => {
    for (let tries = 0; tries < 10; tries++) {
      expect(parking.failed({ ...alone(one), ids: [one, other] }, failure, true)).toBe(false);
      desk.time.sleepThrough(MINUTE);
    }
  });

  test('five minutes of fewer tries are not enough', () => {
    expect(triedFor(one, 2, 2, 2)).toBe(false);
    expect(parking.failed(alone(one), failure, true)).toBe(true);
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
    expect(parking.failed(alone(one), dead, true)).toBe(false);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(false);
  });

  test('an op that ends its connection: it is parked first on the next', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    expect(parking.failed(alone(one), dead, true)).toBe(false);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(true);
  });

  test('an op that was condemned long ago: it may get in by now', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    parking.failed(alone(one), dead, true);
    desk.time.sleepThrough(9 * MINUTE);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(true);
    desk.time.sleepThrough(MINUTE);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(false);
    expect(parking.failed(alone(one), failure, true)).toBe(true);
  });

  test('an op and a central that is put back: that one never tried it', () => {
    const life = thing(60);
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    expect(parking.failed(alone(one), dead, true)).toBe(false);
    expect(parking.isCondemned({ op_id: one, incarnation: life })).toBe(false);
    expect(parking.failed(alone(one, life), failure, true)).toBe(false);
    expect(parking.isCondemned({ op_id: one, incarnation: life })).toBe(false);
  });

  test('an op that cannot even be parked is tried as it is before it is parked again', () => {
    expect(triedFor(one, 1, 1, 1, 1, 1)).toBe(true);
    expect(parking.failed(alone(one), failure, true)).toBe(false);
    expect(parking.isCondemned({ op_id: one, incarnation: LIFE })).toBe(false);
    expect(parking.failed(alone(one), failure, true)).toBe(true);
  });

  test('tries before a verdict and after it', () => {
    triedFor(one, 1, 1, 1, 1, 0.9);
    judged(one, null);
    expect(triedFor(one, 1)).toBe(false);
  });

  test('within one batch, what is built on what is built on it', () => {
    desk.replica.write('things', one);
    desk.replica.write('things', one);
    desk.replica.write('things', other);
    const [parked, edit, last] = desk.replica.outbox;
    if (parked === undefined || edit === undefined || last === undefined) throw new Error('none');
    parking.judged([verdict(parked.op_id, 'parked')], () => [parked]);
    const both = { ...edit, changes: [...edit.changes, ...last.changes] };
    expect(parking.asSent(both)).toStrictEqual({ ...both, parked: 'with' });
    expect(parking.asSent(last)).toStrictEqual({ ...last, parked: 'with' });
  });

  test('an op and a central: patience doubles with each that is parked, and halves with any that gets in', () => {
    const patience = (): number => {
      let minutes = 0;
      while (!parking.failed(alone(one), failure, true)) {
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

test('what was built on a parked op goes with it; what a person does again, and all after that, does not', async () => {
  written([1, 2], [1]);
  await desk.time.advance(3 * MINUTE);
  // One that waits, built on the first; the second stands in the way before it is sent.
  const [, second] = desk.replica.outbox;
  if (second !== undefined) desk.central.unable.set(second.op_id, 'XX000');
  written([1], []);
  await desk.time.advance(8 * MINUTE);
  expect(desk.replica.attention).toBe(1);
  const again = desk.replica.write('things', thing(1), 'sync.retry');
  rows.set(again, 1);
  written([1], []);
  desk.central.unable.clear();
  await desk.time.advance(10 * MINUTE);
  expect(desk.replica.attention).toBe(2);
  expect(desk.replica.outbox).toStrictEqual([]);
  expect(sent.flat().slice(-3)).toStrictEqual([-1, 1, 1]);
});

test('a central that does not know of parking refuses it by another name: it is parked all the same', async () => {
  heard((_ops, reply) => {
    if (reply.kind !== 'verdicts') return reply;
    const verdicts = reply.verdicts.map((verdict) =>
      verdict.code === 'parked' ? { ...verdict, code: 'bad_value' as const } : verdict,
    );
    return { ...reply, verdicts };
  });
  written([1, 2, 1, 3], []);
  const [first] = desk.replica.outbox;
  desk.central.unable.set(first?.op_id ?? '', 'XX000');
  await desk.time.advance(20 * MINUTE);
  expect([at(1), at(2), at(3)]).toStrictEqual([false, true, true]);
  expect(desk.replica.attention).toBe(2);
  expect(desk.logged.filter((event) => event === 'sync.op_parked')).toHaveLength(2);
  // Any other refusal is one.
  written([5, 5], []);
  const [refused] = desk.replica.outbox;
  desk.central.refused.add(refused?.op_id ?? '');
  await desk.time.advance(MINUTE);
  expect(at(5)).toBe(true);
});

test('a parked op whose verdict is lost is sent once more and gets the same', async () => {
  written([1, 2], [1]);
  let lost = 0;
  heard((ops, reply) => {
    if (ops.some(({ parked }) => parked) && (lost += 1) === 1) {
      throw new LinkError('unreachable', 'ECONNRESET', 'lost');
    }
    return reply;
  });
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
