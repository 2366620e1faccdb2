import { unreachable } from '#db/kernel/must.ts';
import { formOf } from './postgres-apply.ts';
import { literal, ownShape, plain, typeOf } from './postgres-names.ts';
import type { Table } from './table.ts';

// Column by column, as expressions of the statement itself: jsonb_populate_record takes 60 µs a row.

/** The values of a change, `{column: [before, after]}`, stand in `k.vals`. */
export function cellOf(table: Table, name: string, side: 0 | 1): string {
  const type = typeOf(ownShape(table, name));
  const cell = `(k.vals #>> '{${plain(name)},${side}}')`;
  return type === 'text' ? cell : `${cell}::${type}`;
}

/** The column as the change leaves it, `otherwise` where it says nothing of it. */
export function afterOr(table: Table, name: string, otherwise: string): string {
  return `case when k.vals ? '${plain(name)}' then ${cellOf(table, name, 1)} else ${otherwise} end`;
}

/** `condition` holds, or the change says nothing of the column. */
export function whereNamed(name: string, condition: string): string {
  return `(k.vals -> '${plain(name)}' is null or ${condition})`;
}

/** The cell has the form that `sync.has_form` asks for, told the quick way where there is one. */
export function hasForm(table: Table, name: string): string {
  const shape = ownShape(table, name);
  const cell = `k.vals #> '{${plain(name)},1}'`;
  const type = `jsonb_typeof(${cell})`;
  const typed = cellOf(table, name, 1);
  const text = `k.vals #>> '{${plain(name)},1}'`;
  const same = (written: string): string =>
    `case ${type} when 'null' then true when 'string' then ${written} = ${text} else false end`;
  switch (shape.kind) {
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
      return `${type} in ('string', 'null')`;
    case 'integer':
    case 'money':
    case 'boolean':
      return `${type} in ('number', 'null')`;
    case 'id':
      return same(`${typed}::text`);
    case 'instant':
      return same(`sync.instant_text(${typed})`);
    case 'day':
      return same(`to_char(${typed}, 'YYYY-MM-DD')`);
    case 'decimal':
    case 'json':
      return `sync.has_form(${literal(formOf(shape))}, ${cell})`;
    default:
      return unreachable(shape.kind);
  }
}
