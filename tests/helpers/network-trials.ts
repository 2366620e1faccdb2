import { expect } from 'vitest';
import type { Desk } from '#electron/host/desk.node.ts';
import { book, syncedAtLast, titles } from './network-desks.ts';
import type { NetworkDesks } from './network-desks.ts';
import { says } from './tcp-proxy.ts';
import type { Direction, Fate, TcpProxy } from './tcp-proxy.ts';

// As a statement of its own: the beginning of a transaction says `committed`.
export const COMMIT = 'commit\0';
const CALM = { delay: 0, rate: null, refuse: false, answerToTls: null, cutAfter: null } as const;

export interface Trial {
  readonly place: NetworkDesks;
  readonly desk: Desk;
  /** Of a booking that nothing else is called. */
  readonly title: string;
}

export function calm({ proxy }: NetworkDesks): void {
  Object.assign(proxy.weather, CALM, { judge: () => 'pass' });
  proxy.weather.silent.clear();
}

/** Once a piece says `text`, `fate` decides what becomes of it and of those after it. */
export function from(
  { proxy }: NetworkDesks,
  text: string,
  fate: (direction: Direction, first: boolean) => Fate,
): void {
  let met = false;
  proxy.weather.judge = (direction, piece) => {
    const first = !met && direction === 'up' && says(piece, text);
    if (first) met = true;
    return met ? fate(direction, first) : 'pass';
  };
}

/** The same from the commit of an upload on: armed by the upload, so that it is that of no other call. */
function fromItsCommit(
  { proxy }: NetworkDesks,
  fate: (direction: Direction, first: boolean) => Fate,
): void {
  let pushed = false;
  let met = false;
  proxy.weather.judge = (direction, piece) => {
    if (says(piece, 'api.push')) pushed = true;
    const first = pushed && !met && direction === 'up' && says(piece, COMMIT);
    if (first) met = true;
    return met ? fate(direction, first) : 'pass';
  };
}

/** A round that fails for want of central, within `limit` milliseconds; answers how many it took. */
export async function fails(desk: Desk, limit = 60_000): Promise<number> {
  const began = performance.now();
  const waited = new Promise((done) => setTimeout(done, limit, 'still waiting').unref());
  expect(await Promise.race([desk.engine.syncOnce(), waited])).toMatchObject({
    ok: false,
    error: { code: 'central_unreachable' },
  });
  return performance.now() - began;
}

export async function atCentral(
  place: NetworkDesks,
  title: string,
): Promise<{ rows: number; ops: number }> {
  const [counts] = await place.query<{ rows: number; ops: number }>(
    `select (select count(*)::int from data.bookings where title = $1) as rows,
       (select count(*)::int from sync.op_log where op::text like '%' || $1 || '%') as ops`,
    [title],
  );
  return counts ?? { rows: -1, ops: -1 };
}

/** Everything is there once, here and at central. */
export async function wholeAgain({ place, desk, title }: Trial): Promise<void> {
  calm(place);
  await syncedAtLast(desk);
  expect(await atCentral(place, title)).toStrictEqual({ rows: 1, ops: 1 });
  expect(titles(desk).filter((one) => one === title)).toStrictEqual([title]);
  expect(desk.replica.state().waiting).toBe(0);
  expect(desk.replica.checksums()).toStrictEqual(desk.replica.recomputeChecksums());
}

/** What becomes of the pieces from the commit on, and how many rows central has then. */
export const PARTITIONS: readonly (readonly [
  when: string,
  there: number,
  fate: (direction: Direction, first: boolean) => Fate,
])[] = [
  ['before it', 0, () => 'lose'],
  ['after it, the answer on its way', 1, (to) => (to === 'up' ? 'pass' : 'lose')],
  ['before it, by a reset', 0, () => 'cut'],
  ['after it, by a reset', 1, (to, first) => (to === 'up' && first ? 'pass' : 'cut')],
];

/** The network parts around the commit of an upload: the op is applied once. */
export async function partsAtCommit(
  trial: Trial,
  there: number,
  fate: (direction: Direction, first: boolean) => Fate,
): Promise<void> {
  const { place, desk, title } = trial;
  book(desk, place.organization, title);
  fromItsCommit(place, fate);
  await fails(desk);
  expect(await atCentral(place, title)).toStrictEqual({ rows: there, ops: there });
  expect(desk.replica.state().waiting).toBe(1);
  await wholeAgain(trial);
}

/** Nothing travels any more from a step on: it is noticed, and that connection never used again. */
export async function losesOneEnd(trial: Trial, step: string, silence: number): Promise<void> {
  const { place, desk, title } = trial;
  book(desk, place.organization, title);
  await desk.engine.setPlugged(false);
  await desk.engine.setPlugged(true);
  from(place, step, () => 'lose');
  // An upload has a second more for each kilobyte.
  const limit = (step === 'api.push' ? 7 : 4) * silence;
  const took = await fails(desk, limit);
  expect(took).toBeGreaterThan(silence / 2);
  const opened = place.proxy.opened();
  await wholeAgain(trial);
  expect(place.proxy.opened()).toBeGreaterThan(opened);
}

/** Asked for TLS and answered N: whoever logs in has been refused, and has sent nothing but the request. */
export async function refusedTls(proxy: TcpProxy, login: () => Promise<unknown>): Promise<void> {
  proxy.weather.answerToTls = 'N';
  await expect(login()).rejects.toMatchObject({ failure: 'untrusted', code: 'NO_SSL' });
  expect(proxy.sent().toString('hex')).toBe('0000000804d2162f');
}
