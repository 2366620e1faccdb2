-- Transactions are numbered by the cluster that runs them. The feed, its floor and the kept sums speak of
-- them by number, and a dump takes these along to where other transactions have, or will have, the same.
-- A physical copy, a promoted standby and pg_upgrade keep the count.

-- Empties the feed if it knows numbers that this cluster has not given out yet; anything else in it lies
-- in the past for every cursor and every fold, wherever it was written. Sums are counted anew, the floor
-- is where transactions are now, and the life of central is another one: devices that met this cluster
-- before begin anew like all others. TRUNCATE and no count: it takes no longer for a long feed.
create or replace function sync.restart_feed() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off as $$
declare
  -- Before the snapshots it is compared with: it only rises.
  v_floor bigint := (select s.last_value from sync.feed_floor s);
begin
  if not (
    v_floor > pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    or exists (
      select from sync.checksum_folds f
      where pg_snapshot_xmax(f.folded) > pg_snapshot_xmax(pg_current_snapshot())
    )
    -- The newest of each organization: one look into the index of each day instead of the whole feed.
    or exists (
      with recursive o(id) as (
        (select f.organization_id from sync.change_feed f order by f.organization_id limit 1)
        union all
        select (
          select f.organization_id from sync.change_feed f
          where f.organization_id > o.id
          order by f.organization_id
          limit 1
        )
        from o
        where o.id is not null
      )
      select from o
      where pg_snapshot_xmax(pg_current_snapshot()) <= (
        select f.xid from sync.change_feed f
        where f.organization_id = o.id
        order by f.xid desc
        limit 1
      )
    )
  ) then
    return;
  end if;
  -- First, as others take them: who folds meanwhile gives way.
  truncate sync.change_feed;
  delete from sync.checksum_folds;
  perform setval('sync.feed_floor', pg_snapshot_xmin(pg_current_snapshot())::text::bigint);
  update sync.epoch e set epoch = gen_random_uuid() where e.one;
  update sync.feed_cluster c set emptied_at = now() where c.one;
  insert into sync.incidents (kind, detail)
  select 'feed_restarted', 'cluster ' || c.system_identifier from pg_control_system() c;
end
$$;

-- Makes the feed one of this cluster's. Of those who greet it first all but one wait, and find it done.
create or replace function sync.settle_feed() returns void
language plpgsql as $$
declare
  v_cluster bigint := (select c.system_identifier from pg_control_system() c);
begin
  if exists (select from sync.feed_cluster c where c.system_identifier = v_cluster) then
    return;
  end if;
  perform from sync.feed_cluster c where c.one for update;
  if exists (select from sync.feed_cluster c where c.system_identifier = v_cluster) then
    return;
  end if;
  perform sync.restart_feed();
  update sync.feed_cluster c set system_identifier = v_cluster where c.one;
end
$$;
