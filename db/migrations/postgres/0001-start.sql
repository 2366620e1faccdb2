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
