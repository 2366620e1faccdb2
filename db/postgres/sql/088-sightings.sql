-- What a device said of itself when it said hello; `p_hello` is checked by nobody, so no cast may raise.
create or replace function sync.note_seen(p_device uuid, p_hello jsonb) returns void
language plpgsql as $$
declare
  v_last numeric := sync.try_number(p_hello -> 'last_op_no');
  v_acked numeric := sync.try_number(p_hello -> 'acked_op_no');
  v_waiting integer := least(greatest(v_last - v_acked, 0), 2147483647);
begin
  update sync.devices d set
    last_seen_at = now(),
    seen_waiting = v_waiting,
    seen_idle_at = case when v_waiting = 0 then now() else d.seen_idle_at end,
    seen_cursor = coalesce(sync.try_cursor(p_hello ->> 'cursor'), d.seen_cursor),
    seen_schema_version = least(sync.try_number(p_hello -> 'schema_version'), 2147483647),
    seen_protocol_version = least(sync.try_number(p_hello -> 'protocol_version'), 2147483647)
  where d.id = p_device;
  perform sync.upkeep_if_due((select d.organization_id from sync.devices d where d.id = p_device));
end
$$;

create or replace function sync.try_number(p_json jsonb) returns numeric
language sql immutable as $$
  select case when jsonb_typeof(p_json) = 'number' then greatest(trunc((p_json #>> '{}')::numeric), 0) end
$$;

create or replace function sync.try_cursor(p_text text) returns pg_snapshot
language plpgsql immutable as $$
begin
  return p_text::pg_snapshot;
exception when data_exception then
  return null;
end
$$;
