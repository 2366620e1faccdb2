import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { idFromDigest } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import type { Json } from '#db/kernel/json.ts';
import { must } from '#db/kernel/must.ts';
import { registry } from '#db/domains/registry.ts';
import { plain, quoted } from '#db/schema/postgres-names.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { biscayneMakers } from './biscayne-makers.ts';
import { casaDoRio } from './casa-do-rio.ts';
import { centroIpe } from './centro-ipe.ts';
import type { DemoOrganization } from './organization.ts';
import { demoRows } from './rows.ts';
import { createScene } from './scene.ts';

export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [
  casaDoRio,
  centroIpe,
  biscayneMakers,
];

/** The same name gives the same id in every demo, so that a second load finds the first. */
export function demoId(...name: readonly string[]): Id {
  return idFromDigest(
    createHash('sha256')
      .update(['demo', ...name].join('\n'))
      .digest(),
  );
}

/**
 * Puts three organizations with people, 33 resources, bookings around `now` (central's clock when left
 * out) and examples of all else into an empty central, in one transaction. An organization that is
 * there already is left alone. `client` is connected as the admin.
 */
export async function loadDemo(client: Client, now?: Instant): Promise<void> {
  await client.query('begin');
  try {
    const at = now ?? (await clockOf(client));
    for (const organization of DEMO_ORGANIZATIONS) await loadOrganization(client, organization, at);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function clockOf(client: Client): Promise<Instant> {
  const { rows } = await client.query<{ now: Date }>('select now()');
  return instantOf(must(rows[0], 'now() answers').now.getTime());
}

async function loadOrganization(
  client: Client,
  organization: DemoOrganization,
  now: Instant,
): Promise<void> {
  const { slug } = organization;
  const id = demoId(slug);
  const known = await client.query('select 1 from data.organizations where id = $1 or slug = $2', [
    id,
    slug,
  ]);
  if (known.rows.length > 0) return;
  const made = demoRows(createScene(organization, now, { idOf: demoId, sha256 }));
  const rows = new Map<string, CanonicalRow[]>();
  for (const { table, rows: some } of made) {
    rows.set(table.name, [...(rows.get(table.name) ?? []), ...some]);
  }
  for (const table of registry.tables) {
    const list = rows.get(table.name);
    if (list !== undefined) await insert(client, table, id, list);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// Central stamps the rest.
const STAMPED_HERE = ['id', 'organization_id', 'created_by', 'updated_by'];

/** One statement for all rows of a table. */
async function insert(
  client: Client,
  table: Table,
  organization_id: Id,
  rows: readonly CanonicalRow[],
): Promise<void> {
  const columns = [...STAMPED_HERE, ...Object.keys(table.own)];
  const stored = rows.map((row) => {
    const by = row['created_by'] ?? null;
    const whole: CanonicalRow = { ...row, organization_id, created_by: by, updated_by: by };
    return Object.fromEntries(
      columns.map((column) => {
        const { shape } = must(table.columns[column], `${table.name} has ${column}`);
        const cell = whole[column] ?? shape.defaultValue ?? null;
        if (cell === null) return [column, null];
        if (shape.kind === 'json') return [column, JSON.parse(String(cell)) as Json];
        return [column, shape.kind === 'boolean' ? cell === 1 : cell];
      }),
    );
  });
  const names = columns.map(quoted).join(', ');
  const name = `data.${plain(table.name)}`;
  await client.query(
    `insert into ${name} (${names})
     select ${names} from jsonb_populate_recordset(null::${name}, $1)`,
    [JSON.stringify(stored)],
  );
}
