-- Roles belong to the whole cluster: another database of it may be migrated at this very moment.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['hf_owner', 'hf_api', 'hf_device'] loop
    begin
      execute format(
        'create role %I nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
        v_role
      );
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  begin
    -- The password is no secret: the role may do nothing but trade a one-time code for a device.
    create role hf_enrol login password 'holdfast-enrol' connection limit 50
      nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;
    alter role hf_enrol set statement_timeout = '10s';
    alter role hf_enrol set lock_timeout = '5s';
    alter role hf_enrol set idle_in_transaction_session_timeout = '10s';
  exception when duplicate_object or unique_violation then
    null;
  end;
end
$$;
