-- Count and sum of row hashes of every bucket that has rows. Kept: what was folded, and what the feed
-- has since. Counted from the rows where nothing was folded in this life of central.
create or replace function sync.checksums(p_organization uuid)
returns table (table_number smallint, bucket integer, count bigint, sum bigint)
language plpgsql stable as $$
#variable_conflict use_column
declare
  v_folded pg_snapshot;
begin
  select f.folded into v_folded
  from sync.checksum_folds f
  where f.organization_id = p_organization and f.epoch = sync.present_epoch();
  if not found then
    return query select * from sync.recount(p_organization);
    return;
  end if;
  return query
    select s.table_number, s.bucket, sum(s.count)::bigint, sum(s.sum)::bigint
    from (
      select b.table_number, b.bucket::integer, b.count, b.sum
      from sync.checksum_base b
      where b.organization_id = p_organization
      union all
      select d.table_number, d.bucket, d.count, d.sum
      from sync.checksum_deltas(p_organization, v_folded) d
    ) s
    where sync.table_place(s.table_number) is not null
    group by s.table_number, s.bucket
    -- A sum without rows would be a fault of ours, and must show.
    having sum(s.count) <> 0 or sum(s.sum) <> 0;
end
$$;

-- What the feed has beyond a snapshot: the conditions are those of a pull.
create or replace function sync.checksum_deltas(p_organization uuid, p_folded pg_snapshot)
returns table (table_number smallint, bucket integer, count bigint, sum bigint)
language sql stable as $$
  select f.table_number, sync.bucket_of(f.row_id), sum(f.count_delta), sum(f.sum_delta)::bigint
  from sync.change_feed f
  where f.organization_id = p_organization
    and f.xid >= pg_snapshot_xmin(p_folded)
    and pg_visible_in_snapshot(f.xid, pg_current_snapshot())
    and not pg_visible_in_snapshot(f.xid, p_folded)
  group by 1, 2
$$;

-- Moves what the feed has since the last fold into the base. The base and how far it goes change in one
-- statement, hence at one snapshot; readers see both or neither.
create or replace function sync.fold_checksums(p_organization uuid) returns void
language plpgsql as $$
declare
  v_folded pg_snapshot;
begin
  select f.folded into v_folded
  from sync.checksum_folds f
  where f.organization_id = p_organization
  for update;
  if not found then
    return;
  end if;
  with moved as (
    insert into sync.checksum_base as b (organization_id, table_number, bucket, count, sum)
    select p_organization, d.table_number, d.bucket, d.count, d.sum
    from sync.checksum_deltas(p_organization, v_folded) d
    where d.count <> 0 or d.sum <> 0
    on conflict (organization_id, table_number, bucket)
      do update set count = b.count + excluded.count, sum = b.sum + excluded.sum
  )
  update sync.checksum_folds f set folded = pg_current_snapshot(), folded_at = now()
  where f.organization_id = p_organization;
end
$$;

-- Counts the rows of an organization and keeps that as its base. Only who sees them all may: its own
-- devices, and a superuser. Not in a transaction that wrote some of them: its own changes are counted
-- in its rows, and would be again with the feed once it has committed.
create or replace function sync.count_checksums(p_organization uuid) returns void
language plpgsql as $$
begin
  if exists (
    select from sync.change_feed f
    where f.organization_id = p_organization and f.xid = pg_current_xact_id_if_assigned()
  ) then
    raise exception 'rows were written in this transaction' using errcode = '55000';
  end if;
  insert into sync.checksum_folds (organization_id, folded, epoch)
  values (p_organization, pg_current_snapshot(), sync.present_epoch())
  on conflict (organization_id) do update set counted_at = now();
  delete from sync.checksum_base b where b.organization_id = p_organization;
  with counted as (
    insert into sync.checksum_base (organization_id, table_number, bucket, count, sum)
    select p_organization, r.table_number, r.bucket, r.count, r.sum
    from sync.recount(p_organization) r
  )
  update sync.checksum_folds f
  set folded = pg_current_snapshot(), epoch = sync.present_epoch(), folded_at = now()
  where f.organization_id = p_organization;
end
$$;

-- Buckets whose kept sums are not those of the rows: a fault of ours, or triggers that were off.
create or replace function sync.drifted_buckets(p_organization uuid) returns bigint
language sql stable as $$
  select count(*)
  from sync.checksums(p_organization) k
  full join sync.recount(p_organization) r using (table_number, bucket)
  where (k.count, k.sum) is distinct from (r.count, r.sum)
$$;
