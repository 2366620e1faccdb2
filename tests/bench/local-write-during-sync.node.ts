import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import type { HostPort } from '#electron/transports/messages.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { figureOf, quantile, shown } from './figures.ts';
import type { Measured } from './figures.ts';
import { fillDesk } from './first-fill.node.ts';
import type { FullCentral } from './full-central.node.ts';

/** Long after the last generated booking: every slot is free. */
const FROM = Date.UTC(2037, 0, 1);
const HOUR = 3_600_000;
const CHANGED = 100_000;
/** Milliseconds between two writes. */
const TYPING = 20;

/**
 * `bookings.create` every 20 ms while a pull of 100,000 changed bookings goes in, from the moment it
 * is due to the durable commit; against the same on the desk at rest.
 */
export async function localWriteDuringSync(
  central: FullCentral,
  samples: number,
): Promise<Measured> {
  const { dir } = await central.enrol('typing');
  await fillDesk(dir);
  const desk = openDesk({
    dir,
    ports: createPorts(),
    log: { write: () => undefined },
    writes: true,
  });
  const host = createHost({ desk, person: actingPerson, mayUnplug: false });
  const slots = slotsOf(central);
  try {
    // Warm, and with all it had to fetch.
    await whileTyping(host, slots, () => enough(50));
    await desk.engine.syncOnce();
    const idle = await whileTyping(host, slots, () => enough(samples));
    const { rowCount } = await central.admin.query(
      `update data.bookings set notes = 'Changed while this desk was away.'
       where id in (select id from data.bookings order by id limit $1)`,
      [CHANGED],
    );
    const began = performance.now();
    const busy = await whileTyping(host, slots, async () => {
      const done = await desk.engine.syncOnce();
      if (!done.ok) throw new Error(done.error.code);
    });
    const seconds = (performance.now() - began) / 1000;
    const p95 = quantile(busy, 0.95);
    return {
      figure: figureOf('local-write-during-sync', 'ms', busy, idle),
      says:
        `bookings.create every ${TYPING} ms, ${shown(busy.length)} times in ${shown(seconds)} s, while ${shown(rowCount ?? 0)} changed bookings came in: ` +
        `p95 ${shown(p95)} ms, longest ${shown(Math.max(...busy))} ms; baseline the same at rest, p95 ${shown(quantile(idle, 0.95))} ms, longest ${shown(Math.max(...idle))} ms`,
    };
  } finally {
    await host.stop();
  }
}

function enough(writes: number): Promise<void> {
  return new Promise((done) => setTimeout(done, writes * TYPING));
}

/** Writes as a person does until `work` is done; answers how long each took from when it was due. */
async function whileTyping(
  host: HostPort,
  slots: Iterator<object>,
  work: () => Promise<void>,
): Promise<readonly number[]> {
  const took: number[] = [];
  const failures: string[] = [];
  let due = performance.now() + TYPING;
  const write = async (from: number) => {
    const reply = await host.invoke('bookings.create', slots.next().value);
    if (!reply.ok) failures.push(reply.error.code);
    took.push(performance.now() - from);
  };
  // A process that was busy hears of what is due later: that is part of the wait.
  const timer = setInterval(() => {
    const from = due;
    due = Math.max(due + TYPING, performance.now());
    void write(from);
  }, TYPING);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  if (failures.length > 0) throw new Error(`refused: ${failures[0]}`);
  return took;
}

function* slotsOf({ resourceIds }: FullCentral): Generator<object, never> {
  for (let at = 0; ; at++) {
    const start = FROM + Math.floor(at / resourceIds.length) * HOUR;
    yield {
      resource_id: must(resourceIds[at % resourceIds.length], 'a resource'),
      start_time: instantOf(start),
      end_time: instantOf(start + HOUR),
      title: `Typed ${at}`,
      notes: '',
    };
  }
}
