import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATA_PROCESS_FLAGS } from '#electron/process/node-flags.ts';
import { networkDesks } from '#tests/helpers/network-desks.ts';
import type { NetworkDesks } from '#tests/helpers/network-desks.ts';

// A desk that was away for long, on a link that never holds for long. `BACKLOG_OPS=100000
// BACKLOG_CUTS=2000-5000` is the whole of it, for a machine with nothing else to do.
const whole = process.env['BACKLOG_OPS'];
const OPS = Number(whole ?? 5000);
const [SHORTEST = 300, LONGEST = 600] = (process.env['BACKLOG_CUTS'] ?? '300-600')
  .split('-')
  .map(Number);
/** Milliseconds that a write of the person at the desk may take; beside other tests it waits for them. */
const FAST = whole === undefined ? 250 : 50;
/** MB that the desk may hold. */
const MEMORY = 300;

let place: NetworkDesks;
beforeAll(async () => {
  place = await networkDesks();
}, 120_000);
afterAll(() => place.close());

/** Resets every connection again and again, after times that walk between the two limits. */
function storm(): () => number {
  let timer: NodeJS.Timeout;
  let cuts = 0;
  const next = () => {
    const share = ((cuts * 7) % 16) / 15;
    timer = setTimeout(
      () => {
        cuts += 1;
        place.proxy.cut();
        next();
      },
      SHORTEST + share * (LONGEST - SHORTEST),
    );
  };
  next();
  return () => {
    clearTimeout(timer);
    return cuts;
  };
}

interface Desk {
  /** What it says next. */
  heard<T>(): Promise<T>;
  goOn(): void;
}

function deskIn(dir: string): Desk {
  const script = new URL('backlog.child.node.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    [...DATA_PROCESS_FLAGS, script, dir, place.through, String(OPS)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = on(createInterface(child.stdout), 'line', { close: ['close'] });
  return {
    heard: async <T>() => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the desk ended before it was through');
      const [line] = value as [string];
      return JSON.parse(line) as T;
    },
    goOn: () => child.stdin.write('go\n'),
  };
}

interface Cost {
  readonly ms: number;
  readonly peak: number;
  readonly typed: number;
  readonly p95: number;
  readonly max: number;
}

interface End {
  readonly booked: number;
  readonly counted: number;
}

test(
  `${OPS} ops that wait go out through a network that cuts every ${SHORTEST} to ${LONGEST} ms: all of them once`,
  { timeout: 60_000 + OPS * 10 },
  async () => {
    const desk = deskIn(await place.folder('away'));
    const { waiting, before } = await desk.heard<{ waiting: number; before: number }>();
    expect(waiting).toBe(OPS);
    const calm = storm();
    desk.goOn();
    const cost = await desk.heard<Cost>();
    const cuts = calm();
    desk.goOn();
    const end = await desk.heard<End>();
    console.log(
      `${OPS} ops in ${(cost.ms / 1000).toFixed(1)} s over ${cuts} cuts; ${cost.typed} writes ` +
        `meanwhile, p95 ${cost.p95.toFixed(1)} ms, longest ${cost.max.toFixed(1)} ms; ` +
        `${Math.round(cost.peak)} MB`,
    );

    const [found] = await place.query<{ booked: number; titles: number; ops: number; ids: string }>(
      `select (select count(*)::int from data.bookings) as booked,
         (select count(distinct title)::int from data.bookings) as titles,
         (select sum(stock_quantity)::int from data.rewards) as counted,
         count(*)::int as ops, count(distinct (incarnation, op_no))::int as numbers,
         count(*) filter (where outcome <> 'applied')::int as otherwise,
         encode(sha256(convert_to(string_agg(op_id::text, '' order by op_id), 'UTF8')), 'hex') as ids
       from sync.op_log`,
    );
    const { booked, counted } = end;
    const ops = before + OPS + cost.typed;
    expect(booked + counted).toBe(OPS + cost.typed);
    expect(found).toEqual({
      booked,
      titles: booked,
      counted,
      ops,
      numbers: ops,
      otherwise: 0,
      ids: expect.any(String),
    });
    expect(end).toEqual({
      waiting: 0,
      attention: 0,
      booked,
      counted,
      whole: true,
      ops: found?.ids,
    });
    expect(cuts).toBeGreaterThan(3);
    expect(cost.p95).toBeLessThan(FAST);
    expect(cost.peak).toBeLessThan(MEMORY);
  },
);
