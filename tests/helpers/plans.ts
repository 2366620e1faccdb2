import type { Compilable, CompiledQuery } from 'kysely';
import { registry } from '#db/domains/registry.ts';
import type { Reads } from '#db/schema/access.ts';
import { searchName } from '#db/schema/sqlite-ddl-search.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { Everything } from '#tests/fixtures/work.ts';

/** One query with one kind of input, and how SQLite is to carry it out. */
export interface PlanCase {
  /** Contract name, after it in brackets what is asked. */
  readonly name: string;
  readonly run: (reads: Reads<Everything>) => unknown;
  /** Steps that must be there. */
  readonly uses: readonly RegExp[];
  /** Why rows are sorted; without a reason none are. */
  readonly sorts?: string;
  /** Why a growing table is read from one end to the other; without a reason none is. */
  readonly scans?: string;
}

/** SQLite's plan, step by step, of every statement that `run` reads with. */
export function plansOf(
  reads: Reads<Everything>,
  connection: Connection,
  run: PlanCase['run'],
): readonly string[] {
  const seen: CompiledQuery[] = [];
  const spied = <R>(query: Compilable<R>) => {
    seen.push(query.compile());
    return query;
  };
  run({
    sql: reads.sql,
    all: (query) => reads.all(spied(query)),
    first: (query) => reads.first(spied(query)),
  });
  return seen.flatMap(({ sql, parameters }) =>
    connection
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters.map((parameter) => parameter as string | number | null))
      .map((step) => step.detail),
  );
}

/** What may be read whole: set up by people and small, or a list that the query brings along. */
const SMALL = new Set([
  ...registry.tables
    .filter(({ options }) => options.retention === 'lasting')
    .map(({ name }) => name),
  'replica',
  'json_each',
  // Names that queries give to lasting tables.
  'organization',
  // What a subquery found: its own steps are in the plan as well.
  'found',
]);
const SEARCHES = new Set(registry.tables.map(searchName));

/** Steps that read from one end to the other what grows with time; a search is no such step. */
export function growingScans(plans: readonly string[]): readonly string[] {
  return plans.filter((step) => {
    const [, name] = /^SCAN (\S+)/.exec(step) ?? [];
    if (name === undefined || SMALL.has(name)) return false;
    return !(SEARCHES.has(name) && step.includes('VIRTUAL TABLE INDEX') && /:.*M\d/.test(step));
  });
}

export function sorting(plans: readonly string[]): readonly string[] {
  return plans.filter((step) => step.includes('TEMP B-TREE'));
}
