-- Owners: hf_owner everything that holds rows, hf_api the functions that devices reach.
do $$
declare
  v_name text;
begin
  for v_name in
    select format('alter schema %I owner to hf_owner', n.nspname)
    from pg_namespace n where n.nspname in ('data', 'sync', 'api')
    union all
    select format('alter %s %I.%I owner to hf_owner',
      case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('data', 'sync') and c.relkind in ('r', 'p', 'S')
      -- An identity sequence follows its table.
      and not (c.relkind = 'S' and exists (
        select from pg_depend d where d.objid = c.oid and d.deptype = 'i'
      ))
    union all
    select format('alter type %I.%I owner to hf_owner', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'sync' and c.relkind = 'c'
    union all
    select format('alter function %s owner to hf_api', p.oid::regprocedure)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('sync', 'api')
      and not exists (
        select from pg_depend d where d.objid = p.oid and d.deptype = 'e'
      )
  loop
    execute v_name;
  end loop;
end
$$;

-- What only the owner of the feed may: its own schedule, nothing that a caller chooses.
alter function sync.make_partitions() owner to hf_owner;
alter function sync.drop_partitions(interval) owner to hf_owner;
alter function sync.forget_old() owner to hf_owner;
alter function sync.end_stale_sessions(interval) owner to hf_owner;
alter function sync.restart_feed() owner to hf_owner;
do $$
begin
  if not pg_has_role('hf_owner', 'pg_signal_backend', 'member')
    or not pg_has_role('hf_owner', 'pg_read_all_stats', 'member') then
    begin
      grant pg_signal_backend, pg_read_all_stats to hf_owner;
    exception when unique_violation or internal_error then
      -- Another database of this cluster is doing the same at this moment.
      null;
    end;
  end if;
end
$$;

revoke all on schema public from public;
revoke all on all functions in schema sync, api from public, hf_device, hf_enrol;
alter default privileges revoke execute on functions from public;

grant usage on schema data, sync, api to hf_api;
grant select, insert on sync.op_log, sync.change_feed, sync.incidents to hf_api;
grant select, update on sync.upkeep_runs, sync.feed_cluster to hf_api;
grant select, insert, update, delete on sync.checksum_folds, sync.checksum_base to hf_api;
grant select, insert, update on sync.tombstones, sync.devices, sync.incarnations to hf_api;
grant select, update on sync.enrol_codes to hf_api;
grant select on sync.org_logins, sync.epoch to hf_api;
grant usage on sequence sync.row_versions, sync.feed_seq to hf_api;
grant select on sequence sync.feed_seq, sync.feed_floor to hf_api;
grant execute on function
  sync.make_partitions(),
  sync.drop_partitions(interval),
  sync.forget_old(),
  sync.end_stale_sessions(interval),
  sync.restart_feed()
to hf_api;

grant usage on schema api to hf_device, hf_enrol;
grant execute on function api.enrol(text, text) to hf_enrol;
grant execute on function
  api.hello(text, jsonb),
  api.reincarnate(text, uuid),
  api.leave(text, text),
  api.push(text, json),
  api.pull(text, text, boolean),
  api.filled_tables(text),
  api.checksums(text),
  api.bucket_rows(text, text[], integer[]),
  api.explain(text, uuid),
  api.wake(text)
to hf_device;

-- Names are taken from the catalogue: a list by hand misses siblings.
do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure
    from pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace
      and (
        p.proname ~ '^(lo_|pg_(try_)?advisory_)'
        -- Devices of an organization share a login: one could end the sessions of the others.
        or p.proname in ('loread', 'lowrite', 'pg_terminate_backend', 'pg_cancel_backend')
      )
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
end
$$;

grant execute on function pg_advisory_xact_lock(bigint) to hf_api;
grant execute on function pg_terminate_backend(integer, bigint) to hf_owner;
