import {
  field,
  indent,
  literal,
  ownNames,
  ownShape,
  plain,
  quoted,
  typedLiteral,
} from './postgres-names.ts';
import { afterOr } from './postgres-sets-cells.ts';
import type { Table } from './table.ts';

const GIVEN_ROWS = 'unnest(p_ids, p_values, p_actors) k(id, vals, actor)';
const STAMPS = ['created_at', 'updated_at', 'created_by', 'updated_by', 'row_version'];

/** Statements that carry clean changes out, and answer what came of each row. */
export const setBodies = { insert: setInsert, update: setUpdate, delete: setDelete };

function setInsert(table: Table): string {
  const own = ownNames(table);
  const cells = own.map((name) => {
    const shape = ownShape(table, name);
    return `${afterOr(table, name, typedLiteral(shape, shape.defaultValue ?? null))} as ${quoted(name)}`;
  });
  const columns = ['id', 'organization_id', ...own, 'created_by', 'updated_by'];
  return `with given as materialized (
  select k.id as hf_id, k.vals as hf_vals, k.actor as hf_actor,
    ${cells.join(',\n    ')}
  from ${GIVEN_ROWS}
), made as (
  insert into data.${plain(table.name)} (${columns.map(quoted).join(', ')})
  select g.hf_id, p_organization, ${own.map((name) => field('g', name)).join(', ')}, g.hf_actor, g.hf_actor
  from given g
  returning ${['id', ...own, ...STAMPS].map(quoted).join(', ')}
)
${results(table)}`;
}

function setUpdate(table: Table): string {
  const own = ownNames(table);
  const name = plain(table.name);
  const cells = own.map(
    (column) => `${afterOr(table, column, field('r', column))} as ${quoted(column)}`,
  );
  const assignments = own.map((column) => `${quoted(column)} = ${field('g', column)}`);
  return `with given as materialized (
  select k.id as hf_id, k.vals as hf_vals, k.actor as hf_actor,
    ${cells.join(',\n    ')}
  from ${GIVEN_ROWS}
  join data.${name} r on r.organization_id = p_organization and r.id = k.id
), made as (
  update data.${name} t
  set ${[...assignments, 'updated_by = g.hf_actor'].join(',\n    ')}
  from given g
  where t.organization_id = p_organization and t.id = g.hf_id
  returning ${['id', ...own, ...STAMPS].map((column) => field('t', column)).join(', ')}
)
${results(table)}`;
}

function results(table: Table): string {
  return `select m.id, ${exact(table)}, ${stamps()}
from made m join given g on g.hf_id = m.id;`;
}

function setDelete(table: Table): string {
  return `delete from data.${plain(table.name)} t
using ${GIVEN_ROWS}
where t.organization_id = p_organization and t.id = k.id
returning t.id, false, null::json;`;
}

/** The row is what the device makes of it by itself: no trigger and no jsonb wrote it otherwise. */
function exact(table: Table): string {
  const own = ownNames(table);
  const row = (of: string) => `row(${own.map((name) => field(of, name)).join(', ')})`;
  const texts = own
    .filter((name) => ownShape(table, name).kind === 'json')
    .map((name) => {
      const given = `g.hf_vals #>> '{${name},1}'`;
      return `(not g.hf_vals ? '${name}' or ${given} is not distinct from ${field('m', name)}::text)`;
    });
  return [`${row('m')} is not distinct from ${row('g')}`, ...texts].join('\n  and ');
}

function stamps(): string {
  const cells = STAMPS.map((name) => {
    const value = name.endsWith('_at') ? `sync.instant_text(m.${name})` : `m.${name}`;
    return `${literal(name)}, ${value}`;
  });
  return indent(`json_build_object(${cells.join(', ')})`, 0);
}
