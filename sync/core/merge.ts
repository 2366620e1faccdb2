import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape, MergePolicy } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { mergeText } from './merge-text.ts';
import type { Change } from './op.ts';

/** How two concurrent changes of one value came out. */
export type MergeOutcome =
  | 'applied' // nobody else had changed it
  | 'unchanged' // it holds the wanted value already, or nothing was wanted
  | 'merged' // both count, or the later one; the other value is set aside
  | 'dropped' // central's stays, nobody is asked
  | 'conflict' // central's stays, a person decides
  | 'refused'; // the whole op is rejected as stale

export interface Merged {
  readonly value: Cell;
  readonly outcome: MergeOutcome;
}

/**
 * One column's three-way merge: `base` is what the person saw, `mine` what they left, `theirs` what
 * central holds now. Deterministic; for max, min, sum and union any order of changes made on one
 * base gives one result. Central has the same rules in generated SQL. `longest` is the column's limit
 * in characters: a text that would grow beyond it is asked about.
 */
export function merge(
  policy: MergePolicy,
  base: Cell,
  mine: Cell,
  theirs: Cell,
  longest = Number.POSITIVE_INFINITY,
): Merged {
  if (mine === base) return { value: theirs, outcome: 'unchanged' };
  if (policy === 'central') return { value: theirs, outcome: 'dropped' };
  // Before "holds it already": two desks that both add 2 mean 4.
  if (policy === 'sum') return sum(base, mine, theirs);
  if (theirs === base) return { value: mine, outcome: 'applied' };
  if (theirs === mine) return { value: theirs, outcome: 'unchanged' };
  switch (policy) {
    case 'ask':
      return { value: theirs, outcome: 'conflict' };
    case 'last':
      return { value: mine, outcome: 'merged' };
    case 'max':
    case 'min':
      return { value: extreme(policy, mine, theirs), outcome: 'merged' };
    case 'union':
      return union(base, mine, theirs);
    case 'text':
      return lines(base, mine, theirs, longest);
    case 'refuse':
      return { value: theirs, outcome: 'refused' };
    default:
      return unreachable(policy);
  }
}

function sum(base: Cell, mine: Cell, theirs: Cell): Merged {
  const value = amount(theirs) + amount(mine) - amount(base);
  return { value, outcome: theirs === base ? 'applied' : 'merged' };
}

function amount(cell: Cell): number {
  return typeof cell === 'number' ? cell : 0;
}

// Null is no value: it loses against any, under max as under min.
function extreme(keep: 'max' | 'min', mine: Cell, theirs: Cell): Cell {
  if (mine === null) return theirs;
  if (theirs === null) return mine;
  return mine > theirs === (keep === 'max') ? mine : theirs;
}

function union(base: Cell, mine: Cell, theirs: Cell): Merged {
  const [before, left, there] = [members(base), members(mine), members(theirs)];
  if (before === undefined || left === undefined || there === undefined) {
    return { value: theirs, outcome: 'conflict' };
  }
  const kept = [...there].filter((member) => left.has(member) || !before.has(member));
  const added = [...left].filter((member) => !before.has(member));
  // Sorted: the order in which changes arrive must not show.
  const all = [...new Set([...kept, ...added])].sort(byCodePoint);
  return { value: `[${all.join(',')}]`, outcome: 'merged' };
}

function lines(base: Cell, mine: Cell, theirs: Cell, longest: number): Merged {
  const asked: Merged = { value: theirs, outcome: 'conflict' };
  if (typeof base !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') {
    return asked;
  }
  const value = mergeText(base, mine, theirs);
  if (value === null || longerThan(value, longest)) return asked;
  return { value, outcome: 'merged' };
}

// By code points, as both databases count.
function longerThan(text: string, characters: number): boolean {
  return text.length > characters && Array.from(text).length > characters;
}

/** Canonical texts of the members of a JSON array; null counts as empty. */
function members(cell: Cell): Set<string> | undefined {
  if (cell === null) return new Set();
  if (typeof cell !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(cell);
    return Array.isArray(parsed)
      ? new Set(parsed.map((member: Json) => canonicalJson(member)))
      : undefined;
  } catch {
    return undefined;
  }
}

// Postgres orders by bytes of UTF-8, which is the order of code points, not of UTF-16 units.
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** What a replayed row is stamped with until central stamps it. */
export interface Stamp {
  readonly organization_id: string;
  readonly actor_id: string;
  readonly at: string;
}

/**
 * A pending change on top of central's image, as the desk shows it until the verdict comes: counted
 * values keep central's part, everything else shows what the person left. A row that central has
 * deleted stays hidden; a row that central has already taken in is left as central has it.
 */
export function replay(
  image: CanonicalRow | null,
  change: Change,
  table: Table,
  stamp: Stamp,
): CanonicalRow | null {
  switch (change.kind) {
    case 'delete':
      return null;
    case 'insert':
      return image ?? newRow(change, table, stamp);
    case 'update':
      return image === null ? null : updated(image, change, table, stamp);
    default:
      return unreachable(change.kind);
  }
}

function newRow(change: Change, table: Table, stamp: Stamp): CanonicalRow {
  const row: Record<string, Cell> = {
    id: change.row_id,
    organization_id: stamp.organization_id,
  };
  for (const [name, { shape }] of Object.entries(table.own)) {
    const value = shape.merge === 'central' ? undefined : change.values[name];
    row[name] = value === undefined ? (shape.defaultValue ?? null) : value[1];
  }
  return {
    ...row,
    created_at: stamp.at,
    updated_at: stamp.at,
    created_by: stamp.actor_id,
    updated_by: stamp.actor_id,
    row_version: 0,
  };
}

function updated(image: CanonicalRow, change: Change, table: Table, stamp: Stamp): CanonicalRow {
  const row: Record<string, Cell> = { ...image };
  for (const [name, [before, after]] of Object.entries(change.values)) {
    const shape = table.own[name]?.shape;
    if (shape === undefined) continue;
    row[name] = shown(shape, before, after, image[name] ?? null);
  }
  return { ...row, updated_at: stamp.at, updated_by: stamp.actor_id };
}

function shown(shape: ColumnShape, before: Cell, after: Cell, image: Cell): Cell {
  const policy = shape.merge;
  switch (policy) {
    case 'sum':
    case 'union':
    case 'max':
    case 'min':
    case 'central':
      return merge(policy, before, after, image).value;
    case 'text': {
      const { value, outcome } = merge(policy, before, after, image, shape.maxLength);
      return outcome === 'conflict' ? after : value;
    }
    case 'ask':
    case 'last':
    case 'refuse':
      return after;
    default:
      return unreachable(policy);
  }
}
