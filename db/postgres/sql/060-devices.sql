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

-- A row of the feed by name. After a restore numbers come again, for other work: with the op, and with
-- the moment, for what was written without one.
create or replace function sync.witness_name(p_row sync.change_feed) returns text
language sql stable as $$
  select concat_ws(
    ':', p_row.xid::text, p_row.seq, p_row.row_id, extract(epoch from p_row.written_at), p_row.op_id
  )
$$;

-- The newest row of the feed that this snapshot sees: whoever pulled it can tell later whether this
-- is still the central that had it.
create or replace function sync.feed_witness(p_organization uuid) returns text
language sql stable as $$
  select sync.witness_name(f)
  from sync.change_feed f
  where f.organization_id = p_organization
  order by f.xid desc
  limit 1
$$;

create or replace function sync.has_witness(p_organization uuid, p_witness text) returns boolean
language sql stable as $$
  select exists (
    select from sync.change_feed f
    where f.organization_id = p_organization
      and f.xid = split_part(p_witness, ':', 1)::xid8
      and sync.witness_name(f) = p_witness
  )
$$;

-- Whether the feed of an organization begins after that transaction: what came before is forgotten.
create or replace function sync.feed_begins_after(p_organization uuid, p_xid xid8) returns boolean
language sql stable as $$
  select coalesce(
    (
      select f.xid > p_xid from sync.change_feed f
      where f.organization_id = p_organization
      order by f.xid
      limit 1
    ),
    pg_snapshot_xmax(pg_current_snapshot()) > p_xid
  )
$$;

-- An op that was confirmed and is not in the log. One that is older may have left it by its age.
create or replace function sync.lacks_confirmed(p_organization uuid, p_confirmed jsonb) returns boolean
language sql stable as $$
  select coalesce((p_confirmed ->> 'at')::timestamptz > now() - interval '12 months', false)
    and not exists (
      select from sync.op_log l
      where l.organization_id = p_organization
        and l.op_id = sync.try_uuid(p_confirmed ->> 'op_id')
    )
$$;

-- Whether this central remembers what the device saw of it. `broken`: it was put back from a copy,
-- even where it has done other work since. `unknown`: the feed does not reach back that far.
create or replace function sync.continuity(
  p_organization uuid, p_life sync.incarnations, p_hello jsonb
) returns text
language sql stable as $$
  select case
    when sync.cursor_is_ahead(p_hello ->> 'cursor') then 'broken'
    when coalesce(p_life.last_op_no, 0) < (p_hello ->> 'acked_op_no')::bigint then 'broken'
    -- A new life has nothing confirmed: this is what its file remembers of the lives before.
    when sync.lacks_confirmed(p_organization, p_hello -> 'confirmed') then 'broken'
    when p_hello ->> 'witness' is null then 'unbroken'
    when sync.has_witness(p_organization, p_hello ->> 'witness') then 'unbroken'
    when sync.feed_begins_after(p_organization, split_part(p_hello ->> 'witness', ':', 1)::xid8)
      then 'unknown'
    else 'broken'
  end
$$;

-- Lets the device work from this place for 150 s more; null then. From another place while somebody
-- works on it elsewhere: until when. A place that names itself not holds nothing and is not refused.
create or replace function sync.take_lease(p_device uuid, p_place text) returns timestamptz
language plpgsql as $$
declare
  v_place text := left(p_place, 100);
  v_now timestamptz;
  v_device sync.devices;
begin
  if v_place is null then
    return null;
  end if;
  select * into v_device from sync.devices d where d.id = p_device for no key update;
  v_now := clock_timestamp();
  if v_device.place <> v_place and v_device.held_until > v_now then
    return v_device.held_until;
  end if;
  update sync.devices d set place = v_place, held_until = v_now + interval '150 s'
  where d.id = p_device;
  return null;
end
$$;

-- Who must be updated before central takes ops of a device of this schema; null when nobody.
create or replace function sync.outdated(p_schema integer) returns text
language sql immutable as $$
  select case
    when p_schema > sync.schema_version() then 'central_update'
    when p_schema < sync.oldest_schema_version() then 'device_update'
  end
$$;

create or replace function api.hello(p_token text, p_hello jsonb) returns json
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_device sync.devices := sync.device_of(p_token);
  v_life sync.incarnations;
  v_incarnation uuid := (p_hello ->> 'incarnation')::uuid;
  v_held timestamptz;
  v_continuity text;
begin
  perform sync.require_primary();
  perform sync.settle_feed();
  if (p_hello ->> 'protocol_version')::integer < sync.oldest_protocol_version() then
    return json_build_object('kind', 'incompatible', 'needs', 'device_update');
  end if;
  if (p_hello ->> 'protocol_version')::integer > sync.protocol_version() then
    return json_build_object('kind', 'incompatible', 'needs', 'central_update');
  end if;

  -- Before anything else: a copy of a file that is at work must not end that file's life.
  v_held := sync.take_lease(v_device.id, p_hello ->> 'place');
  if v_held is not null then
    return json_build_object('kind', 'in_use', 'until', sync.instant_text(v_held));
  end if;
  perform sync.note_seen(v_device.id, p_hello);

  select * into v_life from sync.incarnations i
  where i.device_id = v_device.id and i.incarnation = v_incarnation;
  v_continuity := sync.continuity(v_device.organization_id, v_life, p_hello);
  if v_life.incarnation is null then
    -- Only the first life of a device begins by itself; a later one is opened by reincarnate.
    insert into sync.incarnations (device_id, incarnation)
    select v_device.id, v_incarnation
    where not exists (select from sync.incarnations i where i.device_id = v_device.id)
    returning * into v_life;
  end if;
  if v_life.is_open is not true then
    return json_build_object('kind', 'incarnation_refused', 'continuity', v_continuity);
  end if;
  if v_life.last_op_no > (p_hello ->> 'last_op_no')::bigint then
    return json_build_object(
      'kind', 'restored', 'central_op_no', v_life.last_op_no, 'continuity', v_continuity
    );
  end if;
  return json_build_object(
    'kind', 'welcome',
    'epoch', sync.present_epoch(),
    'continuity', v_continuity,
    'current', (p_hello ->> 'renews')::boolean
      and not exists (
        select from sync.feed_keys(v_device.organization_id, p_hello ->> 'cursor')
      ),
    'schema_version', sync.schema_version(),
    'needs', sync.outdated((p_hello ->> 'schema_version')::integer),
    'now', sync.instant_text(clock_timestamp())
  );
end
$$;

-- The device stops working from this place: it may be taken up elsewhere at once.
create or replace function api.leave(p_token text, p_place text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update sync.devices d set held_until = null
  where d.id = (sync.device_of(p_token)).id and d.place = left(p_place, 100);
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
  -- A hint is told when it is committed, and need not outlive a crash: nobody waits for the disk.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_notify('hf_' || replace(sync.device_organization(p_token)::text, '-', ''), '');
end
$$;
