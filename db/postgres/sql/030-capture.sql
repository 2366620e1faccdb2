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
declare
  v_op uuid := sync.current_op();
begin
  insert into sync.change_feed
    (organization_id, table_number, row_id, kind, op_id, count_delta, sum_delta)
  select n.organization_id, tg_argv[0]::smallint, n.id, 'i', v_op,
    1, sync.row_hash(n.id, n.row_version)
  from new_rows n;
  return null;
end
$$;

-- A row that changed its organization is a deletion for the old one and news for the new one. Old and
-- new are grouped rather than joined: a join planned for one row would run for hours on a million.
create or replace function sync.capture_update() returns trigger
language plpgsql as $$
declare
  v_op uuid := sync.current_op();
begin
  insert into sync.change_feed
    (organization_id, table_number, row_id, kind, op_id, count_delta, sum_delta)
  select c.organization_id, tg_argv[0]::smallint, c.id,
    case when max(c.sign) = 1 then 'u'::"char" else 'd'::"char" end,
    v_op, sum(c.sign), sum(c.sign * sync.row_hash(c.id, c.row_version))
  from (
    select 1 as sign, n.organization_id, n.id, n.row_version from new_rows n
    union all
    select -1, o.organization_id, o.id, o.row_version from old_rows o
  ) c
  group by c.organization_id, c.id;
  return null;
end
$$;

create or replace function sync.capture_delete() returns trigger
language plpgsql as $$
declare
  v_op uuid := sync.current_op();
begin
  insert into sync.change_feed
    (organization_id, table_number, row_id, kind, op_id, count_delta, sum_delta)
  select o.organization_id, tg_argv[0]::smallint, o.id, 'd', v_op,
    -1, -sync.row_hash(o.id, o.row_version)
  from old_rows o;
  insert into sync.tombstones (organization_id, table_number, row_id, op_id)
  select o.organization_id, tg_argv[0]::smallint, o.id, v_op from old_rows o
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
