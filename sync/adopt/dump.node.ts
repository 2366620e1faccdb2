import type { Ids } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Registry } from '#db/schema/registry.ts';
import { beginReplica } from '#db/sqlite/create.node.ts';
import { organizationOf } from '#sync/central/organization.node.ts';
import type { NotChosen } from '#sync/central/organization.node.ts';
import { becomeStandalone } from '#sync/replica/adoption.node.ts';
import { beginLoad } from '#sync/replica/load.node.ts';
import { lifeOf, LONGEST } from './central-session.node.ts';
import { centralRows } from './central-rows.node.ts';
import { movedTables } from './moved-tables.ts';
import { AdoptionRefused } from './refused.ts';
import { withoutCentral } from './standalone.node.ts';

export interface DumpOptions {
  /** Of central, an administrator's. */
  readonly url: string;
  /** Short name of the organization. */
  readonly organization: string;
  /** The replica file to be; refused when it is there. */
  readonly file: string;
  readonly registry: Registry;
  readonly schemaVersion: number;
  readonly ids: Ids;
  readonly progress: (progress: { readonly table: string; readonly rows: number }) => Promise<void>;
}

export interface Dumped {
  readonly organization_id: Id;
  readonly tables: Readonly<Record<string, number>>;
  readonly rows: number;
}

/**
 * Writes one organization as central holds it at one moment into a plain SQLite file, which is the
 * replica of a desk without a central. Central's own tables, and so all secrets, stay where they are.
 * The file has its name only once it is whole. Throws `bad_folder` when it exists.
 */
export async function dump(
  options: DumpOptions,
): Promise<Result<Dumped, NotChosen | 'schema_differs'>> {
  const client = await openAdmin(options.url, { queryTimeout: LONGEST });
  try {
    await lifeOf(client, options.schemaVersion);
    await client.query('begin isolation level repeatable read read only');
    const found = await organizationOf(client, options.organization);
    if (!found.ok) return found;
    const organization = found.value;
    const tables = await write(options, organization, (table, take) =>
      centralRows(client, table, organization.id, take),
    );
    await client.query('commit');
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
    return ok({ organization_id: organization.id, tables, rows });
  } catch (error) {
    if (error instanceof AdoptionRefused) return fail('schema_differs', error.details);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

type RowsOf = (
  table: Parameters<typeof centralRows>[1],
  take: Parameters<typeof centralRows>[3],
) => Promise<void>;

async function write(
  options: DumpOptions,
  organization: { readonly id: Id; readonly name: string },
  rowsOf: RowsOf,
): Promise<Readonly<Record<string, number>>> {
  const { file, registry, schemaVersion, ids } = options;
  const identity = withoutCentral(organization.id, organization.name, ids);
  const making = beginReplica({ file, registry, schemaVersion, identity });
  try {
    const load = beginLoad(making.connection);
    const tables: Record<string, number> = {};
    for (const table of movedTables(making.connection.registry)) {
      let rows = 0;
      await rowsOf(table, (some) => {
        load.add(table, some);
        rows += some.length;
      });
      if (rows === 0) continue;
      tables[table.name] = rows;
      await options.progress({ table: table.name, rows });
    }
    load.finish();
    becomeStandalone(making.connection);
    making.complete();
    return tables;
  } catch (error) {
    making.abandon();
    throw error;
  }
}
