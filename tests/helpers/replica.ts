import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Database } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import type { Ids } from '#db/kernel/id.ts';
import type { Registry } from '#db/schema/registry.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { CanonicalRow, Role, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import type { TrackedReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import type { Writer } from '#db/sqlite/write.node.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';

/** A whole replica in a folder of its own, as the data process builds it. */
export interface TestReplica<DB> {
  readonly file: string;
  readonly organization_id: string;
  readonly ids: Ids;
  readonly connection: Connection;
  readonly reads: TrackedReads<DB>;
  readonly writer: Writer<DB>;
  readonly sync: LocalReplica;
  readonly actor: { readonly id: string; readonly role: Role };
  /** Milliseconds; moves only by hand. */
  readonly time: { now: number };
  /** Closes, or drops the connection unclosed, and opens the file again. */
  reopened(): TestReplica<DB>;
  /** All columns of every row of a table but `row_no`, by id. */
  rows(table: Table): ReadonlyMap<string, CanonicalRow>;
  remove(): void;
}

export interface TestReplicaOptions {
  readonly registry?: Registry;
  readonly key?: Uint8Array;
  readonly seed?: number;
  readonly role?: Role;
  /** `empty` leaves the first fill to the test. */
  readonly phase?: 'empty' | 'ready';
}

/** Random numbers that a seed repeats. */
export function seededBytes(seed: number): (into: Uint8Array) => Uint8Array {
  let state = seed >>> 0;
  return (into) => {
    for (let at = 0; at < into.length; at++) {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      into[at] = (state >>> 11) & 0xff;
    }
    return into;
  };
}

export function testReplica<DB = Database & ReplicaTables>(
  options: TestReplicaOptions = {},
): TestReplica<DB> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-replica-'));
  const file = join(folder, 'replica.sqlite');
  const time = { now: Date.UTC(2026, 10, 21, 9) };
  const clock = { now: () => time.now };
  const ids = createIds(clock, seededBytes(options.seed ?? 1));
  const organization_id = ids.next();
  const open = {
    file,
    registry: options.registry ?? registry,
    schemaVersion: SCHEMA_VERSION,
    ...(options.key === undefined ? {} : { key: options.key }),
  };
  const actor = { id: ids.next(), role: options.role ?? 'admin' };
  const identity = {
    device_id: ids.next(),
    device_name: 'Front desk',
    organization_id,
    central: 'localhost:5432/holdfast',
    login_role: 'hf_org_test',
    login_password: 'not a secret',
    token: 'not a token',
    incarnation: ids.next(),
  };

  const around = (connection: Connection): TestReplica<DB> => {
    const reads = createReads<DB>(connection);
    const writer = createWriter<DB>({
      connection,
      reads,
      clock,
      ids,
      schemaVersion: SCHEMA_VERSION,
    });
    const pause = () => new Promise<void>((resume) => setImmediate(resume));
    const sync = createSyncReplica({ connection, clock, pause });
    return {
      file,
      organization_id,
      ids,
      connection,
      reads,
      writer,
      sync,
      actor,
      time,
      reopened: () => {
        connection.close();
        return around(openReplica(open));
      },
      rows: (table) => {
        const columns = Object.keys(table.columns).join(', ');
        const rows = connection
          .prepare<CanonicalRow>(`SELECT ${columns} FROM ${table.name} ORDER BY id`)
          .all();
        return new Map(rows.map((row) => [String(row['id']), row]));
      },
      remove: () => {
        connection.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };

  const phase = options.phase ?? 'ready';
  const template = templatesOf(open.registry);
  const lock = options.key === undefined ? '' : Buffer.from(options.key).toString('hex');
  const name = `${phase} ${identity.device_id} ${lock}`;
  const known = template.get(name);
  if (known === undefined) {
    const made = around(createReplica({ ...open, identity }));
    if (phase === 'ready') {
      made.sync.beginFill('1:1:');
      // No index was dropped, so that it is done when it returns.
      void made.sync.finishFill();
    }
    made.connection.close();
    template.set(name, readFileSync(file));
  } else {
    writeFileSync(file, known);
  }
  return around(openReplica(open));
}

// Making a replica of the whole schema takes many times as long as copying it.
const templates = new WeakMap<Registry, Map<string, Buffer>>();

function templatesOf(of: Registry): Map<string, Buffer> {
  const known = templates.get(of) ?? new Map<string, Buffer>();
  templates.set(of, known);
  return known;
}
