import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { bucketOf, rowHash } from '#sync/core/checksum.ts';
import type { Change, Op, RowImage, Verdict } from '#sync/core/op.ts';
import type { CentralLink, Checksum } from '#sync/core/protocol.ts';
import { bookingRegistry } from './booking-registry.ts';

/** What is to become of the next op of a command, other than being applied. */
export type Judgement = 'conflicted' | 'rejected';

/**
 * A central in memory that does what it is told: it neither merges nor checks rules, but keeps versions, cursor,
 * verdicts and checksums as the real one does, so that everything a replica writes can be provoked in a fixed order.
 */
export interface CannedCentral {
  readonly link: CentralLink;
  /** Another desk's work; null takes the row away. */
  set(table: Table, id: Id, row: CanonicalRow | null): void;
  /** Another desk's change of some columns of a row that is there. */
  change(table: Table, id: Id, patch: CanonicalRow): void;
  /** The next op of that command meets this. */
  judge(command: string, judgement: Judgement): void;
}

const EPOCH = '00000000-0000-7000-8000-00000000e90c';
const NOW = '2026-05-04T09:00:00.000Z';

interface Kept {
  readonly table: Table;
  readonly id: Id;
  readonly row: CanonicalRow | null;
  readonly version: number;
}

/** Begins with these rows, whose `row_version` counts. */
export function cannedCentral(rows: readonly RowImage[]): CannedCentral {
  const kept = new Map<string, Kept>();
  const verdicts = new Map<Id, Verdict>();
  const judgements = new Map<string, Judgement>();
  let version = 0;

  function put(table: Table, id: Id, row: CanonicalRow | null, at: number): void {
    version = Math.max(version, at);
    kept.set(`${table.name} ${id}`, { table, id, row, version: at });
  }

  for (const { table, row_id, row } of rows) {
    put(tableOf(table), row_id, row, Number(row?.['row_version'] ?? 1));
  }

  const set = (table: Table, id: Id, row: CanonicalRow | null): void => {
    const next = version + 1;
    put(table, id, row && { ...row, row_version: next }, next);
  };

  const find = (table: Table, id: Id): CanonicalRow | null =>
    kept.get(`${table.name} ${id}`)?.row ?? null;

  const image = ({ table, id, row }: Kept): RowImage => ({ table: table.name, row_id: id, row });

  function take(op: Op, change: Change, loses: boolean): void {
    const table = tableOf(change.table);
    if (change.kind === 'delete') return set(table, change.row_id, null);
    const was = find(table, change.row_id);
    const values = Object.fromEntries(
      Object.entries(change.values).map(([column, [, after]]) => [column, after]),
    );
    const stamps = { updated_at: op.at, updated_by: op.actor_id };
    const made = was ?? {
      id: change.row_id,
      organization_id: must(rows[0], 'an organization').row?.['organization_id'] ?? null,
      created_at: op.at,
      created_by: op.actor_id,
      row_version: 0,
    };
    set(table, change.row_id, {
      ...made,
      ...values,
      ...stamps,
      ...(loses ? { status: 'conflicted' } : {}),
    });
  }

  /** A deletion stays: an edit of such a row is refused. */
  function gone(op: Op): boolean {
    return op.changes.some(
      ({ table, row_id, kind }) => kind === 'update' && find(tableOf(table), row_id) === null,
    );
  }

  function verdict(op: Op): Verdict {
    const known = verdicts.get(op.op_id);
    if (known) return known;
    const told = judgements.get(op.command);
    judgements.delete(op.command);
    const judgement = gone(op) ? 'rejected' : told;
    const conflicts: Id[] = [];
    if (judgement !== 'rejected') {
      for (const change of op.changes) take(op, change, judgement === 'conflicted');
      if (judgement === 'conflicted') conflicts.push(openConflict(op));
    }
    const touched = op.changes.map(({ table, row_id }): RowImage => ({
      table,
      row_id,
      row: find(tableOf(table), row_id),
    }));
    const logs = conflicts.map((id): RowImage => ({
      table: 'conflict_logs',
      row_id: id,
      row: find(tableOf('conflict_logs'), id),
    }));
    const made: Verdict = {
      op_id: op.op_id,
      outcome: judgement ?? 'applied',
      code: judgement === 'rejected' ? (gone(op) ? 'row_missing' : 'stale') : null,
      detail: judgement === 'rejected' ? 'bookings.status' : null,
      merged: [],
      conflicts,
      images: [...touched, ...logs],
    };
    verdicts.set(op.op_id, made);
    return made;
  }

  function openConflict(op: Op): Id {
    const { row_id } = must(op.changes[0], 'an op changes something');
    const loser = must(find(tableOf('bookings'), row_id), 'the loser is stored');
    const holder = [...kept.values()].find(
      ({ table, row }) =>
        table.name === 'bookings' && row?.['status'] === 'confirmed' && row['id'] !== row_id,
    );
    const id = `${op.op_id.slice(0, 14)}7${op.op_id.slice(15, 24)}c0ff1c7${op.op_id.slice(31)}`;
    set(tableOf('conflict_logs'), id, {
      id,
      organization_id: loser['organization_id'] ?? null,
      conflict_type: 'double_booking',
      severity: 'high',
      resource_id: loser['resource_id'] ?? null,
      table_name: 'bookings',
      row_id,
      other_row_id: holder?.id ?? null,
      op_id: op.op_id,
      conflict_data: JSON.stringify({
        device_name: 'Front desk',
        actor_id: op.actor_id,
        command: op.command,
        at: op.at,
        base: null,
        mine: loser,
        theirs: holder?.row ?? null,
      }),
      status: 'open',
      resolution: '',
      resolved_at: null,
      resolved_by: null,
      resolution_notes: '',
      created_at: op.at,
      updated_at: op.at,
      created_by: null,
      updated_by: null,
      row_version: 0,
    });
    return id;
  }

  const inOrder = (entries: readonly Kept[]): Kept[] =>
    [...entries].sort((a, b) => bookingRegistry.number(a.table) - bookingRegistry.number(b.table));

  const link: CentralLink = {
    hello: async () => ({
      kind: 'welcome',
      epoch: EPOCH,
      continuity: 'unbroken',
      current: false,
      needs: null,
      schema_version: 1,
      now: NOW,
    }),
    reincarnate: async () => {},
    leave: async () => {},
    push: async (ops) => ({ kind: 'verdicts', verdicts: ops.map(verdict) }),
    pull: async (cursor, withChecksums) => {
      const seen = cursor === null ? version : Number(cursor.split(':')[0]);
      const news = [...kept.values()].filter((entry) => entry.version > seen);
      return {
        cursor: `${version}:${version}:`,
        images: inOrder(news).map(image),
        checksums: withChecksums ? checksums([...kept.values()]) : null,
      };
    },
    snapshotChunk: async (table, after, limit) => {
      const rows = [...kept.values()]
        .filter((entry) => entry.table === table && entry.row !== null && entry.id > (after ?? ''))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = rows.slice(0, limit);
      const cells = page.map(({ row }) =>
        Object.keys(table.columns).map((column) => row?.[column] ?? null),
      );
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { rows: cells, bytes: JSON.stringify(cells).length, last_id: last?.id ?? null };
    },
    bucketRows: async (scopes) =>
      [...kept.values()]
        .filter(({ table, id, row }) =>
          scopes.some((scope) => row && scope.table === table && scope.bucket === bucketOf(id)),
        )
        .map(image),
    bucketPart: async (scope, after, limit) =>
      [...kept.values()]
        .filter(
          ({ table, id, row }) => row && scope.table === table && scope.bucket === bucketOf(id),
        )
        .filter(({ id }) => after === null || id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(image),
    wake: async () => {},
    listen: async () => false,
    close: async () => {},
  };

  return {
    link,
    set,
    change: (table, id, patch) =>
      set(table, id, { ...must(find(table, id), `${table.name} ${id} at central`), ...patch }),
    judge: (command, judgement) => void judgements.set(command, judgement),
  };
}

function tableOf(name: string): Table {
  return must(bookingRegistry.get(name), `table ${name}`);
}

function checksums(entries: readonly Kept[]): Checksum[] {
  const buckets = new Map<string, { table: string; bucket: number; count: number; sum: number }>();
  for (const { table, id, row } of entries) {
    if (!row) continue;
    const bucket = bucketOf(id);
    const key = `${table.name} ${bucket}`;
    const sums = buckets.get(key) ?? { table: table.name, bucket, count: 0, sum: 0 };
    buckets.set(key, sums);
    sums.count += 1;
    sums.sum += rowHash(id, Number(row['row_version']));
  }
  return [...buckets.values()];
}
