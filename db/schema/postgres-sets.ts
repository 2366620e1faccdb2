import { field, indent, list, literal, ownNames, ownShape, plain } from './postgres-names.ts';
import { chooseByName } from './postgres-choose.ts';
import type { Registry } from './registry.ts';
import { isMadeByCentral } from './sync-class.ts';
import { keyParts, ROLES, roleFor } from './table.ts';
import type { Table } from './table.ts';
import { writtenKinds } from './postgres-apply.ts';
import type { Kind } from './postgres-apply.ts';
import { freeSlot, slotsFunction, slotStands } from './postgres-sets-slot.ts';
import { cellOf, hasForm, whereNamed } from './postgres-sets-cells.ts';
import { setBodies } from './postgres-sets-write.ts';

/**
 * Functions that carry many changes out at once. `sync.clean_changes` says which changes of one kind
 * to one table no rule has anything to say about; `sync.set_changes` carries such changes out. What
 * is not clean goes through `sync.apply_change`, change by change.
 */
export function setFunctions(registry: Registry): string {
  const barriers = judging(registry);
  const tables = registry.tables.filter(
    (table) => writtenKinds(table).length > 0 && !barriers.has(table) && !isMadeByCentral(table),
  );
  return [
    namesFunction(
      'judges_others',
      [...barriers],
      'Tables whose rows decide how later ops are judged.',
    ),
    placeFunction(tables),
    slotsFunction(tables),
    ...tables.flatMap((table) =>
      writtenKinds(table).flatMap((kind) => [cleanFunction(table, kind), setFunction(table, kind)]),
    ),
    dispatch(tables, 'clean'),
    dispatch(tables, 'set'),
  ]
    .map((sql) => sql.replaceAll(/\n{2,}/g, '\n'))
    .join('\n\n');
}

/** Rights come from users; whether a slot can be had, from what it is a slot of and its closures. */
function judging(registry: Registry): ReadonlySet<Table> {
  const owners = new Set(
    registry.tables.flatMap(({ own, options: { noOverlap } }) =>
      noOverlap === undefined ? [] : (own[noOverlap.by]?.shape.reference?.table ?? []),
    ),
  );
  const judges = (table: Table): boolean =>
    table.name === 'users' ||
    owners.has(table.name) ||
    (table.options.judged !== undefined && table.options.noOverlap === undefined);
  return new Set(
    registry.tables.filter((table) => writtenKinds(table).length > 0 && judges(table)),
  );
}

function namesFunction(name: string, tables: readonly Table[], says: string): string {
  return `-- ${says}
create or replace function sync.${name}(p_table text) returns boolean
language sql immutable as $$
  select p_table = any (array[${list(tables.map((table) => table.name))}]::text[])
$$;`;
}

function placeFunction(tables: readonly Table[]): string {
  const cases = tables.map((table, at) => `when ${literal(table.name)} then ${at + 1}`);
  return `-- Place of a table among those it refers to; null for one that is never changed in sets.
create or replace function sync.set_place(p_table text) returns integer
language sql immutable as $$
  select case p_table
${indent(cases.join('\n'), 2)}
  end
$$;`;
}

const ASKED = 'p_organization uuid, p_ids uuid[], p_values jsonb[], p_roles text[]';
const GIVEN = 'p_organization uuid, p_ids uuid[], p_values jsonb[], p_actors uuid[]';
const ANSWERS = 'hf_at bigint, hf_was bigint, hf_refs uuid[]';
const RESULTS = 'hf_id uuid, hf_exact boolean, hf_stamps json';

function cleanFunction(table: Table, kind: Kind): string {
  return `create or replace function sync.clean_${kind}_${plain(table.name)}(${ASKED}) returns table (${ANSWERS})
language plpgsql as $$
begin
  return query
${indent(kind === 'insert' ? cleanInsert(table) : cleanChange(table, kind), 1)}
end
$$;`;
}

function setFunction(table: Table, kind: Kind): string {
  return `create or replace function sync.set_${kind}_${plain(table.name)}(${GIVEN}) returns table (${RESULTS})
language plpgsql as $$
#variable_conflict use_column
begin
  return query
${indent(setBodies[kind](table), 1)}
end
$$;`;
}

/** The right is there, and the columns are known and the device's to write. */
function mayBeClean(table: Table, kind: Kind): string {
  const allowed = ROLES.slice(ROLES.indexOf(roleFor(table, kind)));
  const left = leftAlone(table, kind);
  return [
    `k.role in (${list(allowed)})`,
    `and k.vals - array[${list(ownNames(table))}] = '{}'`,
    ...(left.length === 0 ? [] : [`and not k.vals ?| array[${list(left)}]`]),
  ].join('\n  ');
}

// Of deletions nothing is written. Keys may be free only once the row that had them has changed.
function leftAlone(table: Table, kind: Kind): readonly string[] {
  if (kind === 'delete') return [];
  const names = ownNames(table);
  const keys = (table.options.unique ?? []).flatMap((key) => keyParts(key).columns);
  const computed = keys
    .map((key) => table.options.generated?.[key] ?? '')
    .join(' ')
    .split(/\W+/);
  return names.filter(
    (name) =>
      ownShape(table, name).merge === 'central' ||
      (kind === 'update' && (keys.includes(name) || computed.includes(name))),
  );
}

function references(table: Table): string {
  const columns = ownNames(table).filter(
    (name) => ownShape(table, name).reference?.enforced === true,
  );
  if (columns.length === 0) return `'{}'::uuid[]`;
  return `array_remove(array[${columns.map((name) => cellOf(table, name, 1)).join(', ')}], null)`;
}

const ASKED_ROWS = 'unnest(p_ids, p_values, p_roles) with ordinality k(id, vals, role, at)';

function cleanInsert(table: Table): string {
  const forms = ownNames(table).map((name) => whereNamed(name, hasForm(table, name)));
  return `select k.at, null::bigint, ${references(table)}
from ${ASKED_ROWS}
where ${mayBeClean(table, 'insert')}
  and ${forms.join('\n  and ')}
  and not exists (select from data.${plain(table.name)} r where r.organization_id = p_organization and r.id = k.id)
${indent(freeSlot(table), 1)};`;
}

function cleanChange(table: Table, kind: 'update' | 'delete'): string {
  const own = ownNames(table);
  const isUpdate = kind === 'update';
  const stands = own.map((name) => {
    const seen = `${cellOf(table, name, 0)} is not distinct from ${field('r', name)}`;
    const left = isUpdate ? hasForm(table, name) : `jsonb_typeof(k.vals #> '{${name},1}') = 'null'`;
    return whereNamed(name, `(${left} and ${seen})`);
  });
  const changed = own.map(
    (name) =>
      `(k.vals ? '${name}' and ${cellOf(table, name, 1)} is distinct from ${field('r', name)})`,
  );
  return `select k.at, r.row_version, ${isUpdate ? references(table) : `'{}'::uuid[]`}
from ${ASKED_ROWS}
join data.${plain(table.name)} r on r.organization_id = p_organization and r.id = k.id
where ${mayBeClean(table, kind)}
  and ${stands.join('\n  and ')}
${indent(isUpdate ? `and (${changed.join('\n  or ')})` : '', 1)}
${indent(slotStands(table, kind), 1)}
for update of r;`;
}

function dispatch(tables: readonly Table[], what: 'clean' | 'set'): string {
  const passed = what === 'clean' ? 'p_roles' : 'p_actors';
  const cases = tables.map((table) => {
    const kinds = writtenKinds(table).map(
      (kind) =>
        `when '${kind}' then return query select * from sync.${what}_${kind}_${plain(table.name)}(p_organization, p_ids, p_values, ${passed});`,
    );
    return {
      name: table.name,
      statements: `case p_kind
${indent(kinds.join('\n'), 1)}
  else null;
end case;`,
    };
  });
  return `create or replace function sync.${what}_changes(p_table text, p_kind text, ${what === 'clean' ? ASKED : GIVEN})
returns table (${what === 'clean' ? ANSWERS : RESULTS})
language plpgsql as $$
begin
${indent(chooseByName('p_table', cases, 'null;'), 1)}
end
$$;`;
}
