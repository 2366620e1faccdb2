import { expect, test } from 'vitest';
import { INITIAL, SILENCE, lightOf, next } from './sync-state.ts';
import type { Light, SyncEvent, SyncState } from './sync-state.ts';

const links = ['connecting', 'connected', 'lost', 'unplugged'] as const;
const both = [true, false];
const states: readonly SyncState[] = links.flatMap((link) =>
  ([null, 'revoked', 'update_needed', 'in_use'] as const).flatMap((refused) =>
    both.flatMap((ready) =>
      [0, 2].flatMap((waiting) =>
        [0, 1].flatMap((attention) =>
          both.flatMap((verified) =>
            both.map((current) => ({
              ...INITIAL,
              link,
              refused,
              ready,
              waiting,
              attention,
              verified,
              current,
              heard_at: 1000,
            })),
          ),
        ),
      ),
    ),
  ),
);
const at = 2000;
const events: readonly SyncEvent[] = [
  { kind: 'counted', ready: true, waiting: 0, attention: 0 },
  { kind: 'counted', ready: true, waiting: 3, attention: 0 },
  { kind: 'counted', ready: true, waiting: 0, attention: 1 },
  { kind: 'counted', ready: false, waiting: 0, attention: 0 },
  { kind: 'connecting' },
  { kind: 'connected', at },
  { kind: 'lost' },
  { kind: 'unplugged' },
  { kind: 'plugged' },
  { kind: 'revoked' },
  { kind: 'incompatible' },
  { kind: 'in_use' },
  { kind: 'wrote' },
  { kind: 'hinted' },
  { kind: 'pushed', at },
  { kind: 'pulled', rows: 0, at },
  { kind: 'pulled', rows: 5, at },
  { kind: 'compared', equal: true, at },
  { kind: 'compared', equal: false, at },
  { kind: 'time', at: 1000 + SILENCE },
  { kind: 'time', at: 1001 + SILENCE },
];

test('the light is green in exactly one of all states', () => {
  const green = states.filter((state) => lightOf(state) === 'up_to_date');
  expect(green).toStrictEqual([
    {
      link: 'connected',
      refused: null,
      ready: true,
      waiting: 0,
      attention: 0,
      verified: true,
      current: true,
      heard_at: 1000,
    },
  ]);
});

test('from no state does any event but a comparison, or an empty pull after one, turn the light green', () => {
  for (const state of states.filter((one) => lightOf(one) !== 'up_to_date')) {
    for (const event of events) {
      if (lightOf(next(state, event)) !== 'up_to_date') continue;
      // A count can only reveal what a comparison had established before.
      const established = state.verified && state.current && event.kind === 'counted';
      const stillSo = state.verified && event.kind === 'pulled' && event.rows === 0;
      const compared = event.kind === 'compared' && event.equal;
      expect({ state, event, ok: established || stillSo || compared }).toMatchObject({ ok: true });
    }
  }
});

test('whatever may have changed a row takes the green away', () => {
  const green = states.find((state) => lightOf(state) === 'up_to_date');
  const after = (event: SyncEvent): Light => lightOf(next(green ?? INITIAL, event));
  const expected: readonly (readonly [SyncEvent, Light])[] = events.map((event) => {
    switch (event.kind) {
      case 'counted':
        if (!event.ready) return [event, 'filling'];
        if (event.attention > 0) return [event, 'attention'];
        return [event, event.waiting > 0 ? 'syncing' : 'up_to_date'];
      case 'pulled':
        return [event, event.rows > 0 ? 'syncing' : 'up_to_date'];
      case 'compared':
        return [event, event.equal ? 'up_to_date' : 'syncing'];
      case 'time':
        return [event, event.at > 1000 + SILENCE ? 'offline' : 'up_to_date'];
      case 'lost':
      case 'unplugged':
        return [event, 'offline'];
      case 'revoked':
        return [event, 'revoked'];
      case 'incompatible':
        return [event, 'update_needed'];
      case 'in_use':
        return [event, 'in_use'];
      case 'plugged':
        return [event, 'up_to_date'];
      default:
        return [event, 'syncing'];
    }
  });
  expect(events.map((event) => [event, after(event)])).toStrictEqual(expected);
});

test('a comparison with ops waiting proves nothing', () => {
  const waiting = next({ ...INITIAL, waiting: 1 }, { kind: 'compared', equal: true, at });
  expect(waiting.verified).toBe(false);
});

test('while the cable is out, nothing but plugging it in ends that', () => {
  for (const state of states.filter(({ link }) => link === 'unplugged')) {
    for (const event of events) {
      if (event.kind === 'plugged') continue;
      expect(next(state, event).link).toBe('unplugged');
    }
  }
});

test('without a central nothing but the desk’s own counts changes, and the light never says more', () => {
  for (const adopting of both) {
    const alone = next(INITIAL, { kind: 'standalone', adopting });
    for (const event of events) {
      const after = next({ ...alone, ready: true }, event);
      expect(lightOf(after)).toBe(adopting ? 'adopting' : 'standalone');
      if (event.kind !== 'counted') expect(after).toStrictEqual({ ...alone, ready: true });
    }
  }
});
