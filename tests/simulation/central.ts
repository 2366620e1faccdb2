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
import { CANARY, DEVICES, HOME, hour, OTHER, PEOPLE, ROOMS, startingBooking } from './places.ts';

/** One device's login on connections of its own, kept from seed to seed. */
export interface Line {
  readonly enrolment: Enrolment;
  readonly transactions: Transactions;
}

/** A real central with its enrolled devices; emptied between seeds. */
export interface SimCentral {
  readonly admin: pg.Client;
  /** Sessions of people and programs that write at central directly. */
  readonly writers: readonly pg.Client[];
  /** Two for each device. */
  readonly lines: readonly (readonly [Line, Line])[];
  /** Everything as before the first step. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Waits longer than this are waits for a transaction that the schedule holds open. */
const LOCK_TIMEOUT = '40ms';

/** In the run's cluster, unless `template` names a database of another. */
export async function createSimCentral(template?: string): Promise<SimCentral> {
  const central = await createCentral(bookingDefinitions, template);
  const { admin, adminUrl } = central;
  // Emptying is the harness's business; the product forbids it to everybody.
  for (const { name } of bookingRegistry.tables) {
    await admin.query(`alter table data.${name} disable trigger forbid_truncate`);
  }
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
    await admin.query(`alter role "${enrolment.login_role}" set lock_timeout = '${LOCK_TIMEOUT}'`);
    const login = { user: enrolment.login_role, password: enrolment.login_password };
    const line = (): Line => ({
      enrolment,
      transactions: openTransactions(parseAddress(enrolment.central), login),
    });
    lines.push([line(), line()]);
  }
  const writers = [await openAdmin(adminUrl), await openAdmin(adminUrl)];
  for (const writer of writers) await writer.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);

  const emptied = [
    ...bookingRegistry.tables.map(({ name }) => `data.${name}`),
    ...[
      'op_log',
      'change_feed',
      'checksum_folds',
      'checksum_base',
      'tombstones',
      'incarnations',
    ].map((name) => `sync.${name}`),
  ];
  return {
    admin,
    writers,
    lines,
    reset: async () => {
      await admin.query(`truncate ${emptied.join(', ')} restart identity`);
      await admin.query(
        'alter sequence sync.row_versions restart; alter sequence sync.feed_seq restart',
      );
      await fill(admin);
    },
    close: async () => {
      await Promise.all(lines.flat().map(({ transactions }) => transactions.close()));
      await Promise.all(writers.map((writer) => writer.end()));
      await central.drop();
    },
  };
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
  const found = await admin.query<{ name: string; rows: CanonicalRow[] | null }>(
    parts.join(' union all '),
  );
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
