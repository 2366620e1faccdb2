-- Structure: 71a46ce22db287b45fdd6e981997613f454b06d89586c746d9090b769e6f9366

create schema data;
create schema sync;
create schema api;
create extension btree_gist schema sync;

-- One number for every change of every row: checksums compare it, replicas never go back behind it.
create sequence sync.row_versions as bigint;

create table sync.migrations (
  version integer primary key,
  name text not null,
  structure_hash text not null,
  code_hash text not null,
  applied_at timestamptz not null default now()
);

-- One life of this database: a restore from a backup begins a new one.
create table sync.epoch (
  one boolean primary key default true check (one),
  epoch uuid not null default gen_random_uuid()
);
insert into sync.epoch default values;

create table sync.org_logins (
  organization_id uuid primary key,
  role_name name not null unique,
  password text not null
);

create table sync.enrol_codes (
  code_hash bytea primary key,
  organization_id uuid not null references sync.org_logins,
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid
);

create table sync.devices (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references sync.org_logins,
  name text not null check (char_length(name) between 1 and 100),
  token_hash bytea not null unique,
  enrolled_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);

-- One life of one replica file. Op numbers are dense within it.
create table sync.incarnations (
  device_id uuid not null references sync.devices,
  incarnation uuid not null,
  last_op_no bigint not null default 0,
  is_open boolean not null default true,
  opened_at timestamptz not null default now(),
  primary key (device_id, incarnation)
);
create unique index incarnations_one_open on sync.incarnations (device_id) where is_open;

-- Every op whole, with what became of it. Nothing is ever dropped from here by a device.
create table sync.op_log (
  organization_id uuid not null,
  op_id uuid not null,
  device_id uuid not null,
  incarnation uuid not null,
  op_no bigint not null,
  received_at timestamptz not null default now(),
  op jsonb not null,
  outcome text not null check (outcome in ('applied', 'merged', 'conflicted', 'rejected')),
  code text,
  detail text,
  merged text[] not null default '{}',
  conflicts uuid[] not null default '{}',
  -- Values a merge set aside: {"table.row_id.column": {"base": …, "mine": …, "theirs": …}}
  set_aside jsonb not null default '{}',
  primary key (organization_id, op_id)
);

-- Keys only, never contents. `seq` tells people the order of writing; no reader may filter by it.
create table sync.change_feed (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  organization_id uuid not null,
  table_number smallint not null,
  row_id uuid not null,
  kind "char" not null check (kind in ('i', 'u', 'd')),
  op_id uuid
);
create index change_feed_by_xid on sync.change_feed (organization_id, xid)
  include (table_number, row_id);

create table sync.tombstones (
  organization_id uuid not null,
  table_number smallint not null,
  row_id uuid not null,
  deleted_at timestamptz not null default now(),
  op_id uuid,
  primary key (organization_id, table_number, row_id)
);

-- What an op says about itself, handed from function to function.
create type sync.op_context as (
  organization_id uuid,
  device_name text,
  op_id uuid,
  actor_id uuid,
  actor_role text,
  command text,
  at text
);

-- What a change did besides changing its row.
create type sync.effect as (
  merged text[],
  conflicts uuid[],
  set_aside jsonb
);

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

create table data.organizations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "slug" text not null,
  "timezone" text not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint organizations_pkey primary key (organization_id, id),
  constraint organizations_form_name check (char_length("name") <= 200),
  constraint organizations_form_slug check (char_length("slug") <= 60),
  constraint organizations_form_timezone check (char_length("timezone") <= 60),
  constraint organizations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint organizations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint organizations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint organizations_rule_1 check (id = organization_id),
  constraint organizations_slug_key unique (organization_id, "slug")
);
alter table data.organizations enable row level security;
alter table data.organizations force row level security;
create policy mine_read on data.organizations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.organizations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.organizations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.organizations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.organizations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.organizations referencing new table as new_rows for each statement execute function sync.capture_insert('1');
create trigger capture_update after update on data.organizations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('1');
create trigger capture_delete after delete on data.organizations referencing old table as old_rows for each statement execute function sync.capture_delete('1');
create trigger forbid_truncate before truncate on data.organizations for each statement execute function sync.forbid_truncate();
alter table data.organizations enable always trigger stamp;
alter table data.organizations enable always trigger capture_insert;
alter table data.organizations enable always trigger capture_update;
alter table data.organizations enable always trigger capture_delete;
alter table data.organizations enable always trigger forbid_truncate;

create table data.users (
  "id" uuid not null,
  "organization_id" uuid not null,
  "email" text not null,
  "display_name" text not null,
  "role" text not null,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint users_pkey primary key (organization_id, id),
  constraint users_form_email check (char_length("email") <= 254),
  constraint users_form_display_name check (char_length("display_name") <= 200),
  constraint users_form_role check ("role" in ('agent', 'supervisor', 'admin')),
  constraint users_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint users_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint users_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint users_email_key unique (organization_id, "email")
);
alter table data.users enable row level security;
alter table data.users force row level security;
create policy mine_read on data.users for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.users for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.users for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.users for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.users for each row execute function sync.stamp();
create trigger capture_insert after insert on data.users referencing new table as new_rows for each statement execute function sync.capture_insert('2');
create trigger capture_update after update on data.users referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('2');
create trigger capture_delete after delete on data.users referencing old table as old_rows for each statement execute function sync.capture_delete('2');
create trigger forbid_truncate before truncate on data.users for each statement execute function sync.forbid_truncate();
alter table data.users enable always trigger stamp;
alter table data.users enable always trigger capture_insert;
alter table data.users enable always trigger capture_update;
alter table data.users enable always trigger capture_delete;
alter table data.users enable always trigger forbid_truncate;

create table data.resources (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "kind" text not null,
  "place" text not null default '',
  "category" text not null default '',
  "capacity" bigint not null default 1,
  "timezone" text not null,
  "description" text not null default '',
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint resources_pkey primary key (organization_id, id),
  constraint resources_form_name check (char_length("name") <= 200),
  constraint resources_form_kind check ("kind" in ('equipment', 'space', 'person', 'workshop')),
  constraint resources_form_place check (char_length("place") <= 200),
  constraint resources_form_category check (char_length("category") <= 200),
  constraint resources_form_capacity check ("capacity" between -9007199254740991 and 9007199254740991),
  constraint resources_form_timezone check (char_length("timezone") <= 60),
  constraint resources_form_description check (char_length("description") <= 2000),
  constraint resources_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint resources_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint resources_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint resources_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint resources_rule_1 check (capacity >= 1),
  constraint resources_place_name_key unique (organization_id, "place", "name")
);
create index resources_kind_place_category_position_idx on data.resources (organization_id, "kind", "place", "category", "position");
alter table data.resources enable row level security;
alter table data.resources force row level security;
create policy mine_read on data.resources for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.resources for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.resources for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.resources for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.resources for each row execute function sync.stamp();
create trigger capture_insert after insert on data.resources referencing new table as new_rows for each statement execute function sync.capture_insert('3');
create trigger capture_update after update on data.resources referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('3');
create trigger capture_delete after delete on data.resources referencing old table as old_rows for each statement execute function sync.capture_delete('3');
create trigger forbid_truncate before truncate on data.resources for each statement execute function sync.forbid_truncate();
alter table data.resources enable always trigger stamp;
alter table data.resources enable always trigger capture_insert;
alter table data.resources enable always trigger capture_update;
alter table data.resources enable always trigger capture_delete;
alter table data.resources enable always trigger forbid_truncate;

create table data.resource_closures (
  "id" uuid not null,
  "organization_id" uuid not null,
  "resource_id" uuid not null,
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "reason" text not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint resource_closures_pkey primary key (organization_id, id),
  constraint resource_closures_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint resource_closures_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint resource_closures_form_reason check (char_length("reason") <= 200),
  constraint resource_closures_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint resource_closures_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint resource_closures_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint resource_closures_rule_1 check (end_time > start_time),
  constraint resource_closures_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id)
);
create index resource_closures_resource_id_start_time_idx on data.resource_closures (organization_id, "resource_id", "start_time");
alter table data.resource_closures enable row level security;
alter table data.resource_closures force row level security;
create policy mine_read on data.resource_closures for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.resource_closures for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.resource_closures for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.resource_closures for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.resource_closures for each row execute function sync.stamp();
create trigger capture_insert after insert on data.resource_closures referencing new table as new_rows for each statement execute function sync.capture_insert('4');
create trigger capture_update after update on data.resource_closures referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('4');
create trigger capture_delete after delete on data.resource_closures referencing old table as old_rows for each statement execute function sync.capture_delete('4');
create trigger forbid_truncate before truncate on data.resource_closures for each statement execute function sync.forbid_truncate();
alter table data.resource_closures enable always trigger stamp;
alter table data.resource_closures enable always trigger capture_insert;
alter table data.resource_closures enable always trigger capture_update;
alter table data.resource_closures enable always trigger capture_delete;
alter table data.resource_closures enable always trigger forbid_truncate;

create table data.bookings (
  "id" uuid not null,
  "organization_id" uuid not null,
  "resource_id" uuid,
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "timezone" text not null,
  "title" text not null,
  "party_size" bigint not null default 1,
  "status" text not null default 'confirmed',
  "source" text not null default 'holdfast',
  "notes" text not null default '',
  "cancel_reason" text not null default '',
  "conflict_resolution_notes" text not null default '',
  "external_ref" text not null default '',
  "import_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint bookings_pkey primary key (organization_id, id),
  constraint bookings_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint bookings_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint bookings_form_timezone check (char_length("timezone") <= 60),
  constraint bookings_form_title check (char_length("title") <= 200),
  constraint bookings_form_party_size check ("party_size" between -9007199254740991 and 9007199254740991),
  constraint bookings_form_status check ("status" in ('draft', 'held', 'pending', 'confirmed', 'checked_in', 'completed', 'waitlisted', 'rejected', 'cancelled', 'no_show', 'released', 'conflicted')),
  constraint bookings_form_source check ("source" in ('holdfast', 'infra24', 'appsheet', 'google_forms', 'google_calendar', 'outlook', 'apple', 'api', 'webhook', 'import', 'phone', 'manual')),
  constraint bookings_form_notes check (char_length("notes") <= 4000),
  constraint bookings_form_cancel_reason check (char_length("cancel_reason") <= 500),
  constraint bookings_form_conflict_resolution_notes check (char_length("conflict_resolution_notes") <= 2000),
  constraint bookings_form_external_ref check (char_length("external_ref") <= 200),
  constraint bookings_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint bookings_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint bookings_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint bookings_rule_1 check (end_time > start_time),
  constraint bookings_rule_2 check (party_size >= 0),
  constraint bookings_rule_3 check (resource_id is not null or status in ('draft', 'waitlisted', 'rejected', 'cancelled', 'no_show')),
  constraint bookings_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id),
  constraint bookings_no_overlap exclude using gist (
    organization_id sync.gist_uuid_ops with =,
    "resource_id" sync.gist_uuid_ops with =,
    tstzrange("start_time", "end_time", '[)') with &&
  ) where ("status" in ('held', 'pending', 'confirmed', 'checked_in'))
);
create index bookings_resource_id_end_time_start_time_idx on data.bookings (organization_id, "resource_id", "end_time", "start_time");
create index bookings_start_time_idx on data.bookings (organization_id, "start_time");
create index bookings_status_idx on data.bookings (organization_id, "status");
create index bookings_import_id_idx on data.bookings (organization_id, "import_id");
alter table data.bookings enable row level security;
alter table data.bookings force row level security;
create policy mine_read on data.bookings for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.bookings for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.bookings for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.bookings for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.bookings for each row execute function sync.stamp();
create trigger capture_insert after insert on data.bookings referencing new table as new_rows for each statement execute function sync.capture_insert('5');
create trigger capture_update after update on data.bookings referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('5');
create trigger capture_delete after delete on data.bookings referencing old table as old_rows for each statement execute function sync.capture_delete('5');
create trigger forbid_truncate before truncate on data.bookings for each statement execute function sync.forbid_truncate();
alter table data.bookings enable always trigger stamp;
alter table data.bookings enable always trigger capture_insert;
alter table data.bookings enable always trigger capture_update;
alter table data.bookings enable always trigger capture_delete;
alter table data.bookings enable always trigger forbid_truncate;

create table data.conflict_logs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "conflict_type" text not null,
  "severity" text not null default 'medium',
  "resource_id" uuid,
  "table_name" text not null,
  "row_id" uuid not null,
  "other_row_id" uuid,
  "op_id" uuid not null,
  "conflict_data" jsonb not null,
  "status" text not null default 'open',
  "resolution" text not null default '',
  "resolved_at" timestamptz(3),
  "resolved_by" uuid,
  "resolution_notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint conflict_logs_pkey primary key (organization_id, id),
  constraint conflict_logs_form_conflict_type check ("conflict_type" in ('double_booking', 'concurrent_edit', 'deleted_vs_edited')),
  constraint conflict_logs_form_severity check ("severity" in ('low', 'medium', 'high', 'critical')),
  constraint conflict_logs_form_table_name check (char_length("table_name") <= 60),
  constraint conflict_logs_form_status check ("status" in ('open', 'investigating', 'resolved', 'ignored')),
  constraint conflict_logs_form_resolution check (char_length("resolution") <= 60),
  constraint conflict_logs_form_resolved_at check ("resolved_at" >= '0001-01-01Z'::timestamptz and "resolved_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_logs_form_resolution_notes check (char_length("resolution_notes") <= 2000),
  constraint conflict_logs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_logs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_logs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991)
);
create index conflict_logs_status_created_at_idx on data.conflict_logs (organization_id, "status", "created_at");
create index conflict_logs_row_id_idx on data.conflict_logs (organization_id, "row_id");
create index conflict_logs_other_row_id_idx on data.conflict_logs (organization_id, "other_row_id");
alter table data.conflict_logs enable row level security;
alter table data.conflict_logs force row level security;
create policy mine_read on data.conflict_logs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.conflict_logs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.conflict_logs for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.conflict_logs for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.conflict_logs for each row execute function sync.stamp();
create trigger capture_insert after insert on data.conflict_logs referencing new table as new_rows for each statement execute function sync.capture_insert('6');
create trigger capture_update after update on data.conflict_logs referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('6');
create trigger capture_delete after delete on data.conflict_logs referencing old table as old_rows for each statement execute function sync.capture_delete('6');
create trigger forbid_truncate before truncate on data.conflict_logs for each statement execute function sync.forbid_truncate();
alter table data.conflict_logs enable always trigger stamp;
alter table data.conflict_logs enable always trigger capture_insert;
alter table data.conflict_logs enable always trigger capture_update;
alter table data.conflict_logs enable always trigger capture_delete;
alter table data.conflict_logs enable always trigger forbid_truncate;

create table data.conflict_actions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "conflict_id" uuid not null,
  "action" text not null,
  "effect" jsonb not null,
  "note" text not null default '',
  "acted_at" timestamptz(3) not null,
  "acted_by" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint conflict_actions_pkey primary key (organization_id, id),
  constraint conflict_actions_form_action check ("action" in ('keep', 'move', 'cancel', 'mine', 'theirs', 'ignore', 'reopen', 'note')),
  constraint conflict_actions_form_note check (char_length("note") <= 2000),
  constraint conflict_actions_form_acted_at check ("acted_at" >= '0001-01-01Z'::timestamptz and "acted_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_actions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_actions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint conflict_actions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991)
);
create index conflict_actions_conflict_id_acted_at_idx on data.conflict_actions (organization_id, "conflict_id", "acted_at");
alter table data.conflict_actions enable row level security;
alter table data.conflict_actions force row level security;
create policy mine_read on data.conflict_actions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.conflict_actions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.conflict_actions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.conflict_actions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.conflict_actions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.conflict_actions referencing new table as new_rows for each statement execute function sync.capture_insert('7');
create trigger capture_update after update on data.conflict_actions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('7');
create trigger capture_delete after delete on data.conflict_actions referencing old table as old_rows for each statement execute function sync.capture_delete('7');
create trigger forbid_truncate before truncate on data.conflict_actions for each statement execute function sync.forbid_truncate();
alter table data.conflict_actions enable always trigger stamp;
alter table data.conflict_actions enable always trigger capture_insert;
alter table data.conflict_actions enable always trigger capture_update;
alter table data.conflict_actions enable always trigger capture_delete;
alter table data.conflict_actions enable always trigger forbid_truncate;
