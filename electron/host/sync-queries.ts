import { z } from 'zod';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Page } from '#electron/contract/define.ts';
import type { OutboxLine, SyncStatus } from '#electron/contract/sync.ts';
import type { SyncReplica } from '#sync/core/replica.ts';
import type { Engine } from '#sync/engine/engine.ts';
import { lastHealed } from './healed.ts';
import type { DeskTables } from './tables.ts';

export interface SyncSight {
  readonly reads: Reads<DeskTables>;
  readonly replica: Pick<SyncReplica, 'fillProgress'>;
  readonly engine: Pick<Engine, 'status'>;
  readonly mayUnplug: boolean;
}

/** Serves `sync.status`. Every number is counted where it lives. */
export function syncStatus({ reads, replica, engine, mayUnplug }: SyncSight): SyncStatus {
  const { light, state, clockOffset, lag, error, nextTryAt } = engine.status();
  const { sql } = reads;
  const file = must(
    reads.first(sql.selectFrom('replica').select(['device_name', 'central', 'verified_at'])),
    'a replica knows who it is',
  );
  return {
    light,
    ready: state.ready,
    waiting: count(
      reads,
      sql.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('n')),
    ),
    attention: count(
      reads,
      sql
        .selectFrom('rejected_ops')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('state', '=', 'open')
        .where('conflict_id', 'is', null),
    ),
    conflicts: count(
      reads,
      sql
        .selectFrom('conflict_logs')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('status', 'in', ['open', 'investigating']),
    ),
    needs: state.needs,
    verified_at: file.verified_at,
    heard_at: state.heard_at === null ? null : instantOf(state.heard_at),
    clock_offset: clockOffset,
    lag,
    error,
    next_try_at: nextTryAt === null ? null : instantOf(nextTryAt),
    fill: state.ready
      ? []
      : replica
          .fillProgress()
          .map(({ table, rows, bytes, done }) => ({ table: table.name, rows, bytes, done })),
    unplug: { allowed: mayUnplug, unplugged: state.link === 'unplugged' },
    device_name: file.device_name,
    central: file.central === '' ? null : file.central,
    healed: lastHealed(reads),
  };
}

function count(reads: Reads<DeskTables>, query: Parameters<typeof reads.first<{ n: number }>>[0]) {
  return reads.first(query)?.n ?? 0;
}

interface Tab {
  readonly tab: 'waiting' | 'rejected';
  readonly offset: number;
  readonly limit: number;
}

/** Serves `sync.outbox`: what waits, oldest first, or what was refused and nobody looked after yet. */
export function syncOutbox({ reads, engine }: SyncSight, input: Tab): Page<OutboxLine> {
  return input.tab === 'waiting' ? waitingLines(reads, engine, input) : rejectedLines(reads, input);
}

function waitingLines(
  reads: Reads<DeskTables>,
  engine: Pick<Engine, 'status'>,
  { offset, limit }: Tab,
): Page<OutboxLine> {
  const { sql } = reads;
  const { sendingUpTo } = engine.status();
  const ops = reads.all(
    sql
      .selectFrom('outbox')
      .leftJoin('users', 'users.id', 'outbox.actor_id')
      .select(['op_id', 'op_no', 'command', 'at', 'changes', 'users.display_name as actor_name'])
      .orderBy('op_no')
      .offset(offset)
      .limit(limit),
  );
  return {
    rows: ops.map((op) => ({
      ...lineOf(reads, op),
      state: sendingUpTo !== null && op.op_no <= sendingUpTo ? 'sending' : 'waiting',
      code: null,
      detail: null,
    })),
    total: count(
      reads,
      sql.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('n')),
    ),
  };
}

function rejectedLines(reads: Reads<DeskTables>, { offset, limit }: Tab): Page<OutboxLine> {
  const { sql } = reads;
  const open = sql
    .selectFrom('rejected_ops')
    .leftJoin('users', 'users.id', 'rejected_ops.actor_id')
    .where('state', '=', 'open')
    .where('conflict_id', 'is', null);
  const ops = reads.all(
    open
      .select(['op_id', 'op_no', 'command', 'at', 'changes', 'code', 'detail'])
      .select('users.display_name as actor_name')
      .orderBy('rejected_at')
      .orderBy('op_no')
      .offset(offset)
      .limit(limit),
  );
  return {
    rows: ops.map((op) => ({
      ...lineOf(reads, op),
      state: 'rejected',
      code: op.code,
      detail: op.detail,
    })),
    total: count(
      reads,
      open.select((eb) => eb.fn.countAll<number>().as('n')),
    ),
  };
}

interface StoredOp {
  readonly op_id: string;
  readonly op_no: number;
  readonly command: string;
  readonly at: string;
  readonly changes: string;
  readonly actor_name: string | null;
}

const stored = z.array(
  z.object({
    table: z.string(),
    row_id: z.string(),
    values: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.null()]))),
  }),
);

function lineOf(reads: Reads<DeskTables>, op: StoredOp) {
  const changes = stored.parse(JSON.parse(op.changes));
  return {
    op_id: op.op_id,
    op_no: op.op_no,
    command: op.command,
    at: op.at,
    actor_name: op.actor_name,
    subject: subjectOf(reads, changes),
    changes: changes.length,
    bytes: new TextEncoder().encode(op.changes).length,
  };
}

/** Title of the first booking it touches, as the op left it or found it, else as it is now. */
function subjectOf(reads: Reads<DeskTables>, changes: z.infer<typeof stored>): string | null {
  const change = changes.find(({ table }) => table === 'bookings');
  if (change === undefined) return null;
  const [before, after] = change.values['title'] ?? [];
  if (typeof after === 'string') return after;
  if (typeof before === 'string') return before;
  const booking = reads.first(
    reads.sql.selectFrom('bookings').select('title').where('id', '=', change.row_id),
  );
  return booking?.title ?? null;
}
