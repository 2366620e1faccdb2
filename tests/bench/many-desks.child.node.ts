/**
 * Several desks in one process, each with its own replica, engine and connections: fills them when
 * told to, then works at them like front desks. Tells its parent when central committed a booking and
 * when another desk had it, on the machine's monotonic clock.
 */
import { z } from 'zod';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import { centralOf, openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import { createPatience } from '#sync/central/patience.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { orders } from './many-desks-talk.ts';
import type { Told } from './many-desks-talk.ts';

const HOUR = 3_600_000;
/** Every so many visits of a person to their desk bring a burst. */
const BURST_OF = 5;
const BURST_EVERY = 20;
/** Of a first fill, each going on where the last ended. */
const TRIES = 10;

const ports = createPorts();
const log = { write: () => undefined };
const working = new Map<string, () => Promise<void>>();
const tell = (told: Told) => {
  // A parent that is gone asks for nothing any more.
  if (process.connected) process.send?.(told);
};
process.once('disconnect', () => process.exit());
const now = () => Number(process.hrtime.bigint());
const counts = { pulls: 0 };

interface Work {
  readonly dir: string;
  readonly number: number;
  readonly resources: readonly Id[];
  /** From when on nothing is booked there. */
  readonly from: string;
  /** Milliseconds from one command to the next, on average. */
  readonly every: number;
}

/** Opens a desk and fills it; closes it again: work begins for all at once. */
async function fill(dir: string): Promise<void> {
  const desk = openDesk({ dir, ports, log, writes: true });
  const began = performance.now();
  let tries = 1;
  let done = await desk.engine.syncOnce();
  // As the engine does by itself after a while; a dozen desks that share a thread take it from each other.
  for (; !done.ok && tries < TRIES; tries++) done = await desk.engine.syncOnce();
  const ms = performance.now() - began;
  const { phase } = desk.replica.state();
  await desk.close();
  if (!done.ok || !done.value.verified || phase !== 'ready') {
    throw new Error(`the fill of ${dir} ended with ${done.ok ? 'no comparison' : done.error.code}`);
  }
  tell({ kind: 'filled', dir, ms, tries });
}

function work({ dir, number, resources, from, every }: Work): void {
  const own = new Set<Id>();
  let arriving: Id[] = [];
  const watched = (link: CentralLink): CentralLink => ({
    ...link,
    push: async (ops) => {
      const reply = await link.push(ops);
      const at = now();
      const ids = ops.flatMap(({ changes }) => changes.map(({ row_id }) => row_id));
      tell({ kind: 'committed', ids, at });
      return reply;
    },
    pull: async (cursor, withChecksums) => {
      const reply = await link.pull(cursor, withChecksums);
      counts.pulls += 1;
      for (const { table, row_id, row } of reply.images)
        if (table === 'bookings' && row !== null && !own.has(row_id)) arriving.push(row_id);
      return reply;
    },
  });
  const patience = createPatience(ports.clock);
  const desk: Desk = openDesk({
    dir,
    ports,
    log,
    writes: true,
    connect: () => watched(connectCentral({ ...centralOf(desk.reads), patience })),
  });
  const host = createHost({ desk, person: actingPerson, mayUnplug: false });
  const there = desk.connection.prepare<{ one: number }>(
    'SELECT 1 AS one FROM bookings WHERE id = ?',
  );
  desk.connection.onTouched((tables) => {
    if (!tables.has('bookings') || arriving.length === 0) return;
    const at = now();
    const seen = arriving.filter((id) => there.get(id) !== undefined);
    arriving = arriving.filter((id) => !seen.includes(id));
    if (seen.length > 0) tell({ kind: 'seen', ids: seen, at });
  });

  let booked = 0;
  let timer: { cancel(): void } = { cancel: () => undefined };
  const book = async () => {
    const start = Date.parse(from) + Math.floor(booked / resources.length) * HOUR;
    const reply = await host.invoke('bookings.create', {
      resource_id: must(resources[booked % resources.length], 'a room of this desk'),
      start_time: instantOf(start),
      end_time: instantOf(start + HOUR),
      title: `Desk ${number}, guest ${booked}`,
    });
    booked += 1;
    if (!reply.ok) throw new Error(reply.error.code);
    own.add(z.object({ id: z.string() }).parse(reply.value).id);
  };
  const visit = async (times: number) => {
    for (let left = times; left > 0; left--) await book();
    // Somewhere between half and one and a half times as long.
    const wait = every * (0.5 + ports.random());
    timer = ports.timers.after(wait, () => {
      void visit(ports.random() * BURST_EVERY < 1 ? BURST_OF : 1).catch(fatal);
    });
  };
  desk.engine.setInterest('focused');
  desk.engine.start();
  // Nobody begins at the same moment.
  timer = ports.timers.after(every * ports.random(), () => void visit(1).catch(fatal));
  working.set(dir, async () => {
    timer.cancel();
    await host.stop();
  });
}

function fatal(error: unknown): void {
  console.error(error);
  process.exit(1);
}

process.on('message', (raw) => {
  const order = orders.parse(raw);
  switch (order.kind) {
    case 'fill':
      void fill(order.dir).catch(fatal);
      break;
    case 'work':
      work(order);
      break;
    case 'measure': {
      const { user, system } = process.cpuUsage();
      tell({ kind: 'measured', cpu: (user + system) / 1000, ...counts });
      break;
    }
    case 'rest':
      void Promise.all([...working.values()].map((end) => end()))
        .then(() => {
          working.clear();
          tell({ kind: 'rested' });
        })
        .catch(fatal);
      break;
    case 'end':
      process.disconnect();
      break;
    default:
      unreachable(order);
  }
});
