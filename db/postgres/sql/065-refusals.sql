-- A refused op that somebody has to decide about opens a conflict. Everything here runs after the op
-- was rolled back, and never for an op that went in.

-- Columns of a key and, for those that are computed, how. Names are those of the catalogue.
create or replace function sync.key_columns(p_table text, p_key text)
returns table (name text, expression text, is_text boolean)
language sql stable as $$
  select a.attname::text,
    case a.attgenerated
      when 's' then (
        select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d
        where d.adrelid = a.attrelid and d.adnum = a.attnum
      )
      else quote_ident(a.attname)
    end,
    a.attgenerated = '' and a.atttypid = 'text'::regtype
  from pg_index i
  join pg_class k on k.oid = i.indexrelid
  join pg_class c on c.oid = i.indrelid
  cross join unnest(i.indkey::smallint[]) with ordinality p(number, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = p.number
  where c.relnamespace = 'data'::regnamespace and c.relname = p_table and k.relname = p_key
    and a.attname <> 'organization_id'
  order by p.place
$$;

-- Who holds the key that a row would have had; null where nobody does.
create or replace function sync.key_holder(
  p_organization uuid, p_table text, p_key text, p_id uuid, p_values jsonb
) returns uuid
language plpgsql stable as $$
declare
  v_wanted text;
  v_same text;
  v_condition text;
  v_holder uuid;
begin
  select string_agg(format('(%s) as %I', k.expression, k.name), ', '),
    string_agg(format('h.%1$I = w.%1$I', k.name), ' and ')
  into v_wanted, v_same
  from sync.key_columns(p_table, p_key) k;
  if v_wanted is null then
    return null;
  end if;
  select pg_get_expr(i.indpred, i.indrelid) into v_condition
  from pg_index i
  where i.indexrelid = format('data.%I', p_key)::regclass;
  execute format(
    'select h.id
     from (
       select * from data.%1$I
       where organization_id = $1 and id <> $2 and (%2$s)
     ) h,
     (
       select %3$s
       from jsonb_populate_record(
         (select r from data.%1$I r where r.organization_id = $1 and r.id = $2), $3
       )
     ) w
     where %4$s
     limit 1',
    p_table, coalesce(v_condition, 'true'), v_wanted, v_same
  ) into v_holder using p_organization, p_id, sync.side(p_values, 1);
  return v_holder;
end
$$;

-- The column of a reference and the table it leads to.
create or replace function sync.reference_of(p_table text, p_constraint text)
returns table (column_name text, target text)
language sql stable as $$
  select a.attname::text, f.relname::text
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_class f on f.oid = k.confrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
  where k.contype = 'f' and k.conname = p_constraint
    and c.relnamespace = 'data'::regnamespace and c.relname = p_table
    and a.attname <> 'organization_id'
$$;

-- A row that refers to another; null where none does.
create or replace function sync.referring_row(
  p_organization uuid, p_table text, p_constraint text, p_id uuid
) returns uuid
language plpgsql stable as $$
declare
  v_column text;
  v_row uuid;
begin
  select r.column_name into v_column from sync.reference_of(p_table, p_constraint) r;
  if v_column is null then
    return null;
  end if;
  execute format(
    'select r.id from data.%I r where r.organization_id = $1 and r.%I = $2 limit 1',
    p_table, v_column
  ) into v_row using p_organization, p_id;
  return v_row;
end
$$;

-- Changes that a desk could send again: those of rows that reach desks.
create or replace function sync.shared_changes(p_changes jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_agg(c.value order by c.ordinality), '[]')
  from jsonb_array_elements(p_changes) with ordinality c
  where not sync.is_sent_only(c.value ->> 'table')
$$;

-- Whether a refused change is one that devices may make, so that it can be made later. What is about
-- conflicts themselves stays with the desk that sent it, and so does what is too large to show.
create or replace function sync.is_settleable(p_op jsonb, p_change jsonb) returns boolean
language sql stable as $$
  select sync.table_number(p_change ->> 'table') is not null
    and not sync.is_sent_only(p_change ->> 'table')
    and sync.try_uuid(p_change ->> 'row_id') is not null
    and p_change ->> 'kind' in ('insert', 'update', 'delete')
    and to_regproc(format('sync.%I', (p_change ->> 'kind') || '_' || (p_change ->> 'table'))) is not null
    and octet_length(p_op::text) <= 262144
    and not exists (
      select from jsonb_array_elements(p_op -> 'changes') c
      where c.value ->> 'table' in ('conflict_logs', 'conflict_actions')
    )
$$;

-- Opens the conflict of a refused op; null where there is nothing to decide, or where so many of its
-- kind are open that another one would only bury them: then the op stays with the desk that sent it.
create or replace function sync.open_refusal(
  p_context sync.op_context, p_op jsonb, p_change jsonb, p_code text, p_table text, p_constraint text
) returns uuid
language plpgsql as $$
declare
  v_organization uuid := p_context.organization_id;
  v_table text := p_change ->> 'table';
  v_kind text := p_change ->> 'kind';
  v_values jsonb := p_change -> 'values';
  v_id uuid := sync.try_uuid(p_change ->> 'row_id');
  v_type text;
  v_other uuid;
  v_reference record;
  v_theirs jsonb;
  v_more jsonb := jsonb_build_object('code', p_code, 'kind', v_kind);
  v_effect sync.effect;
begin
  if sync.is_settleable(p_op, p_change) is not true then
    return null;
  end if;
  v_theirs := sync.own_cells(sync.image(v_organization, v_table, v_id));
  case
    when p_code = 'duplicate_value' and p_table = v_table then
      v_type := 'uniqueness';
      v_other := sync.key_holder(v_organization, v_table, p_constraint, v_id, v_values);
      v_theirs := sync.signed_cells(sync.image(v_organization, v_table, v_other));
      v_more := v_more || jsonb_build_object('key', (
        select coalesce(jsonb_agg(k.name) filter (where k.is_text), '[]')
        from sync.key_columns(v_table, p_constraint) k
      ));
    when p_code = 'missing_reference' and p_table = v_table then
      v_type := 'deleted_vs_edited';
      select * into v_reference from sync.reference_of(p_table, p_constraint);
      v_other := sync.try_uuid(v_values #>> array[v_reference.column_name, '1']);
      if sync.was_deleted(v_organization, sync.table_number(v_reference.target), v_other) is not true
      then
        return null;
      end if;
      v_more := v_more || jsonb_build_object('parent', jsonb_build_object(
        'table', v_reference.target, 'row_id', v_other, 'cells', sync.deleted_cells(
          v_organization, v_reference.target, sync.table_number(v_reference.target), v_other
        )
      ));
    when p_code = 'rule_broken' and v_kind = 'delete' and p_constraint <> '' then
      v_type := 'deleted_vs_edited';
      v_other := sync.referring_row(v_organization, p_table, p_constraint, v_id);
      v_more := v_more || jsonb_build_object('child_table', p_table);
    when p_code = 'not_allowed' then
      v_type := 'permission_revoked_offline';
    when p_code = 'schema_too_new' then
      v_type := 'schema_mismatch';
    else
      return null;
  end case;
  if v_type in ('uniqueness', 'deleted_vs_edited') and v_other is null then
    return null;
  end if;
  if (
    select count(*) >= 200 from (
      select from data.conflict_logs l
      where l.organization_id = v_organization and l.status = 'open' and l.conflict_type = v_type
      limit 200
    ) o
  ) then
    return null;
  end if;
  perform set_config('holdfast.op_id', p_context.op_id::text, true);
  v_effect := sync.open_conflict(
    null, p_context, v_type, case v_type when 'permission_revoked_offline' then 'high' else 'medium' end,
    sync.try_uuid(v_values #>> '{resource_id,1}'), v_table, v_id, v_other,
    case when v_kind <> 'insert' then sync.side(v_values, 0) end,
    case when v_kind = 'delete' then '{}' else sync.side(v_values, 1) end,
    v_theirs, v_more || jsonb_build_object('changes', sync.shared_changes(p_op -> 'changes'))
  );
  return v_effect.conflicts[1];
end
$$;
