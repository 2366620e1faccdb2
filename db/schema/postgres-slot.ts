import { field, list, literal, plain } from './postgres-names.ts';
import type { Table } from './table.ts';

// A row that would take a slot somebody holds is stored with the loser's status instead, which
// occupies no time. The search here answers "who holds it"; the exclusion constraint answers for
// transactions that are not committed yet. When only the constraint objects, the op is tried again
// and then the search finds the holder.
//
// Who occupies one resource never overlaps, so the first to end after our start is the only one to
// look at. A search by range would read all bookings of the resource: `&&` is not leakproof, so row
// security keeps it away from the index.

export function slotVariables(table: Table): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  if (rule.unless !== undefined) return 'v_obstacle text;\nv_holder uuid;\nv_wanted text;';
  return `v_holder data.${plain(table.name)};\nv_wanted text;`;
}

export function lostVariable(table: Table): string {
  return table.options.noOverlap === undefined ? '' : 'v_lost uuid;\nv_lost_status text;';
}

/**
 * A row that lost its slot without the knowledge of whoever wrote this op, and is given another slot,
 * ended or deleted by it: judged as they saw it. A desk that moves a booking there and back before it
 * hears of the collision must not lose the slot it started from.
 */
export function slotAsSeen(table: Table): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const { column } = rule.while;
  const status = field('v_now', column);
  return `if ${status} = ${literal(rule.loser)}
  and p_values ?| array[${list([rule.by, rule.from, rule.to, column])}]
  and (p_values #>> '{${plain(column)},0}') is distinct from ${literal(rule.loser)} then
  select l.conflict_id, l.wanted into v_lost, v_lost_status
  from sync.lost_slot(p_op.organization_id, ${literal(table.name)}, p_id, ${literal(column)}) l
  where l.wanted in (${list(rule.while.values)});
  ${status} := coalesce(v_lost_status, ${status});
end if;`;
}

/**
 * Times on the wall that an op left standing beside times it changed: nobody said them of these, unless
 * they are right.
 */
export function wallsLeft(table: Table): string {
  return Object.entries(table.options.noOverlap?.walls ?? {})
    .map(
      ([time, wall]) => `if ${field('v_new', time)} <> ${field('v_seen', time)}
  and ${field('v_new', wall)} is not distinct from ${field('v_seen', wall)}
  and ${field('v_new', wall)} is distinct from
    sync.wall_time(${field('v_new', time)}, ${field('v_new', 'timezone')}) then
  ${field('v_new', wall)} := null;
end if;`,
    )
    .join('\n');
}

/** Closes the conflict in which the row had lost its slot: the op that came after it decided. */
export function slotDecided(table: Table, deleted: boolean): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const stands = list([...rule.while.values, rule.loser]);
  const resolution = deleted
    ? literal('cancel')
    : `case when ${field('v_new', rule.while.column)} in (${stands}) then 'move' else 'cancel' end`;
  return `if v_lost is not null then
  perform sync.close_conflict(p_op, v_lost, ${resolution});
end if;`;
}

/** Finds who holds the slot `row` wants and turns `row` into the loser if somebody does. */
export function slotCheck(table: Table, row: string, kind: 'insert' | 'update'): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const occupying = list(rule.while.values);
  const of = (alias: string) => ({
    status: field(alias, rule.while.column),
    by: field(alias, rule.by),
    from: field(alias, rule.from),
    to: field(alias, rule.to),
  });
  const [mine, held] = [of(row), of('h')];
  if (rule.unless !== undefined) {
    // What asks for nothing new keeps what it has.
    const columns = [
      rule.by,
      rule.from,
      rule.to,
      rule.while.column,
      ...(rule.size === undefined ? [] : [rule.size]),
    ];
    const asks =
      kind === 'insert'
        ? ''
        : `\n  and (v_lost is not null or (${columns.map((name) => field(row, name)).join(', ')})
    is distinct from (${columns.map((name) => field('v_now', name)).join(', ')}))`;
    return `if ${mine.status} in (${occupying}) and ${mine.by} is not null and ${mine.from} < ${mine.to}${asks} then
  select o.conflict, o.holder into v_obstacle, v_holder from sync.obstacle_of(${row}) o;
  if v_obstacle is not null then
    v_wanted := ${mine.status};
    ${mine.status} := ${literal(rule.loser)};
  end if;
end if;`;
  }
  return `if ${mine.status} in (${occupying}) and ${mine.by} is not null and ${mine.from} < ${mine.to} then
  select * into v_holder from data.${table.name} h
  where h.organization_id = p_op.organization_id
    and ${held.by} = ${mine.by}
    and ${held.to} > ${mine.from}
    and ${held.status} in (${occupying})
    and h.id <> p_id
  order by ${held.to}
  limit 1;
  if found and ${field('v_holder', rule.from)} < ${mine.to} then
    v_wanted := ${mine.status};
    ${mine.status} := ${literal(rule.loser)};
  end if;
end if;`;
}

/** Opens the conflict that names both rows, once the loser is stored. */
export function slotConflict(table: Table, base: string): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const name = literal(table.name);
  const resource = rule.by === 'resource_id' ? 'v_new.resource_id' : 'null';
  const [type, holder] =
    rule.unless === undefined
      ? [literal('double_booking'), 'v_holder.id']
      : ['v_obstacle', 'v_holder'];
  return `if v_wanted is not null then
  v_effect := sync.open_conflict(v_effect, p_op, ${type}, sync.urgency(${field('v_new', rule.from)}), ${resource}, ${name}, p_id, ${holder},
    ${base},
    sync.own_cells(sync.image(p_op.organization_id, ${name}, p_id)) || jsonb_build_object('${rule.while.column}', v_wanted),
    sync.signed_cells(sync.image(p_op.organization_id, ${name}, ${holder})));
end if;`;
}

/** Opens what a person must settle about the stored row beside its slot, or about rows it touches. */
export function judgement(table: Table): string {
  if (table.options.judged === undefined) return '';
  return `v_effect := sync.judge_${plain(table.name)}(v_effect, p_op, v_now, v_new);`;
}

/** `sync.occupies`: whether a status takes time. In one place, because indexes go by the same words. */
function occupiesFunction(tables: readonly Table[]): string {
  const rule = tables.find(({ options }) => options.noOverlap?.unless !== undefined)?.options
    .noOverlap;
  if (rule === undefined) return '';
  return `create or replace function sync.occupies(p_status text) returns boolean
language sql immutable as $$
  select p_status in (${list(rule.while.values)})
$$;`;
}

/** What the rules of slots are written in; before them. */
export function slotFunctions(tables: readonly Table[]): string {
  return `${occupiesFunction(tables)}
create or replace function sync.slot_key(p_organization uuid, p_name text, p_slot text) returns bigint
language sql immutable as $$
  select hashtextextended(p_organization::text || p_name || p_slot, 0)
$$;`;
}

/**
 * `sync.slot_keys`: a number for every resource whose slots a batch of ops may take or free. Batches
 * lock them in order before anything else. The constraint alone would be safe, but desks that come
 * back together with the same slots in different orders would deadlock for ever.
 */
export function slotKeysFunction(tables: readonly Table[]): string {
  const owners: string[] = [];
  const named: string[] = [];
  const held: string[] = [];
  for (const table of tables) {
    const column = table.options.noOverlap?.by ?? table.options.judged;
    if (column === undefined) continue;
    const own = column === 'id';
    const when = `when ${literal(table.name)} then`;
    owners.push(`${when} ${literal(own ? table.name : (slotOwner(table, column) ?? table.name))}`);
    named.push(own ? `${when} c.id` : `${when} c.change #>> '{values,${plain(column)},1}'`);
    // A search for each: joined, the whole table would be read for a few rows.
    if (!own) {
      held.push(`${when} (
      select ${field('r', column)}::text from data.${plain(table.name)} r
      where r.organization_id = p_organization and r.id = sync.try_uuid(c.id)
    )`);
    }
  }
  const byTable = (cases: readonly string[]): string =>
    cases.length === 0 ? 'null' : `case c.tab\n    ${cases.join('\n    ')}\n  end`;
  return `create or replace function sync.slot_keys(p_organization uuid, p_ops jsonb[]) returns setof bigint
language sql stable as $$
  select distinct sync.slot_key(p_organization, ${byTable(owners)}, s.slot)
  from (
    select c.value ->> 'table' as tab, c.value ->> 'kind' as kind, c.value ->> 'row_id' as id,
      c.value as change
    from unnest(p_ops) o, jsonb_array_elements(o -> 'changes') c
  ) c
  cross join lateral (
    select ${byTable(named)}
    union all
    select ${byTable(held)} where c.kind <> 'insert'
  ) s(slot)
  where s.slot is not null
  order by 1
$$;`;
}

function slotOwner(table: Table, column: string): string | undefined {
  return table.own[column]?.shape.reference?.table;
}
