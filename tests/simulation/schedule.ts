import { createDice } from './dice.ts';
import type { LineFaults } from './gate.ts';
import { DEVICES } from './places.ts';

export const STEP_KINDS = [
  'act',
  'burst',
  'round',
  'tick',
  'hint',
  'look',
  'plug',
  'release',
  'timeout',
  'crash',
  'restart',
  'power',
  'backup',
  'restore',
  'full',
  'clone',
  'clock',
  'direct',
  'central',
  'rewind',
  'revoke',
] as const;

export type StepKind = (typeof STEP_KINDS)[number];

/** One step. Whatever it draws comes from its own dice, so that steps can be left out. */
export interface Step {
  readonly at: number;
  readonly kind: StepKind;
  readonly device: number;
  readonly dice: number;
}

export interface Schedule {
  readonly steps: readonly Step[];
  /** Chances of calls to be held or broken, the same through the seed. */
  readonly faults: LineFaults;
  /** Longest time between two steps, milliseconds. */
  readonly pace: number;
  /** Desks that have their first fill behind them when the faults begin. */
  readonly filled: number;
}

/** `STEPS` makes longer runs. */
const STEPS = Number(process.env['STEPS'] ?? 300);

/** The schedule of a seed. Every fault is off, rare or frequent, drawn anew for each seed. */
export function scheduleOf(seed: number, count = STEPS): Schedule {
  const faults = createDice(seed, 'faults');
  const level = (low: number, high: number) => faults.pick([0, low, high]);
  // What stops everybody would leave other faults little to meet.
  const rarely = (low: number, high: number) => faults.pick([0, 0, 0, low, high]);
  const chances = {
    hold: level(0.2, 0.5),
    cut: level(0.03, 0.15),
    abort: level(0.03, 0.15),
    lost: level(0.05, 0.2),
    twice: level(0.05, 0.2),
  };
  const held = chances.hold > 0;
  const weights = {
    act: 42,
    burst: level(0.1, 0.4),
    round: faults.pick([1, 4]),
    tick: faults.pick([10, 18]),
    hint: faults.pick([0, 4]),
    look: 1,
    plug: level(0.4, 1),
    release: held ? faults.pick([6, 14]) : 0,
    timeout: held ? level(1, 3) : 0,
    crash: level(0.7, 2.5),
    restart: level(0.5, 1),
    power: level(0.5, 1.5),
    backup: level(1, 2),
    restore: level(0.5, 1.5),
    full: level(0.4, 1.5),
    clone: level(0.2, 0.6),
    clock: level(0.5, 2),
    direct: faults.pick([0, 5, 14, 40]),
    central: rarely(0.2, 0.6),
    rewind: rarely(0.4, 1.2),
    revoke: rarely(0.2, 0.6),
  };
  const pace = createDice(seed, 'time').pick([50, 5000, 600_000]);
  const order = createDice(seed, 'schedule');
  const data = createDice(seed, 'data');
  const steps = Array.from({ length: count }, (_, at) => ({
    at,
    kind: order.weighted(weights),
    device: order.below(DEVICES),
    dice: data.below(2 ** 32),
  }));
  const filled = createDice(seed, 'filled').chance(0.25) ? DEVICES - 1 : DEVICES;
  return { steps, faults: chances, pace, filled };
}
