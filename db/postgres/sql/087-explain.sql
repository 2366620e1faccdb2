-- What an op wanted of one row and how the row is now: columns it set that hold another value. Names
-- only; of tables that devices do not read, nothing.
create or replace function sync.change_today(p_organization uuid, p_change jsonb) returns json
language sql stable as $$
  select json_build_object(
    'table', p_change ->> 'table',
    'row_id', p_change ->> 'row_id',
    'kind', p_change ->> 'kind',
    'there', case when not h.hidden then h.image is not null end,
    'changed_since', case
      when h.hidden or p_change ->> 'kind' = 'delete' then '[]'::json
      else (
        select coalesce(json_agg(e.key order by e.key), '[]')
        from jsonb_each(
          case jsonb_typeof(p_change -> 'values')
            when 'object' then p_change -> 'values' else '{}'
          end
        ) e
        where h.image is not null and h.image::jsonb -> e.key is distinct from e.value -> 1
      )
    end
  )
  from (
    select
      i.hidden,
      case when not i.hidden then sync.image(
        p_organization, p_change ->> 'table', sync.try_uuid(p_change ->> 'row_id')
      ) end as image
    from (
      select sync.is_sent_only(p_change ->> 'table')
        or sync.table_number(p_change ->> 'table') is null as hidden
    ) i
  ) h
$$;

-- The life of one op of this organization at central; null where central never met it.
create or replace function api.explain(p_token text, p_op_id uuid) returns json
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_organization uuid := sync.device_organization(p_token);
begin
  return (
    select json_build_object(
      'device_name', d.name,
      'incarnation', l.incarnation,
      'op_no', l.op_no,
      'received_at', sync.instant_text(l.received_at),
      'outcome', l.outcome,
      'code', l.code,
      'detail', l.detail,
      'merged', l.merged,
      'conflicts', (
        select coalesce(json_agg(json_build_object(
          'id', c.id, 'type', c.conflict_type, 'status', c.status, 'resolution', c.resolution
        ) order by c.id), '[]')
        from data.conflict_logs c
        where c.organization_id = v_organization and c.id = any (l.conflicts)
      ),
      'rows', (
        select coalesce(json_agg(sync.change_today(v_organization, c.value) order by c.ordinality), '[]')
        from jsonb_array_elements(l.op -> 'changes') with ordinality c
      )
    )
    from sync.op_log l
    left join sync.devices d on d.id = l.device_id
    where l.organization_id = v_organization and l.op_id = p_op_id
  );
end
$$;
