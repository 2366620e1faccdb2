import type pg from 'pg';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { must } from '#db/kernel/must.ts';
import type { PlantedParts } from './desk-process.ts';
import type { Invariant } from './violation.ts';
import type { WorldOptions } from './world.ts';

/** A bug that somebody might write, planted into one central or through a port. */
export interface Mutant {
  readonly name: string;
  /** Any of these may be the first to notice. */
  readonly caughtBy: readonly Invariant[];
  /** The seed that is known to catch it: tried before the others. 1 unless it takes a rarer state. */
  readonly firstSeed?: number;
  readonly plant?: (admin: pg.Client) => Promise<void>;
  readonly world?: WorldOptions;
}

/** Rewrites a function of this central. Throws when it no longer says what the bug replaces. */
async function rewrite(admin: pg.Client, name: string, from: string, to: string): Promise<void> {
  const { rows } = await admin.query<{ text: string }>(
    'select pg_get_functiondef($1::regproc) as text',
    [name],
  );
  const { text } = must(rows[0], name);
  if (!text.includes(from)) throw new Error(`${name} does not say ${JSON.stringify(from)}`);
  await admin.query(text.replaceAll(from, to));
}

const SNAPSHOT_CURSOR = 'select pg_current_snapshot()::text';
const SNAPSHOT_KEYS = `f.xid >= pg_snapshot_xmin(p_cursor::pg_snapshot)
    and pg_visible_in_snapshot(f.xid, (select pg_current_snapshot()))
    and not pg_visible_in_snapshot(f.xid, (select p_cursor::pg_snapshot))`;

function cursor(from: string, keys: string): NonNullable<Mutant['plant']> {
  return async (admin) => {
    await rewrite(admin, 'sync.feed_cursor', SNAPSHOT_CURSOR, from);
    await rewrite(admin, 'sync.feed_keys', SNAPSHOT_KEYS, keys);
    const ahead = `coalesce(
    pg_snapshot_xmax(p_cursor::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()), false
  )`;
    await rewrite(admin, 'sync.cursor_is_ahead', ahead, 'false');
    await admin.query(`create or replace function sync.cursor_standing(p_organization uuid, p_cursor text)
      returns text language sql as $$ select 'good' $$`);
  };
}

// Deletions are fed correctly: only the rows that are there tell when they changed.
const CHANGED = [
  ...bookingRegistry.tables.map(({ name }) => `select id, updated_at as at from data.${name}`),
  'select row_id, deleted_at from sync.tombstones',
].join(' union all ');

/** Desks whose comparisons find nothing: they would repair what a wrong cursor loses. */
export const BLIND: PlantedParts = {
  replica: (inner) => ({ ...inner, checksums: () => [] }),
  link: (inner) => ({
    ...inner,
    pull: async (cursor, withChecksums) => ({
      ...(await inner.pull(cursor, withChecksums)),
      checksums: withChecksums ? [] : null,
    }),
  }),
};

/** Slower and right: proves that what catches the wrong cursors is not their lagging. */
export const HORIZON: Mutant = {
  name: 'a cursor at the horizon',
  caughtBy: [],
  plant: cursor(
    'select pg_snapshot_xmin(pg_current_snapshot())::text',
    'f.xid >= p_cursor::xid8 and f.xid < pg_snapshot_xmin(pg_current_snapshot())',
  ),
  world: { ...BLIND, mayLag: true },
};

/** Planted at central. */
export const CENTRAL_MUTANTS: readonly Mutant[] = [
  {
    name: 'seq > cursor',
    caughtBy: ['I1 convergence'],
    plant: cursor(
      'select coalesce(max(seq), 0)::text from sync.change_feed',
      'f.seq > p_cursor::bigint',
    ),
    world: { ...BLIND, mayLag: true },
  },
  {
    name: 'seq > cursor and xid < xmin',
    caughtBy: ['I1 convergence'],
    plant: cursor(
      `select coalesce(max(seq), 0)::text from sync.change_feed
       where xid < pg_snapshot_xmin(pg_current_snapshot())`,
      'f.seq > p_cursor::bigint and f.xid < pg_snapshot_xmin(pg_current_snapshot())',
    ),
    world: { ...BLIND, mayLag: true },
  },
  {
    name: 'updated_at > cursor',
    caughtBy: ['I1 convergence'],
    plant: cursor(
      `select coalesce(max(at), '-infinity')::text from (${CHANGED}) c`,
      `f.row_id in (select c.id from (${CHANGED}) c where c.at > p_cursor::timestamptz)`,
    ),
    world: { ...BLIND, mayLag: true },
  },
  {
    name: 'check, then insert, without the constraint',
    caughtBy: ['I4 no overbooking'],
    plant: async (admin) => {
      await admin.query('alter table data.bookings drop constraint bookings_no_overlap');
    },
  },
  {
    name: 'no idempotency',
    caughtBy: ['I3 no silent reversal', 'I6 exactly once', 'I2 no lost write', 'I5 causality'],
    plant: async (admin) => {
      await rewrite(admin, 'sync.stand_of_ops', 'select l.op_id is not null', 'select false');
      await rewrite(admin, 'sync.op_standing', `then 'restored'`, `then 'new'`);
      await admin.query('alter table sync.op_log drop constraint op_log_pkey');
    },
  },
  {
    name: 'the last writer wins without a word',
    caughtBy: ['I3 no silent reversal'],
    plant: (admin) =>
      rewrite(
        admin,
        'sync.update_bookings',
        'if v_seen is distinct from v_now then',
        'if false then',
      ),
  },
  {
    name: 'deletions are not fed',
    caughtBy: ['I1 convergence'],
    plant: (admin) =>
      rewrite(admin, 'sync.capture_delete', 'from old_rows o;', 'from old_rows o where false;'),
  },
  {
    name: 'who lost a slot is not told',
    caughtBy: ['I3 no silent reversal', 'I4 no overbooking'],
    plant: (admin) =>
      rewrite(admin, 'sync.insert_bookings', 'if v_wanted is not null then', 'if false then'),
  },
  {
    name: 'changes are not fed',
    caughtBy: ['I1 convergence', 'I5 causality', 'the light'],
    plant: (admin) =>
      rewrite(
        admin,
        'sync.capture_update',
        'group by c.organization_id, c.id',
        'where false group by c.organization_id, c.id',
      ),
  },
  {
    name: 'rights are not looked at again',
    caughtBy: ['rights'],
    plant: (admin) => rewrite(admin, 'sync.admit_op', 'and u.is_active', ''),
  },
  {
    name: 'deletions are forgotten',
    firstSeed: 3,
    caughtBy: ['I3 no silent reversal'],
    plant: async (admin) => {
      await admin.query(
        `create or replace function sync.was_deleted(p_organization uuid, p_table smallint, p_id uuid)
         returns boolean language sql stable as 'select false'`,
      );
    },
  },
];
