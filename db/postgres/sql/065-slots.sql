-- What stands in the way of a booking, and what a person must settle when a resource is closed, put
-- out of use or given another zone. Twins of db/domains/bookings/rules/{capacity,availability}.ts.

-- What one booking of a shared resource after the other adds and takes away, in order of time; who
-- leaves goes before who comes, so that touching bookings do not add up.
create or replace function sync.sweep(
  p_organization uuid, p_resource uuid, p_except uuid, p_from timestamptz, p_to timestamptz
) returns table (at timestamptz, booking_id uuid, people bigint)
language sql stable as $$
  select e.at, b.id, (sum(e.people) over (order by e.at, e.people, b.id rows unbounded preceding))::bigint
  from data.bookings b
  cross join lateral (
    values (greatest(b.start_time, p_from), b.party_size), (b.end_time, -b.party_size)
  ) e(at, people)
  where b.organization_id = p_organization and b.resource_id = p_resource
    and sync.occupies(b.status)
    and b.end_time > p_from and b.start_time < p_to
    and b.id is distinct from p_except
$$;

-- The most people at any instant.
create or replace function sync.peak(
  p_organization uuid, p_resource uuid, p_except uuid, p_from timestamptz, p_to timestamptz
) returns bigint
language sql stable as $$
  select coalesce(max(s.people), 0)
  from sync.sweep(p_organization, p_resource, p_except, p_from, p_to) s
$$;

-- The first booking ending after `p_from` that cannot stand beside those before it: for a capacity
-- when more people come than that, else when it overlaps another.
create or replace function sync.first_in_the_way(
  p_organization uuid, p_resource uuid, p_from timestamptz, p_capacity bigint
) returns uuid
language sql stable as $$
  (
    select s.booking_id
    from sync.sweep(p_organization, p_resource, null, p_from, 'infinity') s
    where s.people > p_capacity
    order by s.at
    limit 1
  )
  union all
  (
    select b.id
    from (
      select b.id, b.start_time, max(b.end_time) over (
        order by b.start_time, b.id rows between unbounded preceding and 1 preceding
      ) as ended
      from data.bookings b
      where p_capacity is null
        and b.organization_id = p_organization and b.resource_id = p_resource
        and sync.occupies(b.status) and b.end_time > p_from
    ) b
    where b.ended > b.start_time
    order by b.start_time
    limit 1
  )
$$;

-- Why a booking cannot have the slot it wants, and who is in its way: on an exclusive resource whoever
-- holds it; on a shared one that would be over its capacity the largest of those there, of equal ones
-- the latest. Nothing where it can, and nothing where nobody looks for overlaps.
--
-- On an exclusive resource who occupies never overlaps, so the first to end after our start is the
-- only one to look at. A search by range would read all bookings of the resource: `&&` is not
-- leakproof, so row security keeps it away from the index.
create or replace function sync.obstacle_of(
  p_new data.bookings, out conflict text, out holder uuid
)
language plpgsql stable as $$
declare
  v_resource data.resources;
  v_first data.bookings;
begin
  select * into v_resource from data.resources r
  where r.organization_id = p_new.organization_id and r.id = p_new.resource_id;
  if v_resource.conflict_detection_enabled is not true then
    return;
  end if;
  if v_resource.booking_mode = 'exclusive' then
    select * into v_first from data.bookings h
    where h.organization_id = p_new.organization_id and h.resource_id = p_new.resource_id
      and h.end_time > p_new.start_time
      and sync.occupies(h.status) and not h.may_overlap
      and h.id <> p_new.id
    order by h.end_time
    limit 1;
    if v_first.start_time < p_new.end_time then
      conflict := 'double_booking';
      holder := v_first.id;
    end if;
  elsif sync.peak(
    p_new.organization_id, p_new.resource_id, p_new.id, p_new.start_time, p_new.end_time
  ) + p_new.party_size > v_resource.capacity then
    conflict := 'capacity_exceeded';
    select h.id into holder from data.bookings h
    where h.organization_id = p_new.organization_id and h.resource_id = p_new.resource_id
      and h.end_time > p_new.start_time and h.start_time < p_new.end_time
      and sync.occupies(h.status)
      and h.id <> p_new.id
    order by h.party_size desc, h.start_time desc, h.id
    limit 1;
  end if;
end
$$;

-- Day and time on the wall of a zone; null for a zone that is not known here.
create or replace function sync.wall_time(p_instant timestamptz, p_zone text) returns text
language plpgsql stable as $$
begin
  -- Postgres takes `ABC3` for a zone; names of the IANA have a stroke in them.
  if p_zone <> 'UTC' and strpos(p_zone, '/') = 0 then
    return null;
  end if;
  return to_char(p_instant at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI');
exception when invalid_parameter_value then
  return null;
end
$$;

-- Whether the times on the wall that a person meant are those that the instants have here: in the zone
-- they meant, and in the resource's. The instants decide who occupies what.
create or replace function sync.clock_fits(p_booking data.bookings, p_zone text) returns boolean
language plpgsql stable as $$
begin
  if p_booking.timezone <> p_zone and (
    sync.wall_time(p_booking.start_time, p_booking.timezone),
    sync.wall_time(p_booking.end_time, p_booking.timezone)
  ) is distinct from (
    sync.wall_time(p_booking.start_time, p_zone), sync.wall_time(p_booking.end_time, p_zone)
  ) then
    return false;
  end if;
  return (p_booking.start_wall is null
      or p_booking.start_wall = sync.wall_time(p_booking.start_time, p_booking.timezone)) is true
    and (p_booking.end_wall is null
      or p_booking.end_wall = sync.wall_time(p_booking.end_time, p_booking.timezone)) is true;
end
$$;

-- The resource, where nothing but the overlap is to be asked about a booking that takes this time of it:
-- no capacity, no closure, no other zone, nobody who has switched the search off. Such bookings may be
-- stored in sets once nothing overlaps them; all others go through `sync.insert_bookings` and
-- `sync.update_bookings`, which ask the rest. Changes of `resources` and `resource_closures` themselves
-- always go through theirs, because they judge bookings that are there. May say no too often. In a FROM
-- it becomes part of the statement: a call for each row would take longer than the rest of the checks.
create or replace function sync.plain_slot(
  p_organization uuid, p_resource uuid, p_start timestamptz, p_end timestamptz, p_zone text,
  p_start_wall text, p_end_wall text
) returns setof uuid
language sql stable rows 1 as $$
  select r.id
  from data.resources r
  where r.organization_id = p_organization and r.id = p_resource
    and r.booking_mode = 'exclusive' and r.conflict_detection_enabled and r.is_active
    and r.timezone = p_zone
    and not exists (
      select from data.resource_closures c
      where c.organization_id = p_organization and c.resource_id = p_resource
        and c.start_time < p_end and c.end_time > p_start
    )
    and (p_start_wall is null or p_start_wall = sync.wall_time(p_start, p_zone)) is true
    and (p_end_wall is null or p_end_wall = sync.wall_time(p_end, p_zone)) is true
$$;

-- Whether the op opened this very conflict before: it may touch a row twice.
create or replace function sync.is_told(
  p_op sync.op_context, p_type text, p_table text, p_id uuid
) returns boolean
language sql stable as $$
  select exists (
    select from data.conflict_logs l
    where l.organization_id = p_op.organization_id
      and l.id = sync.derived_id(p_op.op_id, p_type || ':' || p_table || ':' || p_id)
  )
$$;

-- The open conflicts of these kinds about a booking that has left the place they are about. An op that
-- settles or takes back has conflicts of its own among its changes, and goes by those.
create or replace function sync.leave_conflicts(
  p_op sync.op_context, p_booking uuid, p_types text[], p_resolution text
) returns void
language plpgsql as $$
begin
  if not starts_with(p_op.command, 'bookings.') or p_op.command = 'bookings.undo' then
    return;
  end if;
  perform sync.close_conflict(p_op, l.id, p_resolution)
  from data.conflict_logs l
  where l.organization_id = p_op.organization_id and l.row_id = p_booking
    and l.table_name = 'bookings' and l.conflict_type = any (p_types)
    and l.status in ('open', 'investigating');
end
$$;

-- A booking into a closure, onto a resource that is out of use, or with times that are others on the
-- wall here. It keeps its status and with it its slot: nobody else can have that time, and what the
-- guest was promised stands until a person decides. What is over needs nobody.
create or replace function sync.judge_bookings(
  p_effect sync.effect, p_op sync.op_context, p_old data.bookings, p_new data.bookings
) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect := p_effect;
  v_resource data.resources;
  v_closure data.resource_closures;
  v_base jsonb;
  v_theirs jsonb;
begin
  if (p_new.resource_id, p_new.start_time, p_new.end_time, p_new.timezone, p_new.start_wall, p_new.end_wall)
      is not distinct from
      (p_old.resource_id, p_old.start_time, p_old.end_time, p_old.timezone, p_old.start_wall, p_old.end_wall)
    and sync.occupies(p_new.status) is not distinct from sync.occupies(p_old.status) then
    return v_effect;
  end if;
  if sync.occupies(p_old.status) then
    perform sync.leave_conflicts(
      p_op, p_new.id, array['resource_unavailable', 'timezone_mismatch'],
      case when sync.occupies(p_new.status) then 'move' else 'cancel' end
    );
  end if;
  if not sync.occupies(p_new.status) or p_new.end_time <= now() then
    return v_effect;
  end if;

  select * into v_resource from data.resources r
  where r.organization_id = p_op.organization_id and r.id = p_new.resource_id;
  select * into v_closure from data.resource_closures c
  where c.organization_id = p_op.organization_id and c.resource_id = p_new.resource_id
    and c.start_time < p_new.end_time and c.end_time > p_new.start_time
  order by c.start_time, c.id
  limit 1;
  if p_old.id is not null then
    v_base := sync.slot_cells(p_old);
  end if;
  if v_closure.id is not null then
    v_theirs := sync.closure_cells(v_closure);
  elsif not v_resource.is_active then
    v_theirs := jsonb_build_object('is_active', 0);
  end if;
  if v_theirs is not null
    and not sync.is_told(p_op, 'resource_unavailable', 'bookings', p_new.id) then
    v_effect := sync.open_conflict(
      v_effect, p_op, 'resource_unavailable', sync.urgency(p_new.start_time), p_new.resource_id,
      'bookings', p_new.id, null, v_base,
      sync.own_cells(sync.image(p_op.organization_id, 'bookings', p_new.id)), v_theirs
    );
  end if;
  if not sync.clock_fits(p_new, v_resource.timezone)
    and not sync.is_told(p_op, 'timezone_mismatch', 'bookings', p_new.id) then
    v_effect := sync.open_conflict(
      v_effect, p_op, 'timezone_mismatch', sync.urgency(p_new.start_time), p_new.resource_id,
      'bookings', p_new.id, null, v_base,
      sync.own_cells(sync.image(p_op.organization_id, 'bookings', p_new.id)),
      sync.clock_cells(p_new, v_resource.timezone)
    );
  end if;
  return v_effect;
end
$$;

create or replace function sync.slot_cells(p_booking data.bookings) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'resource_id', p_booking.resource_id,
    'start_time', sync.instant_text(p_booking.start_time),
    'end_time', sync.instant_text(p_booking.end_time),
    'timezone', p_booking.timezone,
    'start_wall', p_booking.start_wall,
    'end_wall', p_booking.end_wall,
    'status', p_booking.status
  )
$$;

create or replace function sync.closure_cells(p_closure data.resource_closures) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'closure_id', p_closure.id,
    'start_time', sync.instant_text(p_closure.start_time),
    'end_time', sync.instant_text(p_closure.end_time),
    'reason', p_closure.reason
  )
$$;

-- What the instants of a booking are on the wall of the resource.
create or replace function sync.clock_cells(p_booking data.bookings, p_zone text) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'timezone', p_zone,
    'start_wall', sync.wall_time(p_booking.start_time, p_zone),
    'end_wall', sync.wall_time(p_booking.end_time, p_zone)
  )
$$;

-- One conflict for each booking that a change of its resource touches, soonest first. Nobody reads a
-- thousand: those beyond the first hundred are one conflict of the row that touches them.
create or replace function sync.tell_touched(
  p_effect sync.effect, p_op sync.op_context, p_type text, p_resource uuid, p_bookings uuid[],
  p_table text, p_id uuid, p_theirs jsonb
) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect := p_effect;
  v_booking data.bookings;
  v_rest integer := cardinality(p_bookings) - 100;
begin
  for v_booking in
    select b.*
    from unnest(p_bookings[:100]) with ordinality t(id, place)
    join data.bookings b on b.organization_id = p_op.organization_id and b.id = t.id
    order by t.place
  loop
    continue when sync.is_told(p_op, p_type, 'bookings', v_booking.id);
    v_effect := sync.open_conflict(
      v_effect, p_op, p_type, sync.urgency(v_booking.start_time), p_resource, 'bookings',
      v_booking.id, null, sync.slot_cells(v_booking),
      sync.own_cells(sync.image(p_op.organization_id, 'bookings', v_booking.id)),
      coalesce(p_theirs, sync.clock_cells(
        v_booking,
        (select r.timezone from data.resources r
         where r.organization_id = p_op.organization_id and r.id = p_resource)
      ))
    );
  end loop;
  if v_rest > 0 and not sync.is_told(p_op, p_type, p_table, p_id) then
    v_effect := sync.open_conflict(
      v_effect, p_op, p_type, 'high', p_resource, p_table, p_id, null, null,
      jsonb_build_object('bookings', v_rest), coalesce(p_theirs, '{}')
    );
  end if;
  return v_effect;
end
$$;

-- A closure that comes over bookings: they stay, and a person settles each. A closure that moves is
-- news to those only that it did not touch before.
create or replace function sync.judge_resource_closures(
  p_effect sync.effect, p_op sync.op_context, p_old data.resource_closures,
  p_new data.resource_closures
) returns sync.effect
language plpgsql as $$
declare
  v_bookings uuid[];
begin
  select array_agg(b.id order by b.start_time, b.id) into v_bookings
  from data.bookings b
  where b.organization_id = p_op.organization_id and b.resource_id = p_new.resource_id
    and sync.occupies(b.status)
    and b.end_time > greatest(p_new.start_time, now()) and b.start_time < p_new.end_time
    and (b.resource_id = p_old.resource_id
      and b.end_time > p_old.start_time and b.start_time < p_old.end_time) is not true
    and not sync.has_open(p_op.organization_id, b.id, 'resource_unavailable');
  if v_bookings is null then
    return p_effect;
  end if;
  return sync.tell_touched(
    p_effect, p_op, 'resource_unavailable', p_new.resource_id, v_bookings, 'resource_closures',
    p_new.id, sync.closure_cells(p_new)
  );
end
$$;

create or replace function sync.has_open(p_organization uuid, p_booking uuid, p_type text)
returns boolean
language sql stable as $$
  select exists (
    select from data.conflict_logs l
    where l.organization_id = p_organization and l.row_id = p_booking
      and l.table_name = 'bookings' and l.conflict_type = p_type
      and l.status in ('open', 'investigating')
  )
$$;

-- A resource that goes out of use or gets another zone, with bookings that are not over.
create or replace function sync.judge_resources(
  p_effect sync.effect, p_op sync.op_context, p_old data.resources, p_new data.resources
) returns sync.effect
language plpgsql as $$
declare
  v_effect sync.effect := p_effect;
  v_bookings uuid[];
begin
  if p_old.is_active and not p_new.is_active then
    select array_agg(b.id order by b.start_time, b.id) into v_bookings
    from data.bookings b
    where b.organization_id = p_op.organization_id and b.resource_id = p_new.id
      and sync.occupies(b.status) and b.end_time > now()
      and not sync.has_open(p_op.organization_id, b.id, 'resource_unavailable');
    if v_bookings is not null then
      v_effect := sync.tell_touched(
        v_effect, p_op, 'resource_unavailable', p_new.id, v_bookings, 'resources', p_new.id,
        jsonb_build_object('is_active', 0)
      );
    end if;
  end if;
  if p_old.timezone <> p_new.timezone then
    select array_agg(b.id order by b.start_time, b.id) into v_bookings
    from data.bookings b
    where b.organization_id = p_op.organization_id and b.resource_id = p_new.id
      and sync.occupies(b.status) and b.end_time > now()
      and not sync.clock_fits(b, p_new.timezone)
      and not sync.has_open(p_op.organization_id, b.id, 'timezone_mismatch');
    if v_bookings is not null then
      v_effect := sync.tell_touched(
        v_effect, p_op, 'timezone_mismatch', p_new.id, v_bookings, 'resources', p_new.id, null
      );
    end if;
  end if;
  return v_effect;
end
$$;
