import { setImmediate as turn } from 'node:timers/promises';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import { fillDesk } from './first-fill.node.ts';
import { linkOf } from './full-central.node.ts';
import type { FullCentral } from './full-central.node.ts';

const MINUTE = 60_000;
const HOURS = 2;
/** One sample: as long as the engine waits from one comparison to the next. */
const WINDOW = 10 * MINUTE;

const TARGET: Target = { what: 'in 30 s, p95 of the windows', unit: 'calls', atMost: 1 };

/**
 * What a desk asks of central that nobody looks at and that cannot LISTEN, while nothing happens: two
 * hours of the engine's own clock, on a real central. Calls in each 30 seconds.
 */
export async function idle(central: FullCentral): Promise<Measured> {
  const { dir, enrolment } = await central.enrol('idle');
  await fillDesk(dir);
  const time = createManualTime();
  const calls: { readonly at: number; readonly name: string }[] = [];
  const running = new Set<Promise<unknown>>();
  const counted = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    calls.push({ at: time.clock.now(), name });
    const called = call();
    running.add(called);
    return await called.finally(() => running.delete(called));
  };
  const connect = (): CentralLink => {
    const link = connectCentral(linkOf(enrolment));
    return {
      ...link,
      hello: (hello) => counted('hello', () => link.hello(hello)),
      push: (ops) => counted('push', () => link.push(ops)),
      pull: (cursor, sums) => counted(sums ? 'comparison' : 'pull', () => link.pull(cursor, sums)),
      wake: () => counted('wake', () => link.wake()),
      listen: () => Promise.resolve(false),
    };
  };
  const ports = { ...createPorts(), clock: time.clock, timers: time.timers };
  const desk = openDesk({ dir, ports, log: { write: () => undefined }, writes: true, connect });
  const begin = time.clock.now();
  const end = begin + WINDOW + HOURS * 60 * MINUTE;
  desk.engine.setInterest('hidden');
  desk.engine.start();
  let next = 0;
  while (time.clock.now() + next <= end) {
    await time.advance(next);
    // The next delay is set when the round is over.
    while (running.size > 0 || time.armed().length === 0) await turn();
    next = time.armed()[0] ?? 0;
  }
  await desk.close();
  // The first window holds what every start asks.
  const windows = Array.from({ length: (HOURS * 60 * MINUTE) / WINDOW }, (_, at) => {
    const from = begin + (at + 1) * WINDOW;
    const inside = calls.filter((call) => call.at >= from && call.at < from + WINDOW);
    return (inside.length * 30_000) / WINDOW;
  });
  const later = calls.filter(({ at }) => at >= begin + WINDOW);
  const kinds = [...Map.groupBy(later, ({ name }) => name)]
    .map(([name, some]) => `${some.length} × ${name}`)
    .join(', ');
  return {
    figure: {
      ...figureOf('idle', 'calls', windows, null),
      targets: [judge(TARGET, quantile(windows, 0.95))],
    },
    says: `calls of a hidden desk without LISTEN in 30 s, over ${shown(HOURS)} hours of its clock: ${kinds}`,
  };
}
