import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { descendants } from '#tests/helpers/processes.ts';
import { figureOf, quantile, rounded, shown } from './figures.ts';
import type { Measured, Part } from './figures.ts';
import { startFullCentral } from './full-central.node.ts';
import type { EnrolledDesk, FullCentral } from './full-central.node.ts';
import { told } from './many-desks-talk.ts';
import type { Order, Told } from './many-desks-talk.ts';

const DESKS = 50;
/** Desks of the same place that work alone, for comparison. */
const FEW = 2;
const PROCESSES = 4;
/** First fills at a time. */
const ADMITTED = 20;
/** Milliseconds from one command at a desk to the next, on average. */
const EVERY = 5000;
const ROOMS_OF_A_DESK = 4;
/** Everybody connects and takes in what the others wrote before it counts. */
const SETTLING = 5000;

/**
 * Fifty desks of one central at once, each with its own token, replica, engine and connections: first
 * all of them are filled, then each books as a front desk does. From central's reply to the sender, a
 * little after the commit, until the booking is in another desk's replica, for every other desk. The
 * replicas lie in memory. Against two of these desks that work alone at the same rate.
 */
export async function manyDesks(
  folder: string,
  bookings: number,
  seconds: number,
  say: (line: string) => void,
): Promise<Measured> {
  const place = await mkdtemp(join(folder, 'many-desks-'));
  const disks = await mkdtemp(join(await roomInMemory(bookings * DESKS), 'holdfast-desks-'));
  const central = await startFullCentral(place, bookings, disks);
  const fleet = startFleet();
  try {
    const desks: EnrolledDesk[] = [];
    for (let at = 0; at < DESKS; at++) desks.push(await central.enrol(`desk-${at + 1}`));
    const filled = await fillAll(fleet, central, desks);
    say(
      `many-desks: ${DESKS} desks filled with ${shown(bookings)} bookings each in ${shown(filled.seconds)} s, ${ADMITTED} at a time`,
    );
    const few = await workTogether(fleet, central, desks.slice(0, FEW), seconds);
    const many = await workTogether(fleet, central, desks, seconds);
    return {
      figure: {
        ...figureOf('many-desks', 'ms', many.latencies, few.latencies),
        parts: { [`${DESKS} desks`]: many.part, [`${FEW} desks`]: few.part, fill: filled.part },
      },
      says:
        `central's reply to the sender (a little after the commit) to the replica of each other desk, ${DESKS} desks of ${shown(bookings)} bookings on this one machine, their replicas in memory, a command every ${EVERY / 1000} s each and bursts of 5: ` +
        `${sentenceOf(many.part)}; ${shown(filled.part['seconds'] ?? 0)} s for all first fills (a desk p50 ${shown(filled.part['p50 s'] ?? 0)} s, p95 ${shown(filled.part['p95 s'] ?? 0)} s, ${shown(filled.part['tried again'] ?? 0)} tries more than desks); ` +
        `baseline ${FEW} desks alone: p95 ${shown(few.part['p95 ms'] ?? 0)} ms, ${sentenceOf(few.part)}`,
    };
  } finally {
    await fleet.end();
    await central.stop();
    for (const made of [place, disks]) await rm(made, { recursive: true, force: true });
  }
}

/** Bytes of a booking in a replica, and as much again for the log beside it. */
const ROW = 2000;

/**
 * Fifty desks have fifty disks, and here is one: their files lie in memory, where a sync to disk costs
 * nothing. Central's stay on the disk.
 */
async function roomInMemory(rows: number): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  if (bavail * bsize < rows * ROW)
    throw new Error(`many-desks needs ${rows * ROW} bytes in ${memory}`);
  return memory;
}

function sentenceOf(part: Part): string {
  const of = (name: string) => shown(part[name] ?? 0);
  return (
    `${of('bookings')} bookings, the last desk has each after ${of('last p50 ms')} ms (p95 ${of('last p95 ms')}), ` +
    `central ${of('central % of a core')} % of a core, a desk ${of('desk % of a core')} %, ` +
    `${of('connections')} connections, ${of('pulls a second')} pulls a second`
  );
}

interface Fleet {
  readonly members: readonly Member[];
  member(at: number): Member;
  end(): Promise<void>;
}

interface Member {
  send(order: Order): void;
  /** Calls back for each message of a kind. */
  on<K extends Told['kind']>(kind: K, call: (message: Extract<Told, { kind: K }>) => void): void;
  /** The next message of a kind. */
  next<K extends Told['kind']>(kind: K): Promise<Extract<Told, { kind: K }>>;
}

function startFleet(): Fleet {
  const children = Array.from({ length: PROCESSES }, () =>
    fork(join(import.meta.dirname, 'many-desks.child.node.ts'), { execArgv: [] }),
  );
  const members = children.map(memberOf);
  return {
    members,
    member: (at) => must(members[at % members.length], 'a member'),
    end: async () => {
      const living = children.filter((child) => child.exitCode === null && child.connected);
      const gone = living.map((child) => once(child, 'exit'));
      for (const child of living) child.send({ kind: 'end' } satisfies Order);
      await Promise.all(gone);
    },
  };
}

function memberOf(child: ChildProcess): Member {
  const listeners = new Map<Told['kind'], Set<(message: never) => void>>();
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of desks ended with ${code}`);
  });
  ended.catch(() => undefined);
  child.on('message', (raw) => {
    const message = told.parse(raw);
    // Filed under its own kind.
    for (const call of listeners.get(message.kind) ?? []) call(message as never);
  });
  const on: Member['on'] = (kind, call) => {
    const known = listeners.get(kind) ?? new Set();
    listeners.set(kind, known.add(call));
  };
  return {
    // Whoever waits for an answer hears of the end.
    send: (order) => void (child.connected && child.send(order)),
    on,
    next: (kind) => {
      const { promise, resolve } = Promise.withResolvers<Extract<Told, { kind: typeof kind }>>();
      const receive = (message: Extract<Told, { kind: typeof kind }>) => {
        listeners.get(kind)?.delete(receive);
        resolve(message);
      };
      on(kind, receive);
      return Promise.race([promise, ended]);
    },
  };
}

async function fillAll(fleet: Fleet, central: FullCentral, desks: readonly EnrolledDesk[]) {
  const began = performance.now();
  const busy = cpuOf(central);
  const times: number[] = [];
  let again = 0;
  const waiting = [...desks.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, { dir }] = next;
      const { ms, tries } = await filledBy(fleet.member(at), dir);
      times.push(ms);
      again += tries - 1;
    }
  };
  await Promise.all(Array.from({ length: ADMITTED }, lane));
  const seconds = (performance.now() - began) / 1000;
  const part: Part = {
    seconds: rounded(seconds),
    'p50 s': rounded(quantile(times, 0.5) / 1000),
    'p95 s': rounded(quantile(times, 0.95) / 1000),
    'tried again': again,
    'rows a second': rounded((desks.length * central.bookings) / seconds),
    'central % of a core': rounded(busy.percent()),
  };
  return { seconds, part };
}

async function filledBy(member: Member, dir: string): Promise<{ ms: number; tries: number }> {
  member.send({ kind: 'fill', dir });
  for (;;) {
    const done = await member.next('filled');
    if (done.dir === dir) return done;
  }
}

/** Lets some desks work for so many seconds and says what each of their bookings cost. */
async function workTogether(
  fleet: Fleet,
  central: FullCentral,
  desks: readonly EnrolledDesk[],
  seconds: number,
) {
  const committed = new Map<Id, number>();
  const seen = new Map<Id, number[]>();
  let open = true;
  for (const member of fleet.members) {
    member.on('committed', ({ ids, at }) => {
      if (open) for (const id of ids) committed.set(id, at);
    });
    member.on('seen', ({ ids, at }) => {
      if (open) for (const id of ids) seen.set(id, [...(seen.get(id) ?? []), at]);
    });
  }
  const rooms = central.resourceIds;
  // Long after the last generated booking, and each side has a year of its own.
  const from = instantOf(Date.UTC(2035 + desks.length, 0, 1));
  for (const [at, { dir }] of desks.entries()) {
    const resources = rooms.slice(at * ROOMS_OF_A_DESK, (at + 1) * ROOMS_OF_A_DESK);
    fleet.member(at).send({ kind: 'work', dir, number: at + 1, resources, from, every: EVERY });
  }
  await pause(SETTLING);
  const before = await measured(fleet);
  const busy = cpuOf(central);
  const began = Number(process.hrtime.bigint());
  let connections = 0;
  for (let second = 0; second < seconds; second++) {
    await pause(1000);
    connections = Math.max(connections, await connectionsOf(central));
  }
  const until = Number(process.hrtime.bigint());
  const serving = busy.percent();
  const after = await measured(fleet);
  const elapsed = (until - began) / 1e9;
  // Those of the end still arrive.
  const wanted = [...committed].filter(([, at]) => at >= began && at < until);
  const others = desks.length - 1;
  const whole = () => wanted.every(([id]) => (seen.get(id)?.length ?? 0) >= others);
  for (let tries = 0; !whole(); tries++) {
    if (tries > 600) throw new Error('a booking has not come to every desk in a minute');
    await pause(100);
  }
  open = false;
  await Promise.all(
    fleet.members.map((member) => {
      const rested = member.next('rested');
      member.send({ kind: 'rest' });
      return rested;
    }),
  );
  const late = ([id, at]: readonly [Id, number]) =>
    (seen.get(id) ?? []).map((moment) => (moment - at) / 1e6);
  const latencies = wanted.flatMap(late);
  const last = wanted.map((one) => Math.max(...late(one)));
  const part: Part = {
    bookings: wanted.length,
    'p50 ms': rounded(quantile(latencies, 0.5)),
    'p95 ms': rounded(quantile(latencies, 0.95)),
    'last p50 ms': rounded(quantile(last, 0.5)),
    'last p95 ms': rounded(quantile(last, 0.95)),
    'central % of a core': rounded(serving),
    'desk % of a core': rounded((after.cpu - before.cpu) / 10 / elapsed / desks.length),
    connections,
    'pulls a second': rounded((after.pulls - before.pulls) / elapsed),
  };
  return { latencies, part };
}

async function measured(fleet: Fleet): Promise<{ cpu: number; pulls: number }> {
  const all = await Promise.all(
    fleet.members.map((member) => {
      const answer = member.next('measured');
      member.send({ kind: 'measure' });
      return answer;
    }),
  );
  return {
    cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
    pulls: all.reduce((sum, { pulls }) => sum + pulls, 0),
  };
}

async function connectionsOf({ admin }: FullCentral): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where usename like 'hf\\_org\\_%'`,
  );
  return must(rows[0], 'a count').n;
}

/** Central's CPU from now on, in per cent of one core: of all its processes that live at both ends. */
function cpuOf(central: FullCentral): { percent(): number } {
  const server = central.processId;
  const ticks = () =>
    new Map([server, ...descendants(server)].map((pid) => [pid, ticksOf(pid)] as const));
  const before = ticks();
  const from = performance.now();
  return {
    percent: () => {
      const used = [...ticks()].reduce((sum, [pid, now]) => sum + now - (before.get(pid) ?? 0), 0);
      return (used * 10 * 100) / (performance.now() - from);
    },
  };
}

/** Hundredths of a second, those of collected children left out. */
function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
