-- Where the feed stands: everything visible to this snapshot.
create or replace function sync.feed_cursor() returns text
language sql stable as $$
  select pg_current_snapshot()::text
$$;

-- Keys of the rows that changed between a cursor and now, in reference order. Three conditions, in
-- this order: the index range; committed for me; not delivered yet. Neither `seq` nor time may stand in
-- for them.
create or replace function sync.feed_keys(p_organization uuid, p_cursor text)
returns table (table_number smallint, row_ids uuid[])
language sql stable as $$
  select f.table_number, array_agg(distinct f.row_id)
  from sync.change_feed f
  where f.organization_id = p_organization
    and f.xid >= pg_snapshot_xmin(p_cursor::pg_snapshot)
    and pg_visible_in_snapshot(f.xid, pg_current_snapshot())
    and not pg_visible_in_snapshot(f.xid, p_cursor::pg_snapshot)
  group by f.table_number
  order by sync.table_place(f.table_number)
$$;

-- Reads that must agree with each other need one snapshot that includes running transactions.
create or replace function sync.require_snapshot() returns void
language plpgsql stable as $$
begin
  if pg_is_in_recovery() then
    raise exception 'a standby does not know the running transactions' using errcode = 'HF002';
  end if;
  if current_setting('transaction_isolation') not in ('repeatable read', 'serializable') then
    raise exception 'one snapshot needed: REPEATABLE READ' using errcode = 'HF003';
  end if;
end
$$;

-- First row: no table, the new cursor and the newest row of the feed below it. Then the latest image of every row that
-- changed since `p_cursor`, in reference order; null where it is gone.
create or replace function api.pull(p_token text, p_cursor text)
returns table (table_name text, row_id uuid, image json)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_organization uuid := sync.device_organization(p_token);
  v_keys record;
begin
  perform sync.require_snapshot();
  return query select null::text, null::uuid, json_build_object(
    'cursor', sync.feed_cursor(), 'witness', sync.feed_witness(v_organization)
  );
  if p_cursor is null then
    return;
  end if;
  for v_keys in
    select k.table_number, k.row_ids
    from sync.feed_keys(v_organization, p_cursor) k
    -- What was written before a table left the feed stays there.
    where sync.table_place(k.table_number) is not null
  loop
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
begin
  perform sync.require_snapshot();
  for i in 1..cardinality(p_tables) loop
    return query
      select p_tables[i], b.row_id, b.image
      from sync.bucket_images(v_organization, sync.table_number(p_tables[i]), p_buckets[i]) b;
  end loop;
end
$$;
