import { list, literal, plain } from './postgres-names.ts';
import type { Table } from './table.ts';

// A row that would take a slot somebody holds is stored with the loser's status instead, which
// occupies no time. The search here answers "who holds it"; the exclusion constraint answers for
// transactions that are not committed yet. When only the constraint objects, the op is tried again
// and then the search finds the holder.

export function slotVariables(table: Table): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  return `v_holder data.${plain(table.name)};\nv_wanted text;`;
}

/** Finds who holds the slot `row` wants and turns `row` into the loser if somebody does. */
export function slotCheck(table: Table, row: string): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const status = plain(rule.while.column);
  const occupying = list(rule.while.values);
  const [by, from, to] = [plain(rule.by), plain(rule.from), plain(rule.to)];
  return `if ${row}.${status} in (${occupying}) and ${row}.${by} is not null and ${row}.${from} < ${row}.${to} then
  select * into v_holder from data.${table.name} h
  where h.organization_id = p_op.organization_id
    and h.${by} = ${row}.${by}
    and tstzrange(h.${from}, h.${to}, '[)') && tstzrange(${row}.${from}, ${row}.${to}, '[)')
    and h.${status} in (${occupying})
    and h.id <> p_id
  order by h.${from}, h.id
  limit 1;
  if found then
    v_wanted := ${row}.${status};
    ${row}.${status} := ${literal(rule.loser)};
  end if;
end if;`;
}

/** Opens the conflict that names both rows, once the loser is stored. */
export function slotConflict(table: Table, base: string): string {
  const rule = table.options.noOverlap;
  if (rule === undefined) return '';
  const name = literal(table.name);
  const resource = rule.by === 'resource_id' ? 'v_new.resource_id' : 'null';
  return `if v_wanted is not null then
  v_effect := sync.open_conflict(v_effect, p_op, 'double_booking', sync.urgency(v_new.${rule.from}), ${resource}, ${name}, p_id, v_holder.id,
    ${base},
    sync.own_cells(sync.image(p_op.organization_id, ${name}, p_id)) || jsonb_build_object('${rule.while.column}', v_wanted),
    sync.own_cells(sync.image(p_op.organization_id, ${name}, v_holder.id)));
end if;`;
}
