import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { bookings } from '#db/domains/bookings/tables.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { DATA_PROCESS_FLAGS } from '#electron/process/node-flags.ts';
import { figureOf, judge, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import { workOffline } from './drain-work.ts';
import type { Meanwhile } from './drain-work.ts';
import { fillDesk } from './first-fill.node.ts';
import type { FullCentral } from './full-central.node.ts';

const TICKETS = 50;
const BATCH = 500;

const MEANT = { count: 100_000, of: 'ops' } as const;
const TARGETS = {
  rate: { what: 'rate', unit: 'ops/s', atLeast: 10_000, meant: MEANT },
  memory: { what: 'device resident at the peak', unit: 'MB', atMost: 300, meant: MEANT },
} as const satisfies Record<string, Target>;

const drained = z.object({
  ops: z.number(),
  ms: z.number(),
  cpu: z.number(),
  peak: z.number(),
  held: z.number(),
});
const ended = z.object({ ms: z.number(), conflicts: z.number(), rejected: z.number() });

/**
 * A desk comes back with many ops in its outbox, in a process of its own: until the last verdict is
 * settled. Against plain multi-row inserts of as many bookings through `pg`, with nothing but the
 * primary key, each batch then deleted from a queue in SQLite: no rights, no merge, no feed, no log.
 */
export async function drain(central: FullCentral, folder: string, ops: number): Promise<Measured> {
  const ticketIds = await addTickets(central);
  const { dir, enrolment } = await central.enrol('draining');
  await fillDesk(dir);
  const desk = openDesk({ dir, ports: createPorts(), log: { write: () => {} }, writes: true });
  const work = { ops, resourceIds: central.resourceIds, ticketIds };
  const meanwhile = workOffline(desk, work);
  const rows = desk.connection
    .prepare<CanonicalRow>(
      `SELECT ${Object.keys(bookings.columns).join(', ')} FROM bookings ORDER BY row_no DESC LIMIT ?`,
    )
    .all(10_000);
  await desk.close();
  await workElsewhere(central, meanwhile);
  await central.admin.query('vacuum analyze');
  await central.admin.query('checkpoint');
  const bare = await plainInserts(central, folder, rows);
  const { sent, end, busy } = await drainDesk(central, dir, enrolment.login_role);
  const again = await plainInserts(central, folder, rows);
  const rate = sent.ops / (sent.ms / 1000);
  return {
    figure: {
      ...figureOf('drain', 'ops/s', [rate], [bare, again]),
      targets: [judge(TARGETS.rate, rate, sent.ops), judge(TARGETS.memory, sent.peak, sent.ops)],
    },
    says:
      `${shown(sent.ops)} ops in ${shown(sent.ms / 1000)} s, ${shown(end.conflicts)} conflicts, ${shown(end.rejected)} refused; ` +
      `busy per op: device ${shown((sent.cpu * 1000) / sent.ops)} µs, central ${shown((busy * 1000) / sent.ops)} µs; ` +
      `device peak ${shown(sent.peak)} MB resident, its event loop held up ${shown(sent.held)} ms at most; ` +
      `compared equal after ${shown(end.ms / 1000)} s; baseline plain inserts and deletes from a queue`,
  };
}

export async function addTickets({ admin, organizationId }: FullCentral): Promise<readonly Id[]> {
  const { rows } = await admin.query<{ id: Id }>(
    `with status as (
       insert into data.statuses (id, organization_id, entity_type, code, label, kind)
       values (gen_random_uuid(), $1, 'ticket', 'open', 'Open', 'open') returning id
     ), priority as (
       insert into data.priorities (id, organization_id, code, name, level, maps_to)
       values (gen_random_uuid(), $1, 'p3', 'Moderate', 3, 'normal') returning id
     ), made as (
       select gen_random_uuid() as id, s.id as status, p.id as priority, n
       from generate_series(1, $2::integer) n, status s, priority p
     )
     insert into data.tickets (id, organization_id, subject, status_id, priority_id, opened_at)
     select id, $1, 'Lamp ' || n, status, priority, now() from made
     returning id`,
    [organizationId, TICKETS],
  );
  return rows.map(({ id }) => id);
}

export async function workElsewhere(
  { admin, organizationId }: FullCentral,
  { merged, edited, taken }: Meanwhile,
): Promise<void> {
  await admin.query(
    `update data.bookings set cancel_reason = 'Changed elsewhere' where id = any ($1)`,
    [merged],
  );
  await admin.query(`update data.bookings set title = 'Changed elsewhere' where id = any ($1)`, [
    edited,
  ]);
  await admin.query(
    `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title)
     select gen_random_uuid(), $1, s.resource_id, s.start_time, s.end_time, 'UTC', 'Taken elsewhere'
     from jsonb_to_recordset($2::jsonb) s(resource_id uuid, start_time timestamptz, end_time timestamptz)`,
    [organizationId, JSON.stringify(taken)],
  );
}

/** Sends the outbox from a process of its own; `busy` is the time central worked on it, ms. */
async function drainDesk({ admin }: FullCentral, dir: string, role: string) {
  const script = join(import.meta.dirname, 'drain.child.node.ts');
  const child = spawn(process.execPath, [...DATA_PROCESS_FLAGS, script, dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the drain ended early');
    return JSON.parse(next.value);
  };
  const sent = drained.parse(await line());
  const { rows } = await admin.query<{ pid: number }>(
    'select pid from pg_stat_activity where usename = $1',
    [role],
  );
  const busy = rows.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
  child.stdin.write('go on\n');
  const end = ended.parse(await line());
  return { sent, end, busy };
}

// Clock ticks of 10 ms: user and system time, the 14th and 15th field; the 2nd may hold blanks.
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Rows a second. */
async function plainInserts(
  { admin }: FullCentral,
  folder: string,
  rows: readonly CanonicalRow[],
): Promise<number> {
  await admin.query('drop table if exists public.plain');
  await admin.query('create table public.plain (like data.bookings including defaults)');
  await admin.query('alter table public.plain add primary key (id)');
  const queue = openDriver(join(folder, 'queue.sqlite'), {
    readonly: false,
    fileMustExist: false,
    timeout: 0,
  });
  queue.pragma('journal_mode = WAL');
  queue.pragma('synchronous = FULL');
  queue.exec('DROP TABLE IF EXISTS queue');
  queue.exec('CREATE TABLE queue (no INTEGER PRIMARY KEY, op TEXT NOT NULL)');
  const append = queue.prepare('INSERT INTO queue (op) VALUES (?)');
  queue.exec('BEGIN');
  for (const row of rows) append.run(JSON.stringify(row));
  queue.exec('COMMIT');
  const started = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    await admin.query(...multiRow(rows.slice(from, from + BATCH)));
    queue.prepare('DELETE FROM queue WHERE no <= ?').run(from + BATCH);
  }
  const ms = performance.now() - started;
  queue.close();
  await admin.query('drop table public.plain');
  return rows.length / (ms / 1000);
}

function multiRow(rows: readonly CanonicalRow[]): [string, unknown[]] {
  const columns = Object.keys(must(rows[0], 'rows'));
  const tuples = rows.map(
    (_, row) => `(${columns.map((__, at) => `$${row * columns.length + at + 1}`).join(', ')})`,
  );
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
  return [`insert into public.plain (${columns.join(', ')}) values ${tuples.join(', ')}`, values];
}
