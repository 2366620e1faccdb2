-- Refuses the op: everything of it is rolled back, the op and the reason are kept.
create or replace function sync.reject(p_code text, p_detail text) returns void
language plpgsql as $$
begin
  raise exception using errcode = 'HF010', message = p_code, detail = coalesce(p_detail, '');
end
$$;

-- JSON that every replica can read: at most 2^20 characters and 100 levels, numbers that a double holds. Deeper JSON would
-- hide its row on every desk.
create or replace function sync.is_sendable(p_json jsonb) returns boolean
language sql immutable as $$
  select not jsonb_path_exists(p_json, 'strict $.**{101}')
    and not jsonb_path_exists(
      p_json, '$.** ? (@.type() == "number" && (@ > 1.797693134862315807e308 || @ < -1.797693134862315807e308))'
    )
$$;

-- Whether an op can be numbered, answered and sent again: what is not even that is no op.
create or replace function sync.is_op(p_op jsonb) returns boolean
language sql immutable as $$
  select jsonb_typeof(p_op) = 'object'
    and sync.try_uuid(p_op ->> 'op_id') is not null
    and sync.try_uuid(p_op ->> 'device_id') is not null
    and sync.try_uuid(p_op ->> 'incarnation') is not null
    and p_op ->> 'op_no' ~ '^[1-9][0-9]{0,15}$'
$$;

create or replace function sync.are_changes(p_changes jsonb) returns boolean
language sql immutable as $$
  select jsonb_typeof(p_changes) = 'array' and not exists (
    select from jsonb_array_elements(
      case jsonb_typeof(p_changes) when 'array' then p_changes else '[]' end
    ) c
    where jsonb_typeof(c.value -> 'values') is distinct from 'object'
  )
$$;

-- Whether all of them are ops with changes, told the quick way: false means looking at each.
create or replace function sync.are_plain_ops(p_ops jsonb) returns boolean
language plpgsql immutable as $$
begin
  return not exists (
    select from jsonb_array_elements(p_ops) o(op)
    where (
      jsonb_typeof(o.op) = 'object'
      and (o.op ->> 'op_id')::uuid::text = o.op ->> 'op_id'
      and (o.op ->> 'device_id')::uuid::text = o.op ->> 'device_id'
      and (o.op ->> 'incarnation')::uuid::text = o.op ->> 'incarnation'
      and (o.op ->> 'op_no')::bigint between 1 and 9999999999999999
      and (o.op ->> 'op_no')::bigint::text = o.op ->> 'op_no'
      and jsonb_typeof(o.op -> 'changes') = 'array'
    ) is not true
  ) and not exists (
    select from jsonb_array_elements(p_ops) o(op)
    cross join lateral jsonb_array_elements(o.op -> 'changes') c(change)
    where jsonb_typeof(c.change -> 'values') is distinct from 'object'
  );
exception when data_exception then
  return false;
end
$$;

-- What a device sent, in its order. HF020 where something is no op. One whose changes are none is
-- refused like any other: its verdict lets the queue go on.
create or replace function sync.read_ops(p_ops json) returns jsonb[]
language plpgsql immutable as $$
declare
  v_sent jsonb := sync.readable(p_ops);
begin
  if jsonb_typeof(v_sent) <> 'array' then
    raise exception 'this is no list of ops' using errcode = 'HF020';
  end if;
  if jsonb_array_length(v_sent) = 0 then
    return null;
  end if;
  if sync.are_plain_ops(v_sent) then
    return array(select o.op from jsonb_array_elements(v_sent) o(op));
  end if;
  if exists (select from jsonb_array_elements(v_sent) o(op) where sync.is_op(o.op) is not true) then
    raise exception 'this is no list of ops' using errcode = 'HF020';
  end if;
  return array(
    select case
      when sync.are_changes(o.op -> 'changes') then o.op
      else o.op || jsonb_build_object('changes', '[]'::jsonb, 'malformed', o.op -> 'changes')
    end
    from jsonb_array_elements(v_sent) o(op)
  );
end
$$;

-- Whether a cell has the form its column has on the wire. What Postgres would be lenient about must
-- not come in: `now`, 1.005 for two digits, a number for a text.
create or replace function sync.has_form(p_form text, p_cell jsonb) returns boolean
language sql immutable as $$
  select case jsonb_typeof(p_cell)
    when 'null' then p_form is not null
    when 'number' then p_form = 'number'
    when 'string' then case p_form
      when 'text' then true
      when 'number' then false
      when 'json' then length(p_cell #>> '{}') <= 1048576
        and sync.is_sendable((p_cell #>> '{}')::jsonb)
      when 'id' then
        p_cell #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      when 'instant' then
        p_cell #>> '{}' ~ '^[0-9]{4}(-[0-9]{2}){2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}\.[0-9]{3}Z$'
      when 'day' then
        p_cell #>> '{}' ~ '^[0-9]{4}(-[0-9]{2}){2}$'
      when 'decimal0' then
        p_cell #>> '{}' ~ '^(0|-?[1-9][0-9]*)$'
      -- decimal and the number of digits after the point
      else
        p_cell #>> '{}' ~ '^-?(0|[1-9][0-9]*)\.[0-9]+$'
        and length(split_part(p_cell #>> '{}', '.', 2)) = substr(p_form, 8)::integer
        and p_cell #>> '{}' !~ '^-[0.]+$'
    end
    else false
  end
$$;

-- Refuses {column: [before, after]} with a column that is not in {column: form}, or with an `after`
-- that has not that form. What a person saw is compared only, never stored.
create or replace function sync.require_forms(p_table text, p_values jsonb, p_forms jsonb)
returns void
language plpgsql as $$
declare
  v_unknown text;
  v_wrong text;
begin
  if not exists (
    select from jsonb_each(p_values) e
    where sync.has_form(p_forms ->> e.key, e.value -> 1) is not true
  ) then
    return;
  end if;
  select
    string_agg(p_table || '.' || left(e.key, 60), ', ' order by e.key)
      filter (where not p_forms ? e.key),
    string_agg(p_table || '.' || left(e.key, 60), ', ' order by e.key)
      filter (where sync.has_form(p_forms ->> e.key, e.value -> 1) is not true)
  into v_unknown, v_wrong
  from jsonb_each(p_values) e;
  if v_unknown is not null then
    perform sync.reject('unknown_column', v_unknown);
  end if;
  perform sync.reject('bad_value', v_wrong);
end
$$;

create or replace function sync.was_deleted(p_organization uuid, p_table smallint, p_id uuid)
returns boolean
language sql stable as $$
  select exists (
    select from sync.tombstones t
    where t.organization_id = p_organization and t.table_number = p_table and t.row_id = p_id
  )
$$;

-- A row as the op that deleted it found it; nothing where no op of a device did.
create or replace function sync.deleted_cells(
  p_organization uuid, p_table text, p_number smallint, p_id uuid
) returns jsonb
language sql stable as $$
  select coalesce(
    (
      select sync.side(c.value -> 'values', 0)
      from sync.tombstones t
      join sync.op_log l on l.organization_id = t.organization_id and l.op_id = t.op_id
      cross join jsonb_array_elements(l.op -> 'changes') c
      where t.organization_id = p_organization and t.table_number = p_number and t.row_id = p_id
        and c.value ->> 'table' = p_table
        and c.value ->> 'row_id' = p_id::text
        and c.value ->> 'kind' = 'delete'
      limit 1
    ),
    '{}'
  )
$$;

-- Records that columns were set aside or combined, with both values.
create or replace function sync.noted(
  p_effect sync.effect, p_table text, p_id uuid, p_columns text[], p_values jsonb, p_image jsonb
) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect := p_effect;
  v_column text;
  v_key text;
begin
  foreach v_column in array p_columns loop
    continue when not p_values ? v_column;
    v_key := p_table || '.' || p_id || '.' || v_column;
    v_effect.merged := coalesce(v_effect.merged, '{}') || v_key;
    v_effect.set_aside := coalesce(v_effect.set_aside, '{}') || jsonb_build_object(
      v_key,
      jsonb_build_object(
        'base', p_values #> array[v_column, '0'],
        'mine', p_values #> array[v_column, '1'],
        'theirs', p_image -> v_column
      )
    );
  end loop;
  return v_effect;
end
$$;

-- An id that the same op always leads to: time of the op, then a digest (the shape of UUIDv7).
create or replace function sync.derived_id(p_op uuid, p_name text) returns uuid
language plpgsql immutable as $$
declare
  v_time text := left(replace(p_op::text, '-', ''), 12);
  v_digest text := md5(p_op::text || ':' || p_name);
begin
  return (
    v_time || '7' || left(v_digest, 3)
    || substr('89ab', 1 + (ascii(substr(v_digest, 4, 1)) & 3), 1)
    || substr(v_digest, 5, 15)
  )::uuid;
end
$$;

-- A clash tomorrow cannot wait for one next month.
create or replace function sync.urgency(p_start timestamptz) returns text
language sql stable as $$
  select case
    when p_start < now() - interval '24 hours' then 'medium'
    when p_start <= now() + interval '24 hours' then 'critical'
    when p_start <= now() + interval '7 days' then 'high'
    else 'medium'
  end
$$;

create or replace function sync.conflict_data(
  p_op sync.op_context, p_base jsonb, p_mine jsonb, p_theirs jsonb
) returns jsonb
language sql immutable as $$
  select jsonb_build_object(
    'device_name', p_op.device_name,
    'actor_id', p_op.actor_id,
    'command', p_op.command,
    'at', p_op.at,
    'base', p_base,
    'mine', p_mine,
    'theirs', p_theirs
  )
$$;

-- Opens what a person must settle. Its id follows from op and row, so a retry opens the same one.
create or replace function sync.open_conflict(
  p_effect sync.effect, p_op sync.op_context, p_type text, p_severity text, p_resource uuid,
  p_table text, p_id uuid, p_other uuid, p_base jsonb, p_mine jsonb, p_theirs jsonb,
  p_more jsonb default '{}'
) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect := p_effect;
  v_conflict uuid := sync.derived_id(p_op.op_id, p_type || ':' || p_table || ':' || p_id);
begin
  insert into data.conflict_logs (
    id, organization_id, conflict_type, severity, resource_id, table_name, row_id, other_row_id,
    op_id, conflict_data
  ) values (
    v_conflict, p_op.organization_id, p_type, p_severity, p_resource, p_table, p_id, p_other,
    p_op.op_id,
    sync.conflict_data(p_op, p_base, p_mine, p_theirs) || p_more
  );
  v_effect.conflicts := coalesce(v_effect.conflicts, '{}') || v_conflict;
  return v_effect;
end
$$;

-- Tells people that central combined what two of them wrote, or put one aside: settled by itself, and
-- to be decided otherwise whenever somebody wants.
create or replace function sync.record_merge(
  p_op sync.op_context, p_resource uuid, p_table text, p_id uuid, p_columns text[],
  p_values jsonb, p_theirs jsonb, p_author uuid
) returns void
language plpgsql as $$
begin
  insert into data.conflict_logs (
    id, organization_id, conflict_type, severity, resource_id, table_name, row_id, op_id,
    conflict_data, status, resolution, resolved_at
  ) values (
    sync.derived_id(p_op.op_id, 'merged:' || p_table || ':' || p_id), p_op.organization_id,
    'concurrent_edit', 'low', p_resource, p_table, p_id, p_op.op_id,
    sync.conflict_data(
      p_op, sync.only(sync.side(p_values, 0), p_columns), sync.only(sync.side(p_values, 1), p_columns),
      sync.only(p_theirs, p_columns) || jsonb_build_object('updated_by', p_author)
    ) || jsonb_build_object('merged', sync.only(
      sync.own_cells(sync.image(p_op.organization_id, p_table, p_id)), p_columns
    )),
    'resolved', 'merged', date_trunc('milliseconds', now())
  );
end
$$;

-- The open conflict in which a row lost its slot, and what its status would have been.
create or replace function sync.lost_slot(
  p_organization uuid, p_table text, p_id uuid, p_column text
) returns table (conflict_id uuid, wanted text)
language sql stable as $$
  select l.id, l.conflict_data #>> array['mine', p_column]
  from data.conflict_logs l
  where l.organization_id = p_organization
    and l.row_id = p_id
    and l.table_name = p_table
    and l.conflict_type in ('double_booking', 'capacity_exceeded')
    and l.status in ('open', 'investigating')
  order by l.row_version desc
  limit 1
$$;

-- Nothing is left to settle: the person who lost the slot had already decided otherwise.
create or replace function sync.close_conflict(
  p_op sync.op_context, p_conflict uuid, p_resolution text
) returns void
language sql as $$
  update data.conflict_logs l
  set status = 'resolved', resolution = p_resolution, resolved_by = p_op.actor_id,
    resolved_at = date_trunc('milliseconds', now()), updated_by = p_op.actor_id
  where l.organization_id = p_op.organization_id and l.id = p_conflict
$$;
