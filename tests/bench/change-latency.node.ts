import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Judged, Measured, Target } from './figures.ts';
import { fillDesk } from './first-fill.node.ts';
import { linkOf } from './full-central.node.ts';
import type { EnrolledDesk, FullCentral } from './full-central.node.ts';
import { notifyRoundTrips } from './notify-round-trip.node.ts';

/** Long after the last generated booking: every slot of the day is free, and each bench has its own. */
const DAYS: Readonly<Record<Hearing, number>> = {
  hints: Date.UTC(2035, 0, 1),
  polling: Date.UTC(2035, 1, 1),
};
const HOUR = 3_600_000;
const WATCHED = 20;
/** Hints of one device are 100 ms apart; bookings of one person are not closer. */
const PAUSE = 150;

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seen'), id: z.string(), at: z.number() }),
  z.object({ kind: z.literal('drawn') }),
]);

/** How the watching desk hears of a change: `hints` by LISTEN, `polling` where a session cannot. */
export type Hearing = 'hints' | 'polling';

const TARGETS = {
  p50: { what: 'p50 with LISTEN', unit: 'ms', atMost: 5 },
  p95: { what: 'p95 with LISTEN', unit: 'ms', atMost: 15 },
  polling: { what: 'p95 polling', unit: 'ms', atMost: 1200 },
} as const satisfies Record<string, Target>;

/**
 * One desk books through its host, its engine sends; another desk in a process of its own has the
 * board open. From central's reply to the sender until the booking stands in the watcher's live
 * result: nobody outside sees the commit itself, so what lies between it and the reply is not counted.
 * Beside it from the command, which counts all of it and more. Against a bare NOTIFY from one
 * connection to another and one select.
 */
export async function changeLatency(
  central: FullCentral,
  hearing: Hearing,
  samples: number,
): Promise<Measured> {
  const watching = await central.enrol(`watching-${hearing}`);
  const sending = await central.enrol(`sending-${hearing}`);
  await fillDesk(watching.dir);
  await fillDesk(sending.dir);
  const baseline = await notifyRoundTrips(central.url, samples);
  const screen = await openScreen(watching, hearing, central.resourceIds.slice(0, WATCHED));
  const desk = openSender(sending, hearing);
  try {
    const fromReply: number[] = [];
    const fromCommand: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const asked = now();
      const id = await desk.book(central.resourceIds, sample);
      const seen = await screen.seen(id);
      fromReply.push((seen - must(desk.replied.get(id), 'the reply comes before the news')) / 1e6);
      fromCommand.push((seen - asked) / 1e6);
      await pause(PAUSE + Math.random() * PAUSE);
    }
    const whole = (q: number) => shown(quantile(fromCommand, q));
    return {
      figure: {
        ...figureOf(
          hearing === 'hints' ? 'change-latency' : 'change-latency-polling',
          'ms',
          fromReply,
          baseline,
        ),
        targets: judged(hearing, fromReply),
      },
      says:
        `central's reply to the sender (a little after the commit) to the other desk's live query, ${samples} changes on replicas of ${shown(central.bookings)} bookings; ` +
        `from the command on the first desk ${whole(0.5)} ms (p95 ${whole(0.95)}); ` +
        `baseline NOTIFY between two connections and one select, p95 ${shown(quantile(baseline, 0.95))} ms`,
    };
  } finally {
    await desk.stop();
    await screen.close();
  }
}

function judged(hearing: Hearing, samples: readonly number[]): readonly Judged[] {
  if (hearing === 'polling') return [judge(TARGETS.polling, quantile(samples, 0.95))];
  return [judge(TARGETS.p50, quantile(samples, 0.5)), judge(TARGETS.p95, quantile(samples, 0.95))];
}

function now(): number {
  return Number(process.hrtime.bigint());
}

interface Screen {
  /** When the booking first stood in the live result. */
  seen(id: Id): Promise<number>;
  close(): Promise<void>;
}

async function openScreen(
  { dir, enrolment }: EnrolledDesk,
  hearing: Hearing,
  resource_ids: readonly Id[],
): Promise<Screen> {
  const input = {
    from: instantOf(DAYS[hearing]),
    to: instantOf(DAYS[hearing] + 24 * HOUR),
    resource_ids,
    withCancelled: false,
  };
  const child = fork(join(import.meta.dirname, 'watch.child.node.ts'), [
    dir,
    JSON.stringify(input),
    hearing,
    JSON.stringify(enrolment),
  ]);
  const seen = new Map<Id, number>();
  const waiting = new Map<Id, (at: number) => void>();
  let drawn = () => {};
  const first = new Promise<void>((resolve) => (drawn = resolve));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the watching desk ended with ${code}`);
  });
  ended.catch(() => undefined);
  child.on('message', (raw) => {
    const told = message.parse(raw);
    if (told.kind === 'drawn') return drawn();
    seen.set(told.id, told.at);
    waiting.get(told.id)?.(told.at);
  });
  await Promise.race([first, ended]);
  return {
    seen: (id) => {
      const at = seen.get(id);
      if (at !== undefined) return Promise.resolve(at);
      return Promise.race([new Promise<number>((resolve) => waiting.set(id, resolve)), ended]);
    },
    close: async () => {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

function openSender({ dir, enrolment }: EnrolledDesk, hearing: Hearing) {
  const replied = new Map<Id, number>();
  const timed = (link: CentralLink): CentralLink => ({
    ...link,
    push: async (ops) => {
      const reply = await link.push(ops);
      const at = now();
      for (const { changes } of ops) for (const { row_id } of changes) replied.set(row_id, at);
      return reply;
    },
  });
  const connect = () => timed(connectCentral(linkOf(enrolment)));
  const log = { write: () => undefined };
  const desk = openDesk({ dir, ports: createPorts(), log, writes: true, connect });
  const host = createHost({ desk, person: actingPerson, mayUnplug: false });
  desk.engine.setInterest('focused');
  desk.engine.start();
  return {
    /** When central's reply to its push was there. */
    replied,
    /** Books the watched resources in turn, an hour each, half an hour on every round. */
    book: async (resources: readonly Id[], sample: number): Promise<Id> => {
      const start = DAYS[hearing] + Math.floor(sample / WATCHED) * (HOUR / 2);
      const reply = await host.invoke('bookings.create', {
        resource_id: must(resources[sample % WATCHED], 'a watched resource'),
        start_time: instantOf(start),
        end_time: instantOf(start + HOUR / 2),
        title: `Ana Souza ${sample}`,
      });
      if (!reply.ok) throw new Error(reply.error.code);
      return z.object({ id: z.string() }).parse(reply.value).id;
    },
    stop: () => host.stop(),
  };
}
