import pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import { plain, quoted } from '#db/schema/postgres-names.ts';
import type { Table } from '#db/schema/table.ts';
import { provideLoginWithin } from '#sync/central/enrol.node.ts';
import { centralRows } from './central-rows.node.ts';
import { readContent } from './content.node.ts';
import type { Content } from './content.node.ts';
import { movedColumns } from './moved-tables.ts';
import { AdoptionRefused } from './refused.ts';
import { stagedTable } from './staging.node.ts';

/** The device that the desk becomes. */
export interface Newcomer {
  readonly organization_id: Id;
  /** The organization's short name. */
  readonly slug: string;
  readonly device_id: Id;
  readonly device_name: string;
  readonly token: string;
}

export interface MoveOptions {
  readonly newcomer: Newcomer;
  /** In reference order, those without rows too: central must have none there either. */
  readonly tables: readonly { readonly table: Table; readonly content: Content }[];
  readonly progress: (phase: 'move' | 'check', table: string, rows: number) => Promise<void>;
  /** Everything is there and equal; what is left is the commit. */
  readonly beforeCommit: () => void;
}

/**
 * All staged rows into `data`, in one transaction that ends in nothing or in everything: rows as they
 * were written on the desk, read back and compared table by table, the organization's login, the
 * device. Throws `AdoptionRefused`; a lost connection during the commit leaves the outcome open.
 */
export async function moveIn(client: pg.Client, options: MoveOptions): Promise<void> {
  await client.query('begin');
  try {
    await refuseExisting(client, options.newcomer);
    for (const { table, content } of options.tables) {
      if (content.rows === 0) continue;
      await options.progress('move', table.name, content.rows);
      await insert(client, table);
    }
    await client.query('set constraints all immediate');
    for (const { table, content } of options.tables) {
      if (content.rows > 0) await options.progress('check', table.name, content.rows);
      await compare(client, table, options.newcomer.organization_id, content);
    }
    await enrol(client, options.newcomer);
    options.beforeCommit();
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  const ended = await client.query('commit');
  if (ended.command !== 'COMMIT') throw new AdoptionRefused('central_failed', { at: 'commit' });
}

/** Throws `organization_exists`: its rows would not be the desk's alone. */
export async function refuseExisting(
  client: pg.Client,
  { organization_id, slug }: Pick<Newcomer, 'organization_id' | 'slug'>,
): Promise<void> {
  const { rows } = await client.query<{ by: string }>(
    `select case when id = $1 then 'id' else 'slug' end as by from data.organizations
     where id = $1 or slug = $2 limit 1`,
    [organization_id, slug],
  );
  const by = rows[0]?.by;
  if (by !== undefined) throw new AdoptionRefused('organization_exists', { by });
}

async function insert(client: pg.Client, table: Table): Promise<void> {
  const names = movedColumns(table).map(quoted).join(', ');
  const slot = table.options.noOverlap;
  // Neighbours in the index of slots come one after the other: half the time.
  const order = slot === undefined ? '' : ` order by ${quoted(slot.by)}, ${quoted(slot.from)}`;
  try {
    await client.query(
      `insert into data.${plain(table.name)} (${names})
       select ${names} from ${stagedTable(table)}${order}`,
    );
  } catch (error) {
    throw refusalOf(error, table);
  }
}

// Compared in what a device would read, not in what was sent.
async function compare(
  client: pg.Client,
  table: Table,
  organization: Id,
  expected: Content,
): Promise<void> {
  const places = movedColumns(table).map((name) => Object.keys(table.columns).indexOf(name));
  const content = readContent(table);
  await centralRows(client, table, organization, (rows) => {
    for (const row of rows) content.add(places.map((at) => row[at] ?? null));
  });
  const { rows, digest } = content.end();
  if (rows !== expected.rows || digest !== expected.digest) {
    throw new AdoptionRefused('content_differs', {
      table: table.name,
      rows,
      expected_rows: expected.rows,
    });
  }
}

async function enrol(client: pg.Client, who: Newcomer): Promise<void> {
  await provideLoginWithin(client, who.organization_id);
  await client.query(
    `insert into sync.devices (id, organization_id, name, token_hash)
     values ($1, $2, $3, sha256(convert_to($4, 'UTF8')))`,
    [who.device_id, who.organization_id, who.device_name, who.token],
  );
}

const REASONS = {
  '23503': 'missing_reference',
  '23505': 'duplicate_value',
  '23514': 'rule_broken',
  '23P01': 'overlap',
  '23502': 'bad_value',
} as const;

/**
 * What central's own constraints say about a table; errors of another kind come back unchanged.
 * `sent` are the rows of a COPY, which counts its lines.
 */
export function refusalOf(
  error: unknown,
  table: Table,
  sent: readonly (readonly Cell[])[] = [],
): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const sqlstate = error.code ?? '';
  const reason = Object.hasOwn(REASONS, sqlstate)
    ? REASONS[sqlstate as keyof typeof REASONS]
    : sqlstate.startsWith('22')
      ? 'bad_value'
      : undefined;
  if (reason === undefined) return error;
  const [, line] = /, line (\d+)/.exec(error.where ?? '') ?? [];
  const [, copied] = /, column (\w+)/.exec(error.where ?? '') ?? [];
  // A row that breaks a check is quoted whole; only its id may be shown.
  const [, failing] = /^Failing row contains \(([0-9a-f-]{36}),/.exec(error.detail ?? '') ?? [];
  const row_id = line === undefined ? failing : String(sent[Number(line) - 1]?.[0] ?? '');
  const column = error.column ?? copied;
  return new AdoptionRefused(reason, {
    table: table.name,
    sqlstate,
    ...(row_id === undefined ? {} : { row_id }),
    ...(column === undefined ? {} : { column }),
    ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
  });
}
