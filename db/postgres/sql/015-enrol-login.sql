-- The login for enrolment as it has to be, whatever its user made of it: everybody knows its password,
-- and Postgres lets a role change its own password and settings. Run by every migration and with every
-- code, in a transaction of its own.
do $$
begin
  perform set_config('lock_timeout', '2s', true);
  for v_try in 1..10 loop
    begin
      -- The password is no secret ('holdfast-enrol'): the role may do nothing but trade a one-time code
      -- for a device. Given as what the server keeps of it, so that it stays the same every time: a
      -- pooler logs in with what it has seen of it.
      alter role hf_enrol login noinherit connection limit 50 valid until 'infinity'
        nosuperuser nocreatedb nocreaterole noreplication nobypassrls
        password 'SCRAM-SHA-256$4096:aG9sZGZhc3QtZW5yb2wtMQ==$1xQGXfljqryuhLWOuST03ePVRUEewQq5CguZII3lvW4=:yK+NgSSGCtojEP4i7vwlDqwDa6rDVwdSa+lWP5+gAjg=';
      alter role hf_enrol reset all;
      execute format('alter role hf_enrol in database %I reset all', current_database());
      alter role hf_enrol set statement_timeout = '10s';
      alter role hf_enrol set lock_timeout = '5s';
      alter role hf_enrol set idle_in_transaction_session_timeout = '10s';
      return;
    exception
      when lock_not_available then
        -- A change of its own that somebody leaves open. An enrolment takes no second.
        perform pg_terminate_backend(a.pid, 1000)
        from pg_stat_activity a
        where a.usename = 'hf_enrol' and a.xact_start < clock_timestamp() - interval '1 second';
      when unique_violation or internal_error then
        -- Another database of this cluster has done the same at this moment, or its user something else.
        null;
    end;
  end loop;
  raise exception 'the login hf_enrol could not be set right' using errcode = '55P03';
end
$$;
