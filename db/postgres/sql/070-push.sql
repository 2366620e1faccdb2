-- Errors that will be the same on every try: the op is refused and the queue goes on. Everything
-- else is passed on to the caller, who tries again.
create or replace function sync.is_permanent(p_state text) returns boolean
language sql immutable as $$
  select p_state in ('HF010', '42501', '23P01') or left(p_state, 2) in ('22', '23', '54')
$$;

create or replace function sync.rejection_code(
  p_state text, p_table text, p_constraint text, p_kind text
) returns text
language sql immutable as $$
  select case
    when p_state = '23503' and p_kind = 'delete' then 'rule_broken'
    when p_state = '23503' then 'missing_reference'
    when p_state = '23505' then 'duplicate_value'
    when p_state = '23514' and not starts_with(p_constraint, p_table || '_form_') then 'rule_broken'
    when p_state = '42501' then 'not_allowed'
    else 'bad_value'
  end
$$;

-- What an op number means when `p_next` is the one expected.
create or replace function sync.op_standing(p_known boolean, p_no bigint, p_next bigint)
returns text
language sql immutable as $$
  select case
    when p_no > p_next then 'gap'
    when p_known then 'known'
    when p_no < p_next then 'restored'
    else 'new'
  end
$$;

-- Which ops of a batch central has dealt with already, and the first of them that cannot be taken as
-- the next of its incarnation: `gap`, `restored`, or `foreign`, of another device or incarnation.
create or replace function sync.stand_of_ops(
  p_organization uuid, p_life sync.incarnations, p_ops jsonb[],
  out known boolean[], out next_no bigint, out stopped text
)
language plpgsql stable as $$
declare
  v_device text := p_life.device_id;
  v_incarnation text := p_life.incarnation;
begin
  known := array(
    select l.op_id is not null
    from unnest(p_ops) with ordinality o(op, place)
    left join sync.op_log l
      on l.organization_id = p_organization and l.op_id = (o.op ->> 'op_id')::uuid
    order by o.place
  );
  select s.next_no, s.standing into next_no, stopped
  from (
    select o.place, o.next_no, case
      when o.op ->> 'device_id' <> v_device or o.op ->> 'incarnation' <> v_incarnation then 'foreign'
      else sync.op_standing(o.is_known, o.no, o.next_no)
    end as standing
    from (
      select o.op, o.is_known, o.place, n.no, greatest(
        p_life.last_op_no + 1,
        max(n.no + 1) over (order by o.place rows between unbounded preceding and 1 preceding)
      ) as next_no
      from unnest(p_ops, known) with ordinality o(op, is_known, place)
      cross join lateral (select (o.op ->> 'op_no')::bigint) n(no)
    ) o
  ) s
  where s.standing in ('gap', 'restored', 'foreign')
  order by s.place
  limit 1;
  if stopped is null then
    select greatest(p_life.last_op_no, max((o ->> 'op_no')::bigint)) + 1 into next_no
    from unnest(p_ops) o;
  end if;
end
$$;

-- The verdict as it was stored, with the images as they are now.
create or replace function sync.verdict(p_log sync.op_log) returns json
language sql stable as $$
  select json_build_object(
    'op_id', p_log.op_id,
    'outcome', p_log.outcome,
    'code', p_log.code,
    'detail', p_log.detail,
    'merged', p_log.merged,
    'conflicts', p_log.conflicts,
    'images', (
      select coalesce(json_agg(json_build_object(
        'table', t.name, 'row_id', t.id,
        -- A refused op may name any row: those that only go to central stay there.
        'row', case
          when p_log.outcome <> 'rejected' or not sync.is_sent_only(t.name)
          then sync.image(p_log.organization_id, t.name, t.id)
        end
      )), '[]')
      from (
        select c.value ->> 'table' as name, sync.try_uuid(c.value ->> 'row_id') as id
        from jsonb_array_elements(p_log.op -> 'changes') c
        union all
        select 'conflict_logs', x from unnest(p_log.conflicts) x
      ) t
      where t.id is not null
    )
  )
$$;

-- What an op says of itself, as far as it is what it should be: refusals are told with it, too.
create or replace function sync.context_of(p_device sync.devices, p_op jsonb)
returns sync.op_context
language plpgsql stable as $$
declare
  v_context sync.op_context;
begin
  v_context.organization_id := p_device.organization_id;
  v_context.device_name := p_device.name;
  v_context.op_id := (p_op ->> 'op_id')::uuid;
  v_context.actor_id := sync.try_uuid(p_op ->> 'actor_id');
  v_context.command := left(p_op ->> 'command', 100);
  v_context.at := left(p_op ->> 'at', 40);
  return v_context;
end
$$;

-- Whether it says what it met, as a SQLSTATE, or that it was built on an op that did.
create or replace function sync.is_parked(p_op jsonb) returns boolean
language sql immutable as $$
  select coalesce(p_op ->> 'parked' ~ '^([0-9A-Z]{5}|with)$', false)
$$;

-- What can be said of an op before any of its changes is looked at; answers the acting person's role.
create or replace function sync.admit_op(p_context sync.op_context, p_op jsonb) returns text
language plpgsql as $$
declare
  v_role text;
begin
  -- Its desk saw that central never gets to judge it, and sends it without its changes: nothing that
  -- they name is in the way of those behind it any more.
  if sync.is_parked(p_op) then
    perform sync.reject(
      case p_op ->> 'parked' when 'with' then 'parked_with' else 'parked' end,
      nullif(p_op ->> 'parked', 'with')
    );
  end if;
  if p_op ? 'malformed' then
    perform sync.reject('bad_value', 'changes');
  end if;
  if (p_op ->> 'schema_version')::integer > sync.schema_version() then
    perform sync.reject('schema_too_new', null);
  end if;
  select u.role into v_role
  from data.users u
  where u.organization_id = p_context.organization_id
    and u.id = p_context.actor_id
    and u.is_active;
  if not found then
    perform sync.reject('not_allowed', 'acting person');
  end if;
  perform set_config('holdfast.op_id', p_context.op_id::text, true);
  return v_role;
end
$$;

create or replace function sync.no_effect() returns sync.op_log
language plpgsql immutable as $$
declare
  v_log sync.op_log;
begin
  v_log.merged := '{}';
  v_log.conflicts := '{}';
  v_log.set_aside := '{}';
  return v_log;
end
$$;

create or replace function sync.with_effect(p_log sync.op_log, p_effect sync.effect)
returns sync.op_log
language plpgsql immutable as $$
declare
  v_log sync.op_log := p_log;
begin
  v_log.merged := v_log.merged || coalesce(p_effect.merged, '{}');
  v_log.conflicts := v_log.conflicts || coalesce(p_effect.conflicts, '{}');
  v_log.set_aside := v_log.set_aside || coalesce(p_effect.set_aside, '{}');
  return v_log;
end
$$;

-- Carries one op out and keeps it with its verdict. Raises what stops it.
create or replace function sync.take_op(p_device sync.devices, p_op jsonb) returns sync.op_log
language plpgsql as $$
declare
  v_context sync.op_context := sync.context_of(p_device, p_op);
  v_change jsonb;
  v_effect sync.effect;
  v_log sync.op_log := sync.no_effect();
begin
  v_context.actor_role := sync.admit_op(v_context, p_op);
  for v_change in select c.value from jsonb_array_elements(p_op -> 'changes') c loop
    v_effect := sync.apply_change(
      v_context, v_change ->> 'table', v_change ->> 'kind', (v_change ->> 'row_id')::uuid,
      v_change -> 'values'
    );
    if v_effect.merged is not null or v_effect.conflicts is not null then
      v_log := sync.with_effect(v_log, v_effect);
    end if;
  end loop;
  return sync.finish_op(p_device, p_op, v_log);
end
$$;

create or replace function sync.finish_op(p_device sync.devices, p_op jsonb, p_log sync.op_log)
returns sync.op_log
language plpgsql as $$
declare
  v_log sync.op_log := p_log;
begin
  v_log.outcome := case
    when v_log.conflicts <> '{}' then 'conflicted'
    when v_log.merged <> '{}' then 'merged'
    else 'applied'
  end;
  return sync.keep_op(p_device, p_op, v_log);
end
$$;

create or replace function sync.keep_op(p_device sync.devices, p_op jsonb, p_log sync.op_log)
returns sync.op_log
language plpgsql as $$
declare
  v_log sync.op_log := p_log;
begin
  v_log.organization_id := p_device.organization_id;
  v_log.op_id := (p_op ->> 'op_id')::uuid;
  v_log.device_id := p_device.id;
  v_log.incarnation := (p_op ->> 'incarnation')::uuid;
  v_log.op_no := (p_op ->> 'op_no')::bigint;
  v_log.received_at := now();
  v_log.op := p_op;
  insert into sync.op_log values (v_log.*);
  return v_log;
end
$$;

-- One op in a savepoint of its own: what stops it for good becomes its verdict, and a conflict where
-- somebody has to decide.
create or replace function sync.take_op_alone(p_device sync.devices, p_op jsonb)
returns sync.op_log
language plpgsql as $$
declare
  v_context sync.op_context := sync.context_of(p_device, p_op);
  v_log sync.op_log;
  -- The change that stopped it, or the first: variables outlive what is rolled back.
  v_change jsonb;
  v_effect sync.effect;
  v_state text;
  v_message text;
  v_detail text;
  v_table text;
  v_column text;
  v_constraint text;
begin
  for v_try in 1..5 loop
    begin
      v_log := sync.no_effect();
      v_change := p_op #> '{changes,0}';
      v_context.actor_role := sync.admit_op(v_context, p_op);
      for v_change in select c.value from jsonb_array_elements(p_op -> 'changes') c loop
        v_effect := sync.apply_change(
          v_context, v_change ->> 'table', v_change ->> 'kind', (v_change ->> 'row_id')::uuid,
          v_change -> 'values'
        );
        if v_effect.merged is not null or v_effect.conflicts is not null then
          v_log := sync.with_effect(v_log, v_effect);
        end if;
      end loop;
      return sync.finish_op(p_device, p_op, v_log);
    exception
      when exclusion_violation then
        -- The slot went to a transaction that has committed since the search: search again.
        v_state := '23P01';
      when others then
        get stacked diagnostics
          v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail,
          v_table = table_name, v_column = column_name, v_constraint = constraint_name;
        if not sync.is_permanent(v_state) then
          raise;
        end if;
        exit;
    end;
  end loop;
  if v_state = '23P01' then
    raise exception 'the slot keeps changing hands' using errcode = '40001';
  end if;

  v_log := sync.no_effect();
  v_log.outcome := 'rejected';
  if v_state = 'HF010' then
    v_log.code := v_message;
    v_log.detail := nullif(v_detail, '');
  else
    -- The server's own message quotes values; names are all that may leave.
    v_log.code := sync.rejection_code(v_state, v_table, v_constraint, v_change ->> 'kind');
    v_log.detail := coalesce(
      nullif(concat_ws('.', nullif(v_table, ''), nullif(coalesce(nullif(v_column, ''), v_constraint), '')), ''),
      (select string_agg(distinct left(c.value ->> 'table', 60), ', ')
       from jsonb_array_elements(p_op -> 'changes') c)
    );
  end if;
  begin
    v_log.conflicts := array_remove(
      array[sync.open_refusal(v_context, p_op, v_change, v_log.code, v_table, v_constraint)], null
    );
  exception when others then
    -- It has its verdict all the same; what cannot be shown stays with the desk that sent it.
    if not sync.is_permanent(sqlstate) then
      raise;
    end if;
  end;
  return sync.keep_op(p_device, p_op, v_log);
end
$$;

-- Batches that touch the same resources take turns; those that do not run side by side.
create or replace function sync.lock_slots(p_organization uuid, p_ops jsonb[]) returns void
language plpgsql as $$
begin
  -- In the order of the keys: the inner query is not merged into the one that locks.
  perform pg_advisory_xact_lock(s.k)
  from (select k from sync.slot_keys(p_organization, p_ops) k order by k offset 0) s;
end
$$;

-- Takes ops of one incarnation in op_no order: those that are clean in sets, the others in slices of
-- 50 with one savepoint each; only a slice in which something stops an op is done again op by op.
create or replace function api.push(p_token text, p_ops json) returns json
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- The same statements for every batch, about a few rows each: planned once, and never by reading a
-- whole table, however small it was when they were planned.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off
as $$
declare
  v_device sync.devices := sync.device_of(p_token);
  v_life sync.incarnations;
  v_was_mended boolean;
  v_ops jsonb[];
  v_stand record;
  v_is_known boolean[];
  v_verdicts json[] := '{}';
  v_log sync.op_log;
  v_one record;
  v_rest integer[];
  v_from integer := 1;
  v_slice integer[];
  i integer;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'push runs in READ COMMITTED' using errcode = 'HF003';
  end if;
  v_ops := sync.read_ops(p_ops);
  -- What may have been mended differs from what the device has.
  v_was_mended := strpos(p_ops::text, '\u') > 0;
  if v_ops is null then
    return json_build_object('kind', 'verdicts', 'verdicts', '[]'::json);
  end if;

  select * into v_life from sync.incarnations i
  where i.device_id = v_device.id and i.incarnation = (v_ops[1] ->> 'incarnation')::uuid
  for update;
  if v_life.is_open is not true then
    raise exception 'this incarnation was closed' using errcode = 'HF004';
  end if;
  -- Again now that the lock is held: the same ops may have been in flight on another connection.
  v_stand := sync.stand_of_ops(v_device.organization_id, v_life, v_ops);
  case v_stand.stopped
    when 'foreign' then
      raise exception 'ops of another device or incarnation' using errcode = 'HF004';
    when 'gap' then
      return json_build_object('kind', 'gap', 'expected', v_stand.next_no);
    when 'restored' then
      return json_build_object('kind', 'restored', 'central_op_no', v_life.last_op_no);
    else
      v_is_known := v_stand.known;
  end case;

  -- A parked op alone waits for no slot and for no table of data, whoever has it locked.
  if cardinality(v_ops) > 1 or not sync.is_parked(v_ops[1]) then
    perform sync.lock_slots(v_device.organization_id, v_ops);
  end if;
  v_verdicts := array_fill(null::json, array[cardinality(v_ops)]);
  if cardinality(v_ops) > 1 and not v_was_mended then
    for v_one in select * from sync.take_in_sets(v_device, v_ops, v_is_known) loop
      v_verdicts[v_one.place] := v_one.verdict;
    end loop;
  end if;
  v_rest := array(
    select v.place from unnest(v_verdicts) with ordinality v(verdict, place) where v.verdict is null
  );
  while v_from <= cardinality(v_rest) loop
    v_slice := v_rest[v_from:v_from + 49];
    begin
      foreach i in array v_slice loop
        if v_is_known[i] then
          select * into v_log from sync.op_log l
          where l.organization_id = v_device.organization_id
            and l.op_id = (v_ops[i] ->> 'op_id')::uuid;
        else
          v_log := sync.take_op(v_device, v_ops[i]);
        end if;
        v_verdicts[i] := sync.verdict(v_log);
      end loop;
    exception when others then
      if not sync.is_permanent(sqlstate) then
        raise;
      end if;
      foreach i in array v_slice loop
        if v_is_known[i] then
          select * into v_log from sync.op_log l
          where l.organization_id = v_device.organization_id
            and l.op_id = (v_ops[i] ->> 'op_id')::uuid;
        else
          v_log := sync.take_op_alone(v_device, v_ops[i]);
        end if;
        v_verdicts[i] := sync.verdict(v_log);
      end loop;
    end;
    v_from := v_from + 50;
  end loop;

  update sync.incarnations i set last_op_no = v_stand.next_no - 1
  where i.device_id = v_life.device_id and i.incarnation = v_life.incarnation;
  return json_build_object('kind', 'verdicts', 'verdicts', array_to_json(v_verdicts));
end
$$;
