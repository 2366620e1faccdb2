import { must } from '#db/kernel/must.ts';
import { compareDescriptions } from '#db/schema/description.ts';
import type { Difference } from '#db/schema/description.ts';
import type { Registry } from '#db/schema/registry.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { Table } from '#db/schema/table.ts';
import { describeReplica } from '#db/sqlite/describe.node.ts';
import type { Driver } from '#db/sqlite/driver.node.ts';
import { schemaAt, schemaNow } from '#db/sqlite/migrate.node.ts';
import type { Steps } from './steps.node.ts';

/** An object of a schema as `sqlite_schema` lists it. */
interface Made {
  readonly type: 'table' | 'index' | 'trigger' | 'view';
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string;
}

/**
 * The SQL that leads a replica from the last of `steps` to the schema of `registry`; for review, then
 * frozen. Throws when a column that holds rows has no value for them, or would be lost.
 */
export function writeSqliteStep(registry: Registry, steps: Steps): string {
  const from = must(steps.at(-1), 'a first version').version;
  using before = schemaAt(from, steps);
  using after = schemaNow(registry);
  const differences = compareDescriptions(
    describeReplica(after.driver),
    describeReplica(before.driver),
  );
  return [...statements(registry, before.driver, after.driver, differences)].join('\n\n');
}

function* statements(
  registry: Registry,
  before: Driver,
  after: Driver,
  differences: readonly Difference[],
): Generator<string> {
  const old = madeIn(before);
  const wanted = madeIn(after);
  const changed = changedTables(differences);
  const arriving = new Set(registry.tables.filter(arrives).map(({ name }) => name));
  const gone = old.filter(({ type, name }) => type === 'table' && !has(wanted, type, name));
  // Triggers first: SQLite renames no table while some trigger names one that is not there.
  const stale = old.filter(({ type, tbl_name, ...made }) =>
    changed.has(tbl_name)
      ? type === 'trigger'
      : type !== 'table' && !same({ type, tbl_name, ...made }, wanted),
  );
  for (const { type, name } of stale) yield `DROP ${type.toUpperCase()} ${quoted(name)};`;
  // A search index is made anew with the table it belongs to: it knows the table's rows by number.
  const searches = searchesOf(old).filter(
    ({ name, content }) => changed.has(content) || differs(differences, name),
  );
  for (const { name } of searches) yield `DROP TABLE ${quoted(name)};`;
  for (const { name } of gone.filter(({ sql }) => !isSearch(sql)))
    yield `DROP TABLE ${quoted(name)};`;

  for (const made of wanted.filter(({ type, sql }) => type === 'table' && !isSearch(sql))) {
    if (!has(old, 'table', made.name)) yield `${made.sql};`;
    else if (changed.has(made.name)) {
      yield rebuild(made, columnsOf(before, made.name), after, arriving.has(made.name));
    }
  }
  const fresh = new Set(searchesOf(wanted).map(({ name }) => name));
  for (const { name, sql } of searchesOf(wanted)) {
    const kept = has(old, 'table', name) && !searches.some((search) => search.name === name);
    if (kept) fresh.delete(name);
    else yield `${sql};`;
  }
  for (const made of wanted.filter(({ type }) => type !== 'table')) {
    if (changed.has(made.tbl_name) || !same(made, old)) yield `${made.sql};`;
  }
  for (const { name, content } of searchesOf(wanted)) {
    const holdsRows = has(old, 'table', content);
    if (fresh.has(name) && holdsRows) yield `INSERT INTO ${name} (${name}) VALUES ('rebuild');`;
  }
  yield* forgetting(registry, old, changed, before);
}

/** Tables of which a column, check, key or reference changed: SQLite can only make them anew. */
function changedTables(differences: readonly Difference[]): ReadonlySet<string> {
  const inPlace = new Set(['index', 'trigger', 'search']);
  const whole = new Set(
    differences
      .filter(({ kind, what }) => kind === 'table' && what !== 'different')
      .map(({ name }) => name),
  );
  return new Set(
    differences
      .filter(({ kind }) => !inPlace.has(kind))
      .map(({ kind, table, name }) => (kind === 'table' ? name : table))
      .filter((name) => !whole.has(name)),
  );
}

// Row numbers are kept: whatever refers to a row by number outside the file still finds it.
function rebuild(
  made: Made,
  before: ReadonlySet<string>,
  after: Driver,
  unconfirmed: boolean,
): string {
  const next = quoted(`${made.name}_next`);
  const columns = columnRows(after, made.name).filter(({ hidden }) => hidden === 0);
  const now = new Set(columns.map(({ name }) => name));
  const lost = [...before].filter((name) => !now.has(name));
  if (lost.length > 0) throw new Error(`${made.name} would lose ${lost.join(', ')}`);
  for (const { name, notnull, dflt_value } of columns) {
    if (!before.has(name) && notnull === 1 && dflt_value === null) {
      throw new Error(`${made.name}.${name} is new, required and without a default`);
    }
  }
  const list = columns.map(({ name }) => name).filter((name) => before.has(name));
  const names = list.map(quoted).join(', ');
  const values = unconfirmed ? names.replace('"row_version"', '0') : names;
  const create = made.sql.replace(/^CREATE TABLE\s+("[^"]+"|\w+)/, `CREATE TABLE ${next}`);
  return [
    `${create};`,
    `INSERT INTO ${next} (${names})\n  SELECT ${values} FROM ${quoted(made.name)};`,
    `DROP TABLE ${quoted(made.name)};`,
    `ALTER TABLE ${next} RENAME TO ${quoted(made.name)};`,
  ].join('\n');
}

/**
 * Central may hold values for what is new here, from devices that migrated before: rows of changed and
 * new tables count as unconfirmed, so that the next comparison fetches them. Pending work stays.
 */
function* forgetting(
  registry: Registry,
  old: readonly Made[],
  changed: ReadonlySet<string>,
  before: Driver,
): Generator<string> {
  const touched = registry.tables
    .filter(arrives)
    .filter(({ name }) => changed.has(name) || !has(old, 'table', name));
  if (touched.length === 0) return;
  const names = touched.map(({ name }) => `'${name}'`).join(', ');
  yield `DELETE FROM checksums WHERE table_name IN (${names});`;
  yield `DELETE FROM quarantine WHERE table_name IN (${names});`;
  yield 'UPDATE replica SET verified_at = NULL;';
  for (const table of touched.filter(({ name }) => changed.has(name))) {
    yield countedAsUnknown(table.name);
    const added = Object.keys(table.columns).filter(
      (name) => !columnsOf(before, table.name).has(name),
    );
    const cells = [
      `'$.row_version', 0`,
      ...added.map((name) => `'$.${name}', ${initial(table, name)}`),
    ];
    yield `UPDATE shadow SET image = json_set(image, ${cells.join(', ')})\n  WHERE table_name = '${table.name}' AND image IS NOT NULL;`;
  }
}

// Without a count, a row that central has not would hide in a bucket that is empty there.
function countedAsUnknown(name: string): string {
  const digit = (place: number) => `(instr('0123456789abcdef', substr(id, ${place}, 1)) - 1)`;
  return `INSERT INTO checksums (table_name, bucket, count, sum)
  SELECT '${name}', ${digit(35)} * 16 + ${digit(36)}, count(*), 0
  FROM (
    SELECT id FROM ${quoted(name)}
      WHERE id NOT IN (SELECT row_id FROM shadow WHERE table_name = '${name}')
    UNION ALL
    SELECT row_id FROM shadow WHERE table_name = '${name}' AND image IS NOT NULL
  ) GROUP BY 2;`;
}

function initial(table: Table, name: string): string {
  const value = must(table.columns[name], `${table.name} has ${name}`).shape.defaultValue ?? null;
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

function madeIn(driver: Driver): readonly Made[] {
  return driver
    .prepare<Made>(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL
         AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid`,
    )
    .all();
}

function has(all: readonly Made[], type: Made['type'], name: string): boolean {
  return all.some((made) => made.type === type && made.name === name);
}

function same(made: Made, all: readonly Made[]): boolean {
  return all.some(
    ({ type, name, sql }) => type === made.type && name === made.name && sql === made.sql,
  );
}

function isSearch(sql: string): boolean {
  return sql.startsWith('CREATE VIRTUAL TABLE');
}

function searchesOf(
  all: readonly Made[],
): readonly { name: string; content: string; sql: string }[] {
  return all
    .filter(({ sql }) => isSearch(sql))
    .map(({ name, sql }) => ({
      name,
      content: must(/content='([^']+)'/.exec(sql)?.[1], `${name} indexes a table`),
      sql,
    }));
}

function differs(differences: readonly Difference[], search: string): boolean {
  return differences.some(({ kind, name }) => kind === 'search' && name === search);
}

function columnRows(driver: Driver, table: string) {
  return driver
    .prepare<{ name: string; notnull: number; dflt_value: string | null; hidden: number }>(
      'SELECT name, "notnull", dflt_value, hidden FROM pragma_table_xinfo(?)',
    )
    .all(table);
}

/** Columns that hold what somebody wrote: those the database computes are left out. */
function columnsOf(driver: Driver, table: string): ReadonlySet<string> {
  return new Set(
    columnRows(driver, table)
      .filter(({ hidden }) => hidden === 0)
      .map(({ name }) => name),
  );
}
