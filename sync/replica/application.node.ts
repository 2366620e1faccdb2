import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { sqliteCode } from '#db/sqlite/failures.node.ts';
import type { StatementsOf } from '#db/sqlite/table-statements.node.ts';
import { replay } from '#sync/core/merge.ts';
import type { Change, RowImage, RowStamp } from '#sync/core/op.ts';
import { stamped } from '#sync/core/stamp.ts';
import { createLedger, parseImage, versionOf } from './ledger.node.ts';
import { createPending } from './pending.node.ts';
import { organizationOf } from './state.node.ts';
import { createQuarantine, unknownPart } from './quarantine.node.ts';

/**
 * Taking central's images in, within one transaction. For every row there is one confirmed image:
 * in `shadow` while ops on it are pending, in the table itself otherwise, in quarantine when this
 * version cannot store it. Call `finish` before the commit.
 */
export interface Application {
  /**
   * `exactly` takes any version: central was restored, or the repair wants this image. `rotten`: it has
   * other contents than the confirmed image of the same version.
   */
  take(image: RowImage, exactly?: boolean): 'rotten' | 'sound';
  /** Takes a row in as `change` left it, when its confirmed image is the one the change was made on. */
  stamp(stamp: RowStamp, change: Change): void;
  /** Counts a confirmed row that was inserted without `take`. */
  count(table: Table, id: Id, version: number): void;
  /** Marks a row whose pending ops changed. */
  soil(table: Table, id: Id): void;
  /** Keeps the confirmed image of a row that begins to have pending ops, unless it is kept already. */
  shade(table: Table, id: Id): void;
  /** Replays pending ops on every row whose image or ops changed; answers the touched tables. */
  finish(): ReadonlySet<string>;
}

interface Confirmed {
  readonly place: 'shadow' | 'table' | 'quarantine' | 'nowhere';
  readonly row: CanonicalRow | null;
}

export interface ApplicationParts {
  readonly connection: Connection;
  readonly statements: StatementsOf;
  readonly now: () => Instant;
}

export function createApplication(parts: ApplicationParts): Application {
  const { connection, statements } = parts;
  const ledger = createLedger(connection);
  const quarantine = createQuarantine(connection, parts.now);
  const pending = createPending(connection);
  const soiled = new Map<string, { readonly table: Table; readonly id: Id }>();
  // Images that belong into `shadow`, if their rows still have pending ops in the end.
  let organizationId: Id | undefined;
  const shadows = new Map<string, CanonicalRow | null>();
  const touched = new Set<string>();

  const getShadow = connection.prepare<{ image: string | null }>(
    'SELECT image FROM shadow WHERE table_name = ? AND row_id = ?',
  );
  const setShadow = connection.prepare(
    'UPDATE shadow SET image = ? WHERE table_name = ? AND row_id = ?',
  );
  const addShadow = connection.prepare(
    'INSERT INTO shadow (table_name, row_id, image) VALUES (?, ?, ?)',
  );
  const dropShadow = connection.prepare('DELETE FROM shadow WHERE table_name = ? AND row_id = ?');

  const keyOf = (table: Table, id: Id) => `${table.name} ${id}`;
  const soil = (table: Table, id: Id) => soiled.set(keyOf(table, id), { table, id });

  /** Central's image of a row with pending ops; undefined for one that has none. */
  const shadowOf = (table: Table, id: Id): CanonicalRow | null | undefined => {
    const taken = shadows.get(keyOf(table, id));
    if (taken !== undefined) return taken;
    const shadow = getShadow.get(table.name, id);
    if (shadow === undefined) return undefined;
    return shadow.image === null ? null : parseImage(shadow.image);
  };

  /**
   * Puts the row on show, or hides it; false when this version's constraints refuse it. `shown` is
   * what the table holds, where that is known: then only what differs is written, and indexed.
   */
  const show = (
    table: Table,
    id: Id,
    row: CanonicalRow | null,
    shown: CanonicalRow | null = null,
  ): boolean => {
    touched.add(table.name);
    if (row === null) {
      statements(table).remove(id);
      return true;
    }
    try {
      if (shown === null) statements(table).put(row);
      else statements(table).update(id, difference(shown, row));
      return true;
    } catch (error) {
      if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') !== true) throw error;
      statements(table).remove(id);
      return false;
    }
  };

  /** The row has no pending ops: its confirmed image is what the table holds. */
  const confirm = (
    table: Table,
    id: Id,
    row: CanonicalRow | null,
    shown: CanonicalRow | null = null,
  ) => {
    const version = row === null ? undefined : versionOf(row);
    if (show(table, id, row, shown)) quarantine.release(table.name, id, version);
    else quarantine.keep({ table: table.name, row_id: id, row });
  };

  const rebase = (table: Table, id: Id) => {
    const image = shadowOf(table, id);
    if (image === undefined) return;
    const changes = pending.changesOf(table.name, id);
    if (changes.length === 0) {
      dropShadow.run(table.name, id);
      confirm(table, id, image, statements(table).get(id) ?? null);
      return;
    }
    if (shadows.has(keyOf(table, id))) {
      setShadow.run(image === null ? null : JSON.stringify(image), table.name, id);
    }
    // Each op on what those before it left on show, as its person saw it. Mine on top of theirs can
    // break a rule that each kept alone: such an op shows nothing until central's verdict on it.
    let shown = image;
    for (const { change, stamp } of changes) {
      const next = replay(shown, change, table, stamp);
      if (show(table, id, next)) shown = next;
      // What was on show gave way to the attempt.
      else show(table, id, shown);
    }
  };

  const confirmed = (table: Table, id: Id): Confirmed => {
    const shadow = shadowOf(table, id);
    if (shadow !== undefined) return { place: 'shadow', row: shadow };
    const row = statements(table).get(id);
    if (row !== undefined) return { place: 'table', row };
    const unreadable = quarantine.unreadable(table.name, id);
    return { place: unreadable === null ? 'nowhere' : 'quarantine', row: unreadable };
  };

  /** Makes `stored` the confirmed image of a row whose present one is `known` and lies in `place`. */
  const replace = (
    table: Table,
    id: Id,
    { place, row: known }: Confirmed,
    stored: CanonicalRow | null,
  ) => {
    const version = (row: CanonicalRow | null) => (row === null ? undefined : versionOf(row));
    ledger.replace(table, id, version(known), version(stored));
    if (place === 'shadow') {
      shadows.set(keyOf(table, id), stored);
      soil(table, id);
    } else {
      confirm(table, id, stored, place === 'table' ? known : null);
    }
  };

  return {
    soil,
    stamp: (stamp, change) => {
      const table = connection.registry.get(stamp.table);
      if (table === undefined) return;
      const there = confirmed(table, stamp.row_id);
      const was = there.row === null ? null : versionOf(there.row);
      // Otherwise a pull was quicker, or will bring the row.
      if (was !== stamp.was) return;
      organizationId ??= organizationOf(connection);
      const image = stamped(there.row, change, stamp, table, organizationId);
      replace(table, stamp.row_id, there, image);
    },
    shade: (table, id) => {
      const { place, row } = confirmed(table, id);
      if (place === 'shadow') return;
      addShadow.run(table.name, id, row === null ? null : JSON.stringify(row));
    },
    count: (table, id, version) => {
      touched.add(table.name);
      ledger.replace(table, id, undefined, version);
    },
    take: (image, exactly = false) => {
      const table = connection.registry.get(image.table);
      if (table === undefined || table.options.sync === 'local') {
        quarantine.keep(image);
        return 'sound';
      }
      const { row_id: id, row } = image;
      const there = confirmed(table, id);
      const { place, row: known } = there;
      // Central sends no rows of such tables but what it made of this device's own.
      if (place === 'nowhere' && !arrives(table)) {
        quarantine.keep(image);
        return 'sound';
      }
      // Of a row that went up no repair will ever tell which version is right: the last word counts.
      if (!exactly && arrives(table) && known !== null && row !== null) {
        // The same version is the same row: an own op that came back.
        if (versionOf(row) <= versionOf(known)) return 'sound';
      }
      const partly = row !== null && unknownPart(table, row);
      const stored = row === null ? null : readable(table, row);
      const rotten =
        stored !== null &&
        known !== null &&
        versionOf(stored) === versionOf(known) &&
        Object.keys(difference(known, stored)).length > 0;
      replace(table, id, there, stored);
      if (partly) quarantine.keep(image);
      return rotten ? 'rotten' : 'sound';
    },
    finish: () => {
      for (const { table, id } of soiled.values()) rebase(table, id);
      soiled.clear();
      shadows.clear();
      ledger.flush();
      if (pending.looked) touched.add('pending_rows');
      return touched;
    },
  };
}

/** The columns this version knows, those that central left out by their default. */
function readable(table: Table, row: CanonicalRow): CanonicalRow {
  return Object.fromEntries(
    Object.entries(table.columns).map(([name, { shape }]) => [
      name,
      row[name] === undefined ? (shape.defaultValue ?? null) : row[name],
    ]),
  );
}

function difference(from: CanonicalRow, to: CanonicalRow): CanonicalRow {
  return Object.fromEntries(Object.entries(to).filter(([name, cell]) => from[name] !== cell));
}
