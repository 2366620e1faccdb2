import type { Id } from '#db/kernel/id.ts';
import type { Table } from '#db/schema/table.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { bucketOf } from '#sync/core/checksum.ts';
import type { Op, RowImage } from '#sync/core/op.ts';
import type { Bucket } from '#sync/core/protocol.ts';
import type { Moment, ReplicaState, SyncReplica } from '#sync/core/replica.ts';
import { checksumsOf } from './fake-central.ts';

interface Fill {
  table: Table;
  after: Id | null;
  rows: number;
  bytes: number;
  done: boolean;
}

export const DEVICE = '00000000-0000-7000-8000-0000000000d1';
const ORGANIZATION = '00000000-0000-7000-8000-000000000001';
const FIRST_LIFE = '00000000-0000-7000-8000-0000000000f1';

/** A replica in memory that knows versions only. The real one is in sync/replica. */
export class FakeReplica implements SyncReplica {
  /** `rotten`: a cell is not what central sent. */
  readonly rows = new Map<Id, { table: string; version: number; rotten?: boolean }>();
  outbox: Op[] = [];
  readonly incidents: string[] = [];
  readonly order: string[] = [];
  verifiedAt: string | null = null;
  /** When verdicts came, as the engine said. */
  readonly moments: (Moment | undefined)[] = [];
  attention = 0;
  /** No transaction of central's rows finds room. */
  full = false;
  #state = {
    incarnation: FIRST_LIFE,
    phase: 'empty' as ReplicaState['phase'],
    cursor: null as string | null,
    witness: null,
    epoch: null as Id | null,
    last_op_no: 0,
    acked_op_no: 0,
  };
  #fill: Fill[] = [];
  #doubts: readonly Bucket[] = [];
  // Not part of the file: ids are random in life, so a restored file does not repeat them.
  #written = 0;
  readonly #tables: readonly Table[];

  constructor(tables: readonly Table[]) {
    this.#tables = tables;
  }

  /** A local command wrote one row. */
  write(table: string, row_id: Id, command = 'bookings.create'): Id {
    const op_no = (this.#state.last_op_no += 1);
    this.#written += 1;
    const op_id = `00000000-0000-7000-8000-${String(this.#written).padStart(12, '0')}`;
    this.outbox.push({
      op_id,
      op_no,
      device_id: DEVICE,
      incarnation: this.#state.incarnation,
      actor_id: ORGANIZATION,
      proof: null,
      command,
      schema_version: 1,
      at: '2026-11-21T09:00:00.000Z',
      changes: [{ table, row_id, kind: 'insert', values: {} }],
    });
    return op_id;
  }

  state(): ReplicaState {
    return {
      ...this.#state,
      device_id: DEVICE,
      organization_id: ORGANIZATION,
      enrolment: 'complete',
      waiting: this.outbox.length,
      attention: this.attention,
      verified_at: this.verifiedAt,
      doubted: this.#doubts.length > 0,
    };
  }

  lastConfirmed(): null {
    return null;
  }

  pendingOps(maxOps: number, _maxBytes: number, after = 0): readonly Op[] {
    return this.outbox.filter(({ op_no }) => op_no > after).slice(0, maxOps);
  }

  async settle(...[verdicts, moment]: Parameters<SyncReplica['settle']>): Promise<void> {
    this.moments.push(moment);
    await Promise.resolve();
    this.order.push('settle');
    for (const verdict of verdicts) {
      const op = this.outbox.find(({ op_id }) => op_id === verdict.op_id);
      if (op === undefined) continue;
      this.outbox = this.outbox.filter((other) => other !== op);
      this.#state.acked_op_no = Math.max(this.#state.acked_op_no, op.op_no);
      if (verdict.outcome === 'rejected') this.attention += 1;
      this.#take(verdict.images);
    }
  }

  async applyPull(reply: Parameters<SyncReplica['applyPull']>[0]): Promise<void> {
    this.order.push('applyPull');
    await Promise.resolve();
    if (this.full) throw new ReplicaError('disk_full', 'SQLITE_FULL', 'no room');
    this.#take(reply.images);
    this.#state.cursor = reply.cursor;
  }

  beginFill(cursor: string): void {
    this.order.push('beginFill');
    this.#state = { ...this.#state, phase: 'filling', cursor };
    this.#fill = this.#tables.map((table) => ({
      table,
      after: null,
      rows: 0,
      bytes: 0,
      done: false,
    }));
  }

  fillProgress() {
    return this.#fill;
  }

  applyChunk(table: Table, chunk: Parameters<SyncReplica['applyChunk']>[1]): void {
    this.order.push('applyChunk');
    if (this.full) throw new ReplicaError('disk_full', 'SQLITE_FULL', 'no room');
    for (const [id, version] of chunk.rows) {
      this.rows.set(String(id), { table: table.name, version: Number(version) });
    }
    const fill = this.#fill.find((other) => other.table === table);
    if (fill === undefined) return;
    fill.after = chunk.last_id ?? fill.after;
    fill.rows += chunk.rows.length;
    fill.bytes += chunk.bytes;
    fill.done = chunk.last_id === null;
  }

  finishFill(): Promise<void> {
    this.order.push('finishFill');
    this.#state.phase = 'ready';
    return Promise.resolve();
  }

  setEpoch(epoch: Id): void {
    this.#state.epoch = epoch;
  }

  reincarnate(incarnation: Id): void {
    this.order.push('reincarnate');
    this.outbox = this.outbox.map((op, at) => ({ ...op, incarnation, op_no: at + 1 }));
    this.#state = { ...this.#state, incarnation, last_op_no: this.outbox.length, acked_op_no: 0 };
  }

  resend(incarnation: Id): void {
    // What was confirmed is not kept here.
    this.reincarnate(incarnation);
    const all = this.checksums().filter(({ count }) => count > 0);
    this.#doubts = all.map(({ table, bucket }) => ({ table, bucket }));
  }

  doubt(buckets: Parameters<SyncReplica['doubt']>[0]): void {
    const more = buckets.map(({ table, bucket }) => ({ table: table.name, bucket }));
    this.#doubts = [...this.#doubts, ...more];
  }

  doubts(): readonly Bucket[] {
    return this.#doubts;
  }

  checksums() {
    return checksumsOf(
      this.#tables,
      [...this.rows].map(([id, row]) => ({ id, ...row })),
    );
  }

  async replaceBuckets(
    scopes: Parameters<SyncReplica['replaceBuckets']>[0],
    images: readonly RowImage[],
  ): Promise<number> {
    await Promise.resolve();
    this.order.push('replaceBuckets');
    const rotten = images.filter(({ row_id }) => this.rows.get(row_id)?.rotten === true).length;
    for (const [id, { table }] of this.rows) {
      const inside = scopes.some((s) => s.table.name === table && s.bucket === bucketOf(id));
      if (inside) this.rows.delete(id);
    }
    this.#take(images);
    this.#doubts = this.#doubts.filter(
      (doubt) => !scopes.some((s) => s.table.name === doubt.table && s.bucket === doubt.bucket),
    );
    return rotten;
  }

  recordVerified(at: string): void {
    this.verifiedAt = at;
  }

  recordIncident(_at: string, kind: string): void {
    this.incidents.push(kind);
  }

  /** The file is replaced by an older copy of itself. */
  restore(copy: { op_no: number }): void {
    this.#state.last_op_no = copy.op_no;
    this.#state.acked_op_no = Math.min(this.#state.acked_op_no, copy.op_no);
    this.outbox = [];
  }

  #take(images: readonly RowImage[]): void {
    for (const { table, row_id, row } of images) {
      if (row === null) this.rows.delete(row_id);
      else this.rows.set(row_id, { table, version: Number(row['row_version']) });
    }
  }
}
