import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { plain, quoted } from '#db/schema/postgres-names.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import { copyIn } from '#sync/central/copy.node.ts';
import { copyLine } from './copy-rows.ts';
import { movedColumns } from './moved-tables.ts';

/**
 * Where rows gather at central before they move: the schema `adopt`, which no device can reach. Its
 * tables are unlogged, progress and all: after a crash of Postgres all are empty together, and the
 * adoption starts afresh.
 */
export interface Staging {
  /** Rows found there from a run that was cut off. */
  readonly resumed: number;
  /** Where a table goes on; null at its beginning. */
  after(table: Table): Id | null;
  rows(table: Table): number;
  /** One committed batch, `rows` in the order of `movedColumns` and of their ids. */
  add(table: Table, rows: readonly (readonly Cell[])[]): Promise<void>;
}

/** The place of a table in staging. */
export function stagedTable(table: Table): string {
  return `adopt.${quoted(table.name)}`;
}

/**
 * Goes on where a run with the same `fingerprint` stopped; anything else that lies there is thrown
 * away. `tables` are those that have rows.
 */
export async function openStaging(
  client: pg.Client,
  tables: readonly Table[],
  owner: { readonly device_id: Id; readonly fingerprint: string },
): Promise<Staging> {
  const known = await progressOf(client, tables, owner.fingerprint);
  const progress = known ?? new Map<string, Progress>();
  if (known === undefined) await begin(client, tables, owner);
  return {
    resumed: progress.values().reduce((sum, { rows }) => sum + rows, 0),
    after: (table) => progress.get(table.name)?.after ?? null,
    rows: (table) => progress.get(table.name)?.rows ?? 0,
    add: async (table, rows) => {
      const last = rows.at(-1)?.[0];
      if (typeof last !== 'string') return;
      await within(client, async () => {
        const names = movedColumns(table).map(quoted).join(', ');
        await copyIn(client, `copy ${stagedTable(table)} (${names}) from stdin`, lines(rows));
        await client.query(
          `insert into adopt.progress (table_name, after, rows) values ($1, $2, $3)
           on conflict (table_name)
             do update set after = excluded.after, rows = adopt.progress.rows + excluded.rows`,
          [table.name, last, rows.length],
        );
      });
      const before = progress.get(table.name)?.rows ?? 0;
      progress.set(table.name, { after: last, rows: before + rows.length });
    },
  };
}

/** Takes a staging area away, unless it is of another device. */
export async function dropStaging(client: pg.Client, device: Id): Promise<void> {
  if (!(await isThere(client))) return;
  const { rows } = await client.query('select from adopt.state where device_id <> $1', [device]);
  if (rows.length === 0) await client.query('drop schema adopt cascade');
}

interface Progress {
  readonly after: Id;
  readonly rows: number;
}

async function isThere(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('adopt.state') is not null as there`,
  );
  return rows[0]?.there ?? false;
}

/** What is staged already; undefined when it is not of this fingerprint, or not whole. */
async function progressOf(
  client: pg.Client,
  tables: readonly Table[],
  fingerprint: string,
): Promise<Map<string, Progress> | undefined> {
  if (!(await isThere(client))) return undefined;
  const state = await client.query('select from adopt.state where fingerprint = $1', [fingerprint]);
  if (state.rowCount !== 1) return undefined;
  const { rows } = await client.query<{ table_name: string; after: Id; rows: string }>(
    'select table_name, after, rows from adopt.progress',
  );
  const progress = new Map(
    rows.map((row) => [row.table_name, { after: row.after, rows: Number(row.rows) }]),
  );
  for (const table of tables) {
    const counted = await client.query<{ n: string }>(
      `select count(*) as n from ${stagedTable(table)}`,
    );
    if (Number(counted.rows[0]?.n) !== (progress.get(table.name)?.rows ?? 0)) return undefined;
  }
  return progress;
}

async function begin(
  client: pg.Client,
  tables: readonly Table[],
  { device_id, fingerprint }: { readonly device_id: Id; readonly fingerprint: string },
): Promise<void> {
  await within(client, async () => {
    await client.query(
      [
        'drop schema if exists adopt cascade;',
        'create schema adopt authorization hf_owner;',
        `create unlogged table adopt.state (
           device_id uuid not null,
           fingerprint text not null,
           began_at timestamptz not null default now()
         );`,
        `create unlogged table adopt.progress (
           table_name text primary key, after uuid not null, rows bigint not null
         );`,
        ...['state', 'progress'].map((name) => `alter table adopt.${name} owner to hf_owner;`),
        ...tables.flatMap((table) => [
          `create unlogged table ${stagedTable(table)} as
             select ${movedColumns(table).map(quoted).join(', ')} from data.${plain(table.name)}
             with no data;`,
          `alter table ${stagedTable(table)} owner to hf_owner;`,
        ]),
      ].join('\n'),
    );
    await client.query('insert into adopt.state (device_id, fingerprint) values ($1, $2)', [
      device_id,
      fingerprint,
    ]);
  });
}

async function within(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

// A piece at a time, so that the socket's buffer decides how much lies in memory.
const LINES = 200;

function* lines(rows: readonly (readonly Cell[])[]): Generator<string> {
  for (let from = 0; from < rows.length; from += LINES) {
    yield rows
      .slice(from, from + LINES)
      .map(copyLine)
      .join('');
  }
}
