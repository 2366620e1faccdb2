import { sql } from 'kysely';
import { registry } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Table } from '#db/schema/table.ts';
import { slices } from './steps.ts';

const ASKED = 500;

/**
 * Those of `ids`, rows of `table`, that some row here points at: through a reference, enforced or
 * not, or a link. Rows of the tables `except` are not asked.
 */
export function referredTo<DB>(
  reads: Reads<DB>,
  table: Table,
  ids: readonly Id[],
  except: readonly Table[] = [],
): ReadonlySet<Id> {
  const found = new Set<Id>();
  for (const other of registry.tables) {
    if (other.options.sync === 'central' || except.includes(other)) continue;
    for (const { column, type } of columnsThatPoint(other, table)) {
      for (const some of slices(ids, ASKED)) {
        const wanted = sql.join(some);
        const which = type === null ? sql`true` : sql`${sql.ref(type.column)} = ${type.value}`;
        const query = sql<{ id: Id }>`select distinct ${sql.ref(column)} as id
          from ${sql.table(other.name)} where ${sql.ref(column)} in (${wanted}) and ${which}`;
        for (const { id } of reads.all({ compile: () => query.compile(reads.sql) })) found.add(id);
      }
    }
  }
  return found;
}

interface Pointer {
  readonly column: string;
  /** Of a link: what its type column must say. */
  readonly type: { readonly column: string; readonly value: string } | null;
}

function columnsThatPoint(from: Table, to: Table): readonly Pointer[] {
  const references = Object.entries(from.own)
    .filter(([, { shape }]) => shape.reference?.table === to.name)
    .map(([column]) => ({ column, type: null }));
  const links = (from.options.links ?? []).flatMap((link) =>
    Object.entries(link.tables)
      .filter(([, name]) => name === to.name)
      .map(([value]) => ({ column: link.id, type: { column: link.type, value } })),
  );
  return [...references, ...links];
}
