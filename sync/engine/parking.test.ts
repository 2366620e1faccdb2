import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineDesk, thing } from '#tests/helpers/engine-desk.ts';
import type { EngineDesk } from '#tests/helpers/engine-desk.ts';
import type { Op } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { Engine } from './engine.ts';
import { createParking, isOfOps } from './parking.ts';

const MINUTE = 60_000;

let desk: EngineDesk;
let engine: Engine;
/** What was sent, a list of row numbers for each upload; those that were parked are negative. */
let sent: number[][];
beforeEach(async () => {
  desk = engineDesk();
  ({ engine } = desk);
  expect(await engine.syncOnce()).toMatchObject({ ok: true });
  sent = [];
  desk.central.onPush = (ops) => void sent.push(ops.map(numberOf));
  engine.start();
  engine.setInterest('focused');
  await desk.time.advance(3000);
});
afterEach(() => engine.stop());

function numberOf({ changes, parked }: Op): number {
  const number = Number.parseInt(changes[0]?.row_id.slice(-12) ?? '', 16);
  return parked === true ? -number : number;
}

/** Written here, `unable` of them beyond what central can judge. */
function written(numbers: readonly number[], unable: readonly number[], state = 'XX000'): void {
  for (const number of numbers) {
    const op = desk.replica.write('things', thing(number));
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
    expect(desk.logged).toContain('sync.op_parked');
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

test('a machine that slept between two tries has tried twice, not for hours', async () => {
  written([1, 2], [1]);
  await desk.time.advance(MINUTE / 6);
  desk.time.sleepThrough(8 * 60 * MINUTE);
  await desk.time.advance(1000);
  expect(sent.flat().some((op) => op < 0)).toBe(false);
});

describe('counts', () => {
  const MANY = 1000;
  const failure = new LinkError('busy', '55P03', '');
  const [one, other] = [thing(1), thing(2)];
  const stuckFor = (minutes: number) => {
    const parking = createParking({ clock: desk.time.clock });
    const stuck = (id: string) => {
      for (let tries = 0; tries < MANY; tries++) parking.failed([id], failure);
      desk.time.sleepThrough(minutes * MINUTE);
    };
    return { parking, stuck };
  };

  test('are those of one op: another begins anew', () => {
    const { parking, stuck } = stuckFor(5);
    stuck(one);
    expect([parking.isDue(one), parking.isDue(other)]).toStrictEqual([true, false]);
    parking.failed([other], failure);
    expect([parking.isDue(one), parking.isDue(other)]).toStrictEqual([false, false]);
  });

  test('end with any verdict', () => {
    const { parking, stuck } = stuckFor(5);
    stuck(one);
    parking.judged(false);
    expect(parking.isDue(one)).toBe(false);
  });

  test('patience doubles with each that is parked, four times at most, and is as before after any other', () => {
    const waited = (parking: ReturnType<typeof createParking>) => {
      for (let tries = 0; tries < MANY; tries++) parking.failed([one], failure);
      for (let minutes = 0; ; minutes += 5) {
        if (parking.isDue(one)) return minutes;
        desk.time.sleepThrough(5 * MINUTE);
      }
    };
    const { parking } = stuckFor(0);
    const waits: number[] = [];
    for (let parked = 0; parked < 7; parked++) {
      waits.push(waited(parking));
      parking.judged(true);
    }
    expect(waits).toStrictEqual([5, 10, 20, 40, 80, 80, 80]);
    parking.judged(false);
    expect(waited(parking)).toBe(5);
  });
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
  await desk.time.advance(20 * MINUTE);
  expect(lost).toBe(1);
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
  ['a lock', new LinkError('busy', '55P03', ''), true],
])('%s', (_, error, isIt) => {
  expect(isOfOps(error)).toBe(isIt);
});
