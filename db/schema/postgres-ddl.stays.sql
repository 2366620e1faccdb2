create table data.stays (
  "id" uuid not null,
  "organization_id" uuid not null,
  "room_id" uuid not null,
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "status" text not null default 'on',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint stays_pkey primary key (organization_id, id),
  constraint stays_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint stays_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint stays_form_status check ("status" in ('on', 'lost')),
  constraint stays_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint stays_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint stays_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint stays_room_id_fkey foreign key (organization_id, "room_id") references data.rooms (organization_id, id),
  constraint stays_no_overlap exclude using gist (
    organization_id sync.gist_uuid_ops with =,
    "room_id" sync.gist_uuid_ops with =,
    tstzrange("start_time", "end_time", '[)') with &&
  ) where ("status" in ('on'))
);
create index stays_room_id_idx on data.stays (organization_id, "room_id");
create index stays_room_id_end_time_idx on data.stays (organization_id, "room_id", "end_time");
alter table data.stays enable row level security;
alter table data.stays force row level security;
create policy mine_read on data.stays for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.stays for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.stays for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.stays for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.stays for each row execute function sync.stamp();
create trigger capture_insert after insert on data.stays referencing new table as new_rows for each statement execute function sync.capture_insert('2');
create trigger capture_update after update on data.stays referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('2');
create trigger capture_delete after delete on data.stays referencing old table as old_rows for each statement execute function sync.capture_delete('2');
create trigger forbid_truncate before truncate on data.stays for each statement execute function sync.forbid_truncate();
alter table data.stays enable always trigger stamp;
alter table data.stays enable always trigger capture_insert;
alter table data.stays enable always trigger capture_update;
alter table data.stays enable always trigger capture_delete;
alter table data.stays enable always trigger forbid_truncate;