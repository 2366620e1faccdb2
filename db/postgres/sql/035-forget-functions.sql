-- What functions a version has, and what they take and answer, is its own affair: all go but those
-- that something else depends on, and the version's come in their place.
do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('sync', 'api')
      and not exists (
        select from pg_depend d
        where (d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
          or (d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid)
      )
  loop
    execute format('drop function %s', v_function);
  end loop;
end
$$;
