/**
 * A desk that was away: writes what waits, says so, and once it is told to go sends it while somebody
 * types. Prints what that cost and what it sent.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { rewards } from '#db/domains/gamification/reward-tables.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import { openedThrough, synced, syncedAtLast } from '#tests/helpers/network-desks.ts';

const [dir, through, wanted] = process.argv.slice(2);
const ops = Number(wanted);
const ROOMS = 50;
const REWARDS = 200;
/** One in so many ops adds one to the stock of a reward, which shows what is applied twice. */
const COUNTED = 10;
const FROM = Date.UTC(2037, 0, 1);
const HOUR = 3_600_000;
const TOGETHER = 500;
/** Milliseconds between two writes of the person at the desk. */
const TYPING = 100;
const SILENCE = 10_000;

const say = (message: object) => console.log(JSON.stringify(message));
const told = () => once(process.stdin, 'data');

const way = { through: must(through, 'an address'), silence: SILENCE };
const desk = openedThrough(must(dir, 'a folder'), way);
await synced(desk);
const [admin] = desk.reads.all(
  desk.reads.sql.selectFrom('users').select('id').where('role', '=', 'admin').limit(1),
);
const actor = { id: must(admin, 'somebody works').id, role: 'admin' as const };

function write<T>(work: (tx: Writes<DeskTables>) => T): T {
  const written = desk.writer.write({ command: 'backlog.work', actor }, (tx) => ok(work(tx)));
  if (!written.ok) throw new Error(written.error.code);
  return written.value.value;
}

/** As one transaction: waiting for the disk after each of 100,000 proves nothing. */
function together(from: number, to: number, one: (at: number) => void): void {
  const run = (): Result<void, never> => {
    for (let at = from; at < to; at++) one(at);
    return ok(undefined);
  };
  const done = desk.writer.batch(run);
  if (!done.ok) throw new Error(done.error.code);
}

const timezone = 'Europe/Lisbon';
const rooms = Array.from({ length: ROOMS }, (_, at) =>
  write((tx) => tx.insert(resources, { name: `Room ${at}`, kind: 'space', timezone })),
);
const stock = Array.from({ length: REWARDS }, (_, at) =>
  write((tx) => tx.insert(rewards, { code: `r${at}`, name: `Reward ${at}`, cost_points: 1 })),
);
await synced(desk);
const { acked_op_no: before } = desk.replica.state();

let booked = 0;
function book(title: string): void {
  const start = FROM + Math.floor(booked / ROOMS) * HOUR;
  const resource_id = must(rooms[booked % ROOMS], 'a room');
  booked += 1;
  const start_time = instantOf(start);
  const end_time = instantOf(start + HOUR);
  write((tx) => tx.insert(bookings, { resource_id, start_time, end_time, timezone, title }));
}

let counted = 0;
function count(): void {
  const round = Math.floor(counted / REWARDS) + 1;
  const id = must(stock[counted % REWARDS], 'a reward');
  counted += 1;
  write((tx) => tx.update(rewards, id, { stock_quantity: round }));
}

for (let from = 0; from < ops; from += TOGETHER) {
  together(from, Math.min(ops, from + TOGETHER), (at) => {
    if (at % COUNTED === 0) count();
    else book(`Away ${at}`);
  });
}
const { last_op_no: old, waiting } = desk.replica.state();
say({ waiting, before });
await told();

const took: number[] = [];
const began = performance.now();
let typing: NodeJS.Timeout | undefined;
// What counts begins when the key is pressed, however late the process gets to it.
const type = (due: number) => {
  typing = setTimeout(
    () => {
      book(`Typed ${took.length}`);
      took.push(performance.now() - due);
      desk.engine.localWrite();
      type(Math.max(due + TYPING, performance.now()));
    },
    Math.max(0, due - performance.now()),
  );
};
type(began + TYPING);
const acked = desk.connection.prepare<{ acked_op_no: number }>('SELECT acked_op_no FROM replica');
const sent = new Promise<void>((done) => {
  desk.engine.onChange(() => {
    if ((acked.get()?.acked_op_no ?? 0) >= old) done();
  });
});
desk.engine.setInterest('focused');
desk.engine.start();
await sent;
const ms = performance.now() - began;
clearTimeout(typing);
took.sort((a, b) => a - b);
const peak = process.resourceUsage().maxRSS / 1024;
say({ ms, peak, typed: took.length, p95: took[Math.floor(took.length * 0.95)], max: took.at(-1) });
await told();

await syncedAtLast(desk);
const state = desk.replica.state();
const same = desk.replica.checksums();
const hash = createHash('sha256');
for (const { op_id } of desk.connection
  .prepare<{ op_id: string }>('SELECT op_id FROM outbox_sent ORDER BY op_id')
  .iterate()) {
  hash.update(op_id);
}
say({
  waiting: state.waiting,
  attention: state.attention,
  booked,
  counted,
  ops: hash.digest('hex'),
  whole: JSON.stringify(same) === JSON.stringify(desk.replica.recomputeChecksums()),
});
await desk.close();
process.stdin.destroy();
