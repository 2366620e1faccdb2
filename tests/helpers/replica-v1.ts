import { createIds } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';

const NOW = Date.UTC(2026, 4, 4, 8);

/** `kind` in the middle, `number` at the end. */
export function idV1(kind: 'a0' | 'b0' | 'c0' | 'd0', number: number): string {
  return `01900000-0000-7000-80${kind}-${number.toString(16).padStart(12, '0')}`;
}

export const ORGANIZATION_V1 = idV1('a0', 1);
export const ADMIN_V1 = idV1('b0', 1);

function tableV1(name: string): Table {
  return must(registryV1.get(name), `${name} of version 1`);
}

/** A booking of version 1, one hour long, the `number`-th hour of resource 1. */
export function bookingV1(number: number): Record<string, Cell> {
  return {
    resource_id: idV1('c0', 1),
    start_time: instantOf(NOW + number * 3_600_000),
    end_time: instantOf(NOW + (number + 1) * 3_600_000),
    timezone: 'Europe/Lisbon',
    title: `Reunião ${number}`,
    notes: `Notes of ${number}`,
  };
}

/** What central sent: one organization, one person, one resource and some bookings. */
function confirmed(bookings: number): [string, string, Record<string, Cell>][] {
  const zone = 'Europe/Lisbon';
  return [
    ['organizations', ORGANIZATION_V1, { name: 'Pousada', slug: 'pousada', timezone: zone }],
    ['users', ADMIN_V1, { email: 'a@pousada.example', display_name: 'Inês', role: 'admin' }],
    ['resources', idV1('c0', 1), { name: 'Room 1', kind: 'space', timezone: zone }],
    ...Array.from({ length: bookings }, (_, number): [string, string, Record<string, Cell>] => [
      'bookings',
      idV1('d0', number + 1),
      bookingV1(number + 1),
    ]),
  ];
}

function cellsOf(table: Table, id: string, version: number, own: Record<string, Cell>): Cell[] {
  const stamps: Record<string, Cell> = {
    id,
    organization_id: ORGANIZATION_V1,
    created_at: instantOf(NOW),
    updated_at: instantOf(NOW),
    row_version: version,
  };
  return Object.entries(table.columns).map(
    ([name, { shape }]) => own[name] ?? stamps[name] ?? shape.defaultValue ?? null,
  );
}

export interface ReplicaV1Options {
  readonly file: string;
  readonly key?: Uint8Array;
  readonly bookings?: number;
  /** `filling`: cut off after the first table. */
  readonly phase?: 'ready' | 'filling' | 'empty';
}

/**
 * Makes a replica of schema version 1 as a desk left it: confirmed rows, one of them edited and one
 * booking made since, both waiting in the outbox. Closed.
 */
export function makeReplicaV1(options: ReplicaV1Options): void {
  const { file, key, bookings = 20, phase = 'ready' } = options;
  let now = NOW;
  const clock = { now: () => (now += 1) };
  const ids = createIds(clock, (bytes) => bytes.fill(7));
  const connection = createReplica({
    file,
    registry: registryV1,
    schemaVersion: 1,
    ...(key === undefined ? {} : { key }),
    identity: {
      device_id: ids.next(),
      device_name: 'Front desk',
      organization_id: ORGANIZATION_V1,
      central: '127.0.0.1:1/holdfast',
      login_role: 'hf_org_none',
      login_password: 'none',
      token: 'none',
      incarnation: ids.next(),
    },
  });
  const replica = createSyncReplica({ connection, clock, pause: () => Promise.resolve() });
  if (phase !== 'empty') replica.beginFill('5:5:');
  const rows = confirmed(bookings);
  const tables = phase === 'ready' ? registryV1.tables : registryV1.tables.slice(0, 1);
  for (const table of phase === 'empty' ? [] : tables) {
    const cells = rows.flatMap(([name, id, own], at) =>
      name === table.name ? [cellsOf(table, id, at + 1, own)] : [],
    );
    replica.applyChunk(table, { rows: cells, bytes: 1, last_id: null });
  }
  if (phase === 'ready') {
    // No index was dropped, so that it is done when it returns.
    void replica.finishFill();
    work(connection, clock, ids);
  }
  withoutWhatCameLater(connection);
  connection.close();
}

/** Today's code made the file: what its own tables have got since version 1 goes again. */
export function withoutWhatCameLater(connection: Pick<Connection, 'exec'>): void {
  connection.exec(`ALTER TABLE replica DROP COLUMN witness;
    ALTER TABLE rejected_ops DROP COLUMN conflict_id;
    DROP TABLE doubts`);
}

type Kernel = Pick<Parameters<typeof createWriter>[0], 'clock' | 'ids'>;

function work(connection: Connection, clock: Kernel['clock'], ids: Kernel['ids']): void {
  const reads = createReads<object>(connection);
  const writer = createWriter<object>({ connection, reads, clock, ids, schemaVersion: 1 });
  const actor = { id: ADMIN_V1, role: 'admin' } as const;
  const table = tableV1('bookings');
  const made = writer.write({ command: 'bookings.create', actor }, (tx) =>
    ok(tx.insert(table, { ...bookingV1(1000), title: 'Made here' })),
  );
  const edited = writer.write({ command: 'bookings.edit', actor }, (tx) =>
    ok(tx.update(table, idV1('d0', 1), { title: 'Edited here' })),
  );
  if (!made.ok || !edited.ok) throw new Error(`refused: ${JSON.stringify([made, edited])}`);
}
