import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import type { Description, Difference, ObjectKind, SchemaObject } from '#db/schema/description.ts';
import { tableDdl } from '#db/schema/postgres-ddl.ts';
import { centralTables, quoted } from '#db/schema/postgres-names.ts';
import type { Registry } from '#db/schema/registry.ts';
import { arrives } from '#db/schema/sync-class.ts';

/** What a step does not write by itself: a person decides how, and what becomes of the rows. */
export class NotAdditive extends Error {}

/**
 * The SQL that leads a central from the schema `before` to `after`, which is what `registry` makes; for
 * review, then frozen. Functions and rights are no part of it: they are replaced as a whole after every
 * step. Throws `NotAdditive` for what could lose or refuse something that is there.
 */
export function writePostgresStep(
  registry: Registry,
  before: Description,
  after: Description,
): string {
  const differences = compareDescriptions(after, before);
  const fresh = new Set(
    differences
      .filter(({ kind, what }) => kind === 'table' && what === 'missing')
      .map(({ name }) => name),
  );
  const changes = differences
    .filter(({ kind, name }) => !(kind === 'table' && fresh.has(name)) && !REPLACED.has(kind))
    .map((difference) => ({ difference, sql: change(difference, after) }));
  const [columns, rest] = [true, false].map((wanted) => [
    ...new Set(
      changes
        .filter(({ difference: { kind } }) => (kind === 'column') === wanted)
        .map(({ sql }) => sql)
        // What is computed comes after what it is computed from.
        .sort((a, b) => Number(a.includes(' generated ')) - Number(b.includes(' generated '))),
    ),
  ]);
  const tables = centralTables(registry)
    .filter(({ name }) => fresh.has(`data.${name}`))
    .map((table) => tableDdl(table, arrives(table) ? registry.number(table) : undefined));
  if (tables.length < fresh.size) {
    throw new NotAdditive(`tables outside the definitions: ${[...fresh].join(', ')}`);
  }
  // New columns may be part of references to new tables, which therefore come with the rest.
  return [columns?.join('\n') ?? '', ...tables, rest?.join('\n') ?? '']
    .filter((part) => part.trim() !== '')
    .join('\n\n');
}

// Functions, owners and rights come anew with every version.
const REPLACED = new Set<ObjectKind>(['function', 'role', 'schema']);

function change(difference: Difference, after: Description): string {
  const { what, kind, table, name, property } = difference;
  if (property === 'owner' || property === 'rights') return '';
  if (kind === 'table') return tableChange(difference);
  const wanted = after.find(
    (object) => object.kind === kind && object.table === table && object.name === name,
  );
  if (kind === 'column') return columnChange(difference, wanted);
  const drop = dropped(difference);
  if (drop === undefined) throw new NotAdditive(sentenceOf(difference));
  if (what === 'unexpected' || wanted === undefined) return drop;
  return what === 'missing' ? added(wanted) : `${drop}\n${added(wanted)}`;
}

/** How to take away what a statement can take away; undefined for what it cannot. */
function dropped({ kind, table, name }: Difference): string | undefined {
  switch (kind) {
    case 'check':
    case 'key':
    case 'reference':
    case 'exclusion':
      return `alter table ${table} drop constraint ${quoted(name)};`;
    case 'index':
      return `drop index ${table.split('.')[0]}.${quoted(name)};`;
    case 'policy':
    case 'trigger':
      return `drop ${kind} ${quoted(name)} on ${table};`;
    default:
      return undefined;
  }
}

function added(object: SchemaObject): string {
  const { kind, table, name, properties } = object;
  const says = String(properties['says']);
  switch (kind) {
    case 'index':
      return `${says};`;
    case 'policy':
      return policy(object);
    case 'trigger': {
      const how = properties['enabled'] === 'A' ? 'enable always' : 'enable';
      return `${says};\nalter table ${table} ${how} trigger ${quoted(name)};`;
    }
    default:
      return `alter table ${table} add constraint ${quoted(name)} ${says};`;
  }
}

function tableChange(difference: Difference): string {
  const { name, property, expected } = difference;
  if (property === 'row_security' && expected === true)
    return `alter table ${name} enable row level security;`;
  if (property === 'row_security_forced' && expected === true)
    return `alter table ${name} force row level security;`;
  throw new NotAdditive(sentenceOf(difference));
}

function columnChange(difference: Difference, column: SchemaObject | undefined): string {
  const { what, table, name, property, expected } = difference;
  const alter = `alter table ${table} alter column ${quoted(name)}`;
  if (what === 'missing' && column !== undefined) return addColumn(column);
  if (property === 'default')
    return expected === null
      ? `${alter} drop default;`
      : `${alter} set default ${String(expected)};`;
  if (property === 'required' && expected === false) return `${alter} drop not null;`;
  throw new NotAdditive(sentenceOf(difference));
}

function addColumn(column: SchemaObject): string {
  const { table, name, properties } = column;
  const { type, required, default: initial, generated } = properties;
  const parts = [`alter table ${table} add column ${quoted(name)} ${String(type)}`];
  if (generated !== null) parts.push(`generated always as (${String(generated)}) stored`);
  else if (required === true && initial === null) {
    throw new NotAdditive(`column ${name} of ${table} is new, required and without a default.`);
  }
  if (required === true) parts.push('not null');
  if (initial !== null) parts.push(`default ${String(initial)}`);
  return `${parts.join(' ')};`;
}

function policy({ table, name, properties }: SchemaObject): string {
  const { using, with_check: check } = properties;
  return [
    `create policy ${quoted(name)} on ${table}`,
    properties['permissive'] === true ? '' : ' as restrictive',
    ` for ${String(properties['for'])} to ${String(properties['to'])}`,
    using === null ? '' : ` using (${String(using)})`,
    check === null ? '' : ` with check (${String(check)})`,
    ';',
  ].join('');
}
