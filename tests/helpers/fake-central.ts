import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { bucketOf, rowHash } from '#sync/core/checksum.ts';
import type { Op, RowImage, Verdict } from '#sync/core/op.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type {
  CentralLink,
  Checksum,
  Continuity,
  LinkFailure,
  Welcome,
} from '#sync/core/protocol.ts';

type Call = keyof CentralLink;

/**
 * A central in memory with one organization and no rules: enough for the engine, which must not
 * care what rows mean. The real one is in sync/central.
 */
export class FakeCentral {
  readonly rows = new Map<
    Id,
    { table: string; version: number; at: number; cells: CanonicalRow }
  >();
  /** Stands in every image, for replicas that check it. */
  organizationId: Id | null = null;
  readonly calls: Call[] = [];
  readonly hints = new Set<() => void>();
  epoch = '00000000-0000-7000-8000-0000000000e1';
  incarnation: Id | null = null;
  acked = new Map<number, Id>();
  continuity: Continuity = 'unbroken';
  welcome: Welcome | null = null;
  needs: 'device_update' | 'central_update' | null = null;
  canListen = true;
  /** Before an upload arrives; what it throws breaks the link. */
  onPush: (ops: readonly Op[]) => void = () => {};
  /** Op ids central refuses. */
  readonly refused = new Set<Id>();
  /** Op ids that end every call they come with, by their SQLSTATE. */
  readonly unable = new Map<Id, string>();
  links = 0;
  #version = 0;
  #log: { version: number; id: Id; table: string }[] = [];
  readonly #verdicts = new Map<Id, Verdict>();
  readonly #failing = new Map<Call, LinkFailure[]>();
  readonly #dropping = new Map<Call, number>();
  #holding: { call: Call; gate: Promise<void> } | null = null;
  readonly #tables: readonly Table[];
  readonly #clock: Clock;

  constructor(tables: readonly Table[], clock: Clock) {
    this.#tables = tables;
    this.#clock = clock;
  }

  /** The next calls of this name fail before they reach central. */
  failNext(call: Call, failure: LinkFailure = 'unreachable', times = 1): void {
    this.#failing.set(
      call,
      Array.from({ length: times }, () => failure),
    );
  }

  /** The next calls of this name take effect, and their answer is lost. */
  dropNext(call: Call, times = 1): void {
    this.#dropping.set(call, times);
  }

  /** Holds the next call of this name until the function it answers is called. */
  holdNext(call: Call): () => void {
    let release = () => {};
    this.#holding = { call, gate: new Promise((open) => (release = open)) };
    return release;
  }

  /** Somebody else writes a row. */
  write(table: string, id: Id, cells: CanonicalRow = {}): void {
    this.#version += 1;
    const all = { ...this.rows.get(id)?.cells, ...cells };
    this.rows.set(id, { table, version: this.#version, at: this.#clock.now(), cells: all });
    this.#log.push({ version: this.#version, id, table });
  }

  /** A row changes behind the feed's back: only checksums can notice. */
  corrupt(table: string, id: Id): void {
    this.#version += 1;
    const cells = this.rows.get(id)?.cells ?? {};
    this.rows.set(id, { table, version: this.#version, at: this.#clock.now(), cells });
  }

  hint(): void {
    for (const hint of this.hints) hint();
  }

  connect(): CentralLink {
    this.links += 1;
    let closed = false;
    let cut = () => {};
    const whenClosed = new Promise<void>((done) => (cut = done));
    let onHint: (() => void) | null = null;
    const call = async <T>(name: Call, run: () => T): Promise<T> => {
      this.calls.push(name);
      const failure = this.#failing.get(name)?.shift();
      if (failure !== undefined) throw new LinkError(failure, 'test', `${name} fails`);
      if (this.#holding?.call === name) {
        const { gate } = this.#holding;
        this.#holding = null;
        await Promise.race([gate, whenClosed]);
      }
      await Promise.resolve();
      if (closed) throw new LinkError('unreachable', 'closed', 'closed');
      const answer = run();
      const drops = this.#dropping.get(name) ?? 0;
      if (drops > 0) {
        this.#dropping.set(name, drops - 1);
        throw new LinkError('unreachable', 'ECONNRESET', `the answer of ${name} is lost`);
      }
      return answer;
    };
    return {
      hello: (hello) =>
        call('hello', () => {
          if (this.welcome !== null) return this.welcome;
          this.incarnation ??= hello.incarnation;
          const continuity = this.continuity;
          if (this.incarnation !== hello.incarnation) {
            return { kind: 'incarnation_refused', continuity };
          }
          if (this.acked.size > hello.last_op_no) {
            return { kind: 'restored', central_op_no: this.acked.size, continuity };
          }
          const now = instantOf(this.#clock.now());
          const current = hello.renews && hello.cursor === String(this.#version);
          const { epoch, needs } = this;
          return { kind: 'welcome', epoch, continuity, current, needs, schema_version: 1, now };
        }),
      reincarnate: (incarnation) =>
        call('reincarnate', () => {
          this.incarnation = incarnation;
          this.acked = new Map();
        }),
      leave: () => call('leave', () => {}),
      push: (ops) =>
        call('push', () => {
          this.onPush(ops);
          for (const { op_id, parked } of ops) {
            const state = this.unable.get(op_id);
            if (state === undefined || parked !== undefined || this.#verdicts.has(op_id)) continue;
            const failure = state === 'XX000' ? 'broken' : 'busy';
            throw new LinkError(failure, state, `central: ${state}`);
          }
          const first = ops[0]?.op_no ?? 1;
          if (first > this.acked.size + 1) return { kind: 'gap', expected: this.acked.size + 1 };
          const clash = ops.some(({ op_no, op_id }) => (this.acked.get(op_no) ?? op_id) !== op_id);
          if (clash) return { kind: 'restored', central_op_no: this.acked.size };
          return { kind: 'verdicts', verdicts: ops.map((op) => this.#judge(op)) };
        }),
      pull: (cursor, withChecksums) =>
        call('pull', () => {
          const from = cursor === null ? this.#version : Number(cursor);
          const changed = new Map(
            this.#log.filter(({ version }) => version > from).map(({ id, table }) => [id, table]),
          );
          return {
            cursor: String(this.#version),
            images: [...changed].map(([id, table]) => this.#image(table, id)),
            checksums: withChecksums ? this.#checksums() : null,
          };
        }),
      snapshotChunk: (table, after, limit) =>
        call('snapshotChunk', () => {
          const ids = [...this.rows]
            .filter(([id, row]) => row.table === table.name && id > (after ?? ''))
            .map(([id]) => id)
            .sort()
            .slice(0, limit);
          const rows = ids.map((id) => [id, this.rows.get(id)?.version ?? 0]);
          const last = ids.length === limit ? (ids.at(-1) ?? null) : null;
          return { rows, bytes: rows.length * 100, last_id: last };
        }),
      bucketRows: (scopes) =>
        call('bucketRows', () =>
          [...this.rows]
            .filter(([id, row]) =>
              scopes.some((s) => s.table.name === row.table && s.bucket === bucketOf(id)),
            )
            .map(([id, row]) => this.#image(row.table, id)),
        ),
      bucketPart: ({ table, bucket }, after, limit) =>
        call('bucketPart', () =>
          [...this.rows]
            .filter(([id, row]) => row.table === table.name && bucketOf(id) === bucket)
            .map(([id]) => id)
            .filter((id) => after === null || id > after)
            .sort()
            .slice(0, limit)
            .map((id) => this.#image(table.name, id)),
        ),
      wake: () => call('wake', () => this.hint()),
      listen: (hint) =>
        call('listen', () => {
          if (!this.canListen) return false;
          onHint = hint;
          this.hints.add(hint);
          return true;
        }),
      close: async () => {
        closed = true;
        cut();
        if (onHint !== null) this.hints.delete(onHint);
        await Promise.resolve();
      },
    };
  }

  #judge(op: Op): Verdict {
    const known = this.#verdicts.get(op.op_id);
    this.acked.set(op.op_no, op.op_id);
    if (known !== undefined) return known;
    const refused = this.refused.has(op.op_id) || op.parked !== undefined;
    for (const { table, row_id, values } of refused ? [] : op.changes) {
      const cells = Object.entries(values).map(([column, [, after]]) => [column, after] as const);
      this.write(table, row_id, Object.fromEntries(cells));
    }
    const verdict: Verdict = {
      op_id: op.op_id,
      outcome: refused ? 'rejected' : 'applied',
      code: refusalOf(op, refused),
      detail: null,
      merged: [],
      conflicts: [],
      // Central has not seen what a parked op changes.
      images:
        op.parked === undefined
          ? op.changes.map(({ table, row_id }) => this.#image(table, row_id))
          : [],
    };
    this.#verdicts.set(op.op_id, verdict);
    return verdict;
  }

  #image(table: string, id: Id): RowImage {
    const row = this.rows.get(id);
    if (row === undefined) return { table, row_id: id, row: null };
    return {
      table,
      row_id: id,
      row: {
        id,
        organization_id: this.organizationId,
        ...row.cells,
        created_at: instantOf(row.at),
        updated_at: instantOf(row.at),
        created_by: null,
        updated_by: null,
        row_version: row.version,
      },
    };
  }

  #checksums(): readonly Checksum[] {
    return checksumsOf(
      this.#tables,
      [...this.rows].map(([id, { table, version }]) => ({ table, id, version })),
    );
  }
}

export function checksumsOf(
  tables: readonly Table[],
  rows: readonly { table: string; id: Id; version: number }[],
): readonly Checksum[] {
  return tables.flatMap(({ name }) => {
    const buckets = new Map<number, { count: number; sum: number }>();
    for (const { id, version } of rows.filter((row) => row.table === name)) {
      const { count, sum } = buckets.get(bucketOf(id)) ?? { count: 0, sum: 0 };
      buckets.set(bucketOf(id), { count: count + 1, sum: sum + rowHash(id, version) });
    }
    return [...buckets].map(([bucket, sums]) => ({ table: name, bucket, ...sums }));
  });
}

function refusalOf({ parked }: Op, refused: boolean): Verdict['code'] {
  if (parked !== undefined) return parked === 'with' ? 'parked_with' : 'parked';
  return refused ? 'rule_broken' : null;
}
