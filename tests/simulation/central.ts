import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import type { ColumnShape } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import type { Enrolment } from '#sync/central/enrol.node.ts';
import type { Transactions } from '#sync/central/transactions.ts';
import { bookingDefinitions, bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import { createCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import {
  CANARY,
  DEVICES,
  HOME,
  hour,
  MEMORY,
  OTHER,
  PEOPLE,
  ROOMS,
  startingBooking,
} from './places.ts';

/** One device's login on connections of its own, kept from seed to seed. */
export interface Line {
  readonly enrolment: Enrolment;
  readonly transactions: Transactions;
}

function createLine(enrolment: Enrolment): Line {
  const login = { user: enrolment.login_role, password: enrolment.login_password };
  return { enrolment, transactions: openTransactions(parseAddress(enrolment.central), login) };
}

/** A real central with its enrolled devices; emptied between seeds. */
export interface SimCentral {
  readonly admin: pg.Client;
  /** Where files are kept that every seed begins with. */
  readonly folder: string;
  /** Sessions of people and programs that write at central directly. */
  readonly writers: readonly pg.Client[];
  /** Two for each device, and two more for a copy of the first one's file. */
  readonly lines: readonly (readonly [Line, Line])[];
  /** Every connection of every desk breaks, and what ran on it is rolled back. */
  breakConnections(): Promise<void>;
  readonly copies: Copies;
  /** Everything as before the first step. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Waits longer than this are waits for a transaction that the schedule holds open. */
const LOCK_TIMEOUT = '10ms';

/** In the run's cluster, unless `template` names a database of another. */
export async function createSimCentral(template?: string): Promise<SimCentral> {
  const central = await createCentral(bookingDefinitions, template);
  const { admin, adminUrl } = central;
  await fill(admin);
  const lines: [Line, Line][] = [];
  for (let device = 0; device < DEVICES; device++) {
    const code = await createEnrolCode(adminUrl, HOME.slug);
    if (!code.ok) throw new Error(code.error.code);
    const enrolled = await enrolDevice({
      central: adminUrl,
      code: code.value.code,
      name: `Desk ${device}`,
    });
    if (!enrolled.ok) throw new Error(enrolled.error.code);
    const enrolment = enrolled.value;
    lines.push([createLine(enrolment), createLine(enrolment)]);
  }
  const { enrolment: first } = must(lines[0], 'a first device')[0];
  lines.push([createLine(first), createLine(first)]);
  await setForDesks(admin, first.login_role, `lock_timeout = '${LOCK_TIMEOUT}'`);
  // Few rows, short sessions: planning a statement for its values costs more than it saves.
  await setForDesks(admin, first.login_role, 'plan_cache_mode = force_generic_plan');
  const writers = [await openAdmin(adminUrl), await openAdmin(adminUrl)];
  for (const writer of writers) await writer.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);

  await admin.query('set plan_cache_mode = force_generic_plan');
  const copies = await createCopies(admin);
  // A central that has been looked after: what it does once an hour is not for every seed.
  await admin.query('select sync.upkeep()');
  await copies.take('start');
  const folder = mkdtempSync(join(MEMORY, 'holdfast-sim-'));
  return {
    admin,
    folder,
    writers,
    lines,
    copies,
    reset: async () => {
      await copies.putBack('start');
      await admin.query('update sync.upkeep_runs set ran_at = now()');
    },
    breakConnections: () => breakConnections(admin, first.login_role),
    close: async () => {
      await Promise.all(lines.flat().map(({ transactions }) => transactions.close()));
      await Promise.all(writers.map((writer) => writer.end()));
      await central.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A setting of every session that a desk of this central opens from now on. */
export async function setForDesks(admin: pg.Client, role: string, setting: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const { name } = must(rows[0], 'a database has a name');
  await admin.query(`alter role "${role}" in database "${name}" set ${setting}`);
}

async function breakConnections(admin: pg.Client, role: string): Promise<void> {
  const theirs = 'from pg_stat_activity where datname = current_database() and usename = $1';
  await admin.query(`select pg_terminate_backend(pid) ${theirs}`, [role]);
  for (;;) {
    const { rowCount } = await admin.query(`select pid ${theirs}`, [role]);
    if (rowCount === 0) return;
    await new Promise((done) => setImmediate(done));
  }
}

async function fill(admin: pg.Client): Promise<void> {
  const people = Object.entries(PEOPLE).map(
    ([role, id]) =>
      `('${id}', '${HOME.id}', '${role}@casa.example', '${role}', '${role}'),
       ('${id}', '${OTHER.id}', '${role}@${CANARY}', '${CANARY}', '${role}')`,
  );
  const rooms = ROOMS.map(
    (id, at) =>
      `('${id}', '${HOME.id}', 'Sala ${at}', 'space', 'Europe/Lisbon'),
       ('${id}', '${OTHER.id}', '${CANARY} ${at}', 'space', 'Europe/Lisbon')`,
  );
  const bookings = ROOMS.map(
    (room, at) =>
      `('${startingBooking(at)}', '${HOME.id}', '${room}', '${hour(8)}', '${hour(9)}', 'Europe/Lisbon', 'Start ${at}', 'confirmed'),
       ('${startingBooking(at)}', '${OTHER.id}', '${room}', '${hour(8)}', '${hour(16)}', 'Europe/Lisbon', '${CANARY}', 'confirmed')`,
  );
  await admin.query(`
    insert into data.organizations (id, organization_id, name, slug, timezone) values
      ('${HOME.id}', '${HOME.id}', 'Casa', '${HOME.slug}', 'Europe/Lisbon'),
      ('${OTHER.id}', '${OTHER.id}', '${CANARY}', '${OTHER.slug}', 'Europe/Lisbon');
    insert into data.users (id, organization_id, email, display_name, role) values ${people.join(', ')};
    insert into data.resources (id, organization_id, name, kind, timezone) values ${rooms.join(', ')};
    insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, status)
    values ${bookings.join(', ')};`);
}

/** A table's rows by id, in canonical form. */
export type Rows = ReadonlyMap<Id, CanonicalRow>;

/** Everything the home organization has at central, read past the product's own functions. */
export async function centralRows(
  admin: pg.Client,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, Rows>> {
  const parts = tables.map((table) => {
    const columns = Object.entries(table.columns).map(
      ([name, { shape }]) => `${canonical(name, shape)} as "${name}"`,
    );
    return `select '${table.name}' as name, (select json_agg(r) from (
      select ${columns.join(', ')} from data.${table.name}
      where organization_id = '${HOME.id}' order by id) r) as rows`;
  });
  const text = parts.join(' union all ');
  // Prepared once per connection: planning it costs more than running it.
  const name = createHash('sha256').update(text).digest('hex').slice(0, 20);
  const found = await admin.query<{ name: string; rows: CanonicalRow[] | null }>({ name, text });
  return new Map(
    found.rows.map(({ name, rows }) => [
      name,
      new Map((rows ?? []).map((row) => [String(row['id']), row])),
    ]),
  );
}

// Written anew, so that a slip in the product's own functions shows.
function canonical(name: string, { kind }: ColumnShape): string {
  if (kind === 'instant') {
    return `to_char("${name}" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  }
  if (kind === 'boolean') return `case when "${name}" then 1 when not "${name}" then 0 end`;
  if (kind === 'json') return `"${name}"::text`;
  return `"${name}"`;
}

/** The table of that name. */
export function tableOf(name: string): Table {
  return must(bookingRegistry.get(name), `no table ${name}`);
}
