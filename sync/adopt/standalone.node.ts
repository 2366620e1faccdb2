import { randomBytes } from 'node:crypto';
import { cellProblem } from '#db/schema/cell.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { Id, Ids } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Registry } from '#db/schema/registry.ts';
import { beginReplica } from '#db/sqlite/create.node.ts';
import type { ReplicaIdentity } from '#db/sqlite/create.node.ts';
import { createStatements } from '#db/sqlite/table-statements.node.ts';
import { becomeStandalone } from '#sync/replica/adoption.node.ts';

export interface StandaloneOptions {
  readonly file: string;
  readonly registry: Registry;
  readonly schemaVersion: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deviceName: string;
  readonly organization: {
    readonly name: string;
    readonly slug: string;
    /** IANA name. */
    readonly timezone: string;
  };
  readonly admin: { readonly email: string; readonly name: string };
}

/**
 * Makes the replica of a desk that has no central: one organization and its administrator, ready to
 * work with. Throws `bad_folder` when the file exists; `bad_value` names the column that cannot be.
 */
export function createStandalone(
  options: StandaloneOptions,
): Result<{ readonly organization_id: Id; readonly user_id: Id }, 'bad_value'> {
  const { ids, registry, organization, admin } = options;
  const [organization_id, user_id] = [ids.next(), ids.next()];
  const at = instantOf(options.clock.now());
  const stamp = {
    organization_id,
    created_at: at,
    updated_at: at,
    created_by: user_id,
    updated_by: user_id,
    row_version: 0,
  };
  const rows = [
    rowOf(registry, 'organizations', { ...stamp, ...organization, id: organization_id }),
    rowOf(registry, 'users', {
      ...stamp,
      id: user_id,
      email: admin.email,
      display_name: admin.name,
      role: 'admin',
    }),
  ];
  const bad = rows.find(({ problem }) => problem !== undefined)?.problem;
  if (bad !== undefined) return fail('bad_value', bad);
  const making = beginReplica({
    file: options.file,
    registry,
    schemaVersion: options.schemaVersion,
    identity: withoutCentral(organization_id, options.deviceName, ids),
  });
  try {
    const statements = createStatements(making.connection);
    making.connection.transaction(() => {
      for (const { table, row } of rows) statements(table).insert(row);
    });
    becomeStandalone(making.connection);
  } catch (error) {
    making.abandon();
    throw error;
  }
  making.complete();
  return ok({ organization_id, user_id });
}

/** Who a file is that belongs to no central. The token waits for one that may adopt it. */
export function withoutCentral(organization_id: Id, name: string, ids: Ids): ReplicaIdentity {
  return {
    device_id: ids.next(),
    device_name: name,
    organization_id,
    central: '',
    login_role: '',
    login_password: '',
    token: randomBytes(32).toString('base64url'),
    incarnation: ids.next(),
  };
}

function rowOf(registry: Registry, name: string, given: Readonly<Record<string, Cell>>) {
  const table = must(registry.get(name), `no table ${name}`);
  const row: Record<string, Cell> = {};
  for (const [column, { shape }] of Object.entries(table.columns)) {
    const cell = given[column] ?? shape.defaultValue ?? null;
    const problem = cellProblem(shape, cell);
    if (problem !== undefined) return { table, row, problem: { table: name, column, problem } };
    row[column] = cell;
  }
  return { table, row, problem: undefined };
}
