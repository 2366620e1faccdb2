-- The device behind a token, for the organization this session logged in for. HF001 otherwise.
create or replace function sync.device_of(p_token text) returns sync.devices
language plpgsql stable as $$
declare
  v_device sync.devices;
begin
  select * into v_device
  from sync.devices d
  where d.token_hash = sha256(convert_to(p_token, 'UTF8'))
    and d.organization_id = sync.session_organization()
    and d.revoked_at is null
    and (d.expires_at is null or d.expires_at > now());
  if not found then
    raise exception 'this device may not connect any more' using errcode = 'HF001';
  end if;
  return v_device;
end
$$;

create or replace function sync.device_organization(p_token text) returns uuid
language plpgsql stable as $$
begin
  return (sync.device_of(p_token)).organization_id;
end
$$;

-- Codes are read aloud and typed: case, dashes and the letters O, I, L do not matter.
create or replace function sync.code_hash(p_code text) returns bytea
language sql immutable as $$
  select sha256(convert_to(
    translate(upper(regexp_replace(p_code, '[^A-Za-z0-9]', '', 'g')), 'OIL', '011'), 'UTF8'
  ))
$$;

-- Trades a one-time code for a device. Unknown, used and expired codes are told apart by nobody.
create or replace function api.enrol(p_code text, p_device_name text)
returns table (device_id uuid, token text, organization_id uuid, login_role text, login_password text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_code sync.enrol_codes;
  v_token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  v_device uuid;
begin
  select * into v_code
  from sync.enrol_codes c
  where c.code_hash = sync.code_hash(p_code)
    and c.used_at is null
    and c.expires_at > now()
  for update;
  if not found then
    raise exception 'this code is not valid' using errcode = 'HF005';
  end if;
  insert into sync.devices (organization_id, name, token_hash)
  values (v_code.organization_id, p_device_name, sha256(convert_to(v_token, 'UTF8')))
  returning id into v_device;
  update sync.enrol_codes c set used_at = now(), device_id = v_device
  where c.code_hash = v_code.code_hash;
  return query
    select v_device, v_token, l.organization_id, l.role_name::text, l.password
    from sync.org_logins l
    where l.organization_id = v_code.organization_id;
end
$$;

-- True when central has not yet reached this cursor: it was restored from a backup.
create or replace function sync.cursor_is_ahead(p_cursor text) returns boolean
language sql stable as $$
  select coalesce(
    pg_snapshot_xmax(p_cursor::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()), false
  )
$$;

create or replace function api.hello(p_token text, p_hello jsonb) returns json
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_device sync.devices := sync.device_of(p_token);
  v_life sync.incarnations;
  v_incarnation uuid := (p_hello ->> 'incarnation')::uuid;
  v_epoch uuid;
begin
  if (p_hello ->> 'protocol_version')::integer < sync.protocol_version() then
    return json_build_object('kind', 'incompatible', 'needs', 'device_update');
  end if;
  if (p_hello ->> 'protocol_version')::integer > sync.protocol_version()
    or (p_hello ->> 'schema_version')::integer > sync.schema_version() then
    return json_build_object('kind', 'incompatible', 'needs', 'central_update');
  end if;

  select * into v_life from sync.incarnations i
  where i.device_id = v_device.id and i.incarnation = v_incarnation;
  if not found then
    -- Only the first life of a device begins by itself; a later one is opened by reincarnate.
    insert into sync.incarnations (device_id, incarnation)
    select v_device.id, v_incarnation
    where not exists (select from sync.incarnations i where i.device_id = v_device.id)
    returning * into v_life;
  end if;
  if v_life.is_open is not true then
    return json_build_object('kind', 'incarnation_refused');
  end if;
  if v_life.last_op_no > (p_hello ->> 'last_op_no')::bigint then
    return json_build_object('kind', 'restored', 'central_op_no', v_life.last_op_no);
  end if;

  select e.epoch into v_epoch from sync.epoch e;
  if sync.cursor_is_ahead(p_hello ->> 'cursor')
    or v_life.last_op_no < (p_hello ->> 'acked_op_no')::bigint then
    -- Restored from a backup, whatever its epoch says: one of its own makes the device send again what
    -- was confirmed, and compare everything once.
    v_epoch := sync.derived_id(v_epoch, coalesce(p_hello ->> 'cursor', ''));
  end if;
  return json_build_object(
    'kind', 'welcome',
    'epoch', v_epoch,
    'schema_version', sync.schema_version(),
    'now', sync.instant_text(clock_timestamp())
  );
end
$$;

-- Opens a new life of this device's file and closes the former.
create or replace function api.reincarnate(p_token text, p_incarnation uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_device sync.devices := sync.device_of(p_token);
begin
  perform from sync.devices d where d.id = v_device.id for update;
  if exists (
    select from sync.incarnations i
    where i.device_id = v_device.id and i.incarnation = p_incarnation and not i.is_open
  ) then
    raise exception 'this incarnation was closed' using errcode = 'HF004';
  end if;
  update sync.incarnations i set is_open = false
  where i.device_id = v_device.id and i.is_open and i.incarnation <> p_incarnation;
  insert into sync.incarnations (device_id, incarnation) values (v_device.id, p_incarnation)
  on conflict (device_id, incarnation) do nothing;
end
$$;

-- A hint to the other devices of the organization. Never inside a business transaction: NOTIFY takes
-- a lock on the whole database at commit.
create or replace function api.wake(p_token text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('hf_' || replace(sync.device_organization(p_token)::text, '-', ''), '');
end
$$;
