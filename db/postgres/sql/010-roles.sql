-- Roles belong to the whole cluster: another database of it may be migrated at this very moment.
-- 015-enrol-login.sql lets hf_enrol log in.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['hf_owner', 'hf_api', 'hf_device', 'hf_enrol'] loop
    begin
      execute format(
        'create role %I nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
        v_role
      );
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end
$$;
