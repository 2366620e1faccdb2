import { must } from '#db/kernel/must.ts';
import { field, indent, list, literal, plain, typedLiteral } from './postgres-names.ts';
import { afterOr, cellOf } from './postgres-sets-cells.ts';
import type { Table } from './table.ts';

/**
 * Row `r` did not lose its slot, and the change has nothing to do with its slot: what follows on
 * either is decided row by row.
 */
export function slotStands(table: Table, kind: 'update' | 'delete'): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const { column, values } = rule.while;
  const status = field('r', column);
  const kept = `and ${status} <> ${literal(rule.loser)}`;
  if (kind === 'delete') return kept;
  const times = [rule.by, rule.from, rule.to, ...judgedBeside(table)];
  const weighed = [column, ...(rule.size === undefined ? [] : [rule.size])];
  const occupies = (of: string) => `${of} in (${list(values)})`;
  return [
    kept,
    `and not k.vals ?| array[${list(times)}]`,
    `and (not k.vals ? '${column}' or (${occupies(cellOf(table, column, 1))}) = (${occupies(status)}))`,
    ...(rule.unless === undefined
      ? []
      : [`and not (${field('r', rule.unless)} and k.vals ?| array[${list(weighed)}])`]),
  ].join('\n');
}

/** What else of a row with a slot central looks at: the zone, and the times on the wall. */
function judgedBeside(table: Table): readonly string[] {
  const walls = Object.values(table.options.noOverlap?.walls ?? {});
  return table.own['timezone'] === undefined ? walls : ['timezone', ...walls];
}

/**
 * The slot that a new row asks for, if it asks for one, is held by nobody, and nothing else is to be
 * asked about it. The same search as for a single change: the first to end after our start.
 */
export function freeSlot(table: Table): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const { column, values } = rule.while;
  const cell = (name: string): string => {
    const { shape } = must(table.own[name], name);
    return `(${afterOr(table, name, typedLiteral(shape, shape.defaultValue ?? null))})`;
  };
  const [by, from, to] = [cell(rule.by), cell(rule.from), cell(rule.to)];
  const overlapping = rule.unless === undefined ? '' : `and not ${field('h', rule.unless)}`;
  const free = `not exists (
    select from (
      select ${field('h', rule.from)} as starts from data.${plain(table.name)} h
      where h.organization_id = p_organization
        and ${field('h', rule.by)} = ${by}
        and ${field('h', rule.to)} > ${from}
        and ${field('h', column)} in (${list(values)}) ${overlapping}
      order by ${field('h', rule.to)}
      limit 1
    ) h
    where h.starts < ${to}
  )`;
  const asks = `${cell(column)} in (${list(values)}) and ${by} is not null and ${from} < ${to}`;
  const judged = judgedBeside(table).map(cell);
  const isPlain =
    rule.unless === undefined
      ? ''
      : ` and exists (select from sync.plain_slot(p_organization, ${[by, from, to, ...judged].join(', ')}))`;
  // CASE, so that nothing is looked up for what asks for nothing.
  return `and case when ${asks} then ${free}${isPlain} else true end`;
}

/**
 * `sync.set_slots`: which slots the changes of a batch are about. `is_asked` where the change may take
 * or free one; `starts` and `ends` of the time that a clean change takes.
 */
export function slotsFunction(tables: readonly Table[]): string {
  const parts = tables.flatMap((table) => {
    const rule = table.options.noOverlap;
    if (rule === undefined) return [];
    const { column, values } = rule.while;
    const name = literal(table.name);
    const about = list([rule.by, rule.from, rule.to, column]);
    const cell = (of: string, type: string): string => {
      const byDefault = literal(table.own[of]?.shape.defaultValue ?? null);
      return `coalesce(c.vals #>> '{${plain(of)},1}', ${byDefault})::${type}`;
    };
    const asks = `(c.kind <> 'update' or c.vals ?| array[${about}])`;
    const takes = `c.is_clean and c.kind = 'insert' and ${cell(column, 'text')} in (${list(values)})`;
    return [
      `select c.place, ${name} || (c.vals #>> '{${rule.by},1}'), ${asks},
  case when ${takes} then ${cell(rule.from, 'timestamptz')} end,
  case when ${takes} then ${cell(rule.to, 'timestamptz')} end
from changes c
where c.tab = ${name} and c.vals #>> '{${rule.by},1}' is not null`,
      `select c.place, ${name} || ${field('r', rule.by)}::text, ${asks},
  null, null
from changes c
join data.${plain(table.name)} r on r.organization_id = p_organization and r.id = c.id
where c.tab = ${name} and c.kind <> 'insert' and ${field('r', rule.by)} is not null`,
    ];
  });
  const none =
    'select c.place, null::text, null::boolean, null::timestamptz, null::timestamptz from changes c where false';
  return `create or replace function sync.set_slots(
  p_organization uuid, p_places integer[], p_tables text[], p_kinds text[], p_ids uuid[], p_values jsonb[], p_clean boolean[]
) returns table (place integer, slot text, is_asked boolean, starts timestamptz, ends timestamptz)
language sql stable as $$
  with changes as materialized (
    select c.place, c.tab, c.kind, c.id, case jsonb_typeof(c.vals) when 'object' then c.vals else '{}' end as vals, c.is_clean
    from unnest(p_places, p_tables, p_kinds, p_ids, p_values, p_clean) c(place, tab, kind, id, vals, is_clean)
  )
${indent(parts.length === 0 ? none : parts.join('\nunion all\n'), 1)}
$$;`;
}
