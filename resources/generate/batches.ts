import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { registry } from '#db/domains/registry.ts';
import type { Cell } from '#db/schema/column.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';

// Rows handed over at once: fewer calls, no list of a million rows.
const BATCH = 1000;

type Line = readonly Cell[];

/** Rows on their way into tables, some at a time. */
export interface Batches {
  /** One row: own columns and `id`; what it leaves out is as the table says. */
  add(table: string, created_at: Instant, row: CanonicalRow): void;
  flush(): void;
  rows(): Readonly<Record<string, number>>;
}

/** `take` gets rows in the order of `table.columns`. */
export function batched(
  take: (table: Table, rows: readonly Line[]) => void,
  who: { readonly organization_id: Id; readonly user_id: Id },
): Batches {
  const waiting = new Map<string, { readonly table: Table; readonly rows: Line[] }>();
  const counted: Record<string, number> = {};
  const layouts = new Map<string, readonly (readonly [name: string, otherwise: Cell])[]>();
  const layoutOf = (table: Table) => {
    const known = layouts.get(table.name);
    if (known !== undefined) return known;
    const stamp: Readonly<Record<string, Cell>> = {
      organization_id: who.organization_id,
      created_by: who.user_id,
      updated_by: who.user_id,
    };
    const layout = Object.entries(table.columns).map(
      ([name, { shape }]) => [name, stamp[name] ?? shape.defaultValue ?? null] as const,
    );
    layouts.set(table.name, layout);
    return layout;
  };
  const send = (name: string) => {
    const found = waiting.get(name);
    if (found === undefined || found.rows.length === 0) return;
    take(found.table, found.rows);
    counted[name] = (counted[name] ?? 0) + found.rows.length;
    found.rows.length = 0;
  };
  return {
    add: (name, created_at, row) => {
      const at = waiting.get(name) ?? { table: must(registry.get(name), `no ${name}`), rows: [] };
      waiting.set(name, at);
      const stamped: CanonicalRow = { ...row, created_at, updated_at: created_at };
      at.rows.push(layoutOf(at.table).map(([column, otherwise]) => stamped[column] ?? otherwise));
      if (at.rows.length >= BATCH) send(name);
    },
    flush: () => {
      for (const name of waiting.keys()) send(name);
    },
    rows: () => counted,
  };
}
