import { must, unreachable } from '#db/kernel/must.ts';
import type { ColumnShape } from './column.ts';
import {
  centralTables,
  joined,
  list,
  literal,
  plain,
  quoted,
  typeOf,
  typedLiteral,
} from './postgres-names.ts';
import { apiRights } from './postgres-rights.ts';
import type { Registry } from './registry.ts';
import { arrives } from './sync-class.ts';
import { keyParts } from './table.ts';
import type { Key, NoOverlap, Table, While } from './table.ts';

/**
 * Central's tables: `data.<table>` with keys, checks, references, indexes, row-level security and
 * the triggers that stamp rows and write the feed. Needs the schema `sync` to be there.
 */
export function postgresDdl(registry: Registry): string {
  return centralTables(registry)
    .map((table) => tableDdl(table, arrives(table) ? registry.number(table) : undefined))
    .join('\n\n');
}

/** One table of `postgresDdl`; `number` is its number in the feed, undefined for one that has none. */
export function tableDdl(table: Table, number: number | undefined): string {
  return [
    createTable(table),
    ...indexes(table),
    ...security(table),
    ...triggers(table, number),
  ].join('\n');
}

function createTable(table: Table): string {
  const name = plain(table.name);
  const lines = [
    ...Object.entries(table.columns).map(([column, { shape }]) => columnLine(column, shape)),
    ...Object.entries(table.options.generated ?? {}).map(
      ([column, value]) => `${quoted(column)} text generated always as (${value}) stored`,
    ),
    ...(table.options.noOverlap?.unless === undefined
      ? []
      : [`${quoted(table.options.noOverlap.unless)} boolean not null default false`]),
    `constraint ${name}_pkey primary key (organization_id, id)`,
    ...Object.entries(table.columns).flatMap(([column, { shape }]) => form(table, column, shape)),
    ...(table.options.checks ?? []).map(
      (check, index) => `constraint ${joined(name, `rule_${index + 1}`)} check (${check})`,
    ),
    ...(table.options.unique ?? [])
      .map(keyParts)
      .filter((key) => key.while === undefined)
      .map(
        ({ columns }) =>
          `constraint ${joined(name, ...columns, 'key')} unique (${keyColumns(columns)})`,
      ),
    ...Object.entries(table.own).flatMap(([column, { shape }]) => reference(table, column, shape)),
    ...(table.options.noOverlap === undefined ? [] : [exclusion(table, table.options.noOverlap)]),
  ];
  return `create table data.${name} (\n  ${lines.join(',\n  ')}\n);`;
}

function columnLine(name: string, shape: ColumnShape): string {
  const parts = [quoted(name), typeOf(shape)];
  if (!shape.nullable) parts.push('not null');
  if (shape.defaultValue !== undefined && name !== 'row_version') {
    parts.push(`default ${typedLiteral(shape, shape.defaultValue)}`);
  }
  return parts.join(' ');
}

// What a single value may look like. Named `…_form_…`, so that a breach is told apart from a broken
// rule of the table; checks run in the order of their names, so the form comes first.
function form(table: Table, columnName: string, shape: ColumnShape): string[] {
  const name = `constraint ${joined(table.name, 'form', columnName)}`;
  const column = quoted(columnName);
  switch (shape.kind) {
    case 'enum':
      return [`${name} check (${column} in (${list(must(shape.values, 'enum without values'))}))`];
    case 'text':
      return shape.maxLength === undefined
        ? []
        : [`${name} check (char_length(${column}) <= ${shape.maxLength})`];
    case 'integer':
    case 'money':
      return [`${name} check (${column} between -9007199254740991 and 9007199254740991)`];
    case 'decimal':
      return [`${name} check (${column} <> 'NaN'::numeric)`];
    case 'instant':
      return [
        `${name} check (${column} >= '0001-01-01Z'::timestamptz and ${column} < '10000-01-01Z'::timestamptz)`,
      ];
    case 'day':
      return [`${name} check (${column} between '0001-01-01'::date and '9999-12-31'::date)`];
    case 'clock':
      return [`${name} check (${column} ~ '^${CLOCK}$')`];
    case 'wall':
      return [`${name} check (${wallForm(column)})`];
    case 'id':
    case 'boolean':
    case 'json':
      return [];
    default:
      return unreachable(shape.kind);
  }
}

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]';

// make_date raises for a day that the calendar does not have; it must see digits only.
function wallForm(column: string): string {
  const part = (from: number, length: number): string =>
    `substr(${column}, ${from}, ${length})::integer`;
  return `case when ${column} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T${CLOCK}$' then make_date(${part(1, 4)}, ${part(6, 2)}, ${part(9, 2)}) is not null else ${column} is null end`;
}

function reference(table: Table, column: string, shape: ColumnShape): string[] {
  if (shape.reference?.enforced !== true) return [];
  const target = plain(shape.reference.table);
  return [
    `constraint ${joined(table.name, column, 'fkey')} foreign key (organization_id, ${quoted(column)}) references data.${target} (organization_id, id)`,
  ];
}

// Half-open ranges: a 10–11 booking must not block 11–12.
function exclusion(table: Table, rule: NoOverlap): string {
  return [
    `constraint ${joined(table.name, 'no_overlap')} exclude using gist (`,
    `    organization_id sync.gist_uuid_ops with =,`,
    `    ${quoted(rule.by)} sync.gist_uuid_ops with =,`,
    `    tstzrange(${quoted(rule.from)}, ${quoted(rule.to)}, '[)') with &&`,
    `  ) where (${quoted(rule.while.column)} in (${list(rule.while.values)})${
      rule.unless === undefined ? '' : ` and not ${quoted(rule.unless)}`
    })`,
  ].join('\n');
}

function keyColumns(columns: readonly string[]): string {
  return ['organization_id', ...columns.map(quoted)].join(', ');
}

function condition(table: Table, rule: While): string {
  const { shape } = must(table.columns[rule.column], `${table.name} has no ${rule.column}`);
  const values = rule.values.map((value) => typedLiteral(shape, value));
  return `${quoted(rule.column)} in (${values.join(', ')})`;
}

function indexes(table: Table): string[] {
  const { unique = [], indexes: declared = [] } = table.options;
  // Only an index over all rows finds those that refer to one.
  const first = [...unique, ...declared]
    .map(keyParts)
    .filter((key) => key.while === undefined)
    .map(({ columns }) => columns[0]);
  const references = Object.entries(table.own)
    .filter(([name, { shape }]) => shape.reference?.enforced === true && !first.includes(name))
    .map(([name]) => [name]);
  const partial = unique.filter((key) => keyParts(key).while !== undefined);
  return [
    ...partial.map((key) => index(table, key, 'unique index')),
    ...[...references, ...slotSearch(table), ...declared].map((key) => index(table, key, 'index')),
  ];
}

// Two keys of one table may have the same columns and differ in their condition only.
function index(table: Table, key: Key, kind: 'index' | 'unique index'): string {
  const { columns, while: rule } = keyParts(key);
  const ending = kind === 'index' ? 'idx' : 'key';
  const when = rule === undefined ? [] : ['while', conditionName(rule)];
  const where = rule === undefined ? '' : ` where (${condition(table, rule)})`;
  return `create ${kind} ${joined(table.name, ...columns, ...when, ending)} on data.${table.name} (${keyColumns(columns)})${where};`;
}

function conditionName({ column, values }: While): string {
  return [column, ...values]
    .join('_')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
}

// For the question who holds a slot, where no declared index answers it.
function slotSearch(table: Table): string[][] {
  const rule = table.options.noOverlap;
  if (rule === undefined) return [];
  const answers = (key: Key): boolean => {
    const { columns, while: condition } = keyParts(key);
    return condition === undefined && columns[0] === rule.by && columns[1] === rule.to;
  };
  return table.options.indexes?.some(answers) === true ? [] : [[rule.by, rule.to]];
}

// session_user is who logged in: it cannot be changed with SET ROLE. Written out rather than called:
// the planner then runs one index lookup per statement.
const MINE =
  'organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)';

const POLICIES = {
  select: `create policy mine_read on TABLE for select to hf_api using (${MINE});`,
  insert: `create policy mine_insert on TABLE for insert to hf_api with check (${MINE});`,
  update: `create policy mine_update on TABLE for update to hf_api using (${MINE}) with check (${MINE});`,
  delete: `create policy mine_delete on TABLE for delete to hf_api using (${MINE});`,
};

// Forced without any policy, as for tables of class `central`: nobody below a superuser gets at a row.
function security(table: Table): string[] {
  const on = `data.${plain(table.name)}`;
  return [
    `alter table ${on} enable row level security;`,
    `alter table ${on} force row level security;`,
    ...apiRights(table).map((right) => POLICIES[right].replace('TABLE', on)),
  ];
}

// ENABLE ALWAYS: also for a session with `session_replication_role = replica`, as tools that load rows
// set it. Rows must be written by SQL statements all the same: what a subscription applies fires no
// statement triggers and so misses the feed, until the daily comparison of sums with rows notices.
function triggers(table: Table, number: number | undefined): string[] {
  const on = `data.${plain(table.name)}`;
  const made = [
    ['stamp', 'before insert or update', 'for each row execute function sync.stamp()'],
    ...(number === undefined ? [] : capture(literal(String(number)))),
    [
      'forbid_truncate',
      'before truncate',
      'for each statement execute function sync.forbid_truncate()',
    ],
    ...Object.entries(table.options.triggers ?? {}).map(([name, [when, run]]) => [
      plain(name),
      when,
      run,
    ]),
  ];
  return [
    ...made.map(([name, when, then]) => `create trigger ${name} ${when} on ${on} ${then};`),
    ...made.map(([name]) => `alter table ${on} enable always trigger ${name};`),
  ];
}

function capture(number: string): string[][] {
  const on = (event: string, rows: string): string[] => [
    `capture_${event}`,
    `after ${event}`,
    `referencing ${rows} for each statement execute function sync.capture_${event}(${number})`,
  ];
  return [
    on('insert', 'new table as new_rows'),
    on('update', 'old table as old_rows new table as new_rows'),
    on('delete', 'old table as old_rows'),
  ];
}
