-- Slots of resources, for whoever writes: devices, direct writers, imports. The tables that these
-- functions guard name them; what they call is among the functions of 065-slots.sql.

-- Says on the booking whether the exclusion constraint holds for it. The lock on the resource makes
-- this wait for somebody who is just changing how it is used, and the other way round.
create or replace function sync.mark_booking() returns trigger
language plpgsql as $$
begin
  perform from data.resources r
  where r.organization_id = new.organization_id and r.id = new.resource_id
  for key share;
  -- Read again: the lock is had on the row as it was before whoever this waited for.
  select r.booking_mode = 'shared' or not r.conflict_detection_enabled into new.may_overlap
  from data.resources r
  where r.organization_id = new.organization_id and r.id = new.resource_id;
  new.may_overlap := coalesce(new.may_overlap, false);
  return new;
end
$$;

-- The last word on shared resources, as the exclusion constraint is on exclusive ones: the same error,
-- so that an op that meets it is judged again.
create or replace function sync.hold_capacity() returns trigger
language plpgsql as $$
declare
  v_capacity bigint;
begin
  select r.capacity into v_capacity
  from data.resources r
  where r.organization_id = new.organization_id and r.id = new.resource_id
    and r.booking_mode = 'shared' and r.conflict_detection_enabled;
  if not found then
    return null;
  end if;
  -- An older snapshot would not show who came in while this waited for its turn.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'bookings of shared resources are written in READ COMMITTED'
      using errcode = 'HF003';
  end if;
  perform pg_advisory_xact_lock(
    sync.slot_key(new.organization_id, 'resources', new.resource_id::text)
  );
  if sync.peak(new.organization_id, new.resource_id, new.id, new.start_time, new.end_time)
    + new.party_size > v_capacity then
    raise exception 'more people than the resource holds'
      using errcode = '23P01', schema = 'data', table = 'bookings',
        constraint = 'bookings_capacity';
  end if;
  return null;
end
$$;

-- A resource that is used in another way from now on. Refused where bookings that are not over stand
-- in each other's way by the new rule; what is over stays as it was.
create or replace function sync.change_use() returns trigger
language plpgsql as $$
declare
  v_between boolean := new.booking_mode = 'shared' or not new.conflict_detection_enabled;
  v_booking uuid;
begin
  -- Waits for every booking that is being written with the old way in mind.
  perform from data.resources r
  where r.organization_id = new.organization_id and r.id = new.id
  for update;
  if new.conflict_detection_enabled then
    v_booking := sync.first_in_the_way(
      new.organization_id, new.id, now(),
      case when new.booking_mode = 'shared' then new.capacity end
    );
    if v_booking is not null then
      perform sync.reject('resource_in_use', 'bookings.' || v_booking);
    end if;
  end if;
  update data.bookings b set may_overlap = v_between
  where b.organization_id = new.organization_id and b.resource_id = new.id
    and sync.occupies(b.status) and b.end_time > now() and b.may_overlap <> v_between;
  return null;
end
$$;
