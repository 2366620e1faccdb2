import type pg from 'pg';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import { conflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { clash } from '#db/domains/bookings/rules/overlap.ts';
import { bucketOf, rowHash } from '#sync/core/checksum.ts';
import { centralRows } from './central.ts';
import type { Rows } from './central.ts';
import { only } from '#tests/helpers/postgres.ts';
import type { SimDevice } from './device.ts';
import { occupancyOf, REPLICATED } from './history.ts';
import type { History } from './history.ts';
import type { Issued } from './issued.ts';
import { CANARY } from './places.ts';
import { difference } from './same-rows.ts';
import { hold } from './violation.ts';

/** I1: every table is the same everywhere, in canonical form, and the counts agree with the rows. */
export async function converged(
  admin: pg.Client,
  devices: readonly SimDevice[],
): Promise<ReadonlyMap<string, Rows>> {
  const central = await centralRows(admin, REPLICATED);
  const counts = countsOf(central);
  for (const device of devices) {
    const other = difference(device, central);
    hold(
      'I1 convergence',
      other === null,
      () => `${device.name} has ${other?.where} as\n${other?.here}\ncentral as\n${other?.there}`,
    );
    sameCounts(device, counts);
    const { product: replica } = device.open;
    hold(
      'I1 convergence',
      JSON.stringify(replica.checksums()) === JSON.stringify(replica.recomputeChecksums()),
      () => `${device.name} keeps other counts than its rows give`,
    );
  }
  return central;
}

type Counts = ReadonlyMap<string, { readonly count: number; readonly sum: number }>;

/** Of every bucket that has rows. */
function countsOf(central: ReadonlyMap<string, Rows>): Counts {
  const counts = new Map<string, { count: number; sum: number }>();
  for (const [table, rows] of central) {
    for (const [id, row] of rows) {
      const bucket = `${bucketOf(id)} of ${table}`;
      const kept = counts.get(bucket) ?? { count: 0, sum: 0 };
      kept.count += 1;
      kept.sum += rowHash(id, Number(row['row_version']));
      counts.set(bucket, kept);
    }
  }
  return counts;
}

function sameCounts(device: SimDevice, wanted: Counts): void {
  const kept: Counts = new Map(
    device.open.product
      .checksums()
      .filter(({ count, sum }) => count !== 0 || sum !== 0)
      .map((each) => [`${each.bucket} of ${each.table}`, each]),
  );
  for (const bucket of new Set([...wanted.keys(), ...kept.keys()])) {
    const [should, is] = [wanted.get(bucket), kept.get(bucket)];
    hold(
      'I1 convergence',
      is?.count === should?.count && is?.sum === should?.sum,
      () => `${device.name} counts bucket ${bucket} differently`,
    );
  }
}

/** I2 and I6: what was acknowledged is in central's log, once and as it was, and nothing else is. */
async function nothingLost(
  admin: pg.Client,
  issued: readonly Issued[],
  history: History,
): Promise<void> {
  const { rows } = await admin.query<{ op_id: string; times: string }>(
    'select op_id, count(*) as times from sync.op_log group by op_id having count(*) > 1',
  );
  hold('I6 exactly once', rows.length === 0, () => `op ${rows[0]?.op_id} is logged twice`);
  const logged = new Map(history.ops.map((op) => [op.op_id, op]));
  const content = (changes: unknown) => canonicalJson(JSON.parse(JSON.stringify(changes)) as Json);
  for (const op of issued) {
    const there = logged.get(op.op_id);
    if (op.gone) continue;
    hold('I2 no lost write', there !== undefined, () => `op ${op.op_id} of d${op.device} is lost`);
    hold(
      'I2 no lost write',
      // What is parked travels without its changes: its desk has them.
      content(there?.changes) === content(there?.code?.startsWith('parked') ? [] : op.changes),
      () => `op ${op.op_id} of d${op.device} is logged with another content`,
    );
  }
  inOrder(issued, history);
  const known = new Set(issued.map(({ op_id }) => op_id));
  const stranger = history.ops.find(({ op_id }) => !known.has(op_id));
  hold('I6 exactly once', stranger === undefined, () => `nobody made op ${stranger?.op_id}`);
}

/** I5: what one desk did came to central in the order in which it was done. */
function inOrder(issued: readonly Issued[], history: History): void {
  const place = new Map(history.ops.map(({ op_id }, at) => [op_id, at]));
  const last = new Map<number, number>();
  for (const { op_id, device } of issued) {
    const at = place.get(op_id);
    if (at === undefined || history.refused.has(op_id)) continue;
    hold(
      'I5 causality',
      at > (last.get(device) ?? -1),
      () => `op ${op_id} of d${device} came early`,
    );
    last.set(device, at);
  }
}

/** I4: who lost a slot has a conflict that names both, and they really were in each other's way. */
function losersAreTold(central: ReadonlyMap<string, Rows>): void {
  const conflicts = [...(central.get('conflict_logs')?.values() ?? [])].filter(
    (row) => row['conflict_type'] === 'double_booking',
  );
  for (const [id, row] of central.get('bookings') ?? []) {
    if (row['status'] !== 'conflicted') continue;
    hold(
      'I4 no overbooking',
      conflicts.some((conflict) => conflict['row_id'] === id && conflict['other_row_id'] !== null),
      () => `booking ${id} lost its slot and no conflict says to whom`,
    );
  }
  for (const conflict of conflicts) {
    const { mine, theirs } = conflictData.parse(JSON.parse(String(conflict['conflict_data'])));
    hold(
      'I4 no overbooking',
      theirs !== null && clash(occupancyOf(mine), occupancyOf(theirs)),
      () => `conflict ${String(conflict['id'])} names two that were not in each other's way`,
    );
  }
}

/** I10: nothing waits any more, and nothing was put aside without a reason. */
function nothingParked(device: SimDevice): void {
  const left = only(
    device.all<Record<string, number>>(
      `SELECT (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM pending_rows) AS pending,
       (SELECT count(*) FROM shadow) AS shadow, (SELECT count(*) FROM quarantine) AS quarantine,
       (SELECT count(*) FROM rejected_ops WHERE code = '') AS unexplained,
       (SELECT last_op_no - acked_op_no FROM replica) AS unacknowledged`,
    ),
  );
  for (const [what, many] of Object.entries(left)) {
    hold('I10 bounded', many === 0, () => `${device.name} has ${many} ${what} left`);
  }
  const rejections = device.all<{ op_id: string }>(
    `SELECT op_id FROM outbox_sent WHERE outcome = 'rejected'
     AND op_id NOT IN (SELECT op_id FROM rejected_ops)`,
  );
  hold('I10 bounded', rejections.length === 0, () => `${device.name} hides a rejected op`);
}

/** I7: nothing of the other organization is anywhere in the files. */
function noCanary(device: SimDevice): void {
  hold('I7 isolation', !device.bytes().includes(CANARY), () => `${device.name} holds a canary`);
}

/** Seen by one desk so far; what it saw may not go back while its file lives. */
export interface Seen {
  readonly xmax: number;
  readonly versions: ReadonlyMap<string, number>;
}

/** I5: the cursor and every row a desk has confirmed only move forwards. I1: no count ever differed. */
export function forwards(device: SimDevice, seen: Seen, wentBack: boolean): Seen {
  const { cursor } = only(device.all<{ cursor: string | null }>('SELECT cursor FROM replica'));
  // Of a snapshot; a planted cursor may be anything.
  const xmax = Number(/^\d+:(\d+):/.exec(cursor ?? '')?.[1] ?? seen.xmax);
  if (wentBack) return { xmax, versions: new Map() };
  hold('I5 causality', xmax >= seen.xmax, () => `${device.name} went back to cursor ${cursor}`);
  const versions = new Map(
    device
      .all<{ id: string; version: number }>(
        `SELECT id, row_version AS version FROM bookings AS b WHERE NOT EXISTS
           (SELECT 1 FROM shadow WHERE table_name = 'bookings' AND row_id = b.id)
         UNION ALL SELECT row_id, image ->> 'row_version' FROM shadow
           WHERE table_name = 'bookings' AND image IS NOT NULL`,
      )
      .map(({ id, version }) => [id, version]),
  );
  for (const [id, version] of versions) {
    hold(
      'I5 causality',
      version >= (seen.versions.get(id) ?? 0),
      () => `${device.name} went back to version ${version} of booking ${id}`,
    );
  }
  const differed = device.all<{ detail: string }>(
    `SELECT detail FROM incidents WHERE kind IN ('checksums_differ', 'contents_differ')`,
  );
  hold('I1 convergence', differed.length === 0, () => `${device.name}: ${differed[0]?.detail}`);
  return { xmax, versions: new Map([...seen.versions, ...versions]) };
}

/** Everything that must hold once all has come to rest. `rows` are central's. */
export async function atRest(
  admin: pg.Client,
  devices: readonly SimDevice[],
  rows: ReadonlyMap<string, Rows>,
  issued: readonly Issued[],
  history: History,
): Promise<void> {
  await nothingLost(admin, issued, history);
  losersAreTold(rows);
  for (const device of devices) {
    nothingParked(device);
    noCanary(device);
  }
}

/** How often a desk noticed that its file had been put back. */
export function reincarnations(devices: readonly SimDevice[], kind: string): number {
  return devices.reduce((sum, device) => {
    const found = device.all('SELECT at FROM incidents WHERE kind = ?', kind);
    return sum + found.length;
  }, 0);
}

/**
 * The rows as text, without what depends on central's clock, or on its plans: rows that one statement
 * changes get their versions in the order in which it comes to them.
 */
export function timeless(rows: ReadonlyMap<string, Rows>): string {
  return [...rows]
    .flatMap(([table, all]) =>
      [...all.values()].map((row) => {
        const {
          created_at: _made,
          updated_at: _changed,
          resolved_at: _settled,
          row_version: _number,
          ...kept
        } = row;
        return `${table} ${JSON.stringify(kept)}`;
      }),
    )
    .join('\n');
}
