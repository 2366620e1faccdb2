import {
  field,
  indent,
  list,
  literal,
  plain,
  quoted,
  sharedTables,
  typeOf,
  copyExpression,
  travelsAsStored,
  wireExpression,
  wireTypeOf,
} from './postgres-names.ts';
import { chooseByName } from './postgres-choose.ts';
import type { ColumnShape } from './column.ts';
import type { Registry } from './registry.ts';
import type { Table } from './table.ts';

/**
 * Functions that put central's rows into canonical form: images, first fill, buckets, recounts. All
 * but the image of one row are of tables whose rows reach devices.
 */
export function wireFunctions(registry: Registry): string {
  const tables = sharedTables(registry);
  const sent = registry.tables.filter((table) => table.options.sync === 'up');
  return [
    nameFunctions(tables, registry),
    sentFunction(sent),
    imageFunction([...tables, ...sent]),
    imagesFunction(tables, registry),
    bucketFunction(tables, registry),
    filledFunction(tables),
    recountFunction(tables, registry),
    ...tables.map(snapshotFunction),
  ].join('\n\n');
}

function canonical(table: Table, alias: string): string {
  return Object.entries(table.columns)
    .map(([name, { shape }]) => {
      const expression = wireExpression(alias, name, shape);
      return expression === field(alias, name) ? expression : `${expression} as ${quoted(name)}`;
    })
    .join(', ');
}

function json(table: Table): string {
  return `(select to_json(w) from (select ${canonical(table, 'r')}) w)`;
}

function nameFunctions(tables: readonly Table[], registry: Registry): string {
  const toName = tables.map(
    (table) => `when ${registry.number(table)} then ${literal(table.name)}`,
  );
  const toNumber = tables.map(
    (table) => `when ${literal(table.name)} then ${registry.number(table)}::smallint`,
  );
  const toPlace = tables.map((table, at) => `when ${registry.number(table)} then ${at + 1}`);
  return `create or replace function sync.table_name(p_number smallint) returns text
language sql immutable as $$
  select case p_number
${indent(toName.join('\n'), 2)}
  end
$$;

create or replace function sync.table_number(p_name text) returns smallint
language sql immutable as $$
  select case p_name
${indent(toNumber.join('\n'), 2)}
  end
$$;

-- Numbers only ever grow; a table's place among those it refers to may change.
create or replace function sync.table_place(p_number smallint) returns integer
language sql immutable as $$
  select case p_number
${indent(toPlace.join('\n'), 2)}
  end
$$;`;
}

function sentFunction(tables: readonly Table[]): string {
  const names = tables.map(({ name }) => name);
  return `-- Tables whose rows no device gets, but for the one that sent them.
create or replace function sync.is_sent_only(p_table text) returns boolean
language sql immutable as $$
  select p_table = any (array[${list(names)}]::text[])
$$;`;
}

function imageFunction(tables: readonly Table[]): string {
  const cases = tables.map((table) => ({
    name: table.name,
    statements: `return (
  select ${json(table)}
  from data.${plain(table.name)} r
  where r.organization_id = p_organization and r.id = p_id
);`,
  }));
  return `-- Central's image of one row; null where it has none.
create or replace function sync.image(p_organization uuid, p_table text, p_id uuid) returns json
language plpgsql stable as $$
begin
${indent(chooseByName('p_table', cases, 'return null;'), 1)}
  return null;
end
$$;`;
}

function imagesFunction(tables: readonly Table[], registry: Registry): string {
  const cases = tables.map(
    (table) => `when ${registry.number(table)} then
  return query
    select k.id, case when r.id is not null then ${json(table)} end
    from unnest(p_ids) k(id)
    left join data.${plain(table.name)} r on r.organization_id = p_organization and r.id = k.id;`,
  );
  return `-- Images of many rows of one table; null for those that are not there.
create or replace function sync.images(p_organization uuid, p_table smallint, p_ids uuid[])
returns table (row_id uuid, image json)
language plpgsql stable as $$
begin
  case p_table
${indent(cases.join('\n'), 2)}
    else null;
  end case;
end
$$;`;
}

function bucketFunction(tables: readonly Table[], registry: Registry): string {
  const cases = tables.map(
    (table) => `when ${registry.number(table)} then
  return query
    select r.id, ${json(table)}
    from data.${plain(table.name)} r
    where r.organization_id = p_organization and sync.bucket_of(r.id) = any (p_buckets);`,
  );
  return `-- Every row of some buckets of one table, whose rows are all looked at: together costs no more than one.
create or replace function sync.bucket_images(p_organization uuid, p_table smallint, p_buckets integer[])
returns table (row_id uuid, image json)
language plpgsql stable as $$
begin
  case p_table
${indent(cases.join('\n'), 2)}
    else null;
  end case;
end
$$;`;
}

function filledFunction(tables: readonly Table[]): string {
  const parts = tables.map(
    ({
      name,
    }) => `if exists (select from data.${plain(name)} r where r.organization_id = p_organization) then
  return next ${literal(name)};
end if;`,
  );
  return `-- Names of the tables that have rows.
create or replace function sync.filled_tables(p_organization uuid) returns setof text
language plpgsql stable as $$
begin
${indent(parts.join('\n'), 1)}
end
$$;`;
}

// A statement for each table: together they would be planned anew at every call.
function recountFunction(tables: readonly Table[], registry: Registry): string {
  const parts = tables.map(
    (
      table,
    ) => `return query select ${registry.number(table)}::smallint, sync.bucket_of(r.id), count(*), sum(sync.row_hash(r.id, r.row_version))::bigint
from data.${plain(table.name)} r
where r.organization_id = p_organization
group by 2;`,
  );
  return `-- Count and sum of row hashes of every bucket that has rows, counted from the rows themselves.
create or replace function sync.recount(p_organization uuid)
returns table (table_number smallint, bucket integer, count bigint, sum bigint)
language plpgsql stable as $$
#variable_conflict use_column
begin
${indent(parts.join('\n'), 1)}
end
$$;`;
}

function copyTypeOf(shape: ColumnShape): string {
  return travelsAsStored(shape) ? typeOf(shape) : wireTypeOf(shape);
}

// Each table has a function of its own: COPY needs a fixed row type, and no name reaches SQL text.
function snapshotFunction(table: Table): string {
  const columns = Object.entries(table.columns).map(
    ([name, { shape }]) => `${quoted(name)} ${copyTypeOf(shape)}`,
  );
  const cells = Object.entries(table.columns).map(([name, { shape }]) =>
    copyExpression('r', name, shape),
  );
  return `create or replace function api.snapshot_${plain(table.name)}(p_token text, p_after uuid, p_limit integer)
returns table (${columns.join(', ')})
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select ${cells.join(', ')}
  from data.${plain(table.name)} r
  where r.organization_id = (select sync.device_organization(p_token))
    and r.id > coalesce(p_after, '00000000-0000-0000-0000-000000000000'::uuid)
  order by r.id
  limit p_limit
$$;`;
}
