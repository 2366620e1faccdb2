import { expect, test } from 'vitest';
import { INITIAL, SILENCE, lightOf, next } from './sync-state.ts';
import type { Light, SyncEvent, SyncState } from './sync-state.ts';

// Every event in every state that can be reached, together with what really happened on the way:
// that is told by rules of its own, simple enough to be read at a glance.

const at = 1000;
const events: readonly SyncEvent[] = [
  { kind: 'counted', ready: true, waiting: 0, attention: 0, doubted: false },
  { kind: 'counted', ready: true, waiting: 3, attention: 0, doubted: false },
  { kind: 'counted', ready: true, waiting: 0, attention: 1, doubted: false },
  { kind: 'counted', ready: false, waiting: 0, attention: 0, doubted: false },
  { kind: 'counted', ready: true, waiting: 0, attention: 0, doubted: true },
  { kind: 'standalone', adopting: false },
  { kind: 'standalone', adopting: true },
  { kind: 'connecting' },
  { kind: 'connected', at },
  { kind: 'connected', at, needs: 'device_update' },
  { kind: 'connected', at, needs: 'central_update' },
  { kind: 'lost' },
  { kind: 'unplugged' },
  { kind: 'plugged' },
  { kind: 'revoked' },
  { kind: 'incompatible', needs: 'device_update' },
  { kind: 'in_use' },
  { kind: 'full' },
  { kind: 'wrote' },
  { kind: 'hinted' },
  { kind: 'pushed', at },
  { kind: 'pulled', rows: 0, at },
  { kind: 'pulled', rows: 5, at },
  { kind: 'forgotten', at },
  { kind: 'compared', equal: true, at },
  { kind: 'compared', equal: false, at },
  { kind: 'heard', at },
  { kind: 'stored', at },
  { kind: 'time', at: at + SILENCE },
  { kind: 'time', at: at + SILENCE + 1 },
  { kind: 'time', at: at - SILENCE - 1 },
];

/** What is so, whatever the machine believes. */
interface Truth {
  /** Central took us in, and nothing ended that since. */
  readonly connected: boolean;
  /** Compared equal with nothing waiting, and no row may have changed since. */
  readonly equal: boolean;
  /** Since we were connected, and since the last hint, central had nothing that we lack. */
  readonly asked: boolean;
}

const NOTHING: Truth = { connected: false, equal: false, asked: false };

function truthAfter(truth: Truth, before: SyncState, event: SyncEvent): Truth {
  const alone = before.link === 'none';
  switch (event.kind) {
    case 'counted':
      return { ...truth, equal: truth.equal && event.waiting === 0 && !event.doubted };
    case 'connected':
      return { ...truth, connected: !alone && before.link !== 'unplugged', asked: false };
    case 'connecting':
    case 'lost':
    case 'unplugged':
    case 'standalone':
      return { ...truth, connected: false, asked: false };
    case 'plugged':
      // Of no meaning where the cable is in.
      return before.link === 'unplugged' ? { ...truth, connected: false } : truth;
    case 'time':
      return Math.abs(event.at - at) > SILENCE
        ? { ...truth, connected: false, asked: false }
        : truth;
    case 'heard':
    case 'stored':
      return truth;
    case 'wrote':
      return { ...truth, equal: false };
    case 'pushed':
    case 'forgotten':
      return { ...truth, equal: false, asked: false };
    case 'pulled':
      return { ...truth, equal: truth.equal && event.rows === 0, asked: event.rows === 0 };
    case 'compared':
      return { ...truth, equal: event.equal && before.waiting === 0, asked: event.equal };
    default:
      // Whatever went wrong: central has to be asked again.
      return { ...truth, asked: false };
  }
}

interface Moment {
  readonly state: SyncState;
  readonly truth: Truth;
}

interface Step extends Moment {
  readonly from: Moment;
  readonly event: SyncEvent;
}

/** All moments that any sequence of events leads to, and all steps between them. */
function explore(): { moments: readonly Moment[]; steps: readonly Step[] } {
  const known = new Map<string, Moment>();
  const steps: Step[] = [];
  const open: Moment[] = [{ state: INITIAL, truth: NOTHING }];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const key = JSON.stringify(from);
    if (known.has(key)) continue;
    known.set(key, from);
    for (const event of events) {
      const state = next(from.state, event);
      const truth = truthAfter(from.truth, from.state, event);
      steps.push({ from, event, state, truth });
      open.push({ state, truth });
    }
  }
  return { moments: [...known.values()], steps };
}

const { moments, steps } = explore();

test('many states can be reached, with every light among them', () => {
  expect(moments.length).toBeGreaterThan(500);
  const lights = new Set(moments.map(({ state }) => lightOf(state)));
  expect([...lights].toSorted()).toStrictEqual([
    'adopting',
    'attention',
    'disk_full',
    'filling',
    'in_use',
    'offline',
    'revoked',
    'standalone',
    'syncing',
    'up_to_date',
    'update_needed',
  ] satisfies Light[]);
});

test('up to date means: connected, filled, nothing waiting or refused, compared equal, asked since', () => {
  const green = moments.filter(({ state }) => lightOf(state) === 'up_to_date');
  expect(green.length).toBeGreaterThan(0);
  for (const { state, truth } of green) {
    expect(truth).toStrictEqual({ connected: true, equal: true, asked: true });
    expect(state).toMatchObject({ link: 'connected', ready: true, full: false, refused: null });
    expect(state).toMatchObject({ waiting: 0, attention: 0 });
  }
});

test('whatever the past, a handshake, an empty queue and an equal comparison turn the light green', () => {
  const cure: readonly SyncEvent[] = [
    { kind: 'plugged' },
    { kind: 'connecting' },
    { kind: 'connected', at },
    { kind: 'counted', ready: true, waiting: 0, attention: 0, doubted: false },
    { kind: 'compared', equal: true, at },
  ];
  for (const { state } of moments.filter((moment) => moment.state.link !== 'none')) {
    const light = lightOf(cure.reduce(next, state));
    expect({ state, light }).toStrictEqual({ state, light: 'up_to_date' });
  }
});

test('the machine believes no more than is so', () => {
  for (const { state, truth } of moments) {
    if (state.verified && state.link !== 'none') expect(truth).toMatchObject({ equal: true });
    if (state.link !== 'connected') continue;
    expect(truth).toMatchObject({ connected: true });
    if (state.current) expect(truth).toMatchObject({ asked: true });
  }
});

test('while the cable is out, nothing but plugging it in ends that', () => {
  for (const { from, event, state } of steps) {
    if (from.state.link !== 'unplugged' || event.kind === 'plugged') continue;
    expect(['unplugged', 'none']).toContain(state.link);
  }
});

test('a refusal lasts until central takes us in again', () => {
  for (const { from, event, state } of steps) {
    if (from.state.refused === null || from.state.link === 'none') continue;
    const answers = ['connected', 'revoked', 'incompatible', 'in_use', 'standalone'];
    if (!answers.includes(event.kind)) expect(state.refused).toBe(from.state.refused);
  }
});

test('who has to be updated is known exactly while an update is needed', () => {
  for (const { state } of moments) {
    expect(state.needs !== null).toBe(state.refused === 'update_needed');
  }
});

test('a full disk is told until something could be stored', () => {
  for (const { from, event, state } of steps) {
    if (!from.state.full || from.state.link === 'none') continue;
    const stored =
      ['wrote', 'pushed', 'compared', 'stored'].includes(event.kind) ||
      (event.kind === 'pulled' && event.rows > 0);
    expect({ event, full: state.full }).toStrictEqual({ event, full: !stored });
  }
});

test('without a central nothing but the desk’s own counts changes, and the light never says more', () => {
  for (const { from, event, state } of steps) {
    if (from.state.link !== 'none') continue;
    if (event.kind !== 'counted') expect(state).toStrictEqual(from.state);
    expect(['standalone', 'adopting']).toContain(lightOf(state));
  }
});
