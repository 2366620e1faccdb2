import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { beginTakeOver } from '#sync/replica/adoption.node.ts';
import type { Membership } from '#sync/replica/adoption.node.ts';
import { centralRows } from './central-rows.node.ts';
import { movedTables } from './moved-tables.ts';

/**
 * Makes the replica the device that central knows: its login, and central's rows at one snapshot
 * with the cursor of that snapshot. Answers rows by table.
 */
export async function takeOver(
  client: pg.Client,
  connection: Connection,
  desk: { readonly organization_id: string; readonly central: string },
): Promise<Readonly<Record<string, number>>> {
  const counted: Record<string, number> = {};
  const taking = beginTakeOver(connection);
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<Omit<Membership, 'central'>>(
      `select pg_current_snapshot()::text as cursor, sync.present_epoch()::text as epoch,
         l.role_name::text as login_role, l.password as login_password
       from sync.org_logins l where l.organization_id = $1`,
      [desk.organization_id],
    );
    const membership = must(rows[0], 'an adopted organization has a login');
    for (const table of movedTables(connection.registry)) {
      let taken = 0;
      await centralRows(client, table, desk.organization_id, (some) => {
        for (const cells of some) taking.take(table, rowOf(table, cells));
        taken += some.length;
      });
      if (taken > 0) counted[table.name] = taken;
    }
    await client.query('commit');
    taking.finish({ ...membership, central: desk.central });
    return counted;
  } catch (error) {
    taking.abandon();
    throw error;
  }
}

function rowOf(table: Table, cells: readonly Cell[]): CanonicalRow {
  return Object.fromEntries(
    Object.keys(table.columns).map((name, at) => [name, cells[at] ?? null]),
  );
}
