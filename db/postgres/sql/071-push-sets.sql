-- Most ops of a desk that comes back meet nobody: nothing they touch was changed meanwhile, and no
-- rule has anything to say. Those are *clean*, and are carried out table by table, ahead of the
-- others of their batch, which go one by one. Nothing may come out of that order that would not come
-- out of the order in which people worked: what depends on an op that is not clean is not clean.

-- The changes of a batch's clean ops, in order, with the version each was made on; nulls when there
-- are none. Locks the rows they change.
create or replace function sync.clean_ops(
  p_device sync.devices, p_ops jsonb[], p_known boolean[],
  out c_place integer[], out c_table text[], out c_kind text[], out c_id uuid[],
  out c_values jsonb[], out c_actor uuid[], out c_was bigint[], out c_seen bigint[]
)
language plpgsql as $$
declare
  v_place integer[];
  v_table text[];
  v_kind text[];
  v_id uuid[];
  v_values jsonb[];
  v_actor uuid[];
  v_role text[];
  v_seen bigint[];
  v_clean boolean[];
  v_was bigint[];
  v_clean_nth bigint[] := '{}';
  v_clean_was bigint[] := '{}';
  v_ref_place integer[] := '{}';
  v_ref_id uuid[] := '{}';
  v_slot_place integer[];
  v_slot text[];
  v_slot_asked boolean[];
  v_slot_start timestamptz[];
  v_slot_end timestamptz[];
  v_dirty boolean[] := array_fill(false, array[cardinality(p_ops)]);
  v_more integer[];
  v_group record;
  v_at integer;
begin
  -- Who sends no id here is not clean at all: the cast raises.
  select array_agg(o.place), array_agg(c.change ->> 'table'), array_agg(c.change ->> 'kind'),
    array_agg((c.change ->> 'row_id')::uuid), array_agg(c.change -> 'values'),
    array_agg((o.op ->> 'actor_id')::uuid), array_agg(u.role),
    array_agg((c.change ->> 'version')::bigint)
  into v_place, v_table, v_kind, v_id, v_values, v_actor, v_role, v_seen
  from unnest(p_ops, p_known) with ordinality o(op, is_known, place)
  left join data.users u
    on u.organization_id = p_device.organization_id and u.is_active
    and u.id = (o.op ->> 'actor_id')::uuid
  cross join lateral jsonb_array_elements(o.op -> 'changes') c(change)
  where not o.is_known;
  if v_place is null then
    return;
  end if;

  for v_group in
    select c.tab, c.kind, array_agg(c.nth) as nths, array_agg(c.id) as ids,
      array_agg(c.vals) as vals, array_agg(c.role) as roles
    from unnest(v_table, v_kind, v_id, v_values, v_role)
      with ordinality c(tab, kind, id, vals, role, nth)
    where sync.set_place(c.tab) is not null and c.role is not null
      and jsonb_typeof(c.vals) = 'object'
    group by c.tab, c.kind
  loop
    with clean as materialized (
      select v_group.nths[c.hf_at] as nth, c.hf_was, c.hf_refs
      from sync.clean_changes(
        v_group.tab, v_group.kind, p_device.organization_id, v_group.ids, v_group.vals, v_group.roles
      ) c
    ), refs as (
      select array_agg(v_place[c.nth]) as places, array_agg(r.id) as ids
      from clean c cross join lateral unnest(c.hf_refs) r(id)
    )
    select v_clean_nth || array_agg(c.nth), v_clean_was || array_agg(c.hf_was),
      v_ref_place || (select r.places from refs r), v_ref_id || (select r.ids from refs r)
    into v_clean_nth, v_clean_was, v_ref_place, v_ref_id
    from clean c;
  end loop;
  select array_agg(c.nth is not null order by n.nth), array_agg(c.was order by n.nth)
  into v_clean, v_was
  from generate_series(1, cardinality(v_place)) n(nth)
  left join unnest(v_clean_nth, v_clean_was) c(nth, was) on c.nth = n.nth;

  -- An op of another version may mean other defaults; an op without changes is no work for a set.
  for v_at in
    select o.place
    from unnest(p_ops, p_known) with ordinality o(op, is_known, place)
    where o.is_known or o.op ? 'malformed'
      or (o.op ->> 'schema_version')::integer is distinct from sync.schema_version()
      or not o.place = any (v_place)
    union
    select c.place
    from (
      select c.place, c.is_clean, row_number() over (partition by c.tab, c.id order by c.place) as touch,
        bool_or(sync.judges_others(c.tab)) over (order by c.place) as is_behind
      from unnest(v_place, v_table, v_id, v_clean) c(place, tab, id, is_clean)
    ) c
    where not c.is_clean or c.touch > 1 or c.is_behind
  loop
    v_dirty[v_at] := true;
  end loop;

  select array_agg(s.place), array_agg(s.slot), array_agg(s.is_asked), array_agg(s.starts),
    array_agg(s.ends)
  into v_slot_place, v_slot, v_slot_asked, v_slot_start, v_slot_end
  from sync.set_slots(
    p_device.organization_id, v_place, v_table, v_kind, v_id, v_values, v_clean
  ) s;
  -- Where two of the batch want one time, its order decides.
  for v_at in
    select s.place
    from (
      select s.place, bool_or(s.starts < s.busy_until) over (partition by s.slot) as is_fought_over
      from (
        select s.*, max(s.ends) over (
          partition by s.slot order by s.starts, s.place
          rows between unbounded preceding and 1 preceding
        ) as busy_until
        from unnest(v_slot_place, v_slot, v_slot_start, v_slot_end) s(place, slot, starts, ends)
      ) s
    ) s
    where s.is_fought_over
  loop
    v_dirty[v_at] := true;
  end loop;

  -- What an op that is not clean may refer to: every id that it leaves anywhere.
  select v_ref_place || array_agg(c.place), v_ref_id || array_agg(i.id)
  into v_ref_place, v_ref_id
  from unnest(v_place, v_values) c(place, vals)
  cross join lateral jsonb_each(case jsonb_typeof(c.vals) when 'object' then c.vals else '{}' end) e
  cross join lateral (select sync.try_uuid(e.value ->> 1)) i(id)
  where v_dirty[c.place] and i.id is not null;

  -- What is behind an op that is not clean waits for it: on the same slot, on a row that it brings or
  -- takes away, and with a row that it may refer to.
  loop
    select array_agg(d.place) into v_more
    from (
      select s.place
      from (
        select s.place,
          min(s.place) filter (where v_dirty[s.place] and s.is_asked) over (partition by s.slot) as first
        from unnest(v_slot_place, v_slot, v_slot_asked) s(place, slot, is_asked)
      ) s
      where s.first < s.place
      union
      select r.place
      from (
        select r.place, r.kind,
          bool_or(r.kind = 'delete') over same_row as is_deleted,
          max(r.place) filter (where r.kind = 'insert') over same_row as brought,
          bool_or(r.kind = 'insert' and v_dirty[r.place]) over same_row as is_brought_later,
          min(r.place) filter (where r.kind = 'refers' and v_dirty[r.place]) over same_row as wanted
        from (
          select r.place, r.id, r.kind from unnest(v_place, v_id, v_kind) r(place, id, kind)
          where r.kind <> 'update'
          union all
          select r.place, r.id, 'refers' from unnest(v_ref_place, v_ref_id) r(place, id)
        ) r
        window same_row as (partition by r.id)
      ) r
      where case r.kind
        when 'refers' then r.is_deleted or r.brought > r.place or r.is_brought_later
        else r.wanted < r.place
      end
    ) d
    where not v_dirty[d.place];
    exit when v_more is null;
    foreach v_at in array v_more loop
      v_dirty[v_at] := true;
    end loop;
  end loop;

  select array_agg(c.place), array_agg(c.tab), array_agg(c.kind), array_agg(c.id),
    array_agg(c.vals), array_agg(c.actor), array_agg(c.was), array_agg(c.seen)
  into c_place, c_table, c_kind, c_id, c_values, c_actor, c_was, c_seen
  from (
    select c.*
    from unnest(v_place, v_table, v_kind, v_id, v_values, v_actor, v_was, v_seen)
      with ordinality c(place, tab, kind, id, vals, actor, was, seen, at)
    where not v_dirty[c.place]
    order by c.at
  ) c;
end
$$;

-- Carries clean ops out and keeps them with their verdict. Raises what stops any of them.
create or replace function sync.take_set(
  p_device sync.devices, p_ops jsonb[], p_place integer[], p_table text[], p_kind text[],
  p_id uuid[], p_values jsonb[], p_actor uuid[], p_was bigint[], p_seen bigint[]
)
returns table (place integer, verdict json)
language plpgsql as $$
#variable_conflict use_column
declare
  v_done_table text[] := '{}';
  v_done_id uuid[] := '{}';
  v_done_exact boolean[] := '{}';
  v_done_stamps json[] := '{}';
  v_group record;
begin
  -- One statement serves many ops: the feed cannot say which.
  perform set_config('holdfast.op_id', '', true);
  for v_group in
    select c.tab, c.kind, array_agg(c.id) as ids, array_agg(c.vals) as vals,
      array_agg(c.actor) as actors
    from unnest(p_table, p_kind, p_id, p_values, p_actor) c(tab, kind, id, vals, actor)
    group by c.tab, c.kind
    order by case c.kind when 'insert' then 1 when 'update' then 2 else 3 end,
      sync.set_place(c.tab) * case c.kind when 'delete' then -1 else 1 end
  loop
    select v_done_table || array_agg(v_group.tab), v_done_id || array_agg(s.hf_id), v_done_exact || array_agg(s.hf_exact),
      v_done_stamps || array_agg(s.hf_stamps)
    into v_done_table, v_done_id, v_done_exact, v_done_stamps
    from sync.set_changes(
      v_group.tab, v_group.kind, p_device.organization_id, v_group.ids, v_group.vals, v_group.actors
    ) s;
  end loop;
  if cardinality(v_done_id) is distinct from cardinality(p_id) then
    raise exception 'the rows of a set changed' using errcode = '23P01';
  end if;

  -- A deletion leads to the op that holds the row as it was.
  if 'delete' = any (p_kind) then
    update sync.tombstones t set op_id = (p_ops[c.place] ->> 'op_id')::uuid
    from unnest(p_place, p_kind, p_table, p_id) c(place, kind, tab, id)
    where c.kind = 'delete' and t.organization_id = p_device.organization_id
      and t.table_number = sync.table_number(c.tab) and t.row_id = c.id;
  end if;

  insert into sync.op_log (
    organization_id, op_id, device_id, incarnation, op_no, received_at, op, outcome
  )
  select p_device.organization_id, (o.op ->> 'op_id')::uuid, p_device.id,
    (o.op ->> 'incarnation')::uuid, (o.op ->> 'op_no')::bigint, now(), o.op, 'applied'
  from unnest(p_ops) with ordinality o(op, place)
  where o.place in (select unnest(p_place));

  return query
  select c.place, json_build_object(
    'op_id', c.op_id,
    'outcome', 'applied',
    'code', null,
    'detail', null,
    'merged', '[]'::json,
    'conflicts', '[]'::json,
    'images', coalesce(json_agg(json_build_object(
      'table', c.tab, 'row_id', c.id,
      'row', case when c.kind <> 'delete' then sync.image(p_device.organization_id, c.tab, c.id) end
    )) filter (where not c.is_stamped), '[]'),
    'stamps', coalesce(json_agg(json_build_object(
      'table', c.tab, 'row_id', c.id, 'was', c.was, 'stamps', c.stamps
    )) filter (where c.is_stamped), '[]')
  )
  from (
    select c.*, d.stamps, o.op ->> 'op_id' as op_id,
      d.is_exact and (c.kind = 'insert' or c.was = c.seen) is true as is_stamped
    from unnest(p_place, p_table, p_kind, p_id, p_was, p_seen) c(place, tab, kind, id, was, seen)
    join unnest(v_done_table, v_done_id, v_done_exact, v_done_stamps) d(tab, id, is_exact, stamps)
      on d.tab = c.tab and d.id = c.id
    join unnest(p_ops) with ordinality o(op, place) on o.place = c.place
  ) c
  group by c.place, c.op_id;
end
$$;

-- The same in savepoints: what a constraint stops after all is looked for by halves, and left out.
create or replace function sync.take_clean(
  p_device sync.devices, p_ops jsonb[], p_place integer[], p_table text[], p_kind text[],
  p_id uuid[], p_values jsonb[], p_actor uuid[], p_was bigint[], p_seen bigint[]
)
returns table (place integer, verdict json)
language plpgsql as $$
declare
  v_half integer := array_position(p_place, p_place[cardinality(p_place) / 2 + 1]) - 1;
  n integer := v_half + 1;
begin
  begin
    return query select * from sync.take_set(
      p_device, p_ops, p_place, p_table, p_kind, p_id, p_values, p_actor, p_was, p_seen
    );
  exception when others then
    if not sync.is_permanent(sqlstate) then
      raise;
    end if;
    if cardinality(p_place) > 8 and v_half > 0 then
      return query select * from sync.take_clean(
        p_device, p_ops, p_place[:v_half], p_table[:v_half], p_kind[:v_half], p_id[:v_half],
        p_values[:v_half], p_actor[:v_half], p_was[:v_half], p_seen[:v_half]
      );
      return query select * from sync.take_clean(
        p_device, p_ops, p_place[n:], p_table[n:], p_kind[n:], p_id[n:], p_values[n:],
        p_actor[n:], p_was[n:], p_seen[n:]
      );
    end if;
  end;
end
$$;

-- Carries out what is clean in a batch; nothing where a device sends what cannot even be looked at.
create or replace function sync.take_in_sets(
  p_device sync.devices, p_ops jsonb[], p_known boolean[]
) returns table (place integer, verdict json)
language plpgsql as $$
declare
  c record;
begin
  begin
    c := sync.clean_ops(p_device, p_ops, p_known);
  exception when others then
    if not sync.is_permanent(sqlstate) then
      raise;
    end if;
    return;
  end;
  if c.c_place is not null then
    return query select * from sync.take_clean(
      p_device, p_ops, c.c_place, c.c_table, c.c_kind, c.c_id, c.c_values, c.c_actor, c.c_was,
      c.c_seen
    );
  end if;
end
$$;
