import { must } from '#db/kernel/must.ts';
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
import type { Registry } from './registry.ts';
import type { NoOverlap, Table } from './table.ts';

/**
 * Central's tables: `data.<table>` with keys, checks, references, indexes, row-level security and
 * the triggers that stamp rows and write the feed. Needs the schema `sync` to be there.
 */
export function postgresDdl(registry: Registry): string {
  return centralTables(registry)
    .map((table) => tableDdl(table, registry.number(table)))
    .join('\n\n');
}

/** One table of `postgresDdl`; `number` is its place in the feed. */
export function tableDdl(table: Table, number: number): string {
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
    `constraint ${name}_pkey primary key (organization_id, id)`,
    ...Object.entries(table.columns).flatMap(([column, { shape }]) => form(table, column, shape)),
    ...(table.options.checks ?? []).map(
      (check, index) => `constraint ${joined(name, `rule_${index + 1}`)} check (${check})`,
    ),
    ...(table.options.unique ?? []).map(
      (columns) =>
        `constraint ${joined(name, ...columns, 'key')} unique (organization_id, ${columns.map(quoted).join(', ')})`,
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
      return [`${name} check (${column} between -9007199254740991 and 9007199254740991)`];
    case 'instant':
      return [
        `${name} check (${column} >= '0001-01-01Z'::timestamptz and ${column} < '10000-01-01Z'::timestamptz)`,
      ];
    default:
      return [];
  }
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
    `  ) where (${quoted(rule.while.column)} in (${list(rule.while.values)}))`,
  ].join('\n');
}

function indexes(table: Table): string[] {
  const declared = table.options.indexes ?? [];
  const references = Object.entries(table.own)
    .filter(([, { shape }]) => shape.reference?.enforced === true)
    .map(([column]) => [column])
    .filter(([column]) => !declared.some(([first]) => first === column));
  return [...references, ...slotSearch(table), ...declared].map(
    (columns) =>
      `create index ${joined(table.name, ...columns, 'idx')} on data.${table.name} (organization_id, ${columns.map(quoted).join(', ')});`,
  );
}

// For the question who holds a slot, where no declared index answers it.
function slotSearch(table: Table): string[][] {
  const rule = table.options.noOverlap;
  if (rule === undefined) return [];
  const answers = (columns: readonly string[]): boolean =>
    columns[0] === rule.by && columns[1] === rule.to;
  return table.options.indexes?.some(answers) === true ? [] : [[rule.by, rule.to]];
}

// session_user is who logged in: it cannot be changed with SET ROLE. Written out rather than called:
// the planner then runs one index lookup per statement.
const MINE =
  'organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)';

function security(table: Table): string[] {
  const on = `data.${plain(table.name)}`;
  return [
    `alter table ${on} enable row level security;`,
    `alter table ${on} force row level security;`,
    `create policy mine_read on ${on} for select to hf_api using (${MINE});`,
    `create policy mine_insert on ${on} for insert to hf_api with check (${MINE});`,
    `create policy mine_update on ${on} for update to hf_api using (${MINE}) with check (${MINE});`,
    `create policy mine_delete on ${on} for delete to hf_api using (${MINE});`,
  ];
}

// ENABLE ALWAYS: rows that arrive by logical replication must reach the feed as well.
function triggers(table: Table, number: number): string[] {
  const on = `data.${plain(table.name)}`;
  const argument = literal(String(number));
  return [
    `create trigger stamp before insert or update on ${on} for each row execute function sync.stamp();`,
    `create trigger capture_insert after insert on ${on} referencing new table as new_rows for each statement execute function sync.capture_insert(${argument});`,
    `create trigger capture_update after update on ${on} referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update(${argument});`,
    `create trigger capture_delete after delete on ${on} referencing old table as old_rows for each statement execute function sync.capture_delete(${argument});`,
    `create trigger forbid_truncate before truncate on ${on} for each statement execute function sync.forbid_truncate();`,
    ...['stamp', 'capture_insert', 'capture_update', 'capture_delete', 'forbid_truncate'].map(
      (name) => `alter table ${on} enable always trigger ${name};`,
    ),
  ];
}
