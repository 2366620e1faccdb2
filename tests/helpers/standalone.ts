import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { generateBookings } from '#resources/generate/bookings.ts';
import { adopt } from '#sync/adopt/adopt.node.ts';
import { movedTables } from '#sync/adopt/moved-tables.ts';
import type { AdoptionProgress } from '#sync/adopt/progress.ts';
import { createStandalone } from '#sync/adopt/standalone.node.ts';
import { beginLoad } from '#sync/replica/load.node.ts';
import { rowSetsOf } from './central-any-row.ts';

/** A desk without a central, in a folder of its own, with nobody at work on it. */
export interface StandaloneDesk {
  readonly dir: string;
  readonly file: string;
  readonly organization_id: string;
  readonly user_id: string;
  /** Opens its file, does something, and closes it. */
  with<T>(work: (connection: Connection) => T): T;
  /** Puts rows in past the write path, those of one table after another. */
  load(rows: Iterable<readonly [table: string, cells: CanonicalRow]>): void;
}

export function standaloneDesk(folder: string, name: string): StandaloneDesk {
  const dir = join(folder, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  const file = join(dir, 'replica.sqlite');
  mkdirSync(dir, { recursive: true });
  const made = createStandalone({
    ...createPorts(),
    file,
    registry,
    schemaVersion: SCHEMA_VERSION,
    deviceName: name,
    organization: { name, slug: name.toLowerCase(), timezone: 'Europe/Lisbon' },
    admin: { email: `ana@${name.toLowerCase()}.example`, name: 'Ana Souza' },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const { organization_id, user_id } = made.value;
  const opened = <T>(work: (connection: Connection) => T): T => {
    const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  };
  const stamp = {
    organization_id,
    created_at: '2026-01-02T03:04:05.678Z',
    updated_at: '2026-02-03T04:05:06.789Z',
    created_by: user_id,
    updated_by: user_id,
    row_version: 0,
  };
  return {
    dir,
    file,
    organization_id,
    user_id,
    with: opened,
    load: (rows) =>
      opened((connection) => {
        const load = beginLoad(connection);
        let gathered: (readonly Cell[])[] = [];
        let last: Table | undefined;
        const add = () => {
          if (last !== undefined) load.add(last, gathered);
          gathered = [];
        };
        for (const [name, cells] of rows) {
          const table = must(registry.get(name), `no table ${name}`);
          if (table !== last || gathered.length === 1000) add();
          last = table;
          gathered.push(cellsOf(table, { ...stamp, ...cells }));
        }
        add();
        load.finish();
      }),
  };
}

/** Cells in column order, defaults filled in. */
function cellsOf(table: Table, given: CanonicalRow): readonly Cell[] {
  return Object.entries(table.columns).map(
    ([column, { shape }]) => given[column] ?? shape.defaultValue ?? null,
  );
}

/** Rooms and bookings as a generator makes them. */
export function* generatedRows(
  bookings: number,
): Generator<readonly [table: string, cells: CanonicalRow]> {
  const { ids } = createPorts();
  const resource_ids = Array.from({ length: 50 }, () => ids.next());
  for (const [at, id] of resource_ids.entries()) {
    yield ['resources', { id, name: `Room ${at}`, kind: 'space', timezone: 'Europe/Lisbon' }];
  }
  const options = { seed: 7, count: bookings, resource_ids, from: '2026-01-01T00:00:00.000Z' };
  for (const { id, row } of generateBookings({ ...options, timezone: 'Europe/Lisbon' })) {
    yield ['bookings', { ...row, id }];
  }
}

/** Digests of everything that an adoption could change at a central, but for its staging area. */
export async function centralState(
  admin: pg.Client,
  organization: string,
): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('data', 'sync', 'api')`,
  );
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as what, md5(string_agg(t::text, ',' order by t::text)) as digest from ${name} t`,
  );
  const { rows } = await admin.query<{ what: string; digest: string | null }>(
    `${parts.join(' union all ')}
     union all
     select 'roles', string_agg(r.rolname, ',') from pg_roles r where r.rolname like $1
     union all
     select 'policies', md5(string_agg(p::text, ',' order by p::text)) from pg_policies p
     union all
     select 'rights', md5(string_agg(c.relacl::text, ',' order by c.oid)) from pg_class c`,
    [`hf_org_${organization.replaceAll('-', '')}%`],
  );
  return Object.fromEntries(rows.map(({ what, digest }) => [what, digest ?? 'nothing']));
}

/** Two rows of every table that moves, each referring to others. */
export function rowsOfEveryTable(
  desk: StandaloneDesk,
): readonly (readonly [table: string, cells: CanonicalRow])[] {
  const sets = rowSetsOf(desk.organization_id);
  return movedTables(registry)
    .filter(({ name }) => name !== 'organizations')
    .flatMap((table) =>
      sets.map((set) => [table.name, { ...set.cells(table), id: set.id(table.name) }] as const),
    );
}

/** Adopts in this process, `progress` being told of each step before it is taken. */
export function adoptHere(
  desk: StandaloneDesk,
  url: string,
  progress: (progress: AdoptionProgress) => Promise<void> = () => Promise.resolve(),
): ReturnType<typeof adopt> {
  const connection = openReplica({ file: desk.file, registry, schemaVersion: SCHEMA_VERSION });
  const { clock } = createPorts();
  const done = adopt({
    connection,
    url,
    schemaVersion: SCHEMA_VERSION,
    clock,
    progress,
    patience: 200,
  });
  return done.finally(() => connection.close());
}

/** Edits a replica file as somebody with a SQLite shell would: no rule is looked at. */
export function editByHand(file: string, ...statements: readonly string[]): void {
  const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
  driver.pragma('foreign_keys = OFF');
  driver.pragma('ignore_check_constraints = ON');
  for (const sql of statements) driver.exec(sql);
  driver.close();
}
