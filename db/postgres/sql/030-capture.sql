-- Which organization this session logged in for. session_user cannot be changed with SET ROLE, so
-- every policy keys on it.
create or replace function sync.session_organization() returns uuid
language sql stable as $$
  select l.organization_id from sync.org_logins l where l.role_name = session_user
$$;

create or replace function sync.stamp() returns trigger
language plpgsql as $$
begin
  new.row_version := nextval('sync.row_versions');
  if tg_op = 'INSERT' then
    new.created_at := coalesce(new.created_at, date_trunc('milliseconds', now()));
    new.updated_at := coalesce(new.updated_at, new.created_at);
  else
    new.created_at := old.created_at;
    new.updated_at := date_trunc('milliseconds', now());
  end if;
  return new;
end
$$;

-- The op that is being applied, for the feed's `op_id`. A hint for people, never proof.
create or replace function sync.current_op() returns uuid
language sql stable as $$
  select nullif(current_setting('holdfast.op_id', true), '')::uuid
$$;

create or replace function sync.capture_insert() returns trigger
language plpgsql as $$
begin
  insert into sync.change_feed (organization_id, table_number, row_id, kind, op_id)
  select n.organization_id, tg_argv[0]::smallint, n.id, 'i', sync.current_op() from new_rows n;
  return null;
end
$$;

-- A row that changed its organization is a deletion for the old one and news for the new one.
create or replace function sync.capture_update() returns trigger
language plpgsql as $$
begin
  insert into sync.change_feed (organization_id, table_number, row_id, kind, op_id)
  select n.organization_id, tg_argv[0]::smallint, n.id, 'u', sync.current_op() from new_rows n
  union all
  select o.organization_id, tg_argv[0]::smallint, o.id, 'd', sync.current_op()
  from old_rows o
  where not exists (
    select from new_rows n where n.id = o.id and n.organization_id = o.organization_id
  );
  return null;
end
$$;

create or replace function sync.capture_delete() returns trigger
language plpgsql as $$
begin
  insert into sync.change_feed (organization_id, table_number, row_id, kind, op_id)
  select o.organization_id, tg_argv[0]::smallint, o.id, 'd', sync.current_op() from old_rows o;
  insert into sync.tombstones (organization_id, table_number, row_id, op_id)
  select o.organization_id, tg_argv[0]::smallint, o.id, sync.current_op() from old_rows o
  on conflict (organization_id, table_number, row_id)
    do update set deleted_at = excluded.deleted_at, op_id = excluded.op_id;
  return null;
end
$$;

create or replace function sync.forbid_truncate() returns trigger
language plpgsql as $$
begin
  raise exception 'TRUNCATE would bypass the change feed: use DELETE' using errcode = '42501';
end
$$;
