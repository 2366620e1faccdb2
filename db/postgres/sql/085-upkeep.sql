-- How long the feed reaches back. A device that stays away longer compares checksums instead.
create or replace function sync.feed_retention() returns interval
language sql immutable as $$
  select interval '30 days'
$$;

-- Partitions of the feed for today and a week ahead; a partition is a day in UTC. A day that already
-- has rows in the rest stays there.
create or replace function sync.make_partitions() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
set timezone = 'UTC' as $$
declare
  v_day date;
  v_name text;
  v_made integer := 0;
begin
  for v_day in
    select d::date from generate_series(current_date, current_date + 7, interval '1 day') d
  loop
    v_name := 'change_feed_' || to_char(v_day, 'YYYYMMDD');
    continue when to_regclass('sync.' || v_name) is not null;
    begin
      execute format(
        'create table sync.%I partition of sync.change_feed for values from (%L) to (%L)',
        v_name, v_day::timestamptz, (v_day + 1)::timestamptz
      );
      execute format('alter table sync.%I owner to hf_owner', v_name);
      v_made := v_made + 1;
    exception when check_violation then
      null;
    end;
  end loop;
  return v_made;
end
$$;

-- Drops the partitions that are older than `p_retention` as far as their deltas are folded; answers how
-- many. The floor is raised first: a drop that is given up after all leaves it too high, which only
-- costs a comparison.
create or replace function sync.drop_partitions(p_retention interval) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
set timezone = 'UTC' as $$
declare
  v_folded xid8 := (select min(pg_snapshot_xmin(f.folded)) from sync.checksum_folds f);
  v_name text;
  v_last xid8;
  v_dropped integer := 0;
begin
  for v_name in
    select c.relname
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'sync.change_feed'::regclass
      and c.relname ~ '^change_feed_[0-9]{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 <= now() - p_retention
    order by c.relname
  loop
    execute format('select max(f.xid) from sync.%I f', v_name) into v_last;
    continue when v_last >= v_folded;
    if v_last is not null then
      perform setval('sync.feed_floor', greatest(s.last_value, v_last::text::bigint + 1))
      from sync.feed_floor s;
    end if;
    execute format('drop table sync.%I', v_name);
    v_dropped := v_dropped + 1;
  end loop;

  select max(f.xid) into v_last
  from sync.change_feed_rest f
  where f.written_at < now() - p_retention and (v_folded is null or f.xid < v_folded);
  if v_last is not null then
    perform setval('sync.feed_floor', greatest(s.last_value, v_last::text::bigint + 1))
    from sync.feed_floor s;
    delete from sync.change_feed_rest f
    where f.written_at < now() - p_retention and (v_folded is null or f.xid < v_folded);
  end if;
  return v_dropped;
end
$$;

-- What nobody can need any more, a slice at a time. A tombstone tells a device that comes back with
-- work on a deleted row; no grant to work offline lasts 400 days. An op may be sent again as long as
-- its device keeps it: it goes after 13 months, once the device has had nothing waiting for the month
-- that it keeps confirmed ops.
create or replace function sync.forget_old() returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_codes bigint;
  v_tombstones bigint;
  v_ops bigint;
begin
  delete from sync.enrol_codes c where c.used_at is null and c.expires_at < now() - interval '1 day';
  get diagnostics v_codes = row_count;
  with old as (
    select t.ctid from sync.tombstones t where t.deleted_at < now() - interval '400 days' limit 10000
  )
  delete from sync.tombstones t using old where t.ctid = old.ctid;
  get diagnostics v_tombstones = row_count;
  with old as (
    select l.ctid
    from sync.op_log l
    where l.received_at < now() - interval '13 months'
      and exists (
        select from sync.devices d
        where d.id = l.device_id
          and (d.revoked_at is not null or d.seen_idle_at > l.received_at + interval '31 days')
      )
    limit 10000
  )
  delete from sync.op_log l using old where l.ctid = old.ctid;
  get diagnostics v_ops = row_count;
  delete from sync.incidents i where i.at < now() - interval '13 months';
  return jsonb_build_object('codes', v_codes, 'tombstones', v_tombstones, 'ops', v_ops);
end
$$;

-- A transaction that a device leaves open keeps vacuum and everybody's cursor back. Only those of
-- devices: an administrator's may be meant to be long. Answers how many were ended.
create or replace function sync.end_stale_sessions(p_longest interval default '60 seconds')
returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_ended integer;
begin
  select count(*) filter (where pg_terminate_backend(a.pid)) into v_ended
  from pg_stat_activity a
  where (a.usename = 'hf_enrol' or a.usename in (select l.role_name from sync.org_logins l))
    and a.datname = current_database()
    and a.pid <> pg_backend_pid()
    and a.xact_start < clock_timestamp() - p_longest;
  if v_ended > 0 then
    insert into sync.incidents (kind, detail) values ('stale_sessions', v_ended::text);
  end if;
  return v_ended;
end
$$;

-- Sums of every organization whose rows this session sees whole: begun where there are none of this
-- life of central, folded where there are.
create or replace function sync.keep_checksums() returns jsonb
language plpgsql as $$
declare
  v_epoch uuid := sync.present_epoch();
  v_organization uuid;
  v_counted integer := 0;
  v_folded integer := 0;
begin
  for v_organization in
    select o.id from data.organizations o
    where not exists (
      select from sync.checksum_folds f where f.organization_id = o.id and f.epoch = v_epoch
    )
  loop
    perform sync.count_checksums(v_organization);
    v_counted := v_counted + 1;
  end loop;
  for v_organization in select f.organization_id from sync.checksum_folds f where f.epoch = v_epoch
  loop
    perform sync.fold_checksums(v_organization);
    v_folded := v_folded + 1;
  end loop;
  return jsonb_build_object('counted', v_counted, 'folded', v_folded);
end
$$;

-- Compares the sums with the rows, unless that was done less than `p_after` ago or somebody is at it.
-- Sums that are not those of the rows are put on record and counted anew. Answers of how many
-- organizations, null when it was not the time. It reads every row: never out of a device's call, and a
-- transaction of its own, so that nothing is locked that others wait for.
create or replace function sync.compare_checksums(p_after interval default '1 day')
returns integer
language plpgsql set lock_timeout = '5s' as $$
declare
  v_organization uuid;
  v_drifted bigint;
  v_counted integer := 0;
begin
  -- Not the row's lock: this transaction writes nothing until it found something, or has ended.
  if not pg_try_advisory_xact_lock(hashtextextended('sync.compare_checksums', 0)) then
    return null;
  end if;
  if (select u.recounted_at > clock_timestamp() - p_after from sync.upkeep_runs u) then
    return null;
  end if;
  for v_organization in select o.id from data.organizations o loop
    v_drifted := sync.drifted_buckets(v_organization);
    continue when v_drifted = 0;
    insert into sync.incidents (kind, detail)
    values ('checksums_drifted', format('%s: %s buckets', v_organization, v_drifted));
    perform sync.count_checksums(v_organization);
    v_counted := v_counted + 1;
  end loop;
  update sync.upkeep_runs u set recounted_at = clock_timestamp() where u.one;
  return v_counted;
end
$$;

create or replace function sync.note_upkeep() returns timestamptz
language sql as $$
  update sync.upkeep_runs u set ran_at = now() where u.one returning u.ran_at
$$;

-- Everything that central needs from time to time, each part by itself: one that has to give way to
-- others' work is told under `skipped` and done next time. Nothing of it is urgent. Sessions first: the
-- rest may wait for what they hold. The feed last: its locks are kept to the end.
create or replace function sync.upkeep() returns jsonb
language plpgsql as $$
declare
  v_done jsonb := '{}';
  v_skipped jsonb := '{}';
  v_timeout text := current_setting('lock_timeout');
  v_part text;
  v_one jsonb;
begin
  foreach v_part in array
    array['sessions', 'ran_at', 'checksums', 'forgotten', 'made', 'dropped']
  loop
    begin
      -- A lock on the feed that has to be waited for would hold everybody's writes back.
      perform set_config('lock_timeout', '200ms', true);
      v_one := case v_part
        when 'sessions' then to_jsonb(sync.end_stale_sessions())
        when 'ran_at' then to_jsonb(sync.note_upkeep())
        when 'checksums' then sync.keep_checksums()
        when 'forgotten' then sync.forget_old()
        when 'made' then to_jsonb(sync.make_partitions())
        else to_jsonb(sync.drop_partitions(sync.feed_retention()))
      end;
      v_done := v_done || jsonb_build_object(v_part, v_one);
    exception when others then
      v_skipped := v_skipped || jsonb_build_object(v_part, sqlstate);
    end;
  end loop;
  perform set_config('lock_timeout', v_timeout, true);
  return v_done || jsonb_build_object('skipped', v_skipped);
end
$$;

-- The same out of a device's hello, for a central that nobody looks after: at most once an hour, by one
-- of them. A new life of central is counted at once. Never fails.
create or replace function sync.upkeep_if_due(p_organization uuid) returns void
language plpgsql as $$
begin
  -- Whoever emptied the feed in this transaction holds everybody else off it: not for longer.
  if exists (select from sync.feed_cluster c where c.emptied_at = now()) then
    return;
  end if;
  if (select u.ran_at > now() - interval '1 hour' from sync.upkeep_runs u)
    and exists (
      select from sync.checksum_folds f
      where f.organization_id = p_organization and f.epoch = sync.present_epoch()
    ) then
    return;
  end if;
  perform from sync.upkeep_runs u for update skip locked;
  if found then
    perform sync.upkeep();
  end if;
exception when others then
  null;
end
$$;
