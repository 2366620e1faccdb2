import { groups } from '#db/domains/identity/access-tables.ts';
import { referredTo } from '#db/domains/import/references.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Reads } from '#db/schema/access.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { categories, priorities } from '../catalogue-tables.ts';
import type { CatalogueKind, NameId } from './catalogue.ts';
import type { IncidentTables } from './known.ts';
import { wholeRows } from './known.ts';

/** One kind of rows that an import made for the log's words. */
export interface MadeRows {
  readonly kind: CatalogueKind;
  readonly table: Table;
  readonly ids: readonly Id[];
}

/**
 * Rows of these ids that an import made and nobody changed since, subcategories before categories.
 * Which of them are still needed is for `unused`.
 */
export function madeRows(
  reads: Reads<IncidentTables>,
  named: ReadonlySet<Id>,
  nameId: NameId,
): readonly MadeRows[] {
  const rowsOf = (table: Table, ids: Iterable<Id>) =>
    wholeRows(reads, table, [...ids]).filter((row) => row['created_at'] === row['updated_at']);
  const idsOf = (rows: readonly CanonicalRow[]) => rows.map((row) => String(row['id']));
  const byName = (kind: CatalogueKind, column: string) => (row: CanonicalRow) =>
    row['id'] === nameId(kind, String(row[column]));

  const parents = rowsOf(categories, named).flatMap((row) =>
    row['parent_id'] === null ? [] : [String(row['parent_id'])],
  );
  const all = rowsOf(categories, new Set([...named, ...parents]));
  const roots = all.filter(byName('category', 'name'));
  const nameOf = new Map(roots.map((row) => [row['id'], String(row['name'])]));
  const children = all.filter((row) => {
    const parent = nameOf.get(row['parent_id'] ?? null);
    return parent !== undefined && row['id'] === nameId('category', parent, String(row['name']));
  });
  return [
    { kind: 'category', table: categories, ids: idsOf(children) },
    { kind: 'category', table: categories, ids: idsOf(roots) },
    {
      kind: 'priority',
      table: priorities,
      ids: idsOf(rowsOf(priorities, named).filter(byName('priority', 'name'))),
    },
    {
      kind: 'group',
      table: groups,
      ids: idsOf(rowsOf(groups, named).filter(byName('group', 'name'))),
    },
    {
      kind: 'status',
      table: statuses,
      ids: idsOf(rowsOf(statuses, named).filter(byName('status', 'label'))),
    },
  ];
}

const PAGE = 5000;

/** Which of `ids` the histories of tickets speak of. */
export function spokenOf(reads: Reads<IncidentTables>, ids: ReadonlySet<Id>): ReadonlySet<Id> {
  const found = new Set<Id>();
  let after = '';
  for (;;) {
    const page = reads.all(
      reads.sql
        .selectFrom('comments')
        .select(['id', 'changes'])
        .where('id', '>', after)
        .where('kind', '=', 'event')
        .where('changes', 'is not', null)
        .orderBy('id')
        .limit(PAGE),
    );
    for (const { changes } of page) {
      for (const [id] of (changes ?? '').matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) {
        if (ids.has(id)) found.add(id);
      }
    }
    const last = page.at(-1);
    if (last === undefined) return found;
    after = last.id;
  }
}

/** Those that nothing points at and no history speaks of. */
export function unused(
  reads: Reads<IncidentTables>,
  { table, ids }: MadeRows,
  spoken: ReadonlySet<Id>,
): readonly Id[] {
  const silent = ids.filter((id) => !spoken.has(id));
  const used = referredTo(reads, table, silent);
  return silent.filter((id) => !used.has(id));
}
