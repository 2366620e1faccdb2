-- Where the feed stands: everything visible to this snapshot.
create or replace function sync.feed_cursor() returns text
language sql stable as $$
  select pg_current_snapshot()::text
$$;

-- Keys of the rows that changed between a cursor and now, in reference order. Three conditions, in
-- this order: the index range; committed for me; not delivered yet. Neither `seq` nor time may stand in
-- for them. A snapshot in a `select` of its own is read once and not for every row.
create or replace function sync.feed_keys(p_organization uuid, p_cursor text)
returns table (table_number smallint, row_ids uuid[])
language sql stable as $$
  select f.table_number, array_agg(distinct f.row_id)
  from sync.change_feed f
  where f.organization_id = p_organization
    and f.xid >= pg_snapshot_xmin(p_cursor::pg_snapshot)
    and pg_visible_in_snapshot(f.xid, (select pg_current_snapshot()))
    and not pg_visible_in_snapshot(f.xid, (select p_cursor::pg_snapshot))
  group by f.table_number
  order by sync.table_place(f.table_number)
$$;

-- The oldest transaction that still runs: nothing below it will ever be added to the feed.
create or replace function sync.feed_horizon() returns xid8
language sql stable as $$
  select pg_snapshot_xmin(pg_current_snapshot())
$$;

-- The same up to the horizon only: what comes after it is not even looked at.
create or replace function sync.horizon_keys(p_organization uuid, p_cursor text)
returns table (table_number smallint, row_ids uuid[])
language sql stable as $$
  select f.table_number, array_agg(distinct f.row_id)
  from sync.change_feed f
  where f.organization_id = p_organization
    and f.xid >= pg_snapshot_xmin(p_cursor::pg_snapshot)
    and f.xid < sync.feed_horizon()
    and not pg_visible_in_snapshot(f.xid, (select p_cursor::pg_snapshot))
  group by f.table_number
  order by sync.table_place(f.table_number)
$$;

-- What a cursor has after `horizon_keys`: all it had, and everything below the horizon.
create or replace function sync.horizon_cursor(p_cursor text) returns text
language sql stable as $$
  select format(
    '%s:%s:%s',
    h, greatest(h, pg_snapshot_xmax(p_cursor::pg_snapshot)),
    (select string_agg(x::text, ',' order by x)
     from pg_snapshot_xip(p_cursor::pg_snapshot) x where x >= h)
  )
  from sync.feed_horizon() h
$$;

-- Rows of the feed that one pull may look through.
create or replace function sync.scan_limit() returns bigint
language sql immutable as $$
  select 2000000
$$;

-- Rows that one pull may bring: central and desk hold them all at once.
create or replace function sync.pull_limit() returns bigint
language sql immutable as $$
  select 100000
$$;

-- `forgotten`: the feed no longer has all that this cursor lacks. `overlong`: a transaction that was
-- running at the cursor still is, and holds so many rows of the feed behind it that looking through
-- them at every pull would be the whole work of this server.
create or replace function sync.cursor_standing(p_organization uuid, p_cursor text) returns text
language plpgsql stable as $$
declare
  v_cursor pg_snapshot := p_cursor::pg_snapshot;
  v_first bigint;
begin
  -- The lock keeps partitions from being dropped until the end of this transaction. Only then is the
  -- floor looked at: before, a drop could come in between.
  select f.seq into v_first
  from sync.change_feed f
  where f.organization_id = p_organization
    and f.xid >= pg_snapshot_xmin(v_cursor)
    and sync.feed_horizon() < pg_snapshot_xmax(v_cursor)
  order by f.xid
  limit 1;
  if pg_snapshot_xmin(v_cursor)::text::bigint < (select s.last_value from sync.feed_floor s) then
    return 'forgotten';
  end if;
  if (select s.last_value from sync.feed_seq s) - v_first > sync.scan_limit() then
    return 'overlong';
  end if;
  return 'good';
end
$$;

-- Reads that must agree with each other need one snapshot that includes running transactions.
create or replace function sync.require_snapshot() returns void
language plpgsql stable as $$
begin
  perform sync.require_primary();
  if current_setting('transaction_isolation') not in ('repeatable read', 'serializable') then
    raise exception 'one snapshot needed: REPEATABLE READ' using errcode = 'HF003';
  end if;
end
$$;

-- First row: no table, the new cursor and the newest row of the feed. Then the latest image of every row that
-- changed since `p_cursor`, in reference order; null where it is gone. `p_whole` asks for everything
-- that is committed, whatever it costs: checksums of the same snapshot compare with nothing less.
-- HF006 for a cursor that is older than the feed, and for one since which more rows changed than a pull
-- may bring: both are for comparing, bucket by bucket.
-- Planned once per session: planning a look into each day of the feed took longer than the look. A plan
-- for any cursor takes a third of the feed to lie behind it, hence the settings: the indexes are right.
create or replace function api.pull(p_token text, p_cursor text, p_whole boolean default false)
returns table (table_name text, row_id uuid, image json)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
  v_organization uuid := sync.device_organization(p_token);
  v_standing text;
  v_keys record;
  v_rows bigint := 0;
begin
  perform sync.require_snapshot();
  if p_cursor is not null then
    v_standing := sync.cursor_standing(v_organization, p_cursor);
  end if;
  if v_standing = 'forgotten' then
    raise exception 'the feed no longer reaches back to this cursor' using errcode = 'HF006';
  end if;
  if p_whole and v_standing = 'overlong' then
    v_standing := 'good';
  end if;
  return query select null::text, null::uuid, json_build_object(
    'cursor', case v_standing
      when 'overlong' then sync.horizon_cursor(p_cursor)
      else sync.feed_cursor()
    end,
    'witness', sync.feed_witness(v_organization)
  );
  if p_cursor is null then
    return;
  end if;
  for v_keys in
    select k.table_number, k.row_ids
    from sync.feed_keys(v_organization, p_cursor) k
    -- What was written before a table left the feed stays there.
    where v_standing = 'good' and sync.table_place(k.table_number) is not null
    union all
    select k.table_number, k.row_ids
    from sync.horizon_keys(v_organization, p_cursor) k
    where v_standing = 'overlong' and sync.table_place(k.table_number) is not null
  loop
    v_rows := v_rows + cardinality(v_keys.row_ids);
    if v_rows > sync.pull_limit() then
      raise exception 'too much has changed since this cursor for one pull' using errcode = 'HF006';
    end if;
    return query
      select sync.table_name(v_keys.table_number), i.row_id, i.image
      from sync.images(v_organization, v_keys.table_number, v_keys.row_ids) i;
  end loop;
end
$$;

-- Tables in which the organization has any rows: a first fill asks for no others.
create or replace function api.filled_tables(p_token text) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform sync.require_snapshot();
  return query select sync.filled_tables(sync.device_organization(p_token));
end
$$;

create or replace function api.checksums(p_token text)
returns table (table_name text, bucket integer, count bigint, sum bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform sync.require_snapshot();
  return query
    select sync.table_name(c.table_number), c.bucket, c.count, c.sum
    from sync.checksums(sync.device_organization(p_token)) c;
end
$$;

-- Rows of buckets given as pairs of table and bucket.
create or replace function api.bucket_rows(p_token text, p_tables text[], p_buckets integer[])
returns table (table_name text, row_id uuid, image json)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_organization uuid := sync.device_organization(p_token);
  v_asked record;
begin
  perform sync.require_snapshot();
  for v_asked in
    select a.name, sync.table_number(a.name) as number, array_agg(a.bucket) as buckets
    from unnest(p_tables, p_buckets) a(name, bucket)
    group by a.name
    order by sync.table_place(sync.table_number(a.name))
  loop
    return query
      select v_asked.name, b.row_id, b.image
      from sync.bucket_images(v_organization, v_asked.number, v_asked.buckets) b;
  end loop;
end
$$;
