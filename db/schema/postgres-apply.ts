import { unreachable } from '#db/kernel/must.ts';
import type { ColumnShape } from './column.ts';
import { isMadeByCentral } from './sync-class.ts';
import { ROLES, roleFor } from './table.ts';
import type { Table } from './table.ts';
import { chooseByName } from './postgres-choose.ts';
import { hasToldMerges, mergeGroups, toldMerge } from './postgres-merge.ts';
import {
  centralTables,
  digitsOf,
  field,
  indent,
  list,
  literal,
  ownNames,
  ownShape,
  plain,
  quoted,
  resourceOf,
  typedLiteral,
} from './postgres-names.ts';
import {
  judgement,
  lostVariable,
  slotAsSeen,
  slotCheck,
  slotConflict,
  slotDecided,
  slotKeysFunction,
  slotVariables,
  wallsLeft,
} from './postgres-slot.ts';
import type { Registry } from './registry.ts';

/**
 * Functions that carry a device's changes out: one for each kind of change that devices may make to a
 * table, and one that finds them by name. The registry must have `users` and `conflict_logs`.
 */
export function applyFunctions(registry: Registry): string {
  const tables = centralTables(registry);
  return [
    slotKeysFunction(tables),
    ...tables.flatMap((table) => functionsOf(table, registry)),
    dispatch(tables),
  ]
    .map((sql) => sql.replaceAll(/\n{2,}/g, '\n'))
    .join('\n\n');
}

function functionsOf(table: Table, registry: Registry): string[] {
  return writtenKinds(table).map((kind) => {
    switch (kind) {
      case 'insert':
        return insertFunction(table);
      case 'update':
        return updateFunction(table, registry.number(table));
      case 'delete':
        return deleteFunction(table, registry.number(table));
      default:
        return unreachable(kind);
    }
  });
}

const ARGUMENTS = 'p_op sync.op_context, p_id uuid, p_values jsonb';

function head(verb: string, table: Table): string {
  return `create or replace function sync.${verb}_${plain(table.name)}(${ARGUMENTS}) returns sync.effect
language plpgsql as $$`;
}

/** `target := base` overlaid with one side of the op: 0 what the person saw, 1 what they left. */
function overlay(table: Table, target: string, base: string, side: 0 | 1): string {
  const parsed = Object.entries(table.own)
    .filter(([, { shape }]) => shape.kind === 'json')
    .map(
      ([name]) =>
        `if p_values ? '${plain(name)}' then ${field(target, name)} := (p_values #>> '{${name},${side}}')::jsonb; end if;`,
    );
  return [
    `${target} := jsonb_populate_record(${base}, sync.side(p_values, ${side}));`,
    ...parsed,
  ].join('\n');
}

function insertFunction(table: Table): string {
  const own = ownNames(table);
  const defaults = own.flatMap((name) => {
    const { defaultValue } = ownShape(table, name);
    return defaultValue === undefined
      ? []
      : [`${field('v_new', name)} := ${typedLiteral(ownShape(table, name), defaultValue)};`];
  });
  const centrals = own
    .filter((name) => ownShape(table, name).merge === 'central')
    .map((name) => {
      const value = ownShape(table, name).defaultValue;
      return `${field('v_new', name)} := ${typedLiteral(ownShape(table, name), value ?? null)}; -- central writes it`;
    });
  // Central stamps the others, and computes those that are generated.
  const columns = ['id', 'organization_id', ...own, 'created_by', 'updated_by'];
  const same = own.map(
    (name) => `${field('v_now', name)} is not distinct from ${field('v_new', name)}`,
  );
  return `${head('insert', table)}
declare
  v_effect sync.effect;
  v_new data.${table.name};
  v_now data.${table.name};
${indent(slotVariables(table), 1)}
begin
${indent(defaults.join('\n'), 1)}
${indent(overlay(table, 'v_new', 'v_new', 1), 1)}
${indent(centrals.join('\n'), 1)}
  v_new.id := p_id;
  v_new.organization_id := p_op.organization_id;
  v_new.created_by := p_op.actor_id;
  v_new.updated_by := p_op.actor_id;
${indent(slotCheck(table, 'v_new', 'insert'), 1)}
  insert into data.${table.name} (${columns.map(quoted).join(', ')})
  values (${columns.map((name) => field('v_new', name)).join(', ')})
  on conflict (organization_id, id) do nothing;
  if not found then
    select * into v_now from data.${table.name} r
    where r.organization_id = p_op.organization_id and r.id = p_id;
    if ${same.join('\n      and ')} then
      return v_effect;
    end if;
    perform sync.reject('duplicate_row', ${literal(table.name)});
  end if;
${indent(slotConflict(table, 'null'), 1)}
${indent(judgement(table), 1)}
  return v_effect;
end
$$;`;
}

function gone(table: Table, number: number, whenGone: string): string {
  return `select * into v_now from data.${table.name} r
where r.organization_id = p_op.organization_id and r.id = p_id
for update;
if not found then
  if not sync.was_deleted(p_op.organization_id, ${number}::smallint, p_id) then
    perform sync.reject('row_missing', ${literal(table.name)});
  end if;
  ${whenGone}
  return v_effect;
end if;`;
}

function updateFunction(table: Table, number: number): string {
  const name = plain(table.name);
  const assignments = ownNames(table).map(
    (column) => `${quoted(column)} = ${field('v_new', column)}`,
  );
  const conflict = `v_effect := sync.open_conflict(v_effect, p_op, 'deleted_vs_edited', 'medium', null, ${literal(name)}, p_id, null,
    sync.deleted_cells(p_op.organization_id, ${literal(name)}, ${number}::smallint, p_id) || sync.side(p_values, 0),
    sync.side(p_values, 1), null);`;
  return `${head('update', table)}
declare
  v_effect sync.effect;
  v_now data.${name};
  v_seen data.${name};
  v_new data.${name};
  v_asked text[] := '{}';
${indent(hasToldMerges(table) ? "v_told text[] := '{}';" : '', 1)}
  v_image jsonb;
${indent(slotVariables(table), 1)}
${indent(lostVariable(table), 1)}
begin
${indent(gone(table, number, conflict), 1)}
${indent(slotAsSeen(table), 1)}
${indent(overlay(table, 'v_seen', 'v_now', 0), 1)}
${indent(overlay(table, 'v_new', 'v_now', 1), 1)}
${indent(wallsLeft(table), 1)}
${indent(mergeGroups(table), 1)}
  if v_new is not distinct from v_now then
    return v_effect;
  end if;
${indent(slotCheck(table, 'v_new', 'update'), 1)}
  update data.${name} r
  set ${[...assignments, 'updated_by = p_op.actor_id'].join(',\n    ')}
  where r.organization_id = p_op.organization_id and r.id = p_id;
${indent(toldMerge(table), 1)}
${indent(slotConflict(table, 'sync.side(p_values, 0)'), 1)}
${indent(slotDecided(table, false), 1)}
${indent(judgement(table), 1)}
  return v_effect;
end
$$;`;
}

function deleteFunction(table: Table, number: number): string {
  const name = plain(table.name);
  return `${head('delete', table)}
declare
  v_effect sync.effect;
  v_now data.${name};
  v_seen data.${name};
${indent(lostVariable(table), 1)}
begin
${indent(gone(table, number, ''), 1)}
${indent(slotAsSeen(table), 1)}
${indent(overlay(table, 'v_seen', 'v_now', 0), 1)}
  if v_seen is distinct from v_now then
    -- Somebody changed it since: the row stays until a person decides.
    return sync.open_conflict(v_effect, p_op, 'deleted_vs_edited', 'medium', ${resourceOf(table, 'v_now')}, ${literal(name)}, p_id, null,
      sync.side(p_values, 0), '{}', sync.own_cells(sync.image(p_op.organization_id, ${literal(name)}, p_id)));
  end if;
  delete from data.${name} r where r.organization_id = p_op.organization_id and r.id = p_id;
${indent(slotDecided(table, true), 1)}
  return v_effect;
end
$$;`;
}

function dispatch(tables: readonly Table[]): string {
  const cases = tables.map((table) => {
    const name = literal(table.name);
    const kinds = writtenKinds(table);
    const statements =
      kinds.length === 0
        ? `perform sync.reject('not_allowed', ${name});`
        : `case p_kind
${indent(kinds.map((kind) => applyCase(table, kind)).join('\n'), 1)}
  else ${otherKinds(table)}
end case;`;
    return { name: table.name, statements };
  });
  return `-- Finds the function for one change by name; rights are those of this moment.
create or replace function sync.apply_change(p_op sync.op_context, p_table text, p_kind text, p_id uuid, p_values jsonb)
returns sync.effect
language plpgsql as $$
begin
${indent(chooseByName('p_table', cases, `perform sync.reject('unknown_table', null);`), 1)}
  return null;
end
$$;`;
}

export type Kind = 'insert' | 'update' | 'delete';

export function writtenKinds(table: Table): readonly Kind[] {
  const { options } = table;
  if (isMadeByCentral(table)) return ['update'];
  if (options.sync === 'both') return ['insert', 'update', 'delete'];
  return options.sync === 'up' ? ['insert'] : [];
}

function otherKinds(table: Table): string {
  const unknown = `perform sync.reject('bad_value', 'kind of change');`;
  if (writtenKinds(table).length === 3) return unknown;
  return `perform sync.reject('not_allowed', ${literal(table.name)});`;
}

function applyCase(table: Table, kind: Kind): string {
  const allowed = ROLES.slice(ROLES.indexOf(roleFor(table, kind)));
  return `when '${kind}' then
  if p_op.actor_role not in (${list(allowed)}) then
    perform sync.reject('not_allowed', '${kind} ${table.name}');
  end if;
  perform sync.require_forms(${literal(table.name)}, p_values, ${formsOf(table)});
  return sync.${kind}_${table.name}(p_op, p_id, p_values);`;
}

/** What a cell of each column looks like on the wire, as `sync.require_forms` reads it. */
function formsOf(table: Table): string {
  const forms = ownNames(table).map((name) => [name, formOf(ownShape(table, name))]);
  return literal(JSON.stringify(Object.fromEntries(forms)));
}

export function formOf(shape: ColumnShape): string {
  switch (shape.kind) {
    case 'integer':
    case 'money':
    case 'boolean':
      return 'number';
    case 'decimal':
      return `decimal${digitsOf(shape).scale}`;
    case 'id':
    case 'instant':
    case 'day':
    case 'json':
      return shape.kind;
    // The column's own check tells the rest.
    case 'text':
    case 'enum':
    case 'clock':
    case 'wall':
      return 'text';
    default:
      return unreachable(shape.kind);
  }
}
