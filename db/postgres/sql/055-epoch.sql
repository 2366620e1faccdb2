-- Only a server that takes writes can judge: a standby neither knows the running transactions nor has
-- a life of its own yet.
create or replace function sync.require_primary() returns void
language plpgsql stable as $$
begin
  if pg_is_in_recovery() then
    raise exception 'this central is a standby: it only copies another one' using errcode = 'HF002';
  end if;
end
$$;

-- Which life of this database devices talk to. The stored part is changed by hand after a restore that
-- nobody can see; the rest changes by itself: a standby that was promoted and a restore out of an
-- archive go on in another timeline, a dump that was loaded elsewhere lies in another cluster.
create or replace function sync.present_epoch() returns uuid
language plpgsql stable as $$
begin
  perform sync.require_primary();
  return (
    select sync.derived_id(
      e.epoch,
      (select c.system_identifier from pg_control_system() c)
        -- Of the record being written: the control file learns of a promotion only at a checkpoint.
        || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
    )
    from sync.epoch e
  );
end
$$;
