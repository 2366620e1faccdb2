-- Structure: 8bb60e1ea5a22c044ca8f69b66b1ae9b41f0064a1d3b23525be429da35f71f65

alter table data.bookings add column "approval_workflow_id" uuid;
alter table data.bookings add column "approved_at" timestamp(3) with time zone;
alter table data.bookings add column "approved_by" uuid;
alter table data.bookings add column "auto_approved" boolean not null default false;
alter table data.bookings add column "bundle_id" uuid;
alter table data.bookings add column "cancelled_at" timestamp(3) with time zone;
alter table data.bookings add column "cancelled_by" uuid;
alter table data.bookings add column "checked_in_at" timestamp(3) with time zone;
alter table data.bookings add column "checked_in_by" uuid;
alter table data.bookings add column "checked_out_at" timestamp(3) with time zone;
alter table data.bookings add column "department_id" uuid;
alter table data.bookings add column "end_wall" text;
alter table data.bookings add column "external_calendar_event_id" text not null default ''::text;
alter table data.bookings add column "hold_expires_at" timestamp(3) with time zone;
alter table data.bookings add column "is_exception" boolean not null default false;
alter table data.bookings add column "may_overlap" boolean not null default false;
alter table data.bookings add column "number" text not null default ''::text;
alter table data.bookings add column "occurrence_wall" text;
alter table data.bookings add column "owner_id" uuid;
alter table data.bookings add column "provisional_number" text not null default ''::text;
alter table data.bookings add column "requester_email" text not null default ''::text;
alter table data.bookings add column "requester_id" uuid;
alter table data.bookings add column "requester_name" text not null default ''::text;
alter table data.bookings add column "requester_phone" text not null default ''::text;
alter table data.bookings add column "series_id" uuid;
alter table data.bookings add column "start_wall" text;
alter table data.conflict_logs add column "assigned_to" uuid;
alter table data.organizations add column "ai_settings" jsonb not null default '{}'::jsonb;
alter table data.organizations add column "calendar_settings" jsonb not null default '{}'::jsonb;
alter table data.organizations add column "contact_email" text not null default ''::text;
alter table data.organizations add column "contact_phone" text not null default ''::text;
alter table data.organizations add column "currency" text not null default 'USD'::text;
alter table data.organizations add column "feature_flags" jsonb not null default '{}'::jsonb;
alter table data.organizations add column "integration_settings" jsonb not null default '{}'::jsonb;
alter table data.organizations add column "is_active" boolean not null default true;
alter table data.organizations add column "legal_name" text not null default ''::text;
alter table data.organizations add column "locale" text not null default 'en'::text;
alter table data.organizations add column "logo_file_id" uuid;
alter table data.organizations add column "max_devices" bigint;
alter table data.organizations add column "max_integrations" bigint;
alter table data.organizations add column "max_storage_mb" bigint;
alter table data.organizations add column "max_tickets_per_month" bigint;
alter table data.organizations add column "max_users" bigint;
alter table data.organizations add column "notification_settings" jsonb not null default '{}'::jsonb;
alter table data.organizations add column "region" text not null default ''::text;
alter table data.organizations add column "subscription_ends_at" timestamp(3) with time zone;
alter table data.organizations add column "subscription_plan" text not null default 'standard'::text;
alter table data.organizations add column "subscription_status" text not null default 'active'::text;
alter table data.organizations add column "website" text not null default ''::text;
alter table data.resources add column "approval_workflow_id" uuid;
alter table data.resources add column "auto_approval_enabled" boolean not null default false;
alter table data.resources add column "booking_mode" text not null default 'exclusive'::text;
alter table data.resources add column "booking_restrictions" jsonb not null default '{}'::jsonb;
alter table data.resources add column "business_calendar_id" uuid;
alter table data.resources add column "conflict_detection_enabled" boolean not null default true;
alter table data.resources add column "department_id" uuid;
alter table data.resources add column "external_calendar_id" text not null default ''::text;
alter table data.resources add column "owner_id" uuid;
alter table data.resources add column "release_after_minutes" bigint;
alter table data.resources add column "tags" jsonb not null default '[]'::jsonb;
alter table data.resources add column "user_id" uuid;
alter table data.users add column "access_expires_at" timestamp(3) with time zone;
alter table data.users add column "avatar_file_id" uuid;
alter table data.users add column "deactivated_at" timestamp(3) with time zone;
alter table data.users add column "employee_number" text not null default ''::text;
alter table data.users add column "failed_sign_ins" bigint not null default 0;
alter table data.users add column "family_name" text not null default ''::text;
alter table data.users add column "given_name" text not null default ''::text;
alter table data.users add column "job_title" text not null default ''::text;
alter table data.users add column "kind" text not null default 'person'::text;
alter table data.users add column "last_sign_in_at" timestamp(3) with time zone;
alter table data.users add column "locale" text not null default ''::text;
alter table data.users add column "locked_until" timestamp(3) with time zone;
alter table data.users add column "must_change_password" boolean not null default false;
alter table data.users add column "password_changed_at" timestamp(3) with time zone;
alter table data.users add column "password_policy_id" uuid;
alter table data.users add column "phone" text not null default ''::text;
alter table data.users add column "preferences" jsonb not null default '{}'::jsonb;
alter table data.users add column "sso_required" boolean not null default false;
alter table data.users add column "timezone" text not null default ''::text;
alter table data.users add column "two_factor_enabled" boolean not null default false;
alter table data.users add column "two_factor_method" text not null default 'none'::text;
alter table data.users add column "two_factor_required" boolean not null default false;

create table data.business_calendars (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "timezone" text not null,
  "is_round_the_clock" boolean not null default false,
  "is_default" boolean not null default false,
  "is_active" boolean not null default true,
  "version" bigint not null default 1,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint business_calendars_pkey primary key (organization_id, id),
  constraint business_calendars_form_name check (char_length("name") <= 200),
  constraint business_calendars_form_description check (char_length("description") <= 2000),
  constraint business_calendars_form_timezone check (char_length("timezone") <= 60),
  constraint business_calendars_form_version check ("version" between -9007199254740991 and 9007199254740991),
  constraint business_calendars_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint business_calendars_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint business_calendars_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint business_calendars_rule_1 check (not is_default or is_active),
  constraint business_calendars_rule_2 check (version >= 1),
  constraint business_calendars_name_key unique (organization_id, "name")
);
create unique index business_calendars_is_default_while_is_default_1_key on data.business_calendars (organization_id, "is_default") where ("is_default" in (true));
alter table data.business_calendars enable row level security;
alter table data.business_calendars force row level security;
create policy mine_read on data.business_calendars for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.business_calendars for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.business_calendars for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.business_calendars for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.business_calendars for each row execute function sync.stamp();
create trigger capture_insert after insert on data.business_calendars referencing new table as new_rows for each statement execute function sync.capture_insert('8');
create trigger capture_update after update on data.business_calendars referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('8');
create trigger capture_delete after delete on data.business_calendars referencing old table as old_rows for each statement execute function sync.capture_delete('8');
create trigger forbid_truncate before truncate on data.business_calendars for each statement execute function sync.forbid_truncate();
alter table data.business_calendars enable always trigger stamp;
alter table data.business_calendars enable always trigger capture_insert;
alter table data.business_calendars enable always trigger capture_update;
alter table data.business_calendars enable always trigger capture_delete;
alter table data.business_calendars enable always trigger forbid_truncate;

create table data.business_hours (
  "id" uuid not null,
  "organization_id" uuid not null,
  "business_calendar_id" uuid not null,
  "weekday" bigint not null,
  "opens_at" text not null,
  "closes_at" text not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint business_hours_pkey primary key (organization_id, id),
  constraint business_hours_form_weekday check ("weekday" between -9007199254740991 and 9007199254740991),
  constraint business_hours_form_opens_at check ("opens_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint business_hours_form_closes_at check ("closes_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint business_hours_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint business_hours_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint business_hours_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint business_hours_rule_1 check (weekday between 1 and 7),
  constraint business_hours_rule_2 check (closes_at = '00:00' or closes_at > opens_at),
  constraint business_hours_business_calendar_id_weekday_opens_at_key unique (organization_id, "business_calendar_id", "weekday", "opens_at"),
  constraint business_hours_business_calendar_id_fkey foreign key (organization_id, "business_calendar_id") references data.business_calendars (organization_id, id)
);
alter table data.business_hours enable row level security;
alter table data.business_hours force row level security;
create policy mine_read on data.business_hours for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.business_hours for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.business_hours for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.business_hours for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.business_hours for each row execute function sync.stamp();
create trigger capture_insert after insert on data.business_hours referencing new table as new_rows for each statement execute function sync.capture_insert('9');
create trigger capture_update after update on data.business_hours referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('9');
create trigger capture_delete after delete on data.business_hours referencing old table as old_rows for each statement execute function sync.capture_delete('9');
create trigger forbid_truncate before truncate on data.business_hours for each statement execute function sync.forbid_truncate();
alter table data.business_hours enable always trigger stamp;
alter table data.business_hours enable always trigger capture_insert;
alter table data.business_hours enable always trigger capture_update;
alter table data.business_hours enable always trigger capture_delete;
alter table data.business_hours enable always trigger forbid_truncate;

create table data.holidays (
  "id" uuid not null,
  "organization_id" uuid not null,
  "business_calendar_id" uuid not null,
  "holiday_on" date not null,
  "name" text not null,
  "is_yearly" boolean not null default false,
  "opens_at" text,
  "closes_at" text,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint holidays_pkey primary key (organization_id, id),
  constraint holidays_form_holiday_on check ("holiday_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint holidays_form_name check (char_length("name") <= 200),
  constraint holidays_form_opens_at check ("opens_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint holidays_form_closes_at check ("closes_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint holidays_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint holidays_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint holidays_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint holidays_rule_1 check ((opens_at is null) = (closes_at is null)),
  constraint holidays_rule_2 check (closes_at is null or closes_at = '00:00' or closes_at > opens_at),
  constraint holidays_business_calendar_id_holiday_on_key unique (organization_id, "business_calendar_id", "holiday_on"),
  constraint holidays_business_calendar_id_fkey foreign key (organization_id, "business_calendar_id") references data.business_calendars (organization_id, id)
);
alter table data.holidays enable row level security;
alter table data.holidays force row level security;
create policy mine_read on data.holidays for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.holidays for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.holidays for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.holidays for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.holidays for each row execute function sync.stamp();
create trigger capture_insert after insert on data.holidays referencing new table as new_rows for each statement execute function sync.capture_insert('10');
create trigger capture_update after update on data.holidays referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('10');
create trigger capture_delete after delete on data.holidays referencing old table as old_rows for each statement execute function sync.capture_delete('10');
create trigger forbid_truncate before truncate on data.holidays for each statement execute function sync.forbid_truncate();
alter table data.holidays enable always trigger stamp;
alter table data.holidays enable always trigger capture_insert;
alter table data.holidays enable always trigger capture_update;
alter table data.holidays enable always trigger capture_delete;
alter table data.holidays enable always trigger forbid_truncate;

create table data.departments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "kind" text not null default 'department',
  "description" text not null default '',
  "parent_id" uuid,
  "manager_id" uuid,
  "escalation_user_id" uuid,
  "escalation_department_id" uuid,
  "business_calendar_id" uuid,
  "email" text not null default '',
  "phone" text not null default '',
  "location" text not null default '',
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint departments_pkey primary key (organization_id, id),
  constraint departments_form_code check (char_length("code") <= 40),
  constraint departments_form_name check (char_length("name") <= 200),
  constraint departments_form_kind check ("kind" in ('department', 'team')),
  constraint departments_form_description check (char_length("description") <= 2000),
  constraint departments_form_email check (char_length("email") <= 254),
  constraint departments_form_phone check (char_length("phone") <= 40),
  constraint departments_form_location check (char_length("location") <= 200),
  constraint departments_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint departments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint departments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint departments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint departments_rule_1 check (parent_id is null or parent_id <> id),
  constraint departments_rule_2 check (escalation_department_id is null or escalation_department_id <> id),
  constraint departments_rule_3 check (escalation_user_id is null or escalation_department_id is null),
  constraint departments_code_key unique (organization_id, "code"),
  constraint departments_business_calendar_id_fkey foreign key (organization_id, "business_calendar_id") references data.business_calendars (organization_id, id)
);
create index departments_business_calendar_id_idx on data.departments (organization_id, "business_calendar_id");
create index departments_parent_id_position_idx on data.departments (organization_id, "parent_id", "position");
create index departments_manager_id_idx on data.departments (organization_id, "manager_id");
alter table data.departments enable row level security;
alter table data.departments force row level security;
create policy mine_read on data.departments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.departments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.departments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.departments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.departments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.departments referencing new table as new_rows for each statement execute function sync.capture_insert('11');
create trigger capture_update after update on data.departments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('11');
create trigger capture_delete after delete on data.departments referencing old table as old_rows for each statement execute function sync.capture_delete('11');
create trigger forbid_truncate before truncate on data.departments for each statement execute function sync.forbid_truncate();
alter table data.departments enable always trigger stamp;
alter table data.departments enable always trigger capture_insert;
alter table data.departments enable always trigger capture_update;
alter table data.departments enable always trigger capture_delete;
alter table data.departments enable always trigger forbid_truncate;

create table data.programs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "line_of_business" text not null default '',
  "department_id" uuid,
  "manager_id" uuid,
  "effective_from" date,
  "effective_to" date,
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint programs_pkey primary key (organization_id, id),
  constraint programs_form_code check (char_length("code") <= 50),
  constraint programs_form_name check (char_length("name") <= 200),
  constraint programs_form_description check (char_length("description") <= 2000),
  constraint programs_form_line_of_business check (char_length("line_of_business") <= 60),
  constraint programs_form_effective_from check ("effective_from" between '0001-01-01'::date and '9999-12-31'::date),
  constraint programs_form_effective_to check ("effective_to" between '0001-01-01'::date and '9999-12-31'::date),
  constraint programs_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint programs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint programs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint programs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint programs_rule_1 check (effective_from is null or effective_to is null or effective_to >= effective_from),
  constraint programs_code_key unique (organization_id, "code"),
  constraint programs_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index programs_department_id_idx on data.programs (organization_id, "department_id");
create index programs_is_active_position_idx on data.programs (organization_id, "is_active", "position");
alter table data.programs enable row level security;
alter table data.programs force row level security;
create policy mine_read on data.programs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.programs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.programs for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.programs for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.programs for each row execute function sync.stamp();
create trigger capture_insert after insert on data.programs referencing new table as new_rows for each statement execute function sync.capture_insert('12');
create trigger capture_update after update on data.programs referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('12');
create trigger capture_delete after delete on data.programs referencing old table as old_rows for each statement execute function sync.capture_delete('12');
create trigger forbid_truncate before truncate on data.programs for each statement execute function sync.forbid_truncate();
alter table data.programs enable always trigger stamp;
alter table data.programs enable always trigger capture_insert;
alter table data.programs enable always trigger capture_update;
alter table data.programs enable always trigger capture_delete;
alter table data.programs enable always trigger forbid_truncate;

create table data.producers (
  "id" uuid not null,
  "organization_id" uuid not null,
  "program_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "legal_name" text not null default '',
  "description" text not null default '',
  "contact_name" text not null default '',
  "contact_email" text not null default '',
  "contact_phone" text not null default '',
  "timezone" text,
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint producers_pkey primary key (organization_id, id),
  constraint producers_form_code check (char_length("code") <= 50),
  constraint producers_form_name check (char_length("name") <= 200),
  constraint producers_form_legal_name check (char_length("legal_name") <= 200),
  constraint producers_form_description check (char_length("description") <= 2000),
  constraint producers_form_contact_name check (char_length("contact_name") <= 200),
  constraint producers_form_contact_email check (char_length("contact_email") <= 254),
  constraint producers_form_contact_phone check (char_length("contact_phone") <= 40),
  constraint producers_form_timezone check (char_length("timezone") <= 60),
  constraint producers_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint producers_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint producers_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint producers_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint producers_program_id_code_key unique (organization_id, "program_id", "code"),
  constraint producers_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id)
);
create index producers_program_id_position_idx on data.producers (organization_id, "program_id", "position");
alter table data.producers enable row level security;
alter table data.producers force row level security;
create policy mine_read on data.producers for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.producers for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.producers for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.producers for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.producers for each row execute function sync.stamp();
create trigger capture_insert after insert on data.producers referencing new table as new_rows for each statement execute function sync.capture_insert('13');
create trigger capture_update after update on data.producers referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('13');
create trigger capture_delete after delete on data.producers referencing old table as old_rows for each statement execute function sync.capture_delete('13');
create trigger forbid_truncate before truncate on data.producers for each statement execute function sync.forbid_truncate();
alter table data.producers enable always trigger stamp;
alter table data.producers enable always trigger capture_insert;
alter table data.producers enable always trigger capture_update;
alter table data.producers enable always trigger capture_delete;
alter table data.producers enable always trigger forbid_truncate;

create table data.statuses (
  "id" uuid not null,
  "organization_id" uuid not null,
  "entity_type" text not null,
  "code" text not null,
  "label" text not null,
  "labels" jsonb not null default '{}'::jsonb,
  "description" text not null default '',
  "kind" text not null,
  "is_final" boolean not null default false,
  "is_default" boolean not null default false,
  "is_system" boolean not null default false,
  "is_active" boolean not null default true,
  "next_codes" jsonb not null default '[]'::jsonb,
  "position" bigint not null default 0,
  "color" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint statuses_pkey primary key (organization_id, id),
  constraint statuses_form_entity_type check ("entity_type" in ('ticket', 'third_party_integration', 'integration_configuration', 'integration_permission', 'integration_node', 'integration_field_mapping', 'integration_request', 'integration_verification_result')),
  constraint statuses_form_code check (char_length("code") <= 60),
  constraint statuses_form_label check (char_length("label") <= 100),
  constraint statuses_form_description check (char_length("description") <= 2000),
  constraint statuses_form_kind check ("kind" in ('new', 'open', 'pending_customer', 'pending_internal', 'on_hold', 'solved', 'closed', 'merged', 'draft', 'active', 'inactive', 'archived')),
  constraint statuses_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint statuses_form_color check (char_length("color") <= 30),
  constraint statuses_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint statuses_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint statuses_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint statuses_rule_1 check (length(code) > 0),
  constraint statuses_rule_2 check (not is_default or is_active),
  constraint statuses_rule_3 check (not is_default or not is_final),
  constraint statuses_rule_4 check (entity_type <> 'ticket' or kind in ('new', 'open', 'pending_customer', 'pending_internal', 'on_hold', 'solved', 'closed', 'merged')),
  constraint statuses_rule_5 check (entity_type = 'ticket' or kind in ('draft', 'active', 'inactive', 'archived')),
  constraint statuses_entity_type_code_key unique (organization_id, "entity_type", "code")
);
create unique index statuses_entity_type_while_is_default_1_key on data.statuses (organization_id, "entity_type") where ("is_default" in (true));
create index statuses_entity_type_position_idx on data.statuses (organization_id, "entity_type", "position");
alter table data.statuses enable row level security;
alter table data.statuses force row level security;
create policy mine_read on data.statuses for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.statuses for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.statuses for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.statuses for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.statuses for each row execute function sync.stamp();
create trigger capture_insert after insert on data.statuses referencing new table as new_rows for each statement execute function sync.capture_insert('14');
create trigger capture_update after update on data.statuses referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('14');
create trigger capture_delete after delete on data.statuses referencing old table as old_rows for each statement execute function sync.capture_delete('14');
create trigger forbid_truncate before truncate on data.statuses for each statement execute function sync.forbid_truncate();
alter table data.statuses enable always trigger stamp;
alter table data.statuses enable always trigger capture_insert;
alter table data.statuses enable always trigger capture_update;
alter table data.statuses enable always trigger capture_delete;
alter table data.statuses enable always trigger forbid_truncate;

create table data.user_identities (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "provider" text not null,
  "issuer" text not null default '',
  "subject" text not null,
  "email" text not null default '',
  "claims" jsonb not null default '{}'::jsonb,
  "linked_at" timestamptz(3) not null,
  "last_used_at" timestamptz(3),
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint user_identities_pkey primary key (organization_id, id),
  constraint user_identities_form_provider check ("provider" in ('clerk', 'saml', 'oauth2', 'oidc', 'ldap', 'govbr')),
  constraint user_identities_form_issuer check (char_length("issuer") <= 500),
  constraint user_identities_form_subject check (char_length("subject") <= 255),
  constraint user_identities_form_email check (char_length("email") <= 254),
  constraint user_identities_form_linked_at check ("linked_at" >= '0001-01-01Z'::timestamptz and "linked_at" < '10000-01-01Z'::timestamptz),
  constraint user_identities_form_last_used_at check ("last_used_at" >= '0001-01-01Z'::timestamptz and "last_used_at" < '10000-01-01Z'::timestamptz),
  constraint user_identities_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_identities_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_identities_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_identities_provider_issuer_subject_key unique (organization_id, "provider", "issuer", "subject"),
  constraint user_identities_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index user_identities_user_id_is_active_idx on data.user_identities (organization_id, "user_id", "is_active");
alter table data.user_identities enable row level security;
alter table data.user_identities force row level security;
create policy mine_read on data.user_identities for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_identities for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.user_identities for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.user_identities for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_identities for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_identities referencing new table as new_rows for each statement execute function sync.capture_insert('15');
create trigger capture_update after update on data.user_identities referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('15');
create trigger capture_delete after delete on data.user_identities referencing old table as old_rows for each statement execute function sync.capture_delete('15');
create trigger forbid_truncate before truncate on data.user_identities for each statement execute function sync.forbid_truncate();
alter table data.user_identities enable always trigger stamp;
alter table data.user_identities enable always trigger capture_insert;
alter table data.user_identities enable always trigger capture_update;
alter table data.user_identities enable always trigger capture_delete;
alter table data.user_identities enable always trigger forbid_truncate;

create table data.password_policies (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "is_default" boolean not null default false,
  "is_active" boolean not null default true,
  "for_role" text,
  "min_length" bigint not null default 12,
  "min_length_with_second_factor" bigint not null default 8,
  "require_uppercase" boolean not null default false,
  "require_lowercase" boolean not null default false,
  "require_digit" boolean not null default false,
  "require_symbol" boolean not null default false,
  "forbid_breached" boolean not null default true,
  "history_depth" bigint not null default 5,
  "max_age_days" bigint,
  "lockout_threshold" bigint not null default 5,
  "lockout_minutes" bigint not null default 1,
  "max_lockout_minutes" bigint not null default 60,
  "two_factor_required" boolean not null default false,
  "idle_lock_minutes" bigint not null default 10,
  "max_offline_days" bigint not null default 14,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint password_policies_pkey primary key (organization_id, id),
  constraint password_policies_form_name check (char_length("name") <= 200),
  constraint password_policies_form_description check (char_length("description") <= 2000),
  constraint password_policies_form_for_role check ("for_role" in ('it', 'agent', 'supervisor', 'manager', 'admin')),
  constraint password_policies_form_min_length check ("min_length" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_min_length_with_second_factor check ("min_length_with_second_factor" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_history_depth check ("history_depth" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_max_age_days check ("max_age_days" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_lockout_threshold check ("lockout_threshold" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_lockout_minutes check ("lockout_minutes" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_max_lockout_minutes check ("max_lockout_minutes" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_idle_lock_minutes check ("idle_lock_minutes" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_max_offline_days check ("max_offline_days" between -9007199254740991 and 9007199254740991),
  constraint password_policies_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint password_policies_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint password_policies_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint password_policies_rule_1 check (not is_default or is_active),
  constraint password_policies_rule_2 check (min_length >= 8),
  constraint password_policies_rule_3 check (min_length_with_second_factor >= 8 and min_length_with_second_factor <= min_length),
  constraint password_policies_rule_4 check (history_depth >= 0),
  constraint password_policies_rule_5 check (max_age_days is null or max_age_days > 0),
  constraint password_policies_rule_6 check (lockout_threshold >= 1),
  constraint password_policies_rule_7 check (lockout_minutes >= 1 and max_lockout_minutes >= lockout_minutes),
  constraint password_policies_rule_8 check (idle_lock_minutes between 1 and 60),
  constraint password_policies_rule_9 check (max_offline_days between 1 and 14),
  constraint password_policies_name_key unique (organization_id, "name")
);
create unique index password_policies_is_default_while_is_default_1_key on data.password_policies (organization_id, "is_default") where ("is_default" in (true));
alter table data.password_policies enable row level security;
alter table data.password_policies force row level security;
create policy mine_read on data.password_policies for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.password_policies for each row execute function sync.stamp();
create trigger capture_insert after insert on data.password_policies referencing new table as new_rows for each statement execute function sync.capture_insert('16');
create trigger capture_update after update on data.password_policies referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('16');
create trigger capture_delete after delete on data.password_policies referencing old table as old_rows for each statement execute function sync.capture_delete('16');
create trigger forbid_truncate before truncate on data.password_policies for each statement execute function sync.forbid_truncate();
alter table data.password_policies enable always trigger stamp;
alter table data.password_policies enable always trigger capture_insert;
alter table data.password_policies enable always trigger capture_update;
alter table data.password_policies enable always trigger capture_delete;
alter table data.password_policies enable always trigger forbid_truncate;

create table data.devices (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "code" text not null,
  "platform" text not null default 'other',
  "os_version" text not null default '',
  "app_version" text not null default '',
  "schema_version" bigint not null default 0,
  "department_id" uuid,
  "state" text not null default 'active',
  "enrolled_at" timestamptz(3) not null,
  "enrolled_by" uuid,
  "last_seen_at" timestamptz(3),
  "last_verified_at" timestamptz(3),
  "clock_skew_ms" bigint,
  "public_key" text not null default '',
  "revoked_at" timestamptz(3),
  "revoked_by" uuid,
  "revoke_reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint devices_pkey primary key (organization_id, id),
  constraint devices_form_name check (char_length("name") <= 200),
  constraint devices_form_code check (char_length("code") <= 12),
  constraint devices_form_platform check ("platform" in ('windows', 'macos', 'linux', 'other')),
  constraint devices_form_os_version check (char_length("os_version") <= 100),
  constraint devices_form_app_version check (char_length("app_version") <= 40),
  constraint devices_form_schema_version check ("schema_version" between -9007199254740991 and 9007199254740991),
  constraint devices_form_state check ("state" in ('active', 'revoked', 'lost', 'retired')),
  constraint devices_form_enrolled_at check ("enrolled_at" >= '0001-01-01Z'::timestamptz and "enrolled_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_last_seen_at check ("last_seen_at" >= '0001-01-01Z'::timestamptz and "last_seen_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_last_verified_at check ("last_verified_at" >= '0001-01-01Z'::timestamptz and "last_verified_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_clock_skew_ms check ("clock_skew_ms" between -9007199254740991 and 9007199254740991),
  constraint devices_form_public_key check (char_length("public_key") <= 100),
  constraint devices_form_revoked_at check ("revoked_at" >= '0001-01-01Z'::timestamptz and "revoked_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_revoke_reason check (char_length("revoke_reason") <= 500),
  constraint devices_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint devices_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint devices_rule_1 check ((state = 'revoked') = (revoked_at is not null)),
  constraint devices_rule_2 check (length(code) > 0),
  constraint devices_code_key unique (organization_id, "code"),
  constraint devices_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index devices_department_id_idx on data.devices (organization_id, "department_id");
create index devices_state_last_seen_at_idx on data.devices (organization_id, "state", "last_seen_at");
alter table data.devices enable row level security;
alter table data.devices force row level security;
create policy mine_read on data.devices for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.devices for each row execute function sync.stamp();
create trigger capture_insert after insert on data.devices referencing new table as new_rows for each statement execute function sync.capture_insert('17');
create trigger capture_update after update on data.devices referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('17');
create trigger capture_delete after delete on data.devices referencing old table as old_rows for each statement execute function sync.capture_delete('17');
create trigger forbid_truncate before truncate on data.devices for each statement execute function sync.forbid_truncate();
alter table data.devices enable always trigger stamp;
alter table data.devices enable always trigger capture_insert;
alter table data.devices enable always trigger capture_update;
alter table data.devices enable always trigger capture_delete;
alter table data.devices enable always trigger forbid_truncate;

create table data.user_credentials (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "kind" text not null,
  "state" text not null default 'active',
  "label" text not null default '',
  "verifier" text not null default '',
  "wrapped_key" text not null default '',
  "wrapping" jsonb not null default '{}'::jsonb,
  "public_key" text not null default '',
  "authenticator_id" text not null default '',
  "sign_count" bigint not null default 0,
  "valid_from" timestamptz(3) not null,
  "expires_at" timestamptz(3),
  "used_at" timestamptz(3),
  "revoked_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "single_key" text generated always as (case when kind in ('password', 'signing_key') then kind || ':' || cast(user_id as text) else cast(id as text) end) stored,
  constraint user_credentials_pkey primary key (organization_id, id),
  constraint user_credentials_form_kind check ("kind" in ('password', 'totp', 'recovery_code', 'webauthn', 'signing_key')),
  constraint user_credentials_form_state check ("state" in ('active', 'used', 'revoked')),
  constraint user_credentials_form_label check (char_length("label") <= 100),
  constraint user_credentials_form_verifier check (char_length("verifier") <= 500),
  constraint user_credentials_form_wrapped_key check (char_length("wrapped_key") <= 4000),
  constraint user_credentials_form_public_key check (char_length("public_key") <= 2000),
  constraint user_credentials_form_authenticator_id check (char_length("authenticator_id") <= 1400),
  constraint user_credentials_form_sign_count check ("sign_count" between -9007199254740991 and 9007199254740991),
  constraint user_credentials_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_used_at check ("used_at" >= '0001-01-01Z'::timestamptz and "used_at" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_revoked_at check ("revoked_at" >= '0001-01-01Z'::timestamptz and "revoked_at" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_credentials_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_credentials_rule_1 check (sign_count >= 0),
  constraint user_credentials_rule_2 check (expires_at is null or expires_at > valid_from),
  constraint user_credentials_rule_3 check ((state = 'revoked') = (revoked_at is not null)),
  constraint user_credentials_rule_4 check (state <> 'used' or used_at is not null),
  constraint user_credentials_rule_5 check (kind not in ('password', 'recovery_code') or length(verifier) > 0),
  constraint user_credentials_rule_6 check (kind not in ('totp', 'signing_key') or length(wrapped_key) > 0),
  constraint user_credentials_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create unique index user_credentials_single_key_while_state_active_key on data.user_credentials (organization_id, "single_key") where ("state" in ('active'));
create index user_credentials_user_id_kind_state_idx on data.user_credentials (organization_id, "user_id", "kind", "state");
alter table data.user_credentials enable row level security;
alter table data.user_credentials force row level security;
create policy mine_read on data.user_credentials for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_credentials for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_credentials referencing new table as new_rows for each statement execute function sync.capture_insert('18');
create trigger capture_update after update on data.user_credentials referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('18');
create trigger capture_delete after delete on data.user_credentials referencing old table as old_rows for each statement execute function sync.capture_delete('18');
create trigger forbid_truncate before truncate on data.user_credentials for each statement execute function sync.forbid_truncate();
alter table data.user_credentials enable always trigger stamp;
alter table data.user_credentials enable always trigger capture_insert;
alter table data.user_credentials enable always trigger capture_update;
alter table data.user_credentials enable always trigger capture_delete;
alter table data.user_credentials enable always trigger forbid_truncate;

create table data.roles (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "is_system" boolean not null default false,
  "parent_role_id" uuid,
  "least_role" text not null default 'agent',
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint roles_pkey primary key (organization_id, id),
  constraint roles_form_code check (char_length("code") <= 60),
  constraint roles_form_name check (char_length("name") <= 200),
  constraint roles_form_description check (char_length("description") <= 2000),
  constraint roles_form_least_role check ("least_role" in ('it', 'agent', 'supervisor', 'manager', 'admin')),
  constraint roles_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint roles_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint roles_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint roles_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint roles_rule_1 check (parent_role_id is null or parent_role_id <> id),
  constraint roles_rule_2 check (length(code) > 0),
  constraint roles_code_key unique (organization_id, "code")
);
create index roles_parent_role_id_position_idx on data.roles (organization_id, "parent_role_id", "position");
alter table data.roles enable row level security;
alter table data.roles force row level security;
create policy mine_read on data.roles for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.roles for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.roles for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.roles for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.roles for each row execute function sync.stamp();
create trigger capture_insert after insert on data.roles referencing new table as new_rows for each statement execute function sync.capture_insert('19');
create trigger capture_update after update on data.roles referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('19');
create trigger capture_delete after delete on data.roles referencing old table as old_rows for each statement execute function sync.capture_delete('19');
create trigger forbid_truncate before truncate on data.roles for each statement execute function sync.forbid_truncate();
alter table data.roles enable always trigger stamp;
alter table data.roles enable always trigger capture_insert;
alter table data.roles enable always trigger capture_update;
alter table data.roles enable always trigger capture_delete;
alter table data.roles enable always trigger forbid_truncate;

create table data.permissions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "resource" text not null,
  "action" text not null,
  "name" text not null,
  "description" text not null default '',
  "category" text not null default '',
  "condition" jsonb,
  "is_system" boolean not null default false,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint permissions_pkey primary key (organization_id, id),
  constraint permissions_form_resource check (char_length("resource") <= 60),
  constraint permissions_form_action check (char_length("action") <= 60),
  constraint permissions_form_name check (char_length("name") <= 200),
  constraint permissions_form_description check (char_length("description") <= 2000),
  constraint permissions_form_category check (char_length("category") <= 60),
  constraint permissions_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint permissions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint permissions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint permissions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint permissions_rule_1 check (length(resource) > 0),
  constraint permissions_rule_2 check (length(action) > 0),
  constraint permissions_resource_action_key unique (organization_id, "resource", "action")
);
create index permissions_category_position_idx on data.permissions (organization_id, "category", "position");
alter table data.permissions enable row level security;
alter table data.permissions force row level security;
create policy mine_read on data.permissions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.permissions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.permissions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.permissions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.permissions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.permissions referencing new table as new_rows for each statement execute function sync.capture_insert('20');
create trigger capture_update after update on data.permissions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('20');
create trigger capture_delete after delete on data.permissions referencing old table as old_rows for each statement execute function sync.capture_delete('20');
create trigger forbid_truncate before truncate on data.permissions for each statement execute function sync.forbid_truncate();
alter table data.permissions enable always trigger stamp;
alter table data.permissions enable always trigger capture_insert;
alter table data.permissions enable always trigger capture_update;
alter table data.permissions enable always trigger capture_delete;
alter table data.permissions enable always trigger forbid_truncate;

create table data.role_permissions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "role_id" uuid not null,
  "permission_id" uuid not null,
  "effect" text not null default 'allow',
  "condition" jsonb,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "granted_by" uuid,
  "granted_at" timestamptz(3) not null,
  "reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint role_permissions_pkey primary key (organization_id, id),
  constraint role_permissions_form_effect check ("effect" in ('allow', 'deny')),
  constraint role_permissions_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint role_permissions_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint role_permissions_form_granted_at check ("granted_at" >= '0001-01-01Z'::timestamptz and "granted_at" < '10000-01-01Z'::timestamptz),
  constraint role_permissions_form_reason check (char_length("reason") <= 500),
  constraint role_permissions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint role_permissions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint role_permissions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint role_permissions_rule_1 check (valid_from is null or valid_to is null or valid_to > valid_from),
  constraint role_permissions_role_id_permission_id_key unique (organization_id, "role_id", "permission_id"),
  constraint role_permissions_role_id_fkey foreign key (organization_id, "role_id") references data.roles (organization_id, id),
  constraint role_permissions_permission_id_fkey foreign key (organization_id, "permission_id") references data.permissions (organization_id, id)
);
create index role_permissions_permission_id_idx on data.role_permissions (organization_id, "permission_id");
create index role_permissions_valid_to_idx on data.role_permissions (organization_id, "valid_to");
alter table data.role_permissions enable row level security;
alter table data.role_permissions force row level security;
create policy mine_read on data.role_permissions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.role_permissions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.role_permissions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.role_permissions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.role_permissions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.role_permissions referencing new table as new_rows for each statement execute function sync.capture_insert('21');
create trigger capture_update after update on data.role_permissions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('21');
create trigger capture_delete after delete on data.role_permissions referencing old table as old_rows for each statement execute function sync.capture_delete('21');
create trigger forbid_truncate before truncate on data.role_permissions for each statement execute function sync.forbid_truncate();
alter table data.role_permissions enable always trigger stamp;
alter table data.role_permissions enable always trigger capture_insert;
alter table data.role_permissions enable always trigger capture_update;
alter table data.role_permissions enable always trigger capture_delete;
alter table data.role_permissions enable always trigger forbid_truncate;

create table data.user_roles (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "role_id" uuid not null,
  "scope_level" text not null default 'organization',
  "department_id" uuid,
  "program_id" uuid,
  "producer_id" uuid,
  "condition" jsonb,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "delegated_by" uuid,
  "granted_by" uuid,
  "granted_at" timestamptz(3) not null,
  "reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "scope_key" text generated always as (case scope_level when 'department' then 'department:' || cast(department_id as text) when 'program' then 'program:' || cast(program_id as text) when 'producer' then 'producer:' || cast(producer_id as text) else 'organization' end) stored,
  "lender_key" text generated always as (coalesce(cast(delegated_by as text), '')) stored,
  constraint user_roles_pkey primary key (organization_id, id),
  constraint user_roles_form_scope_level check ("scope_level" in ('organization', 'department', 'program', 'producer')),
  constraint user_roles_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint user_roles_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint user_roles_form_granted_at check ("granted_at" >= '0001-01-01Z'::timestamptz and "granted_at" < '10000-01-01Z'::timestamptz),
  constraint user_roles_form_reason check (char_length("reason") <= 500),
  constraint user_roles_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_roles_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_roles_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_roles_rule_1 check (valid_from is null or valid_to is null or valid_to > valid_from),
  constraint user_roles_rule_2 check (delegated_by is null or valid_to is not null),
  constraint user_roles_rule_3 check (delegated_by is null or delegated_by <> user_id),
  constraint user_roles_rule_4 check ((scope_level = 'department') = (department_id is not null)),
  constraint user_roles_rule_5 check ((scope_level in ('program', 'producer')) = (program_id is not null)),
  constraint user_roles_rule_6 check ((scope_level = 'producer') = (producer_id is not null)),
  constraint user_roles_user_id_role_id_scope_key_lender_key_key unique (organization_id, "user_id", "role_id", "scope_key", "lender_key"),
  constraint user_roles_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id),
  constraint user_roles_role_id_fkey foreign key (organization_id, "role_id") references data.roles (organization_id, id),
  constraint user_roles_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id),
  constraint user_roles_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id),
  constraint user_roles_producer_id_fkey foreign key (organization_id, "producer_id") references data.producers (organization_id, id)
);
create index user_roles_department_id_idx on data.user_roles (organization_id, "department_id");
create index user_roles_program_id_idx on data.user_roles (organization_id, "program_id");
create index user_roles_producer_id_idx on data.user_roles (organization_id, "producer_id");
create index user_roles_role_id_idx on data.user_roles (organization_id, "role_id");
create index user_roles_valid_to_idx on data.user_roles (organization_id, "valid_to");
create index user_roles_delegated_by_idx on data.user_roles (organization_id, "delegated_by");
alter table data.user_roles enable row level security;
alter table data.user_roles force row level security;
create policy mine_read on data.user_roles for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_roles for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.user_roles for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.user_roles for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_roles for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_roles referencing new table as new_rows for each statement execute function sync.capture_insert('22');
create trigger capture_update after update on data.user_roles referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('22');
create trigger capture_delete after delete on data.user_roles referencing old table as old_rows for each statement execute function sync.capture_delete('22');
create trigger forbid_truncate before truncate on data.user_roles for each statement execute function sync.forbid_truncate();
alter table data.user_roles enable always trigger stamp;
alter table data.user_roles enable always trigger capture_insert;
alter table data.user_roles enable always trigger capture_update;
alter table data.user_roles enable always trigger capture_delete;
alter table data.user_roles enable always trigger forbid_truncate;

create table data.groups (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "kind" text not null default 'assignment',
  "department_id" uuid,
  "lead_id" uuid,
  "email" text not null default '',
  "assignment_mode" text not null default 'manual',
  "escalation_group_id" uuid,
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint groups_pkey primary key (organization_id, id),
  constraint groups_form_code check (char_length("code") <= 60),
  constraint groups_form_name check (char_length("name") <= 200),
  constraint groups_form_description check (char_length("description") <= 2000),
  constraint groups_form_kind check ("kind" in ('assignment', 'permission', 'both')),
  constraint groups_form_email check (char_length("email") <= 254),
  constraint groups_form_assignment_mode check ("assignment_mode" in ('manual', 'round_robin', 'least_loaded')),
  constraint groups_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint groups_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint groups_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint groups_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint groups_rule_1 check (escalation_group_id is null or escalation_group_id <> id),
  constraint groups_rule_2 check (length(code) > 0),
  constraint groups_code_key unique (organization_id, "code"),
  constraint groups_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index groups_is_active_position_idx on data.groups (organization_id, "is_active", "position");
create index groups_department_id_idx on data.groups (organization_id, "department_id");
alter table data.groups enable row level security;
alter table data.groups force row level security;
create policy mine_read on data.groups for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.groups for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.groups for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.groups for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.groups for each row execute function sync.stamp();
create trigger capture_insert after insert on data.groups referencing new table as new_rows for each statement execute function sync.capture_insert('23');
create trigger capture_update after update on data.groups referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('23');
create trigger capture_delete after delete on data.groups referencing old table as old_rows for each statement execute function sync.capture_delete('23');
create trigger forbid_truncate before truncate on data.groups for each statement execute function sync.forbid_truncate();
alter table data.groups enable always trigger stamp;
alter table data.groups enable always trigger capture_insert;
alter table data.groups enable always trigger capture_update;
alter table data.groups enable always trigger capture_delete;
alter table data.groups enable always trigger forbid_truncate;

create table data.group_members (
  "id" uuid not null,
  "organization_id" uuid not null,
  "group_id" uuid not null,
  "user_id" uuid not null,
  "membership" text not null default 'member',
  "takes_work" boolean not null default true,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "added_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint group_members_pkey primary key (organization_id, id),
  constraint group_members_form_membership check ("membership" in ('member', 'lead')),
  constraint group_members_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint group_members_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint group_members_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint group_members_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint group_members_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint group_members_rule_1 check (valid_from is null or valid_to is null or valid_to > valid_from),
  constraint group_members_group_id_user_id_key unique (organization_id, "group_id", "user_id"),
  constraint group_members_group_id_fkey foreign key (organization_id, "group_id") references data.groups (organization_id, id),
  constraint group_members_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index group_members_user_id_idx on data.group_members (organization_id, "user_id");
alter table data.group_members enable row level security;
alter table data.group_members force row level security;
create policy mine_read on data.group_members for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.group_members for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.group_members for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.group_members for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.group_members for each row execute function sync.stamp();
create trigger capture_insert after insert on data.group_members referencing new table as new_rows for each statement execute function sync.capture_insert('24');
create trigger capture_update after update on data.group_members referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('24');
create trigger capture_delete after delete on data.group_members referencing old table as old_rows for each statement execute function sync.capture_delete('24');
create trigger forbid_truncate before truncate on data.group_members for each statement execute function sync.forbid_truncate();
alter table data.group_members enable always trigger stamp;
alter table data.group_members enable always trigger capture_insert;
alter table data.group_members enable always trigger capture_update;
alter table data.group_members enable always trigger capture_delete;
alter table data.group_members enable always trigger forbid_truncate;

create table data.org_memberships (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "is_active" boolean not null default true,
  "invited_at" timestamptz(3),
  "invited_by" uuid,
  "joined_at" timestamptz(3),
  "left_at" timestamptz(3),
  "reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint org_memberships_pkey primary key (organization_id, id),
  constraint org_memberships_form_invited_at check ("invited_at" >= '0001-01-01Z'::timestamptz and "invited_at" < '10000-01-01Z'::timestamptz),
  constraint org_memberships_form_joined_at check ("joined_at" >= '0001-01-01Z'::timestamptz and "joined_at" < '10000-01-01Z'::timestamptz),
  constraint org_memberships_form_left_at check ("left_at" >= '0001-01-01Z'::timestamptz and "left_at" < '10000-01-01Z'::timestamptz),
  constraint org_memberships_form_reason check (char_length("reason") <= 500),
  constraint org_memberships_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint org_memberships_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint org_memberships_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint org_memberships_rule_1 check (joined_at is null or left_at is null or left_at >= joined_at),
  constraint org_memberships_user_id_key unique (organization_id, "user_id"),
  constraint org_memberships_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index org_memberships_is_active_idx on data.org_memberships (organization_id, "is_active");
alter table data.org_memberships enable row level security;
alter table data.org_memberships force row level security;
create policy mine_read on data.org_memberships for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.org_memberships for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.org_memberships for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.org_memberships for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.org_memberships for each row execute function sync.stamp();
create trigger capture_insert after insert on data.org_memberships referencing new table as new_rows for each statement execute function sync.capture_insert('25');
create trigger capture_update after update on data.org_memberships referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('25');
create trigger capture_delete after delete on data.org_memberships referencing old table as old_rows for each statement execute function sync.capture_delete('25');
create trigger forbid_truncate before truncate on data.org_memberships for each statement execute function sync.forbid_truncate();
alter table data.org_memberships enable always trigger stamp;
alter table data.org_memberships enable always trigger capture_insert;
alter table data.org_memberships enable always trigger capture_update;
alter table data.org_memberships enable always trigger capture_delete;
alter table data.org_memberships enable always trigger forbid_truncate;

create table data.password_history (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "verifier" text not null,
  "set_at" timestamptz(3) not null,
  "replaced_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint password_history_pkey primary key (organization_id, id),
  constraint password_history_form_verifier check (char_length("verifier") <= 500),
  constraint password_history_form_set_at check ("set_at" >= '0001-01-01Z'::timestamptz and "set_at" < '10000-01-01Z'::timestamptz),
  constraint password_history_form_replaced_at check ("replaced_at" >= '0001-01-01Z'::timestamptz and "replaced_at" < '10000-01-01Z'::timestamptz),
  constraint password_history_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint password_history_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint password_history_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint password_history_rule_1 check (length(verifier) > 0),
  constraint password_history_rule_2 check (replaced_at is null or replaced_at >= set_at),
  constraint password_history_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index password_history_user_id_set_at_idx on data.password_history (organization_id, "user_id", "set_at");
alter table data.password_history enable row level security;
alter table data.password_history force row level security;
create trigger stamp before insert or update on data.password_history for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.password_history for each statement execute function sync.forbid_truncate();
alter table data.password_history enable always trigger stamp;
alter table data.password_history enable always trigger forbid_truncate;

create table data.refresh_tokens (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "device_id" uuid,
  "token_hash" text not null,
  "family_id" uuid not null,
  "state" text not null default 'active',
  "issued_at" timestamptz(3) not null,
  "expires_at" timestamptz(3) not null,
  "used_at" timestamptz(3),
  "revoked_at" timestamptz(3),
  "revoke_reason" text not null default '',
  "replaced_by_id" uuid,
  "ip_address" text not null default '',
  "user_agent" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint refresh_tokens_pkey primary key (organization_id, id),
  constraint refresh_tokens_form_token_hash check (char_length("token_hash") <= 64),
  constraint refresh_tokens_form_state check ("state" in ('active', 'used', 'revoked')),
  constraint refresh_tokens_form_issued_at check ("issued_at" >= '0001-01-01Z'::timestamptz and "issued_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_used_at check ("used_at" >= '0001-01-01Z'::timestamptz and "used_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_revoked_at check ("revoked_at" >= '0001-01-01Z'::timestamptz and "revoked_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_revoke_reason check (char_length("revoke_reason") <= 200),
  constraint refresh_tokens_form_ip_address check (char_length("ip_address") <= 45),
  constraint refresh_tokens_form_user_agent check (char_length("user_agent") <= 500),
  constraint refresh_tokens_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint refresh_tokens_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint refresh_tokens_rule_1 check (length(token_hash) = 64),
  constraint refresh_tokens_rule_2 check (expires_at > issued_at),
  constraint refresh_tokens_rule_3 check ((state = 'revoked') = (revoked_at is not null)),
  constraint refresh_tokens_rule_4 check (state <> 'used' or used_at is not null),
  constraint refresh_tokens_token_hash_key unique (organization_id, "token_hash"),
  constraint refresh_tokens_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index refresh_tokens_user_id_state_idx on data.refresh_tokens (organization_id, "user_id", "state");
create index refresh_tokens_family_id_idx on data.refresh_tokens (organization_id, "family_id");
create index refresh_tokens_expires_at_idx on data.refresh_tokens (organization_id, "expires_at");
alter table data.refresh_tokens enable row level security;
alter table data.refresh_tokens force row level security;
create trigger stamp before insert or update on data.refresh_tokens for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.refresh_tokens for each statement execute function sync.forbid_truncate();
alter table data.refresh_tokens enable always trigger stamp;
alter table data.refresh_tokens enable always trigger forbid_truncate;

create table data.user_sessions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "session_id" uuid not null,
  "user_id" uuid not null,
  "device_id" uuid not null,
  "event" text not null,
  "method" text not null default 'none',
  "occurred_at" timestamptz(3) not null,
  "expires_at" timestamptz(3),
  "is_online" boolean not null default false,
  "app_version" text not null default '',
  "ip_address" text not null default '',
  "user_agent" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint user_sessions_pkey primary key (organization_id, id),
  constraint user_sessions_form_event check ("event" in ('signed_in', 'unlocked', 'active', 'away', 'locked', 'signed_out', 'expired')),
  constraint user_sessions_form_method check ("method" in ('password', 'quick_unlock', 'totp', 'webauthn', 'sso', 'none')),
  constraint user_sessions_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint user_sessions_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint user_sessions_form_app_version check (char_length("app_version") <= 40),
  constraint user_sessions_form_ip_address check (char_length("ip_address") <= 45),
  constraint user_sessions_form_user_agent check (char_length("user_agent") <= 500),
  constraint user_sessions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_sessions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_sessions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991)
);
create index user_sessions_user_id_occurred_at_idx on data.user_sessions (organization_id, "user_id", "occurred_at");
create index user_sessions_session_id_occurred_at_idx on data.user_sessions (organization_id, "session_id", "occurred_at");
create index user_sessions_device_id_occurred_at_idx on data.user_sessions (organization_id, "device_id", "occurred_at");
alter table data.user_sessions enable row level security;
alter table data.user_sessions force row level security;
create policy mine_read on data.user_sessions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_sessions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_sessions for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.user_sessions for each statement execute function sync.forbid_truncate();
alter table data.user_sessions enable always trigger stamp;
alter table data.user_sessions enable always trigger forbid_truncate;

create table data.user_departments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "department_id" uuid not null,
  "membership" text not null default 'primary',
  "title" text not null default '',
  "valid_from" timestamptz(3) not null,
  "valid_to" timestamptz(3),
  "is_current" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "primary_key" text generated always as (case when membership = 'primary' then cast(user_id as text) else cast(id as text) end) stored,
  constraint user_departments_pkey primary key (organization_id, id),
  constraint user_departments_form_membership check ("membership" in ('primary', 'secondary')),
  constraint user_departments_form_title check (char_length("title") <= 200),
  constraint user_departments_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint user_departments_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint user_departments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_departments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_departments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_departments_rule_1 check (valid_to is null or valid_to > valid_from),
  constraint user_departments_rule_2 check (is_current or valid_to is not null),
  constraint user_departments_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id),
  constraint user_departments_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create unique index user_departments_user_id_department_id_while_is_current_1_key on data.user_departments (organization_id, "user_id", "department_id") where ("is_current" in (true));
create unique index user_departments_primary_key_while_is_current_1_key on data.user_departments (organization_id, "primary_key") where ("is_current" in (true));
create index user_departments_user_id_is_current_idx on data.user_departments (organization_id, "user_id", "is_current");
create index user_departments_department_id_is_current_idx on data.user_departments (organization_id, "department_id", "is_current");
alter table data.user_departments enable row level security;
alter table data.user_departments force row level security;
create policy mine_read on data.user_departments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_departments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.user_departments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.user_departments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_departments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_departments referencing new table as new_rows for each statement execute function sync.capture_insert('29');
create trigger capture_update after update on data.user_departments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('29');
create trigger capture_delete after delete on data.user_departments referencing old table as old_rows for each statement execute function sync.capture_delete('29');
create trigger forbid_truncate before truncate on data.user_departments for each statement execute function sync.forbid_truncate();
alter table data.user_departments enable always trigger stamp;
alter table data.user_departments enable always trigger capture_insert;
alter table data.user_departments enable always trigger capture_update;
alter table data.user_departments enable always trigger capture_delete;
alter table data.user_departments enable always trigger forbid_truncate;

create table data.system_settings (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "scope_level" text not null default 'organization',
  "department_id" uuid,
  "user_id" uuid,
  "value_type" text not null default 'string',
  "setting_value" jsonb not null,
  "category" text not null default '',
  "description" text not null default '',
  "is_public" boolean not null default false,
  "is_locked" boolean not null default false,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "scope_key" text generated always as (case scope_level when 'department' then 'department:' || cast(department_id as text) when 'user' then 'user:' || cast(user_id as text) else 'organization' end) stored,
  constraint system_settings_pkey primary key (organization_id, id),
  constraint system_settings_form_name check (char_length("name") <= 120),
  constraint system_settings_form_scope_level check ("scope_level" in ('organization', 'department', 'user')),
  constraint system_settings_form_value_type check ("value_type" in ('string', 'integer', 'decimal', 'boolean', 'instant', 'json')),
  constraint system_settings_form_category check (char_length("category") <= 60),
  constraint system_settings_form_description check (char_length("description") <= 2000),
  constraint system_settings_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint system_settings_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint system_settings_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint system_settings_rule_1 check (length(name) > 0),
  constraint system_settings_rule_2 check ((scope_level = 'department') = (department_id is not null)),
  constraint system_settings_rule_3 check ((scope_level = 'user') = (user_id is not null)),
  constraint system_settings_scope_key_name_key unique (organization_id, "scope_key", "name"),
  constraint system_settings_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id),
  constraint system_settings_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index system_settings_department_id_idx on data.system_settings (organization_id, "department_id");
create index system_settings_user_id_idx on data.system_settings (organization_id, "user_id");
create index system_settings_category_name_idx on data.system_settings (organization_id, "category", "name");
alter table data.system_settings enable row level security;
alter table data.system_settings force row level security;
create policy mine_read on data.system_settings for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.system_settings for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.system_settings for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.system_settings for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.system_settings for each row execute function sync.stamp();
create trigger capture_insert after insert on data.system_settings referencing new table as new_rows for each statement execute function sync.capture_insert('30');
create trigger capture_update after update on data.system_settings referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('30');
create trigger capture_delete after delete on data.system_settings referencing old table as old_rows for each statement execute function sync.capture_delete('30');
create trigger forbid_truncate before truncate on data.system_settings for each statement execute function sync.forbid_truncate();
alter table data.system_settings enable always trigger stamp;
alter table data.system_settings enable always trigger capture_insert;
alter table data.system_settings enable always trigger capture_update;
alter table data.system_settings enable always trigger capture_delete;
alter table data.system_settings enable always trigger forbid_truncate;

create table data.automations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "entity_type" text not null default 'ticket',
  "trigger_event" text not null default 'created',
  "conditions" jsonb not null default '[]'::jsonb,
  "actions" jsonb not null default '[]'::jsonb,
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "run_count" bigint not null default 0,
  "last_run_at" timestamptz(3),
  "workflow_id" uuid,
  "migrated_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint automations_pkey primary key (organization_id, id),
  constraint automations_form_name check (char_length("name") <= 200),
  constraint automations_form_description check (char_length("description") <= 2000),
  constraint automations_form_entity_type check ("entity_type" in ('ticket', 'booking', 'request', 'lead')),
  constraint automations_form_trigger_event check ("trigger_event" in ('created', 'updated', 'status_changed', 'assigned', 'due', 'scheduled')),
  constraint automations_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint automations_form_run_count check ("run_count" between -9007199254740991 and 9007199254740991),
  constraint automations_form_last_run_at check ("last_run_at" >= '0001-01-01Z'::timestamptz and "last_run_at" < '10000-01-01Z'::timestamptz),
  constraint automations_form_migrated_at check ("migrated_at" >= '0001-01-01Z'::timestamptz and "migrated_at" < '10000-01-01Z'::timestamptz),
  constraint automations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint automations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint automations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint automations_rule_1 check (run_count >= 0),
  constraint automations_rule_2 check ((workflow_id is null) = (migrated_at is null)),
  constraint automations_rule_3 check (workflow_id is null or not is_active),
  constraint automations_name_key unique (organization_id, "name")
);
create index automations_entity_type_trigger_event_position_idx on data.automations (organization_id, "entity_type", "trigger_event", "position");
alter table data.automations enable row level security;
alter table data.automations force row level security;
create policy mine_read on data.automations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.automations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.automations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.automations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.automations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.automations referencing new table as new_rows for each statement execute function sync.capture_insert('32');
create trigger capture_update after update on data.automations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('32');
create trigger capture_delete after delete on data.automations referencing old table as old_rows for each statement execute function sync.capture_delete('32');
create trigger forbid_truncate before truncate on data.automations for each statement execute function sync.forbid_truncate();
alter table data.automations enable always trigger stamp;
alter table data.automations enable always trigger capture_insert;
alter table data.automations enable always trigger capture_update;
alter table data.automations enable always trigger capture_delete;
alter table data.automations enable always trigger forbid_truncate;

create table data.retention_policies (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "table_name" text not null,
  "clock_column" text not null default 'created_at',
  "condition" jsonb,
  "keep_days" bigint not null,
  "action" text not null default 'delete',
  "law" text not null default 'house',
  "legal_basis" text not null default '',
  "state" text not null default 'draft',
  "approved_by" uuid,
  "approved_at" timestamptz(3),
  "last_run_at" timestamptz(3),
  "last_run_counts" jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint retention_policies_pkey primary key (organization_id, id),
  constraint retention_policies_form_name check (char_length("name") <= 200),
  constraint retention_policies_form_description check (char_length("description") <= 2000),
  constraint retention_policies_form_table_name check (char_length("table_name") <= 60),
  constraint retention_policies_form_clock_column check (char_length("clock_column") <= 60),
  constraint retention_policies_form_keep_days check ("keep_days" between -9007199254740991 and 9007199254740991),
  constraint retention_policies_form_action check ("action" in ('delete', 'anonymise', 'archive')),
  constraint retention_policies_form_law check ("law" in ('lgpd', 'gdpr', 'contract', 'house')),
  constraint retention_policies_form_legal_basis check (char_length("legal_basis") <= 500),
  constraint retention_policies_form_state check ("state" in ('draft', 'approved', 'active', 'retired')),
  constraint retention_policies_form_approved_at check ("approved_at" >= '0001-01-01Z'::timestamptz and "approved_at" < '10000-01-01Z'::timestamptz),
  constraint retention_policies_form_last_run_at check ("last_run_at" >= '0001-01-01Z'::timestamptz and "last_run_at" < '10000-01-01Z'::timestamptz),
  constraint retention_policies_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint retention_policies_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint retention_policies_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint retention_policies_rule_1 check (keep_days >= 0),
  constraint retention_policies_rule_2 check ((approved_by is null) = (approved_at is null)),
  constraint retention_policies_rule_3 check (state not in ('approved', 'active') or approved_at is not null),
  constraint retention_policies_name_key unique (organization_id, "name")
);
create index retention_policies_table_name_state_idx on data.retention_policies (organization_id, "table_name", "state");
alter table data.retention_policies enable row level security;
alter table data.retention_policies force row level security;
create policy mine_read on data.retention_policies for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.retention_policies for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.retention_policies for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.retention_policies for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.retention_policies for each row execute function sync.stamp();
create trigger capture_insert after insert on data.retention_policies referencing new table as new_rows for each statement execute function sync.capture_insert('33');
create trigger capture_update after update on data.retention_policies referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('33');
create trigger capture_delete after delete on data.retention_policies referencing old table as old_rows for each statement execute function sync.capture_delete('33');
create trigger forbid_truncate before truncate on data.retention_policies for each statement execute function sync.forbid_truncate();
alter table data.retention_policies enable always trigger stamp;
alter table data.retention_policies enable always trigger capture_insert;
alter table data.retention_policies enable always trigger capture_update;
alter table data.retention_policies enable always trigger capture_delete;
alter table data.retention_policies enable always trigger forbid_truncate;

create table data.saved_views (
  "id" uuid not null,
  "organization_id" uuid not null,
  "owner_id" uuid not null,
  "screen" text not null,
  "name" text not null,
  "filters" jsonb not null default '{}'::jsonb,
  "shown_columns" jsonb not null default '[]'::jsonb,
  "sorting" jsonb not null default '[]'::jsonb,
  "grouping" text not null default '',
  "density" text not null default 'normal',
  "shared_with" text not null default 'nobody',
  "group_id" uuid,
  "is_default" boolean not null default false,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint saved_views_pkey primary key (organization_id, id),
  constraint saved_views_form_screen check ("screen" in ('bookings', 'tickets', 'requests', 'conflicts', 'leads', 'campaigns', 'articles', 'integration_requests', 'mappings', 'audit', 'people', 'surveys')),
  constraint saved_views_form_name check (char_length("name") <= 100),
  constraint saved_views_form_grouping check (char_length("grouping") <= 60),
  constraint saved_views_form_density check ("density" in ('compact', 'normal', 'roomy')),
  constraint saved_views_form_shared_with check ("shared_with" in ('nobody', 'group', 'everybody')),
  constraint saved_views_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint saved_views_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint saved_views_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint saved_views_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint saved_views_rule_1 check ((shared_with = 'group') = (group_id is not null)),
  constraint saved_views_owner_id_screen_name_key unique (organization_id, "owner_id", "screen", "name"),
  constraint saved_views_owner_id_fkey foreign key (organization_id, "owner_id") references data.users (organization_id, id),
  constraint saved_views_group_id_fkey foreign key (organization_id, "group_id") references data.groups (organization_id, id)
);
create unique index saved_views_owner_id_screen_while_is_default_1_key on data.saved_views (organization_id, "owner_id", "screen") where ("is_default" in (true));
create index saved_views_group_id_idx on data.saved_views (organization_id, "group_id");
create index saved_views_screen_shared_with_position_idx on data.saved_views (organization_id, "screen", "shared_with", "position");
alter table data.saved_views enable row level security;
alter table data.saved_views force row level security;
create policy mine_read on data.saved_views for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.saved_views for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.saved_views for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.saved_views for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.saved_views for each row execute function sync.stamp();
create trigger capture_insert after insert on data.saved_views referencing new table as new_rows for each statement execute function sync.capture_insert('34');
create trigger capture_update after update on data.saved_views referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('34');
create trigger capture_delete after delete on data.saved_views referencing old table as old_rows for each statement execute function sync.capture_delete('34');
create trigger forbid_truncate before truncate on data.saved_views for each statement execute function sync.forbid_truncate();
alter table data.saved_views enable always trigger stamp;
alter table data.saved_views enable always trigger capture_insert;
alter table data.saved_views enable always trigger capture_update;
alter table data.saved_views enable always trigger capture_delete;
alter table data.saved_views enable always trigger forbid_truncate;

create table data.files (
  "id" uuid not null,
  "organization_id" uuid not null,
  "sha256" text not null,
  "size_bytes" bigint not null,
  "original_name" text not null default '',
  "declared_type" text not null default '',
  "sniffed_type" text not null default '',
  "width" bigint,
  "height" bigint,
  "scan_state" text not null default 'pending',
  "scanned_at" timestamptz(3),
  "scan_result" text not null default '',
  "encryption_key_id" uuid,
  "uploaded_at" timestamptz(3) not null,
  "uploaded_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint files_pkey primary key (organization_id, id),
  constraint files_form_sha256 check (char_length("sha256") <= 64),
  constraint files_form_size_bytes check ("size_bytes" between -9007199254740991 and 9007199254740991),
  constraint files_form_original_name check (char_length("original_name") <= 255),
  constraint files_form_declared_type check (char_length("declared_type") <= 120),
  constraint files_form_sniffed_type check (char_length("sniffed_type") <= 120),
  constraint files_form_width check ("width" between -9007199254740991 and 9007199254740991),
  constraint files_form_height check ("height" between -9007199254740991 and 9007199254740991),
  constraint files_form_scan_state check ("scan_state" in ('pending', 'clean', 'infected', 'failed', 'skipped')),
  constraint files_form_scanned_at check ("scanned_at" >= '0001-01-01Z'::timestamptz and "scanned_at" < '10000-01-01Z'::timestamptz),
  constraint files_form_scan_result check (char_length("scan_result") <= 500),
  constraint files_form_uploaded_at check ("uploaded_at" >= '0001-01-01Z'::timestamptz and "uploaded_at" < '10000-01-01Z'::timestamptz),
  constraint files_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint files_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint files_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint files_rule_1 check (length(sha256) = 64),
  constraint files_rule_2 check (size_bytes >= 0),
  constraint files_rule_3 check (width is null or width > 0),
  constraint files_rule_4 check (height is null or height > 0)
);
create index files_sha256_idx on data.files (organization_id, "sha256");
create index files_scan_state_uploaded_at_idx on data.files (organization_id, "scan_state", "uploaded_at");
alter table data.files enable row level security;
alter table data.files force row level security;
create policy mine_read on data.files for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.files for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.files for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.files for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.files for each row execute function sync.stamp();
create trigger capture_insert after insert on data.files referencing new table as new_rows for each statement execute function sync.capture_insert('35');
create trigger capture_update after update on data.files referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('35');
create trigger capture_delete after delete on data.files referencing old table as old_rows for each statement execute function sync.capture_delete('35');
create trigger forbid_truncate before truncate on data.files for each statement execute function sync.forbid_truncate();
alter table data.files enable always trigger stamp;
alter table data.files enable always trigger capture_insert;
alter table data.files enable always trigger capture_update;
alter table data.files enable always trigger capture_delete;
alter table data.files enable always trigger forbid_truncate;

create table data.secrets (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "kind" text not null,
  "table_name" text not null,
  "row_id" uuid not null,
  "column_name" text not null,
  "algorithm" text not null default 'aes-256-gcm',
  "encryption_key_id" uuid not null,
  "key_version" bigint not null default 1,
  "nonce" text not null,
  "ciphertext" text not null,
  "state" text not null default 'current',
  "expires_at" timestamptz(3),
  "rotated_at" timestamptz(3),
  "rotate_by" timestamptz(3),
  "last_used_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint secrets_pkey primary key (organization_id, id),
  constraint secrets_form_name check (char_length("name") <= 200),
  constraint secrets_form_kind check ("kind" in ('api_key', 'oauth_client', 'access_token', 'refresh_token', 'basic', 'bearer', 'webhook_secret', 'provider_credentials', 'push_token')),
  constraint secrets_form_table_name check (char_length("table_name") <= 60),
  constraint secrets_form_column_name check (char_length("column_name") <= 60),
  constraint secrets_form_algorithm check ("algorithm" in ('aes-256-gcm')),
  constraint secrets_form_key_version check ("key_version" between -9007199254740991 and 9007199254740991),
  constraint secrets_form_nonce check (char_length("nonce") <= 32),
  constraint secrets_form_ciphertext check (char_length("ciphertext") <= 20000),
  constraint secrets_form_state check ("state" in ('current', 'previous', 'revoked')),
  constraint secrets_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_rotated_at check ("rotated_at" >= '0001-01-01Z'::timestamptz and "rotated_at" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_rotate_by check ("rotate_by" >= '0001-01-01Z'::timestamptz and "rotate_by" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_last_used_at check ("last_used_at" >= '0001-01-01Z'::timestamptz and "last_used_at" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint secrets_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint secrets_rule_1 check (key_version >= 1),
  constraint secrets_rule_2 check (length(nonce) > 0),
  constraint secrets_rule_3 check (length(ciphertext) > 0)
);
create unique index secrets_table_name_row_id_column_name_while_state_current_key on data.secrets (organization_id, "table_name", "row_id", "column_name") where ("state" in ('current'));
create index secrets_row_id_idx on data.secrets (organization_id, "row_id");
create index secrets_expires_at_idx on data.secrets (organization_id, "expires_at");
create index secrets_rotate_by_idx on data.secrets (organization_id, "rotate_by");
alter table data.secrets enable row level security;
alter table data.secrets force row level security;
create trigger stamp before insert or update on data.secrets for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.secrets for each statement execute function sync.forbid_truncate();
alter table data.secrets enable always trigger stamp;
alter table data.secrets enable always trigger forbid_truncate;

create table data.workflows (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "version_number" bigint not null default 1,
  "state" text not null default 'draft',
  "published_at" timestamptz(3),
  "published_by" uuid,
  "name" text not null,
  "description" text not null default '',
  "kind" text not null default 'automation',
  "entity_type" text not null,
  "trigger_kind" text not null default 'changed',
  "trigger_conditions" jsonb not null default '{}'::jsonb,
  "settings" jsonb not null default '{}'::jsonb,
  "variant" text not null default '',
  "variant_percent" bigint not null default 100,
  "loop_limit" bigint not null default 5,
  "runs_offline" boolean not null default false,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "replaced_workflow_id" uuid,
  "automation_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workflows_pkey primary key (organization_id, id),
  constraint workflows_form_code check (char_length("code") <= 60),
  constraint workflows_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint workflows_form_state check ("state" in ('draft', 'published', 'retired')),
  constraint workflows_form_published_at check ("published_at" >= '0001-01-01Z'::timestamptz and "published_at" < '10000-01-01Z'::timestamptz),
  constraint workflows_form_name check (char_length("name") <= 200),
  constraint workflows_form_description check (char_length("description") <= 2000),
  constraint workflows_form_kind check ("kind" in ('automation', 'approval', 'intake', 'routing')),
  constraint workflows_form_entity_type check ("entity_type" in ('ticket', 'booking', 'external_request', 'lead', 'approval', 'conflict')),
  constraint workflows_form_trigger_kind check ("trigger_kind" in ('created', 'changed', 'scheduled', 'manual', 'event')),
  constraint workflows_form_variant check (char_length("variant") <= 30),
  constraint workflows_form_variant_percent check ("variant_percent" between -9007199254740991 and 9007199254740991),
  constraint workflows_form_loop_limit check ("loop_limit" between -9007199254740991 and 9007199254740991),
  constraint workflows_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint workflows_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workflows_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workflows_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workflows_rule_1 check (version_number >= 1),
  constraint workflows_rule_2 check (variant_percent between 0 and 100),
  constraint workflows_rule_3 check (loop_limit between 1 and 100),
  constraint workflows_rule_4 check (state = 'draft' or published_at is not null),
  constraint workflows_code_version_number_variant_key unique (organization_id, "code", "version_number", "variant")
);
create unique index workflows_code_variant_while_state_published_key on data.workflows (organization_id, "code", "variant") where ("state" in ('published'));
create index workflows_state_entity_type_trigger_kind_position_idx on data.workflows (organization_id, "state", "entity_type", "trigger_kind", "position");
create index workflows_code_version_number_idx on data.workflows (organization_id, "code", "version_number");
alter table data.workflows enable row level security;
alter table data.workflows force row level security;
create policy mine_read on data.workflows for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workflows for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workflows for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workflows for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workflows for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workflows referencing new table as new_rows for each statement execute function sync.capture_insert('37');
create trigger capture_update after update on data.workflows referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('37');
create trigger capture_delete after delete on data.workflows referencing old table as old_rows for each statement execute function sync.capture_delete('37');
create trigger forbid_truncate before truncate on data.workflows for each statement execute function sync.forbid_truncate();
alter table data.workflows enable always trigger stamp;
alter table data.workflows enable always trigger capture_insert;
alter table data.workflows enable always trigger capture_update;
alter table data.workflows enable always trigger capture_delete;
alter table data.workflows enable always trigger forbid_truncate;

create table data.workflow_steps (
  "id" uuid not null,
  "organization_id" uuid not null,
  "workflow_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "kind" text not null,
  "config" jsonb not null default '{}'::jsonb,
  "position" bigint not null,
  "next_code" text not null default '',
  "otherwise_code" text not null default '',
  "parallel_code" text not null default '',
  "on_error" text not null default 'stop',
  "retry_limit" bigint not null default 0,
  "retry_delay_seconds" bigint not null default 60,
  "compensation_code" text not null default '',
  "timeout_seconds" bigint,
  "runs_on" text not null default 'device',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workflow_steps_pkey primary key (organization_id, id),
  constraint workflow_steps_form_code check (char_length("code") <= 60),
  constraint workflow_steps_form_name check (char_length("name") <= 200),
  constraint workflow_steps_form_kind check ("kind" in ('condition', 'change', 'assign', 'notify', 'approve', 'wait', 'request', 'escalate', 'score', 'create', 'parallel', 'join')),
  constraint workflow_steps_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint workflow_steps_form_next_code check (char_length("next_code") <= 60),
  constraint workflow_steps_form_otherwise_code check (char_length("otherwise_code") <= 60),
  constraint workflow_steps_form_parallel_code check (char_length("parallel_code") <= 60),
  constraint workflow_steps_form_on_error check ("on_error" in ('stop', 'continue', 'retry', 'compensate')),
  constraint workflow_steps_form_retry_limit check ("retry_limit" between -9007199254740991 and 9007199254740991),
  constraint workflow_steps_form_retry_delay_seconds check ("retry_delay_seconds" between -9007199254740991 and 9007199254740991),
  constraint workflow_steps_form_compensation_code check (char_length("compensation_code") <= 60),
  constraint workflow_steps_form_timeout_seconds check ("timeout_seconds" between -9007199254740991 and 9007199254740991),
  constraint workflow_steps_form_runs_on check ("runs_on" in ('device', 'central')),
  constraint workflow_steps_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_steps_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_steps_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workflow_steps_rule_1 check (retry_limit between 0 and 20),
  constraint workflow_steps_rule_2 check (retry_delay_seconds >= 0),
  constraint workflow_steps_rule_3 check (timeout_seconds is null or timeout_seconds > 0),
  constraint workflow_steps_workflow_id_code_key unique (organization_id, "workflow_id", "code"),
  constraint workflow_steps_workflow_id_fkey foreign key (organization_id, "workflow_id") references data.workflows (organization_id, id)
);
create index workflow_steps_workflow_id_position_idx on data.workflow_steps (organization_id, "workflow_id", "position");
alter table data.workflow_steps enable row level security;
alter table data.workflow_steps force row level security;
create policy mine_read on data.workflow_steps for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workflow_steps for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workflow_steps for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workflow_steps for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workflow_steps for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workflow_steps referencing new table as new_rows for each statement execute function sync.capture_insert('38');
create trigger capture_update after update on data.workflow_steps referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('38');
create trigger capture_delete after delete on data.workflow_steps referencing old table as old_rows for each statement execute function sync.capture_delete('38');
create trigger forbid_truncate before truncate on data.workflow_steps for each statement execute function sync.forbid_truncate();
alter table data.workflow_steps enable always trigger stamp;
alter table data.workflow_steps enable always trigger capture_insert;
alter table data.workflow_steps enable always trigger capture_update;
alter table data.workflow_steps enable always trigger capture_delete;
alter table data.workflow_steps enable always trigger forbid_truncate;

create table data.workflow_executions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "workflow_id" uuid not null,
  "entity_type" text not null,
  "entity_id" uuid not null,
  "entity_version" bigint not null default 0,
  "idempotency_key" text not null,
  "state" text not null default 'queued',
  "current_step_id" uuid,
  "waiting_until" timestamptz(3),
  "finished_at" timestamptz(3),
  "error_code" text not null default '',
  "error_message" text not null default '',
  "queued_at" timestamptz(3) not null,
  "started_at" timestamptz(3),
  "steps_total" bigint not null default 0,
  "steps_done" bigint not null default 0,
  "retry_count" bigint not null default 0,
  "context" jsonb not null default '{}'::jsonb,
  "started_by" uuid,
  "parent_execution_id" uuid,
  "depth" bigint not null default 0,
  "is_dry_run" boolean not null default false,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workflow_executions_pkey primary key (organization_id, id),
  constraint workflow_executions_form_entity_type check ("entity_type" in ('ticket', 'booking', 'external_request', 'lead', 'approval', 'conflict')),
  constraint workflow_executions_form_entity_version check ("entity_version" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_form_idempotency_key check (char_length("idempotency_key") <= 160),
  constraint workflow_executions_form_state check ("state" in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'compensated')),
  constraint workflow_executions_form_waiting_until check ("waiting_until" >= '0001-01-01Z'::timestamptz and "waiting_until" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_finished_at check ("finished_at" >= '0001-01-01Z'::timestamptz and "finished_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_error_code check (char_length("error_code") <= 60),
  constraint workflow_executions_form_error_message check (char_length("error_message") <= 2000),
  constraint workflow_executions_form_queued_at check ("queued_at" >= '0001-01-01Z'::timestamptz and "queued_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_steps_total check ("steps_total" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_form_steps_done check ("steps_done" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_form_retry_count check ("retry_count" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_form_depth check ("depth" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_executions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workflow_executions_rule_1 check (depth between 0 and 100),
  constraint workflow_executions_rule_2 check (steps_done >= 0),
  constraint workflow_executions_rule_3 check (retry_count >= 0),
  constraint workflow_executions_rule_4 check (state not in ('succeeded', 'failed', 'cancelled', 'compensated') or finished_at is not null),
  constraint workflow_executions_idempotency_key_key unique (organization_id, "idempotency_key"),
  constraint workflow_executions_workflow_id_fkey foreign key (organization_id, "workflow_id") references data.workflows (organization_id, id)
);
create index workflow_executions_entity_id_queued_at_idx on data.workflow_executions (organization_id, "entity_id", "queued_at");
create index workflow_executions_state_queued_at_idx on data.workflow_executions (organization_id, "state", "queued_at");
create index workflow_executions_workflow_id_queued_at_idx on data.workflow_executions (organization_id, "workflow_id", "queued_at");
create index workflow_executions_waiting_until_while_state_waiting_idx on data.workflow_executions (organization_id, "waiting_until") where ("state" in ('waiting'));
alter table data.workflow_executions enable row level security;
alter table data.workflow_executions force row level security;
create policy mine_read on data.workflow_executions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workflow_executions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workflow_executions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workflow_executions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workflow_executions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workflow_executions referencing new table as new_rows for each statement execute function sync.capture_insert('39');
create trigger capture_update after update on data.workflow_executions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('39');
create trigger capture_delete after delete on data.workflow_executions referencing old table as old_rows for each statement execute function sync.capture_delete('39');
create trigger forbid_truncate before truncate on data.workflow_executions for each statement execute function sync.forbid_truncate();
alter table data.workflow_executions enable always trigger stamp;
alter table data.workflow_executions enable always trigger capture_insert;
alter table data.workflow_executions enable always trigger capture_update;
alter table data.workflow_executions enable always trigger capture_delete;
alter table data.workflow_executions enable always trigger forbid_truncate;

create table data.workflow_step_executions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "execution_id" uuid not null,
  "step_id" uuid not null,
  "step_code" text not null,
  "idempotency_key" text not null,
  "state" text not null default 'queued',
  "finished_at" timestamptz(3),
  "duration_ms" bigint,
  "error_code" text not null default '',
  "error_message" text not null default '',
  "attempt" bigint not null default 1,
  "queued_at" timestamptz(3) not null,
  "started_at" timestamptz(3),
  "next_attempt_at" timestamptz(3),
  "input" jsonb not null default '{}'::jsonb,
  "output" jsonb not null default '{}'::jsonb,
  "approval_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workflow_step_executions_pkey primary key (organization_id, id),
  constraint workflow_step_executions_form_step_code check (char_length("step_code") <= 60),
  constraint workflow_step_executions_form_idempotency_key check (char_length("idempotency_key") <= 200),
  constraint workflow_step_executions_form_state check ("state" in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'compensated')),
  constraint workflow_step_executions_form_finished_at check ("finished_at" >= '0001-01-01Z'::timestamptz and "finished_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_duration_ms check ("duration_ms" between -9007199254740991 and 9007199254740991),
  constraint workflow_step_executions_form_error_code check (char_length("error_code") <= 60),
  constraint workflow_step_executions_form_error_message check (char_length("error_message") <= 2000),
  constraint workflow_step_executions_form_attempt check ("attempt" between -9007199254740991 and 9007199254740991),
  constraint workflow_step_executions_form_queued_at check ("queued_at" >= '0001-01-01Z'::timestamptz and "queued_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workflow_step_executions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workflow_step_executions_rule_1 check (attempt >= 1),
  constraint workflow_step_executions_rule_2 check (duration_ms is null or duration_ms >= 0),
  constraint workflow_step_executions_idempotency_key_key unique (organization_id, "idempotency_key"),
  constraint workflow_step_executions_execution_id_fkey foreign key (organization_id, "execution_id") references data.workflow_executions (organization_id, id)
);
create index workflow_step_executions_execution_id_queued_at_idx on data.workflow_step_executions (organization_id, "execution_id", "queued_at");
create index workflow_step_executions_state_next_attempt_at_idx on data.workflow_step_executions (organization_id, "state", "next_attempt_at");
create index workflow_step_executions_step_id_queued_at_idx on data.workflow_step_executions (organization_id, "step_id", "queued_at");
alter table data.workflow_step_executions enable row level security;
alter table data.workflow_step_executions force row level security;
create policy mine_read on data.workflow_step_executions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workflow_step_executions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workflow_step_executions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workflow_step_executions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workflow_step_executions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workflow_step_executions referencing new table as new_rows for each statement execute function sync.capture_insert('40');
create trigger capture_update after update on data.workflow_step_executions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('40');
create trigger capture_delete after delete on data.workflow_step_executions referencing old table as old_rows for each statement execute function sync.capture_delete('40');
create trigger forbid_truncate before truncate on data.workflow_step_executions for each statement execute function sync.forbid_truncate();
alter table data.workflow_step_executions enable always trigger stamp;
alter table data.workflow_step_executions enable always trigger capture_insert;
alter table data.workflow_step_executions enable always trigger capture_update;
alter table data.workflow_step_executions enable always trigger capture_delete;
alter table data.workflow_step_executions enable always trigger forbid_truncate;

create table data.approvals (
  "id" uuid not null,
  "organization_id" uuid not null,
  "entity_type" text not null,
  "entity_id" uuid not null,
  "title" text not null,
  "workflow_id" uuid,
  "execution_id" uuid,
  "previous_approval_id" uuid,
  "step_number" bigint not null default 1,
  "requested_at" timestamptz(3) not null,
  "requested_by" uuid,
  "request_notes" text not null default '',
  "approver_id" uuid,
  "approver_group_id" uuid,
  "approver_role" text,
  "state" text not null default 'pending',
  "decided_at" timestamptz(3),
  "decided_by" uuid,
  "decision_notes" text not null default '',
  "auto_approved" boolean not null default false,
  "auto_rule" text not null default '',
  "seen_version" bigint,
  "priority" text not null default 'normal',
  "due_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "escalation_level" bigint not null default 0,
  "escalated_at" timestamptz(3),
  "escalates_to_id" uuid,
  "reminded_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint approvals_pkey primary key (organization_id, id),
  constraint approvals_form_entity_type check ("entity_type" in ('booking', 'external_request', 'ticket', 'kb_article_version', 'field_mapping', 'campaign', 'reward_redemption', 'gdpr_request', 'ai_model')),
  constraint approvals_form_title check (char_length("title") <= 200),
  constraint approvals_form_step_number check ("step_number" between -9007199254740991 and 9007199254740991),
  constraint approvals_form_requested_at check ("requested_at" >= '0001-01-01Z'::timestamptz and "requested_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_request_notes check (char_length("request_notes") <= 2000),
  constraint approvals_form_approver_role check ("approver_role" in ('supervisor', 'manager', 'admin')),
  constraint approvals_form_state check ("state" in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
  constraint approvals_form_decided_at check ("decided_at" >= '0001-01-01Z'::timestamptz and "decided_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_decision_notes check (char_length("decision_notes") <= 2000),
  constraint approvals_form_auto_rule check (char_length("auto_rule") <= 120),
  constraint approvals_form_seen_version check ("seen_version" between -9007199254740991 and 9007199254740991),
  constraint approvals_form_priority check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint approvals_form_due_at check ("due_at" >= '0001-01-01Z'::timestamptz and "due_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_escalation_level check ("escalation_level" between -9007199254740991 and 9007199254740991),
  constraint approvals_form_escalated_at check ("escalated_at" >= '0001-01-01Z'::timestamptz and "escalated_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_reminded_at check ("reminded_at" >= '0001-01-01Z'::timestamptz and "reminded_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint approvals_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint approvals_rule_1 check (step_number >= 1),
  constraint approvals_rule_2 check (escalation_level >= 0),
  constraint approvals_rule_3 check ((state = 'pending') = (decided_at is null)),
  constraint approvals_rule_4 check (not auto_approved or state = 'approved')
);
create index approvals_state_due_at_idx on data.approvals (organization_id, "state", "due_at");
create index approvals_state_requested_at_idx on data.approvals (organization_id, "state", "requested_at");
create index approvals_approver_id_state_due_at_idx on data.approvals (organization_id, "approver_id", "state", "due_at");
create index approvals_approver_group_id_state_due_at_idx on data.approvals (organization_id, "approver_group_id", "state", "due_at");
create index approvals_requested_by_requested_at_idx on data.approvals (organization_id, "requested_by", "requested_at");
create index approvals_entity_id_step_number_idx on data.approvals (organization_id, "entity_id", "step_number");
create index approvals_execution_id_idx on data.approvals (organization_id, "execution_id");
alter table data.approvals enable row level security;
alter table data.approvals force row level security;
create policy mine_read on data.approvals for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.approvals for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.approvals for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.approvals for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.approvals for each row execute function sync.stamp();
create trigger capture_insert after insert on data.approvals referencing new table as new_rows for each statement execute function sync.capture_insert('41');
create trigger capture_update after update on data.approvals referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('41');
create trigger capture_delete after delete on data.approvals referencing old table as old_rows for each statement execute function sync.capture_delete('41');
create trigger forbid_truncate before truncate on data.approvals for each statement execute function sync.forbid_truncate();
alter table data.approvals enable always trigger stamp;
alter table data.approvals enable always trigger capture_insert;
alter table data.approvals enable always trigger capture_update;
alter table data.approvals enable always trigger capture_delete;
alter table data.approvals enable always trigger forbid_truncate;

create table data.approval_history (
  "id" uuid not null,
  "organization_id" uuid not null,
  "approval_id" uuid not null,
  "action" text not null,
  "state_before" text,
  "state_after" text not null,
  "acted_at" timestamptz(3) not null,
  "acted_by" uuid,
  "acted_by_system" text not null default '',
  "delegated_to_id" uuid,
  "seen_version" bigint,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint approval_history_pkey primary key (organization_id, id),
  constraint approval_history_form_action check ("action" in ('requested', 'approved', 'rejected', 'withdrawn', 'expired', 'delegated', 'escalated', 'reminded', 'reopened', 'commented')),
  constraint approval_history_form_state_before check ("state_before" in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
  constraint approval_history_form_state_after check ("state_after" in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
  constraint approval_history_form_acted_at check ("acted_at" >= '0001-01-01Z'::timestamptz and "acted_at" < '10000-01-01Z'::timestamptz),
  constraint approval_history_form_acted_by_system check (char_length("acted_by_system") <= 120),
  constraint approval_history_form_seen_version check ("seen_version" between -9007199254740991 and 9007199254740991),
  constraint approval_history_form_notes check (char_length("notes") <= 2000),
  constraint approval_history_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint approval_history_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint approval_history_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint approval_history_rule_1 check (acted_by is not null or acted_by_system <> '')
);
create index approval_history_approval_id_acted_at_idx on data.approval_history (organization_id, "approval_id", "acted_at");
create index approval_history_acted_by_acted_at_idx on data.approval_history (organization_id, "acted_by", "acted_at");
alter table data.approval_history enable row level security;
alter table data.approval_history force row level security;
create policy mine_read on data.approval_history for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.approval_history for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.approval_history for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.approval_history for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.approval_history for each row execute function sync.stamp();
create trigger capture_insert after insert on data.approval_history referencing new table as new_rows for each statement execute function sync.capture_insert('42');
create trigger capture_update after update on data.approval_history referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('42');
create trigger capture_delete after delete on data.approval_history referencing old table as old_rows for each statement execute function sync.capture_delete('42');
create trigger forbid_truncate before truncate on data.approval_history for each statement execute function sync.forbid_truncate();
alter table data.approval_history enable always trigger stamp;
alter table data.approval_history enable always trigger capture_insert;
alter table data.approval_history enable always trigger capture_update;
alter table data.approval_history enable always trigger capture_delete;
alter table data.approval_history enable always trigger forbid_truncate;

create table data.booking_series (
  "id" uuid not null,
  "organization_id" uuid not null,
  "resource_id" uuid not null,
  "title" text not null,
  "notes" text not null default '',
  "party_size" bigint not null default 1,
  "first_start" text not null,
  "duration_minutes" bigint not null,
  "timezone" text not null,
  "recurrence_rule" text not null,
  "excluded_starts" jsonb not null default '[]'::jsonb,
  "added_starts" jsonb not null default '[]'::jsonb,
  "gap_policy" text not null default 'shift',
  "holiday_policy" text not null default 'book',
  "expanded_until" date,
  "status" text not null default 'active',
  "cancel_reason" text not null default '',
  "former_series_id" uuid,
  "department_id" uuid,
  "owner_id" uuid,
  "requester_id" uuid,
  "requester_name" text not null default '',
  "requester_email" text not null default '',
  "requester_phone" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint booking_series_pkey primary key (organization_id, id),
  constraint booking_series_form_title check (char_length("title") <= 200),
  constraint booking_series_form_notes check (char_length("notes") <= 4000),
  constraint booking_series_form_party_size check ("party_size" between -9007199254740991 and 9007199254740991),
  constraint booking_series_form_first_start check (case when "first_start" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$' then make_date(substr("first_start", 1, 4)::integer, substr("first_start", 6, 2)::integer, substr("first_start", 9, 2)::integer) is not null else "first_start" is null end),
  constraint booking_series_form_duration_minutes check ("duration_minutes" between -9007199254740991 and 9007199254740991),
  constraint booking_series_form_timezone check (char_length("timezone") <= 60),
  constraint booking_series_form_recurrence_rule check (char_length("recurrence_rule") <= 500),
  constraint booking_series_form_gap_policy check ("gap_policy" in ('shift', 'skip')),
  constraint booking_series_form_holiday_policy check ("holiday_policy" in ('book', 'skip')),
  constraint booking_series_form_expanded_until check ("expanded_until" between '0001-01-01'::date and '9999-12-31'::date),
  constraint booking_series_form_status check ("status" in ('active', 'ended', 'cancelled')),
  constraint booking_series_form_cancel_reason check (char_length("cancel_reason") <= 500),
  constraint booking_series_form_requester_name check (char_length("requester_name") <= 200),
  constraint booking_series_form_requester_email check (char_length("requester_email") <= 254),
  constraint booking_series_form_requester_phone check (char_length("requester_phone") <= 40),
  constraint booking_series_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint booking_series_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint booking_series_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint booking_series_rule_1 check (party_size >= 0),
  constraint booking_series_rule_2 check (duration_minutes > 0),
  constraint booking_series_rule_3 check (length(recurrence_rule) > 0),
  constraint booking_series_rule_4 check (former_series_id is null or former_series_id <> id),
  constraint booking_series_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id)
);
create index booking_series_resource_id_status_idx on data.booking_series (organization_id, "resource_id", "status");
create index booking_series_status_expanded_until_idx on data.booking_series (organization_id, "status", "expanded_until");
create index booking_series_former_series_id_idx on data.booking_series (organization_id, "former_series_id");
alter table data.booking_series enable row level security;
alter table data.booking_series force row level security;
create policy mine_read on data.booking_series for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.booking_series for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.booking_series for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.booking_series for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.booking_series for each row execute function sync.stamp();
create trigger capture_insert after insert on data.booking_series referencing new table as new_rows for each statement execute function sync.capture_insert('43');
create trigger capture_update after update on data.booking_series referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('43');
create trigger capture_delete after delete on data.booking_series referencing old table as old_rows for each statement execute function sync.capture_delete('43');
create trigger forbid_truncate before truncate on data.booking_series for each statement execute function sync.forbid_truncate();
alter table data.booking_series enable always trigger stamp;
alter table data.booking_series enable always trigger capture_insert;
alter table data.booking_series enable always trigger capture_update;
alter table data.booking_series enable always trigger capture_delete;
alter table data.booking_series enable always trigger forbid_truncate;

create table data.booking_attendees (
  "id" uuid not null,
  "organization_id" uuid not null,
  "booking_id" uuid not null,
  "user_id" uuid,
  "display_name" text not null default '',
  "email" text not null default '',
  "phone" text not null default '',
  "kind" text not null default 'required',
  "response" text not null default 'waiting',
  "responded_at" timestamptz(3),
  "seats" bigint not null default 1,
  "checked_in_at" timestamptz(3),
  "checked_out_at" timestamptz(3),
  "notes" text not null default '',
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint booking_attendees_pkey primary key (organization_id, id),
  constraint booking_attendees_form_display_name check (char_length("display_name") <= 200),
  constraint booking_attendees_form_email check (char_length("email") <= 254),
  constraint booking_attendees_form_phone check (char_length("phone") <= 40),
  constraint booking_attendees_form_kind check ("kind" in ('organizer', 'required', 'optional')),
  constraint booking_attendees_form_response check ("response" in ('waiting', 'accepted', 'tentative', 'declined')),
  constraint booking_attendees_form_responded_at check ("responded_at" >= '0001-01-01Z'::timestamptz and "responded_at" < '10000-01-01Z'::timestamptz),
  constraint booking_attendees_form_seats check ("seats" between -9007199254740991 and 9007199254740991),
  constraint booking_attendees_form_checked_in_at check ("checked_in_at" >= '0001-01-01Z'::timestamptz and "checked_in_at" < '10000-01-01Z'::timestamptz),
  constraint booking_attendees_form_checked_out_at check ("checked_out_at" >= '0001-01-01Z'::timestamptz and "checked_out_at" < '10000-01-01Z'::timestamptz),
  constraint booking_attendees_form_notes check (char_length("notes") <= 2000),
  constraint booking_attendees_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint booking_attendees_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint booking_attendees_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint booking_attendees_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint booking_attendees_rule_1 check (seats >= 1),
  constraint booking_attendees_rule_2 check (checked_out_at is null or checked_in_at is not null),
  constraint booking_attendees_rule_3 check (user_id is not null or length(display_name) > 0 or length(email) > 0),
  constraint booking_attendees_booking_id_fkey foreign key (organization_id, "booking_id") references data.bookings (organization_id, id)
);
create index booking_attendees_booking_id_position_idx on data.booking_attendees (organization_id, "booking_id", "position");
create index booking_attendees_user_id_idx on data.booking_attendees (organization_id, "user_id");
alter table data.booking_attendees enable row level security;
alter table data.booking_attendees force row level security;
create policy mine_read on data.booking_attendees for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.booking_attendees for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.booking_attendees for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.booking_attendees for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.booking_attendees for each row execute function sync.stamp();
create trigger capture_insert after insert on data.booking_attendees referencing new table as new_rows for each statement execute function sync.capture_insert('44');
create trigger capture_update after update on data.booking_attendees referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('44');
create trigger capture_delete after delete on data.booking_attendees referencing old table as old_rows for each statement execute function sync.capture_delete('44');
create trigger forbid_truncate before truncate on data.booking_attendees for each statement execute function sync.forbid_truncate();
alter table data.booking_attendees enable always trigger stamp;
alter table data.booking_attendees enable always trigger capture_insert;
alter table data.booking_attendees enable always trigger capture_update;
alter table data.booking_attendees enable always trigger capture_delete;
alter table data.booking_attendees enable always trigger forbid_truncate;

create table data.workshops (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "title" text not null,
  "description" text not null default '',
  "content" text not null default '',
  "category" text not null default '',
  "locale" text not null default '',
  "duration_minutes" bigint not null default 60,
  "min_seats" bigint not null default 1,
  "max_seats" bigint not null default 10,
  "price" bigint not null default 0,
  "currency" text not null default 'USD',
  "resource_id" uuid,
  "instructor_id" uuid,
  "cover_file_id" uuid,
  "tags" jsonb not null default '[]'::jsonb,
  "metadata" jsonb not null default '{}'::jsonb,
  "status" text not null default 'draft',
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workshops_pkey primary key (organization_id, id),
  constraint workshops_form_code check (char_length("code") <= 60),
  constraint workshops_form_title check (char_length("title") <= 200),
  constraint workshops_form_description check (char_length("description") <= 4000),
  constraint workshops_form_content check (char_length("content") <= 50000),
  constraint workshops_form_category check (char_length("category") <= 60),
  constraint workshops_form_locale check (char_length("locale") <= 20),
  constraint workshops_form_duration_minutes check ("duration_minutes" between -9007199254740991 and 9007199254740991),
  constraint workshops_form_min_seats check ("min_seats" between -9007199254740991 and 9007199254740991),
  constraint workshops_form_max_seats check ("max_seats" between -9007199254740991 and 9007199254740991),
  constraint workshops_form_price check ("price" between -9007199254740991 and 9007199254740991),
  constraint workshops_form_currency check (char_length("currency") <= 3),
  constraint workshops_form_status check ("status" in ('draft', 'published', 'archived')),
  constraint workshops_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint workshops_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workshops_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workshops_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workshops_rule_1 check (duration_minutes > 0),
  constraint workshops_rule_2 check (min_seats >= 1 and max_seats >= min_seats),
  constraint workshops_rule_3 check (price >= 0),
  constraint workshops_rule_4 check (length(currency) = 3),
  constraint workshops_rule_5 check (length(code) > 0),
  constraint workshops_code_key unique (organization_id, "code"),
  constraint workshops_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id)
);
create index workshops_resource_id_idx on data.workshops (organization_id, "resource_id");
create index workshops_status_position_idx on data.workshops (organization_id, "status", "position");
create index workshops_category_position_idx on data.workshops (organization_id, "category", "position");
alter table data.workshops enable row level security;
alter table data.workshops force row level security;
create policy mine_read on data.workshops for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workshops for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workshops for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workshops for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workshops for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workshops referencing new table as new_rows for each statement execute function sync.capture_insert('45');
create trigger capture_update after update on data.workshops referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('45');
create trigger capture_delete after delete on data.workshops referencing old table as old_rows for each statement execute function sync.capture_delete('45');
create trigger forbid_truncate before truncate on data.workshops for each statement execute function sync.forbid_truncate();
alter table data.workshops enable always trigger stamp;
alter table data.workshops enable always trigger capture_insert;
alter table data.workshops enable always trigger capture_update;
alter table data.workshops enable always trigger capture_delete;
alter table data.workshops enable always trigger forbid_truncate;

create table data.workshop_sessions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "workshop_id" uuid not null,
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "timezone" text not null,
  "resource_id" uuid,
  "booking_id" uuid,
  "instructor_id" uuid,
  "seats" bigint not null default 10,
  "enrollment_opens_at" timestamptz(3),
  "enrollment_closes_at" timestamptz(3),
  "meeting_url" text not null default '',
  "notes" text not null default '',
  "status" text not null default 'scheduled',
  "cancel_reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workshop_sessions_pkey primary key (organization_id, id),
  constraint workshop_sessions_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_timezone check (char_length("timezone") <= 60),
  constraint workshop_sessions_form_seats check ("seats" between -9007199254740991 and 9007199254740991),
  constraint workshop_sessions_form_enrollment_opens_at check ("enrollment_opens_at" >= '0001-01-01Z'::timestamptz and "enrollment_opens_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_enrollment_closes_at check ("enrollment_closes_at" >= '0001-01-01Z'::timestamptz and "enrollment_closes_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_meeting_url check (char_length("meeting_url") <= 1000),
  constraint workshop_sessions_form_notes check (char_length("notes") <= 4000),
  constraint workshop_sessions_form_status check ("status" in ('scheduled', 'running', 'completed', 'cancelled')),
  constraint workshop_sessions_form_cancel_reason check (char_length("cancel_reason") <= 500),
  constraint workshop_sessions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_sessions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workshop_sessions_rule_1 check (end_time > start_time),
  constraint workshop_sessions_rule_2 check (seats >= 1),
  constraint workshop_sessions_rule_3 check (enrollment_opens_at is null or enrollment_closes_at is null or enrollment_closes_at > enrollment_opens_at),
  constraint workshop_sessions_workshop_id_fkey foreign key (organization_id, "workshop_id") references data.workshops (organization_id, id),
  constraint workshop_sessions_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id)
);
create index workshop_sessions_resource_id_idx on data.workshop_sessions (organization_id, "resource_id");
create index workshop_sessions_workshop_id_start_time_idx on data.workshop_sessions (organization_id, "workshop_id", "start_time");
create index workshop_sessions_status_start_time_idx on data.workshop_sessions (organization_id, "status", "start_time");
create index workshop_sessions_instructor_id_start_time_idx on data.workshop_sessions (organization_id, "instructor_id", "start_time");
create index workshop_sessions_booking_id_idx on data.workshop_sessions (organization_id, "booking_id");
alter table data.workshop_sessions enable row level security;
alter table data.workshop_sessions force row level security;
create policy mine_read on data.workshop_sessions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workshop_sessions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workshop_sessions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workshop_sessions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workshop_sessions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workshop_sessions referencing new table as new_rows for each statement execute function sync.capture_insert('46');
create trigger capture_update after update on data.workshop_sessions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('46');
create trigger capture_delete after delete on data.workshop_sessions referencing old table as old_rows for each statement execute function sync.capture_delete('46');
create trigger forbid_truncate before truncate on data.workshop_sessions for each statement execute function sync.forbid_truncate();
alter table data.workshop_sessions enable always trigger stamp;
alter table data.workshop_sessions enable always trigger capture_insert;
alter table data.workshop_sessions enable always trigger capture_update;
alter table data.workshop_sessions enable always trigger capture_delete;
alter table data.workshop_sessions enable always trigger forbid_truncate;

create table data.workshop_enrollments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "session_id" uuid not null,
  "user_id" uuid,
  "display_name" text not null,
  "email" text not null default '',
  "phone" text not null default '',
  "seats" bigint not null default 1,
  "status" text not null default 'enrolled',
  "enrolled_at" timestamptz(3) not null,
  "attended_at" timestamptz(3),
  "cancelled_at" timestamptz(3),
  "cancel_reason" text not null default '',
  "is_paid" boolean not null default false,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint workshop_enrollments_pkey primary key (organization_id, id),
  constraint workshop_enrollments_form_display_name check (char_length("display_name") <= 200),
  constraint workshop_enrollments_form_email check (char_length("email") <= 254),
  constraint workshop_enrollments_form_phone check (char_length("phone") <= 40),
  constraint workshop_enrollments_form_seats check ("seats" between -9007199254740991 and 9007199254740991),
  constraint workshop_enrollments_form_status check ("status" in ('enrolled', 'waitlisted', 'attended', 'absent', 'cancelled')),
  constraint workshop_enrollments_form_enrolled_at check ("enrolled_at" >= '0001-01-01Z'::timestamptz and "enrolled_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_enrollments_form_attended_at check ("attended_at" >= '0001-01-01Z'::timestamptz and "attended_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_enrollments_form_cancelled_at check ("cancelled_at" >= '0001-01-01Z'::timestamptz and "cancelled_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_enrollments_form_cancel_reason check (char_length("cancel_reason") <= 500),
  constraint workshop_enrollments_form_notes check (char_length("notes") <= 2000),
  constraint workshop_enrollments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_enrollments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint workshop_enrollments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint workshop_enrollments_rule_1 check (seats >= 1),
  constraint workshop_enrollments_rule_2 check (status <> 'attended' or attended_at is not null),
  constraint workshop_enrollments_session_id_fkey foreign key (organization_id, "session_id") references data.workshop_sessions (organization_id, id)
);
create index workshop_enrollments_session_id_status_enrolled_at_idx on data.workshop_enrollments (organization_id, "session_id", "status", "enrolled_at");
create index workshop_enrollments_user_id_idx on data.workshop_enrollments (organization_id, "user_id");
alter table data.workshop_enrollments enable row level security;
alter table data.workshop_enrollments force row level security;
create policy mine_read on data.workshop_enrollments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.workshop_enrollments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.workshop_enrollments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.workshop_enrollments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.workshop_enrollments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.workshop_enrollments referencing new table as new_rows for each statement execute function sync.capture_insert('47');
create trigger capture_update after update on data.workshop_enrollments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('47');
create trigger capture_delete after delete on data.workshop_enrollments referencing old table as old_rows for each statement execute function sync.capture_delete('47');
create trigger forbid_truncate before truncate on data.workshop_enrollments for each statement execute function sync.forbid_truncate();
alter table data.workshop_enrollments enable always trigger stamp;
alter table data.workshop_enrollments enable always trigger capture_insert;
alter table data.workshop_enrollments enable always trigger capture_update;
alter table data.workshop_enrollments enable always trigger capture_delete;
alter table data.workshop_enrollments enable always trigger forbid_truncate;

create table data.waitlist_entries (
  "id" uuid not null,
  "organization_id" uuid not null,
  "resource_id" uuid,
  "category" text not null default '',
  "workshop_session_id" uuid,
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "timezone" text not null,
  "flexible_minutes" bigint not null default 0,
  "party_size" bigint not null default 1,
  "requester_id" uuid,
  "requester_name" text not null default '',
  "requester_email" text not null default '',
  "requester_phone" text not null default '',
  "notes" text not null default '',
  "entered_at" timestamptz(3) not null,
  "priority" bigint not null default 0,
  "status" text not null default 'waiting',
  "offered_at" timestamptz(3),
  "offer_expires_at" timestamptz(3),
  "booking_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint waitlist_entries_pkey primary key (organization_id, id),
  constraint waitlist_entries_form_category check (char_length("category") <= 200),
  constraint waitlist_entries_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_timezone check (char_length("timezone") <= 60),
  constraint waitlist_entries_form_flexible_minutes check ("flexible_minutes" between -9007199254740991 and 9007199254740991),
  constraint waitlist_entries_form_party_size check ("party_size" between -9007199254740991 and 9007199254740991),
  constraint waitlist_entries_form_requester_name check (char_length("requester_name") <= 200),
  constraint waitlist_entries_form_requester_email check (char_length("requester_email") <= 254),
  constraint waitlist_entries_form_requester_phone check (char_length("requester_phone") <= 40),
  constraint waitlist_entries_form_notes check (char_length("notes") <= 2000),
  constraint waitlist_entries_form_entered_at check ("entered_at" >= '0001-01-01Z'::timestamptz and "entered_at" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_priority check ("priority" between -9007199254740991 and 9007199254740991),
  constraint waitlist_entries_form_status check ("status" in ('waiting', 'offered', 'fulfilled', 'declined', 'expired', 'withdrawn')),
  constraint waitlist_entries_form_offered_at check ("offered_at" >= '0001-01-01Z'::timestamptz and "offered_at" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_offer_expires_at check ("offer_expires_at" >= '0001-01-01Z'::timestamptz and "offer_expires_at" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint waitlist_entries_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint waitlist_entries_rule_1 check (end_time > start_time),
  constraint waitlist_entries_rule_2 check (party_size >= 1),
  constraint waitlist_entries_rule_3 check (flexible_minutes >= 0),
  constraint waitlist_entries_rule_4 check (resource_id is not null or workshop_session_id is not null or length(category) > 0),
  constraint waitlist_entries_rule_5 check (status <> 'offered' or offered_at is not null),
  constraint waitlist_entries_rule_6 check (offer_expires_at is null or offer_expires_at > offered_at),
  constraint waitlist_entries_resource_id_fkey foreign key (organization_id, "resource_id") references data.resources (organization_id, id),
  constraint waitlist_entries_workshop_session_id_fkey foreign key (organization_id, "workshop_session_id") references data.workshop_sessions (organization_id, id)
);
create index waitlist_entries_status_start_time_idx on data.waitlist_entries (organization_id, "status", "start_time");
create index waitlist_entries_resource_id_status_entered_at_idx on data.waitlist_entries (organization_id, "resource_id", "status", "entered_at");
create index waitlist_entries_workshop_session_id_status_entered_at_idx on data.waitlist_entries (organization_id, "workshop_session_id", "status", "entered_at");
create index waitlist_entries_booking_id_idx on data.waitlist_entries (organization_id, "booking_id");
create index waitlist_entries_offer_expires_at_while_status_offered_idx on data.waitlist_entries (organization_id, "offer_expires_at") where ("status" in ('offered'));
alter table data.waitlist_entries enable row level security;
alter table data.waitlist_entries force row level security;
create policy mine_read on data.waitlist_entries for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.waitlist_entries for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.waitlist_entries for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.waitlist_entries for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.waitlist_entries for each row execute function sync.stamp();
create trigger capture_insert after insert on data.waitlist_entries referencing new table as new_rows for each statement execute function sync.capture_insert('48');
create trigger capture_update after update on data.waitlist_entries referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('48');
create trigger capture_delete after delete on data.waitlist_entries referencing old table as old_rows for each statement execute function sync.capture_delete('48');
create trigger forbid_truncate before truncate on data.waitlist_entries for each statement execute function sync.forbid_truncate();
alter table data.waitlist_entries enable always trigger stamp;
alter table data.waitlist_entries enable always trigger capture_insert;
alter table data.waitlist_entries enable always trigger capture_update;
alter table data.waitlist_entries enable always trigger capture_delete;
alter table data.waitlist_entries enable always trigger forbid_truncate;

create table data.calendar_integrations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "provider" text not null,
  "external_calendar_id" text not null,
  "calendar_name" text not null,
  "access_token_secret_id" uuid,
  "refresh_token_secret_id" uuid,
  "token_expires_at" timestamptz(3),
  "account_email" text not null default '',
  "webhook_url" text not null default '',
  "webhook_secret_id" uuid,
  "webhook_expires_at" timestamptz(3),
  "sync_enabled" boolean not null default true,
  "direction" text not null default 'both',
  "poll_minutes" bigint not null default 5,
  "timezone" text not null default 'UTC',
  "sync_cursor" text not null default '',
  "last_sync_at" timestamptz(3),
  "sync_status" text not null default 'pending',
  "error_message" text not null default '',
  "failed_attempts" bigint not null default 0,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint calendar_integrations_pkey primary key (organization_id, id),
  constraint calendar_integrations_form_provider check ("provider" in ('google', 'outlook', 'apple')),
  constraint calendar_integrations_form_external_calendar_id check (char_length("external_calendar_id") <= 1024),
  constraint calendar_integrations_form_calendar_name check (char_length("calendar_name") <= 200),
  constraint calendar_integrations_form_token_expires_at check ("token_expires_at" >= '0001-01-01Z'::timestamptz and "token_expires_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_integrations_form_account_email check (char_length("account_email") <= 254),
  constraint calendar_integrations_form_webhook_url check (char_length("webhook_url") <= 1000),
  constraint calendar_integrations_form_webhook_expires_at check ("webhook_expires_at" >= '0001-01-01Z'::timestamptz and "webhook_expires_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_integrations_form_direction check ("direction" in ('read', 'write', 'both')),
  constraint calendar_integrations_form_poll_minutes check ("poll_minutes" between -9007199254740991 and 9007199254740991),
  constraint calendar_integrations_form_timezone check (char_length("timezone") <= 60),
  constraint calendar_integrations_form_sync_cursor check (char_length("sync_cursor") <= 4000),
  constraint calendar_integrations_form_last_sync_at check ("last_sync_at" >= '0001-01-01Z'::timestamptz and "last_sync_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_integrations_form_sync_status check ("sync_status" in ('pending', 'syncing', 'success', 'error')),
  constraint calendar_integrations_form_error_message check (char_length("error_message") <= 2000),
  constraint calendar_integrations_form_failed_attempts check ("failed_attempts" between -9007199254740991 and 9007199254740991),
  constraint calendar_integrations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_integrations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_integrations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint calendar_integrations_rule_1 check (length(external_calendar_id) > 0),
  constraint calendar_integrations_rule_2 check (poll_minutes >= 1),
  constraint calendar_integrations_rule_3 check (failed_attempts >= 0),
  constraint calendar_integrations_provider_external_calendar_id_key unique (organization_id, "provider", "external_calendar_id")
);
create index calendar_integrations_sync_status_last_sync_at_idx on data.calendar_integrations (organization_id, "sync_status", "last_sync_at");
create index calendar_integrations_token_expires_at_idx on data.calendar_integrations (organization_id, "token_expires_at");
alter table data.calendar_integrations enable row level security;
alter table data.calendar_integrations force row level security;
create policy mine_read on data.calendar_integrations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.calendar_integrations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.calendar_integrations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.calendar_integrations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.calendar_integrations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.calendar_integrations referencing new table as new_rows for each statement execute function sync.capture_insert('49');
create trigger capture_update after update on data.calendar_integrations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('49');
create trigger capture_delete after delete on data.calendar_integrations referencing old table as old_rows for each statement execute function sync.capture_delete('49');
create trigger forbid_truncate before truncate on data.calendar_integrations for each statement execute function sync.forbid_truncate();
alter table data.calendar_integrations enable always trigger stamp;
alter table data.calendar_integrations enable always trigger capture_insert;
alter table data.calendar_integrations enable always trigger capture_update;
alter table data.calendar_integrations enable always trigger capture_delete;
alter table data.calendar_integrations enable always trigger forbid_truncate;

create table data.calendar_events (
  "id" uuid not null,
  "organization_id" uuid not null,
  "calendar_integration_id" uuid not null,
  "external_event_id" text not null,
  "recurrence_id" text not null default '',
  "title" text not null,
  "description" text not null default '',
  "start_time" timestamptz(3) not null,
  "end_time" timestamptz(3) not null,
  "timezone" text not null default 'UTC',
  "location" text not null default '',
  "attendees" jsonb not null default '[]'::jsonb,
  "organizer_email" text not null default '',
  "event_type" text not null default 'meeting',
  "is_all_day" boolean not null default false,
  "is_busy" boolean not null default true,
  "recurrence_rule" text not null default '',
  "status" text not null default 'confirmed',
  "etag" text not null default '',
  "external_updated_at" timestamptz(3),
  "resource_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint calendar_events_pkey primary key (organization_id, id),
  constraint calendar_events_form_external_event_id check (char_length("external_event_id") <= 1024),
  constraint calendar_events_form_recurrence_id check (char_length("recurrence_id") <= 60),
  constraint calendar_events_form_title check (char_length("title") <= 500),
  constraint calendar_events_form_description check (char_length("description") <= 20000),
  constraint calendar_events_form_start_time check ("start_time" >= '0001-01-01Z'::timestamptz and "start_time" < '10000-01-01Z'::timestamptz),
  constraint calendar_events_form_end_time check ("end_time" >= '0001-01-01Z'::timestamptz and "end_time" < '10000-01-01Z'::timestamptz),
  constraint calendar_events_form_timezone check (char_length("timezone") <= 60),
  constraint calendar_events_form_location check (char_length("location") <= 1000),
  constraint calendar_events_form_organizer_email check (char_length("organizer_email") <= 254),
  constraint calendar_events_form_event_type check ("event_type" in ('meeting', 'workshop', 'event', 'block')),
  constraint calendar_events_form_recurrence_rule check (char_length("recurrence_rule") <= 1000),
  constraint calendar_events_form_status check ("status" in ('confirmed', 'tentative', 'cancelled')),
  constraint calendar_events_form_etag check (char_length("etag") <= 200),
  constraint calendar_events_form_external_updated_at check ("external_updated_at" >= '0001-01-01Z'::timestamptz and "external_updated_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_events_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_events_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint calendar_events_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint calendar_events_rule_1 check (end_time >= start_time),
  constraint calendar_events_rule_2 check (length(external_event_id) > 0),
  constraint calendar_events_calendar_integration_id_external_event_7a3e61b5 unique (organization_id, "calendar_integration_id", "external_event_id", "recurrence_id"),
  constraint calendar_events_calendar_integration_id_fkey foreign key (organization_id, "calendar_integration_id") references data.calendar_integrations (organization_id, id)
);
create index calendar_events_start_time_end_time_idx on data.calendar_events (organization_id, "start_time", "end_time");
create index calendar_events_resource_id_end_time_start_time_idx on data.calendar_events (organization_id, "resource_id", "end_time", "start_time");
create index calendar_events_external_event_id_idx on data.calendar_events (organization_id, "external_event_id");
alter table data.calendar_events enable row level security;
alter table data.calendar_events force row level security;
create policy mine_read on data.calendar_events for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.calendar_events for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.calendar_events for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.calendar_events for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.calendar_events for each row execute function sync.stamp();
create trigger capture_insert after insert on data.calendar_events referencing new table as new_rows for each statement execute function sync.capture_insert('50');
create trigger capture_update after update on data.calendar_events referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('50');
create trigger capture_delete after delete on data.calendar_events referencing old table as old_rows for each statement execute function sync.capture_delete('50');
create trigger forbid_truncate before truncate on data.calendar_events for each statement execute function sync.forbid_truncate();
alter table data.calendar_events enable always trigger stamp;
alter table data.calendar_events enable always trigger capture_insert;
alter table data.calendar_events enable always trigger capture_update;
alter table data.calendar_events enable always trigger capture_delete;
alter table data.calendar_events enable always trigger forbid_truncate;

create table data.booking_external_refs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "booking_id" uuid not null,
  "calendar_integration_id" uuid not null,
  "external_event_id" text not null,
  "recurrence_id" text not null default '',
  "state" text not null default 'waiting',
  "etag" text not null default '',
  "sent_version" bigint not null default 0,
  "sent_at" timestamptz(3),
  "last_seen_at" timestamptz(3),
  "error_message" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint booking_external_refs_pkey primary key (organization_id, id),
  constraint booking_external_refs_form_external_event_id check (char_length("external_event_id") <= 1024),
  constraint booking_external_refs_form_recurrence_id check (char_length("recurrence_id") <= 60),
  constraint booking_external_refs_form_state check ("state" in ('waiting', 'linked', 'moved_outside', 'deleted_outside', 'unlinked')),
  constraint booking_external_refs_form_etag check (char_length("etag") <= 200),
  constraint booking_external_refs_form_sent_version check ("sent_version" between -9007199254740991 and 9007199254740991),
  constraint booking_external_refs_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint booking_external_refs_form_last_seen_at check ("last_seen_at" >= '0001-01-01Z'::timestamptz and "last_seen_at" < '10000-01-01Z'::timestamptz),
  constraint booking_external_refs_form_error_message check (char_length("error_message") <= 2000),
  constraint booking_external_refs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint booking_external_refs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint booking_external_refs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint booking_external_refs_rule_1 check (length(external_event_id) > 0),
  constraint booking_external_refs_rule_2 check (sent_version >= 0),
  constraint booking_external_refs_calendar_integration_id_external_7010a965 unique (organization_id, "calendar_integration_id", "external_event_id", "recurrence_id"),
  constraint booking_external_refs_booking_id_calendar_integration_id_key unique (organization_id, "booking_id", "calendar_integration_id"),
  constraint booking_external_refs_booking_id_fkey foreign key (organization_id, "booking_id") references data.bookings (organization_id, id),
  constraint booking_external_refs_calendar_integration_id_fkey foreign key (organization_id, "calendar_integration_id") references data.calendar_integrations (organization_id, id)
);
create index booking_external_refs_state_idx on data.booking_external_refs (organization_id, "state");
alter table data.booking_external_refs enable row level security;
alter table data.booking_external_refs force row level security;
create policy mine_read on data.booking_external_refs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.booking_external_refs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.booking_external_refs for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.booking_external_refs for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.booking_external_refs for each row execute function sync.stamp();
create trigger capture_insert after insert on data.booking_external_refs referencing new table as new_rows for each statement execute function sync.capture_insert('51');
create trigger capture_update after update on data.booking_external_refs referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('51');
create trigger capture_delete after delete on data.booking_external_refs referencing old table as old_rows for each statement execute function sync.capture_delete('51');
create trigger forbid_truncate before truncate on data.booking_external_refs for each statement execute function sync.forbid_truncate();
alter table data.booking_external_refs enable always trigger stamp;
alter table data.booking_external_refs enable always trigger capture_insert;
alter table data.booking_external_refs enable always trigger capture_update;
alter table data.booking_external_refs enable always trigger capture_delete;
alter table data.booking_external_refs enable always trigger forbid_truncate;

create table data.external_requests (
  "id" uuid not null,
  "organization_id" uuid not null,
  "source" text not null,
  "external_id" text not null,
  "request_type" text not null,
  "request_data" jsonb not null,
  "status" text not null default 'pending',
  "priority" text not null default 'normal',
  "assigned_to" uuid,
  "assigned_group_id" uuid,
  "processed_at" timestamptz(3),
  "processed_by" uuid,
  "processing_notes" text not null default '',
  "summary" text not null default '',
  "requester_id" uuid,
  "requester_name" text not null default '',
  "requester_email" text not null default '',
  "requester_phone" text not null default '',
  "locale" text not null default '',
  "received_at" timestamptz(3) not null,
  "due_at" timestamptz(3),
  "validation_errors" jsonb not null default '[]'::jsonb,
  "workflow_execution_id" uuid,
  "department_id" uuid,
  "booking_id" uuid,
  "ticket_id" uuid,
  "lead_id" uuid,
  "duplicate_of_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint external_requests_pkey primary key (organization_id, id),
  constraint external_requests_form_source check ("source" in ('holdfast', 'infra24', 'appsheet', 'google_forms', 'google_calendar', 'outlook', 'apple', 'api', 'webhook', 'import', 'phone', 'manual')),
  constraint external_requests_form_external_id check (char_length("external_id") <= 255),
  constraint external_requests_form_request_type check ("request_type" in ('booking', 'inquiry', 'complaint', 'suggestion')),
  constraint external_requests_form_status check ("status" in ('pending', 'processing', 'approved', 'rejected', 'cancelled')),
  constraint external_requests_form_priority check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint external_requests_form_processed_at check ("processed_at" >= '0001-01-01Z'::timestamptz and "processed_at" < '10000-01-01Z'::timestamptz),
  constraint external_requests_form_processing_notes check (char_length("processing_notes") <= 4000),
  constraint external_requests_form_summary check (char_length("summary") <= 2000),
  constraint external_requests_form_requester_name check (char_length("requester_name") <= 200),
  constraint external_requests_form_requester_email check (char_length("requester_email") <= 254),
  constraint external_requests_form_requester_phone check (char_length("requester_phone") <= 40),
  constraint external_requests_form_locale check (char_length("locale") <= 20),
  constraint external_requests_form_received_at check ("received_at" >= '0001-01-01Z'::timestamptz and "received_at" < '10000-01-01Z'::timestamptz),
  constraint external_requests_form_due_at check ("due_at" >= '0001-01-01Z'::timestamptz and "due_at" < '10000-01-01Z'::timestamptz),
  constraint external_requests_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint external_requests_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint external_requests_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint external_requests_rule_1 check (length(external_id) > 0),
  constraint external_requests_rule_2 check (status not in ('approved', 'rejected') or processed_at is not null),
  constraint external_requests_rule_3 check (booking_id is null or (ticket_id is null and lead_id is null)),
  constraint external_requests_rule_4 check (ticket_id is null or lead_id is null),
  constraint external_requests_rule_5 check (duplicate_of_id is null or duplicate_of_id <> id),
  constraint external_requests_source_external_id_key unique (organization_id, "source", "external_id")
);
create index external_requests_status_received_at_idx on data.external_requests (organization_id, "status", "received_at");
create index external_requests_assigned_to_status_received_at_idx on data.external_requests (organization_id, "assigned_to", "status", "received_at");
create index external_requests_assigned_group_id_status_received_at_idx on data.external_requests (organization_id, "assigned_group_id", "status", "received_at");
create index external_requests_request_type_status_received_at_idx on data.external_requests (organization_id, "request_type", "status", "received_at");
create index external_requests_booking_id_idx on data.external_requests (organization_id, "booking_id");
create index external_requests_ticket_id_idx on data.external_requests (organization_id, "ticket_id");
create index external_requests_lead_id_idx on data.external_requests (organization_id, "lead_id");
alter table data.external_requests enable row level security;
alter table data.external_requests force row level security;
create policy mine_read on data.external_requests for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.external_requests for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.external_requests for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.external_requests for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.external_requests for each row execute function sync.stamp();
create trigger capture_insert after insert on data.external_requests referencing new table as new_rows for each statement execute function sync.capture_insert('52');
create trigger capture_update after update on data.external_requests referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('52');
create trigger capture_delete after delete on data.external_requests referencing old table as old_rows for each statement execute function sync.capture_delete('52');
create trigger forbid_truncate before truncate on data.external_requests for each statement execute function sync.forbid_truncate();
alter table data.external_requests enable always trigger stamp;
alter table data.external_requests enable always trigger capture_insert;
alter table data.external_requests enable always trigger capture_update;
alter table data.external_requests enable always trigger capture_delete;
alter table data.external_requests enable always trigger forbid_truncate;

create table data.request_attachments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "request_id" uuid not null,
  "file_name" text not null,
  "file_type" text not null,
  "file_size" bigint not null,
  "file_url" text not null default '',
  "file_id" uuid,
  "position" bigint not null default 0,
  "uploaded_at" timestamptz(3) not null,
  "uploaded_by" text not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint request_attachments_pkey primary key (organization_id, id),
  constraint request_attachments_form_file_name check (char_length("file_name") <= 255),
  constraint request_attachments_form_file_type check (char_length("file_type") <= 120),
  constraint request_attachments_form_file_size check ("file_size" between -9007199254740991 and 9007199254740991),
  constraint request_attachments_form_file_url check (char_length("file_url") <= 2000),
  constraint request_attachments_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint request_attachments_form_uploaded_at check ("uploaded_at" >= '0001-01-01Z'::timestamptz and "uploaded_at" < '10000-01-01Z'::timestamptz),
  constraint request_attachments_form_uploaded_by check (char_length("uploaded_by") <= 254),
  constraint request_attachments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint request_attachments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint request_attachments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint request_attachments_rule_1 check (file_size >= 0),
  constraint request_attachments_rule_2 check (file_id is not null or length(file_url) > 0),
  constraint request_attachments_request_id_fkey foreign key (organization_id, "request_id") references data.external_requests (organization_id, id),
  constraint request_attachments_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create index request_attachments_file_id_idx on data.request_attachments (organization_id, "file_id");
create index request_attachments_request_id_position_idx on data.request_attachments (organization_id, "request_id", "position");
alter table data.request_attachments enable row level security;
alter table data.request_attachments force row level security;
create policy mine_read on data.request_attachments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.request_attachments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.request_attachments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.request_attachments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.request_attachments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.request_attachments referencing new table as new_rows for each statement execute function sync.capture_insert('53');
create trigger capture_update after update on data.request_attachments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('53');
create trigger capture_delete after delete on data.request_attachments referencing old table as old_rows for each statement execute function sync.capture_delete('53');
create trigger forbid_truncate before truncate on data.request_attachments for each statement execute function sync.forbid_truncate();
alter table data.request_attachments enable always trigger stamp;
alter table data.request_attachments enable always trigger capture_insert;
alter table data.request_attachments enable always trigger capture_update;
alter table data.request_attachments enable always trigger capture_delete;
alter table data.request_attachments enable always trigger forbid_truncate;

create table data.priorities (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "level" bigint not null,
  "maps_to" text not null,
  "color" text not null default '',
  "impact_urgency" jsonb not null default '[]'::jsonb,
  "escalates_to_id" uuid,
  "escalates_after_minutes" bigint,
  "is_default" boolean not null default false,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint priorities_pkey primary key (organization_id, id),
  constraint priorities_form_code check (char_length("code") <= 30),
  constraint priorities_form_name check (char_length("name") <= 200),
  constraint priorities_form_description check (char_length("description") <= 2000),
  constraint priorities_form_level check ("level" between -9007199254740991 and 9007199254740991),
  constraint priorities_form_maps_to check ("maps_to" in ('low', 'normal', 'high', 'urgent')),
  constraint priorities_form_color check (char_length("color") <= 7),
  constraint priorities_form_escalates_after_minutes check ("escalates_after_minutes" between -9007199254740991 and 9007199254740991),
  constraint priorities_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint priorities_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint priorities_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint priorities_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint priorities_rule_1 check (level >= 1),
  constraint priorities_rule_2 check (not is_default or is_active),
  constraint priorities_rule_3 check ((escalates_to_id is null) = (escalates_after_minutes is null)),
  constraint priorities_rule_4 check (escalates_after_minutes is null or escalates_after_minutes > 0),
  constraint priorities_code_key unique (organization_id, "code")
);
create unique index priorities_is_default_while_is_default_1_key on data.priorities (organization_id, "is_default") where ("is_default" in (true));
create index priorities_is_active_level_idx on data.priorities (organization_id, "is_active", "level");
alter table data.priorities enable row level security;
alter table data.priorities force row level security;
create policy mine_read on data.priorities for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.priorities for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.priorities for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.priorities for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.priorities for each row execute function sync.stamp();
create trigger capture_insert after insert on data.priorities referencing new table as new_rows for each statement execute function sync.capture_insert('54');
create trigger capture_update after update on data.priorities referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('54');
create trigger capture_delete after delete on data.priorities referencing old table as old_rows for each statement execute function sync.capture_delete('54');
create trigger forbid_truncate before truncate on data.priorities for each statement execute function sync.forbid_truncate();
alter table data.priorities enable always trigger stamp;
alter table data.priorities enable always trigger capture_insert;
alter table data.priorities enable always trigger capture_update;
alter table data.priorities enable always trigger capture_delete;
alter table data.priorities enable always trigger forbid_truncate;

create table data.categories (
  "id" uuid not null,
  "organization_id" uuid not null,
  "parent_id" uuid,
  "name" text not null,
  "code" text not null default '',
  "description" text not null default '',
  "color" text not null default '',
  "icon" text not null default '',
  "custom_fields" jsonb not null default '[]'::jsonb,
  "default_priority_id" uuid,
  "default_group_id" uuid,
  "default_department_id" uuid,
  "sla_policy_id" uuid,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "parent_key" text generated always as (coalesce(cast(parent_id as text), '')) stored,
  constraint categories_pkey primary key (organization_id, id),
  constraint categories_form_name check (char_length("name") <= 200),
  constraint categories_form_code check (char_length("code") <= 60),
  constraint categories_form_description check (char_length("description") <= 2000),
  constraint categories_form_color check (char_length("color") <= 7),
  constraint categories_form_icon check (char_length("icon") <= 60),
  constraint categories_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint categories_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint categories_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint categories_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint categories_rule_1 check (parent_id is null or parent_id <> id),
  constraint categories_parent_key_name_key unique (organization_id, "parent_key", "name"),
  constraint categories_default_priority_id_fkey foreign key (organization_id, "default_priority_id") references data.priorities (organization_id, id),
  constraint categories_default_department_id_fkey foreign key (organization_id, "default_department_id") references data.departments (organization_id, id)
);
create index categories_default_priority_id_idx on data.categories (organization_id, "default_priority_id");
create index categories_default_department_id_idx on data.categories (organization_id, "default_department_id");
create index categories_parent_id_position_idx on data.categories (organization_id, "parent_id", "position");
alter table data.categories enable row level security;
alter table data.categories force row level security;
create policy mine_read on data.categories for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.categories for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.categories for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.categories for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.categories for each row execute function sync.stamp();
create trigger capture_insert after insert on data.categories referencing new table as new_rows for each statement execute function sync.capture_insert('55');
create trigger capture_update after update on data.categories referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('55');
create trigger capture_delete after delete on data.categories referencing old table as old_rows for each statement execute function sync.capture_delete('55');
create trigger forbid_truncate before truncate on data.categories for each statement execute function sync.forbid_truncate();
alter table data.categories enable always trigger stamp;
alter table data.categories enable always trigger capture_insert;
alter table data.categories enable always trigger capture_update;
alter table data.categories enable always trigger capture_delete;
alter table data.categories enable always trigger forbid_truncate;

create table data.ticket_templates (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "category_id" uuid,
  "priority_id" uuid,
  "kind" text not null default 'incident',
  "subject" text not null default '',
  "body" text not null default '',
  "fields" jsonb not null default '[]'::jsonb,
  "tags" jsonb not null default '[]'::jsonb,
  "assignment_group_id" uuid,
  "locale" text not null default '',
  "usage_count" bigint not null default 0,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ticket_templates_pkey primary key (organization_id, id),
  constraint ticket_templates_form_name check (char_length("name") <= 200),
  constraint ticket_templates_form_description check (char_length("description") <= 2000),
  constraint ticket_templates_form_kind check ("kind" in ('incident', 'request', 'question', 'problem', 'change', 'task')),
  constraint ticket_templates_form_subject check (char_length("subject") <= 200),
  constraint ticket_templates_form_body check (char_length("body") <= 20000),
  constraint ticket_templates_form_locale check (char_length("locale") <= 35),
  constraint ticket_templates_form_usage_count check ("usage_count" between -9007199254740991 and 9007199254740991),
  constraint ticket_templates_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint ticket_templates_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_templates_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_templates_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ticket_templates_name_key unique (organization_id, "name"),
  constraint ticket_templates_category_id_fkey foreign key (organization_id, "category_id") references data.categories (organization_id, id),
  constraint ticket_templates_priority_id_fkey foreign key (organization_id, "priority_id") references data.priorities (organization_id, id)
);
create index ticket_templates_category_id_idx on data.ticket_templates (organization_id, "category_id");
create index ticket_templates_priority_id_idx on data.ticket_templates (organization_id, "priority_id");
create index ticket_templates_is_active_position_idx on data.ticket_templates (organization_id, "is_active", "position");
alter table data.ticket_templates enable row level security;
alter table data.ticket_templates force row level security;
create policy mine_read on data.ticket_templates for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ticket_templates for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ticket_templates for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ticket_templates for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ticket_templates for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ticket_templates referencing new table as new_rows for each statement execute function sync.capture_insert('56');
create trigger capture_update after update on data.ticket_templates referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('56');
create trigger capture_delete after delete on data.ticket_templates referencing old table as old_rows for each statement execute function sync.capture_delete('56');
create trigger forbid_truncate before truncate on data.ticket_templates for each statement execute function sync.forbid_truncate();
alter table data.ticket_templates enable always trigger stamp;
alter table data.ticket_templates enable always trigger capture_insert;
alter table data.ticket_templates enable always trigger capture_update;
alter table data.ticket_templates enable always trigger capture_delete;
alter table data.ticket_templates enable always trigger forbid_truncate;

create table data.macros (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "visibility" text not null default 'shared',
  "owner_id" uuid,
  "department_id" uuid,
  "actions" jsonb not null default '[]'::jsonb,
  "reply_kind" text not null default 'none',
  "reply_body" text not null default '',
  "locale" text not null default '',
  "shortcut" text not null default '',
  "usage_count" bigint not null default 0,
  "last_used_at" timestamptz(3),
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "owner_key" text generated always as (case visibility when 'personal' then 'user:' || cast(owner_id as text) when 'department' then 'department:' || cast(department_id as text) else 'shared' end) stored,
  constraint macros_pkey primary key (organization_id, id),
  constraint macros_form_name check (char_length("name") <= 200),
  constraint macros_form_description check (char_length("description") <= 2000),
  constraint macros_form_visibility check ("visibility" in ('personal', 'department', 'shared')),
  constraint macros_form_reply_kind check ("reply_kind" in ('none', 'public', 'internal')),
  constraint macros_form_reply_body check (char_length("reply_body") <= 20000),
  constraint macros_form_locale check (char_length("locale") <= 35),
  constraint macros_form_shortcut check (char_length("shortcut") <= 30),
  constraint macros_form_usage_count check ("usage_count" between -9007199254740991 and 9007199254740991),
  constraint macros_form_last_used_at check ("last_used_at" >= '0001-01-01Z'::timestamptz and "last_used_at" < '10000-01-01Z'::timestamptz),
  constraint macros_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint macros_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint macros_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint macros_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint macros_rule_1 check ((visibility = 'personal') = (owner_id is not null)),
  constraint macros_rule_2 check ((visibility = 'department') = (department_id is not null)),
  constraint macros_owner_key_name_key unique (organization_id, "owner_key", "name"),
  constraint macros_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index macros_department_id_idx on data.macros (organization_id, "department_id");
create index macros_is_active_position_idx on data.macros (organization_id, "is_active", "position");
alter table data.macros enable row level security;
alter table data.macros force row level security;
create policy mine_read on data.macros for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.macros for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.macros for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.macros for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.macros for each row execute function sync.stamp();
create trigger capture_insert after insert on data.macros referencing new table as new_rows for each statement execute function sync.capture_insert('57');
create trigger capture_update after update on data.macros referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('57');
create trigger capture_delete after delete on data.macros referencing old table as old_rows for each statement execute function sync.capture_delete('57');
create trigger forbid_truncate before truncate on data.macros for each statement execute function sync.forbid_truncate();
alter table data.macros enable always trigger stamp;
alter table data.macros enable always trigger capture_insert;
alter table data.macros enable always trigger capture_update;
alter table data.macros enable always trigger capture_delete;
alter table data.macros enable always trigger forbid_truncate;

create table data.tickets (
  "id" uuid not null,
  "organization_id" uuid not null,
  "number" text not null default '',
  "provisional_number" text not null default '',
  "kind" text not null default 'incident',
  "subject" text not null,
  "description" text not null default '',
  "status_id" uuid not null,
  "resolved_at" timestamptz(3),
  "resolved_by_id" uuid,
  "resolved_by_name" text not null default '',
  "resolution_code" text not null default '',
  "closed_at" timestamptz(3),
  "resolution_notes" text not null default '',
  "impact" text not null default 'medium',
  "urgency" text not null default 'medium',
  "priority_id" uuid not null,
  "priority_confirmed" boolean not null default false,
  "category_id" uuid,
  "assignment_group_id" uuid,
  "assignee_id" uuid,
  "assignee_name" text not null default '',
  "department_id" uuid,
  "requester_id" uuid,
  "requester_name" text not null default '',
  "requester_email" text not null default '',
  "requester_phone" text not null default '',
  "opened_at" timestamptz(3) not null,
  "opened_by_id" uuid,
  "opened_by_name" text not null default '',
  "recorded_at" timestamptz(3),
  "recorded_by_name" text not null default '',
  "first_response_at" timestamptz(3),
  "last_activity_at" timestamptz(3),
  "next_due_at" timestamptz(3),
  "snoozed_until" timestamptz(3),
  "reopened_count" bigint not null default 0,
  "reassignment_count" bigint not null default 0,
  "time_spent_minutes" bigint not null default 0,
  "made_sla" boolean,
  "channel" text not null default 'phone',
  "notify_requester" boolean not null default true,
  "location" text not null default '',
  "symptom" text not null default '',
  "configuration_item" text not null default '',
  "resource_id" uuid,
  "booking_id" uuid,
  "parent_id" uuid,
  "merged_into_id" uuid,
  "template_id" uuid,
  "problem_ref" text not null default '',
  "change_ref" text not null default '',
  "caused_by_ref" text not null default '',
  "vendor" text not null default '',
  "knowledge_used" boolean,
  "tags" jsonb not null default '[]'::jsonb,
  "custom_fields" jsonb not null default '{}'::jsonb,
  "locale" text not null default '',
  "external_ref" text not null default '',
  "import_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "number_key" text generated always as (case when number <> '' then number else cast(id as text) end) stored,
  constraint tickets_pkey primary key (organization_id, id),
  constraint tickets_form_number check (char_length("number") <= 30),
  constraint tickets_form_provisional_number check (char_length("provisional_number") <= 30),
  constraint tickets_form_kind check ("kind" in ('incident', 'request', 'question', 'problem', 'change', 'task')),
  constraint tickets_form_subject check (char_length("subject") <= 200),
  constraint tickets_form_description check (char_length("description") <= 20000),
  constraint tickets_form_resolved_at check ("resolved_at" >= '0001-01-01Z'::timestamptz and "resolved_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_resolved_by_name check (char_length("resolved_by_name") <= 200),
  constraint tickets_form_resolution_code check (char_length("resolution_code") <= 60),
  constraint tickets_form_closed_at check ("closed_at" >= '0001-01-01Z'::timestamptz and "closed_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_resolution_notes check (char_length("resolution_notes") <= 4000),
  constraint tickets_form_impact check ("impact" in ('low', 'medium', 'high')),
  constraint tickets_form_urgency check ("urgency" in ('low', 'medium', 'high')),
  constraint tickets_form_assignee_name check (char_length("assignee_name") <= 200),
  constraint tickets_form_requester_name check (char_length("requester_name") <= 200),
  constraint tickets_form_requester_email check (char_length("requester_email") <= 254),
  constraint tickets_form_requester_phone check (char_length("requester_phone") <= 40),
  constraint tickets_form_opened_at check ("opened_at" >= '0001-01-01Z'::timestamptz and "opened_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_opened_by_name check (char_length("opened_by_name") <= 200),
  constraint tickets_form_recorded_at check ("recorded_at" >= '0001-01-01Z'::timestamptz and "recorded_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_recorded_by_name check (char_length("recorded_by_name") <= 200),
  constraint tickets_form_first_response_at check ("first_response_at" >= '0001-01-01Z'::timestamptz and "first_response_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_last_activity_at check ("last_activity_at" >= '0001-01-01Z'::timestamptz and "last_activity_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_next_due_at check ("next_due_at" >= '0001-01-01Z'::timestamptz and "next_due_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_snoozed_until check ("snoozed_until" >= '0001-01-01Z'::timestamptz and "snoozed_until" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_reopened_count check ("reopened_count" between -9007199254740991 and 9007199254740991),
  constraint tickets_form_reassignment_count check ("reassignment_count" between -9007199254740991 and 9007199254740991),
  constraint tickets_form_time_spent_minutes check ("time_spent_minutes" between -9007199254740991 and 9007199254740991),
  constraint tickets_form_channel check ("channel" in ('phone', 'email', 'form', 'chat', 'whatsapp', 'sms', 'in_person', 'monitoring', 'api', 'webhook')),
  constraint tickets_form_location check (char_length("location") <= 200),
  constraint tickets_form_symptom check (char_length("symptom") <= 200),
  constraint tickets_form_configuration_item check (char_length("configuration_item") <= 200),
  constraint tickets_form_problem_ref check (char_length("problem_ref") <= 60),
  constraint tickets_form_change_ref check (char_length("change_ref") <= 60),
  constraint tickets_form_caused_by_ref check (char_length("caused_by_ref") <= 60),
  constraint tickets_form_vendor check (char_length("vendor") <= 200),
  constraint tickets_form_locale check (char_length("locale") <= 35),
  constraint tickets_form_external_ref check (char_length("external_ref") <= 200),
  constraint tickets_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint tickets_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint tickets_rule_1 check (parent_id is null or parent_id <> id),
  constraint tickets_rule_2 check (merged_into_id is null or merged_into_id <> id),
  constraint tickets_rule_3 check (reopened_count >= 0),
  constraint tickets_rule_4 check (reassignment_count >= 0),
  constraint tickets_rule_5 check (time_spent_minutes >= 0),
  constraint tickets_number_key_key unique (organization_id, "number_key"),
  constraint tickets_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id),
  constraint tickets_priority_id_fkey foreign key (organization_id, "priority_id") references data.priorities (organization_id, id),
  constraint tickets_category_id_fkey foreign key (organization_id, "category_id") references data.categories (organization_id, id),
  constraint tickets_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index tickets_department_id_idx on data.tickets (organization_id, "department_id");
create index tickets_status_id_opened_at_idx on data.tickets (organization_id, "status_id", "opened_at");
create index tickets_status_id_next_due_at_opened_at_idx on data.tickets (organization_id, "status_id", "next_due_at", "opened_at");
create index tickets_assignee_id_status_id_priority_id_opened_at_ne_d0eded3d on data.tickets (organization_id, "assignee_id", "status_id", "priority_id", "opened_at", "next_due_at");
create index tickets_assignment_group_id_status_id_priority_id_open_8ec25bf9 on data.tickets (organization_id, "assignment_group_id", "status_id", "priority_id", "opened_at", "next_due_at", "assignee_id");
create index tickets_category_id_status_id_priority_id_opened_at_ne_53f42dc4 on data.tickets (organization_id, "category_id", "status_id", "priority_id", "opened_at", "next_due_at");
create index tickets_priority_id_status_id_opened_at_next_due_at_idx on data.tickets (organization_id, "priority_id", "status_id", "opened_at", "next_due_at");
create index tickets_requester_id_opened_at_idx on data.tickets (organization_id, "requester_id", "opened_at");
create index tickets_opened_at_idx on data.tickets (organization_id, "opened_at");
create index tickets_last_activity_at_idx on data.tickets (organization_id, "last_activity_at");
create index tickets_number_idx on data.tickets (organization_id, "number");
create index tickets_provisional_number_idx on data.tickets (organization_id, "provisional_number");
create index tickets_parent_id_idx on data.tickets (organization_id, "parent_id");
create index tickets_merged_into_id_idx on data.tickets (organization_id, "merged_into_id");
create index tickets_resource_id_idx on data.tickets (organization_id, "resource_id");
create index tickets_booking_id_idx on data.tickets (organization_id, "booking_id");
create index tickets_external_ref_idx on data.tickets (organization_id, "external_ref");
create index tickets_import_id_idx on data.tickets (organization_id, "import_id");
alter table data.tickets enable row level security;
alter table data.tickets force row level security;
create policy mine_read on data.tickets for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.tickets for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.tickets for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.tickets for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.tickets for each row execute function sync.stamp();
create trigger capture_insert after insert on data.tickets referencing new table as new_rows for each statement execute function sync.capture_insert('58');
create trigger capture_update after update on data.tickets referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('58');
create trigger capture_delete after delete on data.tickets referencing old table as old_rows for each statement execute function sync.capture_delete('58');
create trigger forbid_truncate before truncate on data.tickets for each statement execute function sync.forbid_truncate();
alter table data.tickets enable always trigger stamp;
alter table data.tickets enable always trigger capture_insert;
alter table data.tickets enable always trigger capture_update;
alter table data.tickets enable always trigger capture_delete;
alter table data.tickets enable always trigger forbid_truncate;

create table data.ticket_links (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "linked_ticket_id" uuid not null,
  "kind" text not null default 'related',
  "note" text not null default '',
  "moved" jsonb not null default '{}'::jsonb,
  "linked_at" timestamptz(3) not null,
  "linked_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ticket_links_pkey primary key (organization_id, id),
  constraint ticket_links_form_kind check ("kind" in ('related', 'duplicate_of', 'merged_into', 'split_from', 'child_of', 'blocked_by', 'caused_by')),
  constraint ticket_links_form_note check (char_length("note") <= 500),
  constraint ticket_links_form_linked_at check ("linked_at" >= '0001-01-01Z'::timestamptz and "linked_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_links_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_links_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_links_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ticket_links_rule_1 check (ticket_id <> linked_ticket_id),
  constraint ticket_links_ticket_id_linked_ticket_id_kind_key unique (organization_id, "ticket_id", "linked_ticket_id", "kind"),
  constraint ticket_links_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id),
  constraint ticket_links_linked_ticket_id_fkey foreign key (organization_id, "linked_ticket_id") references data.tickets (organization_id, id)
);
create index ticket_links_linked_ticket_id_idx on data.ticket_links (organization_id, "linked_ticket_id");
alter table data.ticket_links enable row level security;
alter table data.ticket_links force row level security;
create policy mine_read on data.ticket_links for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ticket_links for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ticket_links for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ticket_links for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ticket_links for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ticket_links referencing new table as new_rows for each statement execute function sync.capture_insert('59');
create trigger capture_update after update on data.ticket_links referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('59');
create trigger capture_delete after delete on data.ticket_links referencing old table as old_rows for each statement execute function sync.capture_delete('59');
create trigger forbid_truncate before truncate on data.ticket_links for each statement execute function sync.forbid_truncate();
alter table data.ticket_links enable always trigger stamp;
alter table data.ticket_links enable always trigger capture_insert;
alter table data.ticket_links enable always trigger capture_update;
alter table data.ticket_links enable always trigger capture_delete;
alter table data.ticket_links enable always trigger forbid_truncate;

create table data.ticket_watchers (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "user_id" uuid,
  "email" text not null default '',
  "name" text not null default '',
  "hears" text not null default 'public',
  "since" timestamptz(3) not null,
  "added_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "watcher_key" text generated always as (case when user_id is not null then 'user:' || cast(user_id as text) else 'email:' || email end) stored,
  constraint ticket_watchers_pkey primary key (organization_id, id),
  constraint ticket_watchers_form_email check (char_length("email") <= 254),
  constraint ticket_watchers_form_name check (char_length("name") <= 200),
  constraint ticket_watchers_form_hears check ("hears" in ('public', 'everything')),
  constraint ticket_watchers_form_since check ("since" >= '0001-01-01Z'::timestamptz and "since" < '10000-01-01Z'::timestamptz),
  constraint ticket_watchers_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_watchers_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ticket_watchers_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ticket_watchers_rule_1 check (user_id is not null or email <> ''),
  constraint ticket_watchers_ticket_id_watcher_key_key unique (organization_id, "ticket_id", "watcher_key"),
  constraint ticket_watchers_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id)
);
create index ticket_watchers_user_id_ticket_id_idx on data.ticket_watchers (organization_id, "user_id", "ticket_id");
alter table data.ticket_watchers enable row level security;
alter table data.ticket_watchers force row level security;
create policy mine_read on data.ticket_watchers for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ticket_watchers for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ticket_watchers for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ticket_watchers for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ticket_watchers for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ticket_watchers referencing new table as new_rows for each statement execute function sync.capture_insert('60');
create trigger capture_update after update on data.ticket_watchers referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('60');
create trigger capture_delete after delete on data.ticket_watchers referencing old table as old_rows for each statement execute function sync.capture_delete('60');
create trigger forbid_truncate before truncate on data.ticket_watchers for each statement execute function sync.forbid_truncate();
alter table data.ticket_watchers enable always trigger stamp;
alter table data.ticket_watchers enable always trigger capture_insert;
alter table data.ticket_watchers enable always trigger capture_update;
alter table data.ticket_watchers enable always trigger capture_delete;
alter table data.ticket_watchers enable always trigger forbid_truncate;

create table data.comments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "kind" text not null default 'internal',
  "state" text not null default 'written',
  "scheduled_for" timestamptz(3),
  "written_at" timestamptz(3) not null,
  "edited_at" timestamptz(3),
  "author_id" uuid,
  "author_name" text not null default '',
  "body" text not null default '',
  "body_format" text not null default 'plain',
  "changes" jsonb,
  "event_code" text not null default '',
  "sequence" bigint not null default 0,
  "reply_to_id" uuid,
  "message_id" uuid,
  "mentions" jsonb not null default '[]'::jsonb,
  "time_spent_minutes" bigint not null default 0,
  "is_pinned" boolean not null default false,
  "external_ref" text not null default '',
  "import_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint comments_pkey primary key (organization_id, id),
  constraint comments_form_kind check ("kind" in ('public', 'internal', 'event')),
  constraint comments_form_state check ("state" in ('draft', 'scheduled', 'written')),
  constraint comments_form_scheduled_for check ("scheduled_for" >= '0001-01-01Z'::timestamptz and "scheduled_for" < '10000-01-01Z'::timestamptz),
  constraint comments_form_written_at check ("written_at" >= '0001-01-01Z'::timestamptz and "written_at" < '10000-01-01Z'::timestamptz),
  constraint comments_form_edited_at check ("edited_at" >= '0001-01-01Z'::timestamptz and "edited_at" < '10000-01-01Z'::timestamptz),
  constraint comments_form_author_name check (char_length("author_name") <= 200),
  constraint comments_form_body check (char_length("body") <= 20000),
  constraint comments_form_body_format check ("body_format" in ('plain', 'markdown', 'html')),
  constraint comments_form_event_code check (char_length("event_code") <= 60),
  constraint comments_form_sequence check ("sequence" between -9007199254740991 and 9007199254740991),
  constraint comments_form_time_spent_minutes check ("time_spent_minutes" between -9007199254740991 and 9007199254740991),
  constraint comments_form_external_ref check (char_length("external_ref") <= 200),
  constraint comments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint comments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint comments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint comments_rule_1 check (kind <> 'event' or state = 'written'),
  constraint comments_rule_2 check (state <> 'scheduled' or scheduled_for is not null),
  constraint comments_rule_3 check (changes is null or kind = 'event'),
  constraint comments_rule_4 check (time_spent_minutes >= 0),
  constraint comments_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id)
);
create index comments_ticket_id_written_at_sequence_idx on data.comments (organization_id, "ticket_id", "written_at", "sequence");
create index comments_author_id_written_at_idx on data.comments (organization_id, "author_id", "written_at");
create index comments_kind_written_at_idx on data.comments (organization_id, "kind", "written_at");
create index comments_scheduled_for_while_state_scheduled_idx on data.comments (organization_id, "scheduled_for") where ("state" in ('scheduled'));
create index comments_message_id_idx on data.comments (organization_id, "message_id");
create index comments_external_ref_idx on data.comments (organization_id, "external_ref");
create index comments_import_id_idx on data.comments (organization_id, "import_id");
alter table data.comments enable row level security;
alter table data.comments force row level security;
create policy mine_read on data.comments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.comments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.comments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.comments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.comments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.comments referencing new table as new_rows for each statement execute function sync.capture_insert('61');
create trigger capture_update after update on data.comments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('61');
create trigger capture_delete after delete on data.comments referencing old table as old_rows for each statement execute function sync.capture_delete('61');
create trigger forbid_truncate before truncate on data.comments for each statement execute function sync.forbid_truncate();
alter table data.comments enable always trigger stamp;
alter table data.comments enable always trigger capture_insert;
alter table data.comments enable always trigger capture_update;
alter table data.comments enable always trigger capture_delete;
alter table data.comments enable always trigger forbid_truncate;

create table data.attachments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "comment_id" uuid,
  "file_id" uuid not null,
  "file_name" text not null,
  "file_type" text not null,
  "file_size" bigint not null,
  "description" text not null default '',
  "visibility" text not null default 'internal',
  "uploaded_at" timestamptz(3) not null,
  "uploaded_by" uuid,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint attachments_pkey primary key (organization_id, id),
  constraint attachments_form_file_name check (char_length("file_name") <= 255),
  constraint attachments_form_file_type check (char_length("file_type") <= 120),
  constraint attachments_form_file_size check ("file_size" between -9007199254740991 and 9007199254740991),
  constraint attachments_form_description check (char_length("description") <= 500),
  constraint attachments_form_visibility check ("visibility" in ('public', 'internal')),
  constraint attachments_form_uploaded_at check ("uploaded_at" >= '0001-01-01Z'::timestamptz and "uploaded_at" < '10000-01-01Z'::timestamptz),
  constraint attachments_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint attachments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint attachments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint attachments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint attachments_rule_1 check (file_size >= 0),
  constraint attachments_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id),
  constraint attachments_comment_id_fkey foreign key (organization_id, "comment_id") references data.comments (organization_id, id),
  constraint attachments_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create index attachments_comment_id_idx on data.attachments (organization_id, "comment_id");
create index attachments_file_id_idx on data.attachments (organization_id, "file_id");
create index attachments_ticket_id_uploaded_at_idx on data.attachments (organization_id, "ticket_id", "uploaded_at");
alter table data.attachments enable row level security;
alter table data.attachments force row level security;
create policy mine_read on data.attachments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.attachments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.attachments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.attachments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.attachments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.attachments referencing new table as new_rows for each statement execute function sync.capture_insert('62');
create trigger capture_update after update on data.attachments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('62');
create trigger capture_delete after delete on data.attachments referencing old table as old_rows for each statement execute function sync.capture_delete('62');
create trigger forbid_truncate before truncate on data.attachments for each statement execute function sync.forbid_truncate();
alter table data.attachments enable always trigger stamp;
alter table data.attachments enable always trigger capture_insert;
alter table data.attachments enable always trigger capture_update;
alter table data.attachments enable always trigger capture_delete;
alter table data.attachments enable always trigger forbid_truncate;

create table data.sla_policies (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "version_number" bigint not null default 1,
  "state" text not null default 'draft',
  "name" text not null,
  "description" text not null default '',
  "priority_id" uuid,
  "category_id" uuid,
  "department_id" uuid,
  "conditions" jsonb not null default '[]'::jsonb,
  "calendar_id" uuid,
  "first_response_minutes" bigint,
  "next_response_minutes" bigint,
  "resolution_minutes" bigint,
  "pausing_kinds" jsonb not null default '["pending_customer", "on_hold"]'::jsonb,
  "warn_at_percent" bigint not null default 80,
  "tiers" jsonb not null default '[]'::jsonb,
  "is_default" boolean not null default false,
  "position" bigint not null default 0,
  "effective_from" timestamptz(3),
  "effective_to" timestamptz(3),
  "replaced_policy_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint sla_policies_pkey primary key (organization_id, id),
  constraint sla_policies_form_code check (char_length("code") <= 60),
  constraint sla_policies_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_state check ("state" in ('draft', 'active', 'retired')),
  constraint sla_policies_form_name check (char_length("name") <= 200),
  constraint sla_policies_form_description check (char_length("description") <= 2000),
  constraint sla_policies_form_first_response_minutes check ("first_response_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_next_response_minutes check ("next_response_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_resolution_minutes check ("resolution_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_warn_at_percent check ("warn_at_percent" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_form_effective_from check ("effective_from" >= '0001-01-01Z'::timestamptz and "effective_from" < '10000-01-01Z'::timestamptz),
  constraint sla_policies_form_effective_to check ("effective_to" >= '0001-01-01Z'::timestamptz and "effective_to" < '10000-01-01Z'::timestamptz),
  constraint sla_policies_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint sla_policies_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint sla_policies_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint sla_policies_rule_1 check (version_number >= 1),
  constraint sla_policies_rule_2 check (first_response_minutes is null or first_response_minutes > 0),
  constraint sla_policies_rule_3 check (next_response_minutes is null or next_response_minutes > 0),
  constraint sla_policies_rule_4 check (resolution_minutes is null or resolution_minutes > 0),
  constraint sla_policies_rule_5 check (warn_at_percent between 1 and 100),
  constraint sla_policies_rule_6 check (not is_default or state = 'active'),
  constraint sla_policies_rule_7 check (effective_to is null or effective_from is null or effective_to > effective_from),
  constraint sla_policies_code_version_number_key unique (organization_id, "code", "version_number"),
  constraint sla_policies_priority_id_fkey foreign key (organization_id, "priority_id") references data.priorities (organization_id, id),
  constraint sla_policies_category_id_fkey foreign key (organization_id, "category_id") references data.categories (organization_id, id),
  constraint sla_policies_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id),
  constraint sla_policies_calendar_id_fkey foreign key (organization_id, "calendar_id") references data.business_calendars (organization_id, id)
);
create unique index sla_policies_code_while_state_active_key on data.sla_policies (organization_id, "code") where ("state" in ('active'));
create unique index sla_policies_is_default_while_is_default_1_key on data.sla_policies (organization_id, "is_default") where ("is_default" in (true));
create index sla_policies_priority_id_idx on data.sla_policies (organization_id, "priority_id");
create index sla_policies_category_id_idx on data.sla_policies (organization_id, "category_id");
create index sla_policies_department_id_idx on data.sla_policies (organization_id, "department_id");
create index sla_policies_calendar_id_idx on data.sla_policies (organization_id, "calendar_id");
create index sla_policies_state_position_idx on data.sla_policies (organization_id, "state", "position");
alter table data.sla_policies enable row level security;
alter table data.sla_policies force row level security;
create policy mine_read on data.sla_policies for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.sla_policies for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.sla_policies for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.sla_policies for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.sla_policies for each row execute function sync.stamp();
create trigger capture_insert after insert on data.sla_policies referencing new table as new_rows for each statement execute function sync.capture_insert('63');
create trigger capture_update after update on data.sla_policies referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('63');
create trigger capture_delete after delete on data.sla_policies referencing old table as old_rows for each statement execute function sync.capture_delete('63');
create trigger forbid_truncate before truncate on data.sla_policies for each statement execute function sync.forbid_truncate();
alter table data.sla_policies enable always trigger stamp;
alter table data.sla_policies enable always trigger capture_insert;
alter table data.sla_policies enable always trigger capture_update;
alter table data.sla_policies enable always trigger capture_delete;
alter table data.sla_policies enable always trigger forbid_truncate;

create table data.sla_tracking (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "clock" text not null,
  "run_number" bigint not null default 1,
  "policy_id" uuid,
  "policy_version" bigint,
  "calendar_id" uuid,
  "target_minutes" bigint,
  "state" text not null default 'running',
  "started_at" timestamptz(3) not null,
  "warn_at" timestamptz(3),
  "due_at" timestamptz(3),
  "paused_at" timestamptz(3),
  "pause_reason" text not null default '',
  "paused_minutes" bigint not null default 0,
  "elapsed_minutes" bigint,
  "breached_at" timestamptz(3),
  "stopped_at" timestamptz(3),
  "warned_at" timestamptz(3),
  "outcome_source" text not null default 'computed',
  "explanation" jsonb not null default '[]'::jsonb,
  "import_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint sla_tracking_pkey primary key (organization_id, id),
  constraint sla_tracking_form_clock check ("clock" in ('first_response', 'next_response', 'resolution')),
  constraint sla_tracking_form_run_number check ("run_number" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_form_policy_version check ("policy_version" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_form_target_minutes check ("target_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_form_state check ("state" in ('running', 'paused', 'met', 'breached', 'cancelled')),
  constraint sla_tracking_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_warn_at check ("warn_at" >= '0001-01-01Z'::timestamptz and "warn_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_due_at check ("due_at" >= '0001-01-01Z'::timestamptz and "due_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_paused_at check ("paused_at" >= '0001-01-01Z'::timestamptz and "paused_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_pause_reason check (char_length("pause_reason") <= 60),
  constraint sla_tracking_form_paused_minutes check ("paused_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_form_elapsed_minutes check ("elapsed_minutes" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_form_breached_at check ("breached_at" >= '0001-01-01Z'::timestamptz and "breached_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_stopped_at check ("stopped_at" >= '0001-01-01Z'::timestamptz and "stopped_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_warned_at check ("warned_at" >= '0001-01-01Z'::timestamptz and "warned_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_outcome_source check ("outcome_source" in ('computed', 'recorded')),
  constraint sla_tracking_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint sla_tracking_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint sla_tracking_rule_1 check (run_number >= 1),
  constraint sla_tracking_rule_2 check (target_minutes is null or target_minutes > 0),
  constraint sla_tracking_rule_3 check (paused_minutes >= 0),
  constraint sla_tracking_rule_4 check (state <> 'paused' or paused_at is not null),
  constraint sla_tracking_rule_5 check (state <> 'breached' or breached_at is not null or outcome_source = 'recorded'),
  constraint sla_tracking_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id)
);
create unique index sla_tracking_ticket_id_while_clock_first_response_key on data.sla_tracking (organization_id, "ticket_id") where ("clock" in ('first_response'));
create index sla_tracking_ticket_id_clock_run_number_idx on data.sla_tracking (organization_id, "ticket_id", "clock", "run_number");
create index sla_tracking_state_due_at_idx on data.sla_tracking (organization_id, "state", "due_at");
create index sla_tracking_policy_id_state_idx on data.sla_tracking (organization_id, "policy_id", "state");
create index sla_tracking_warn_at_while_state_running_idx on data.sla_tracking (organization_id, "warn_at") where ("state" in ('running'));
create index sla_tracking_import_id_idx on data.sla_tracking (organization_id, "import_id");
alter table data.sla_tracking enable row level security;
alter table data.sla_tracking force row level security;
create policy mine_read on data.sla_tracking for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.sla_tracking for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.sla_tracking for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.sla_tracking for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.sla_tracking for each row execute function sync.stamp();
create trigger capture_insert after insert on data.sla_tracking referencing new table as new_rows for each statement execute function sync.capture_insert('64');
create trigger capture_update after update on data.sla_tracking referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('64');
create trigger capture_delete after delete on data.sla_tracking referencing old table as old_rows for each statement execute function sync.capture_delete('64');
create trigger forbid_truncate before truncate on data.sla_tracking for each statement execute function sync.forbid_truncate();
alter table data.sla_tracking enable always trigger stamp;
alter table data.sla_tracking enable always trigger capture_insert;
alter table data.sla_tracking enable always trigger capture_update;
alter table data.sla_tracking enable always trigger capture_delete;
alter table data.sla_tracking enable always trigger forbid_truncate;

create table data.escalations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid not null,
  "tracking_id" uuid,
  "policy_id" uuid,
  "step_key" text not null,
  "level" bigint not null default 1,
  "kind" text not null default 'automatic',
  "cause" text not null,
  "reason" text not null default '',
  "escalated_from_id" uuid,
  "escalated_to_id" uuid,
  "escalated_to_group_id" uuid,
  "priority_before_id" uuid,
  "priority_after_id" uuid,
  "triggered_at" timestamptz(3) not null,
  "triggered_by" uuid,
  "state" text not null default 'open',
  "settled_at" timestamptz(3),
  "settled_by" uuid,
  "override_reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint escalations_pkey primary key (organization_id, id),
  constraint escalations_form_step_key check (char_length("step_key") <= 160),
  constraint escalations_form_level check ("level" between -9007199254740991 and 9007199254740991),
  constraint escalations_form_kind check ("kind" in ('automatic', 'manual')),
  constraint escalations_form_cause check ("cause" in ('warning', 'breach', 'no_reply', 'request')),
  constraint escalations_form_reason check (char_length("reason") <= 2000),
  constraint escalations_form_triggered_at check ("triggered_at" >= '0001-01-01Z'::timestamptz and "triggered_at" < '10000-01-01Z'::timestamptz),
  constraint escalations_form_state check ("state" in ('open', 'acknowledged', 'resolved', 'overridden', 'cancelled')),
  constraint escalations_form_settled_at check ("settled_at" >= '0001-01-01Z'::timestamptz and "settled_at" < '10000-01-01Z'::timestamptz),
  constraint escalations_form_override_reason check (char_length("override_reason") <= 2000),
  constraint escalations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint escalations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint escalations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint escalations_rule_1 check (level >= 1),
  constraint escalations_rule_2 check (state = 'open' or settled_at is not null),
  constraint escalations_step_key_key unique (organization_id, "step_key"),
  constraint escalations_ticket_id_fkey foreign key (organization_id, "ticket_id") references data.tickets (organization_id, id)
);
create index escalations_ticket_id_triggered_at_idx on data.escalations (organization_id, "ticket_id", "triggered_at");
create index escalations_state_triggered_at_idx on data.escalations (organization_id, "state", "triggered_at");
create index escalations_escalated_to_id_state_idx on data.escalations (organization_id, "escalated_to_id", "state");
alter table data.escalations enable row level security;
alter table data.escalations force row level security;
create policy mine_read on data.escalations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.escalations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.escalations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.escalations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.escalations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.escalations referencing new table as new_rows for each statement execute function sync.capture_insert('65');
create trigger capture_update after update on data.escalations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('65');
create trigger capture_delete after delete on data.escalations referencing old table as old_rows for each statement execute function sync.capture_delete('65');
create trigger forbid_truncate before truncate on data.escalations for each statement execute function sync.forbid_truncate();
alter table data.escalations enable always trigger stamp;
alter table data.escalations enable always trigger capture_insert;
alter table data.escalations enable always trigger capture_update;
alter table data.escalations enable always trigger capture_delete;
alter table data.escalations enable always trigger forbid_truncate;

create table data.kb_categories (
  "id" uuid not null,
  "organization_id" uuid not null,
  "parent_id" uuid,
  "name" text not null,
  "slug" text not null,
  "description" text not null default '',
  "icon" text not null default '',
  "color" text not null default '',
  "visibility" text not null default 'internal',
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_categories_pkey primary key (organization_id, id),
  constraint kb_categories_form_name check (char_length("name") <= 200),
  constraint kb_categories_form_slug check (char_length("slug") <= 120),
  constraint kb_categories_form_description check (char_length("description") <= 2000),
  constraint kb_categories_form_icon check (char_length("icon") <= 60),
  constraint kb_categories_form_color check (char_length("color") <= 7),
  constraint kb_categories_form_visibility check ("visibility" in ('internal', 'public')),
  constraint kb_categories_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint kb_categories_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_categories_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_categories_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_categories_rule_1 check (parent_id is null or parent_id <> id),
  constraint kb_categories_slug_key unique (organization_id, "slug")
);
create index kb_categories_parent_id_position_idx on data.kb_categories (organization_id, "parent_id", "position");
alter table data.kb_categories enable row level security;
alter table data.kb_categories force row level security;
create policy mine_read on data.kb_categories for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_categories for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_categories for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_categories for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_categories for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_categories referencing new table as new_rows for each statement execute function sync.capture_insert('66');
create trigger capture_update after update on data.kb_categories referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('66');
create trigger capture_delete after delete on data.kb_categories referencing old table as old_rows for each statement execute function sync.capture_delete('66');
create trigger forbid_truncate before truncate on data.kb_categories for each statement execute function sync.forbid_truncate();
alter table data.kb_categories enable always trigger stamp;
alter table data.kb_categories enable always trigger capture_insert;
alter table data.kb_categories enable always trigger capture_update;
alter table data.kb_categories enable always trigger capture_delete;
alter table data.kb_categories enable always trigger forbid_truncate;

create table data.kb_articles (
  "id" uuid not null,
  "organization_id" uuid not null,
  "category_id" uuid not null,
  "slug" text not null,
  "title" text not null,
  "summary" text not null default '',
  "body" text not null default '',
  "body_format" text not null default 'markdown',
  "state" text not null default 'draft',
  "published_version_id" uuid,
  "published_at" timestamptz(3),
  "published_by" uuid,
  "visibility" text not null default 'internal',
  "locale" text not null default '',
  "author_id" uuid,
  "owner_id" uuid,
  "keywords" text not null default '',
  "review_due" date,
  "ticket_id" uuid,
  "view_count" bigint not null default 0,
  "helpful_count" bigint not null default 0,
  "not_helpful_count" bigint not null default 0,
  "used_count" bigint not null default 0,
  "is_featured" boolean not null default false,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_articles_pkey primary key (organization_id, id),
  constraint kb_articles_form_slug check (char_length("slug") <= 160),
  constraint kb_articles_form_title check (char_length("title") <= 200),
  constraint kb_articles_form_summary check (char_length("summary") <= 1000),
  constraint kb_articles_form_body check (char_length("body") <= 100000),
  constraint kb_articles_form_body_format check ("body_format" in ('markdown', 'html', 'plain')),
  constraint kb_articles_form_state check ("state" in ('draft', 'in_review', 'published', 'archived')),
  constraint kb_articles_form_published_at check ("published_at" >= '0001-01-01Z'::timestamptz and "published_at" < '10000-01-01Z'::timestamptz),
  constraint kb_articles_form_visibility check ("visibility" in ('internal', 'public')),
  constraint kb_articles_form_locale check (char_length("locale") <= 35),
  constraint kb_articles_form_keywords check (char_length("keywords") <= 1000),
  constraint kb_articles_form_review_due check ("review_due" between '0001-01-01'::date and '9999-12-31'::date),
  constraint kb_articles_form_view_count check ("view_count" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_form_helpful_count check ("helpful_count" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_form_not_helpful_count check ("not_helpful_count" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_form_used_count check ("used_count" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_articles_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_articles_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_articles_rule_1 check (view_count >= 0),
  constraint kb_articles_rule_2 check (helpful_count >= 0),
  constraint kb_articles_rule_3 check (not_helpful_count >= 0),
  constraint kb_articles_rule_4 check (used_count >= 0),
  constraint kb_articles_rule_5 check (state <> 'published' or published_version_id is not null),
  constraint kb_articles_slug_key unique (organization_id, "slug"),
  constraint kb_articles_category_id_fkey foreign key (organization_id, "category_id") references data.kb_categories (organization_id, id)
);
create index kb_articles_category_id_state_position_idx on data.kb_articles (organization_id, "category_id", "state", "position");
create index kb_articles_state_published_at_idx on data.kb_articles (organization_id, "state", "published_at");
create index kb_articles_owner_id_review_due_idx on data.kb_articles (organization_id, "owner_id", "review_due");
create index kb_articles_ticket_id_idx on data.kb_articles (organization_id, "ticket_id");
alter table data.kb_articles enable row level security;
alter table data.kb_articles force row level security;
create policy mine_read on data.kb_articles for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_articles for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_articles for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_articles for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_articles for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_articles referencing new table as new_rows for each statement execute function sync.capture_insert('67');
create trigger capture_update after update on data.kb_articles referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('67');
create trigger capture_delete after delete on data.kb_articles referencing old table as old_rows for each statement execute function sync.capture_delete('67');
create trigger forbid_truncate before truncate on data.kb_articles for each statement execute function sync.forbid_truncate();
alter table data.kb_articles enable always trigger stamp;
alter table data.kb_articles enable always trigger capture_insert;
alter table data.kb_articles enable always trigger capture_update;
alter table data.kb_articles enable always trigger capture_delete;
alter table data.kb_articles enable always trigger forbid_truncate;

create table data.kb_article_versions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "article_id" uuid not null,
  "version_number" bigint not null,
  "title" text not null,
  "summary" text not null default '',
  "body" text not null default '',
  "body_format" text not null default 'markdown',
  "change_note" text not null default '',
  "author_id" uuid,
  "written_at" timestamptz(3) not null,
  "state" text not null default 'draft',
  "submitted_at" timestamptz(3),
  "reviewed_at" timestamptz(3),
  "reviewed_by" uuid,
  "published_at" timestamptz(3),
  "review_notes" text not null default '',
  "approval_id" uuid,
  "restored_from_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_article_versions_pkey primary key (organization_id, id),
  constraint kb_article_versions_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint kb_article_versions_form_title check (char_length("title") <= 200),
  constraint kb_article_versions_form_summary check (char_length("summary") <= 1000),
  constraint kb_article_versions_form_body check (char_length("body") <= 100000),
  constraint kb_article_versions_form_body_format check ("body_format" in ('markdown', 'html', 'plain')),
  constraint kb_article_versions_form_change_note check (char_length("change_note") <= 500),
  constraint kb_article_versions_form_written_at check ("written_at" >= '0001-01-01Z'::timestamptz and "written_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_state check ("state" in ('draft', 'in_review', 'approved', 'published', 'rejected', 'superseded')),
  constraint kb_article_versions_form_submitted_at check ("submitted_at" >= '0001-01-01Z'::timestamptz and "submitted_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_reviewed_at check ("reviewed_at" >= '0001-01-01Z'::timestamptz and "reviewed_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_published_at check ("published_at" >= '0001-01-01Z'::timestamptz and "published_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_review_notes check (char_length("review_notes") <= 2000),
  constraint kb_article_versions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_versions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_article_versions_rule_1 check (version_number >= 1),
  constraint kb_article_versions_article_id_fkey foreign key (organization_id, "article_id") references data.kb_articles (organization_id, id)
);
create unique index kb_article_versions_article_id_version_number_while_st_06885277 on data.kb_article_versions (organization_id, "article_id", "version_number") where ("state" in ('published', 'superseded'));
create unique index kb_article_versions_article_id_while_state_published_key on data.kb_article_versions (organization_id, "article_id") where ("state" in ('published'));
create index kb_article_versions_article_id_version_number_idx on data.kb_article_versions (organization_id, "article_id", "version_number");
create index kb_article_versions_state_submitted_at_idx on data.kb_article_versions (organization_id, "state", "submitted_at");
create index kb_article_versions_author_id_state_idx on data.kb_article_versions (organization_id, "author_id", "state");
alter table data.kb_article_versions enable row level security;
alter table data.kb_article_versions force row level security;
create policy mine_read on data.kb_article_versions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_article_versions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_article_versions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_article_versions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_article_versions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_article_versions referencing new table as new_rows for each statement execute function sync.capture_insert('68');
create trigger capture_update after update on data.kb_article_versions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('68');
create trigger capture_delete after delete on data.kb_article_versions referencing old table as old_rows for each statement execute function sync.capture_delete('68');
create trigger forbid_truncate before truncate on data.kb_article_versions for each statement execute function sync.forbid_truncate();
alter table data.kb_article_versions enable always trigger stamp;
alter table data.kb_article_versions enable always trigger capture_insert;
alter table data.kb_article_versions enable always trigger capture_update;
alter table data.kb_article_versions enable always trigger capture_delete;
alter table data.kb_article_versions enable always trigger forbid_truncate;

create table data.kb_tags (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "slug" text not null,
  "description" text not null default '',
  "color" text not null default '',
  "synonyms" jsonb not null default '[]'::jsonb,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_tags_pkey primary key (organization_id, id),
  constraint kb_tags_form_name check (char_length("name") <= 60),
  constraint kb_tags_form_slug check (char_length("slug") <= 60),
  constraint kb_tags_form_description check (char_length("description") <= 500),
  constraint kb_tags_form_color check (char_length("color") <= 7),
  constraint kb_tags_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_tags_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_tags_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_tags_slug_key unique (organization_id, "slug")
);
alter table data.kb_tags enable row level security;
alter table data.kb_tags force row level security;
create policy mine_read on data.kb_tags for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_tags for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_tags for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_tags for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_tags for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_tags referencing new table as new_rows for each statement execute function sync.capture_insert('69');
create trigger capture_update after update on data.kb_tags referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('69');
create trigger capture_delete after delete on data.kb_tags referencing old table as old_rows for each statement execute function sync.capture_delete('69');
create trigger forbid_truncate before truncate on data.kb_tags for each statement execute function sync.forbid_truncate();
alter table data.kb_tags enable always trigger stamp;
alter table data.kb_tags enable always trigger capture_insert;
alter table data.kb_tags enable always trigger capture_update;
alter table data.kb_tags enable always trigger capture_delete;
alter table data.kb_tags enable always trigger forbid_truncate;

create table data.kb_article_tags (
  "id" uuid not null,
  "organization_id" uuid not null,
  "article_id" uuid not null,
  "tag_id" uuid not null,
  "tagged_at" timestamptz(3) not null,
  "tagged_by" uuid,
  "is_current" boolean not null default true,
  "untagged_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_article_tags_pkey primary key (organization_id, id),
  constraint kb_article_tags_form_tagged_at check ("tagged_at" >= '0001-01-01Z'::timestamptz and "tagged_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_tags_form_untagged_at check ("untagged_at" >= '0001-01-01Z'::timestamptz and "untagged_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_tags_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_tags_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_tags_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_article_tags_rule_1 check (is_current or untagged_at is not null),
  constraint kb_article_tags_article_id_fkey foreign key (organization_id, "article_id") references data.kb_articles (organization_id, id),
  constraint kb_article_tags_tag_id_fkey foreign key (organization_id, "tag_id") references data.kb_tags (organization_id, id)
);
create unique index kb_article_tags_article_id_tag_id_while_is_current_1_key on data.kb_article_tags (organization_id, "article_id", "tag_id") where ("is_current" in (true));
create index kb_article_tags_article_id_idx on data.kb_article_tags (organization_id, "article_id");
create index kb_article_tags_tag_id_is_current_idx on data.kb_article_tags (organization_id, "tag_id", "is_current");
alter table data.kb_article_tags enable row level security;
alter table data.kb_article_tags force row level security;
create policy mine_read on data.kb_article_tags for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_article_tags for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_article_tags for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_article_tags for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_article_tags for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_article_tags referencing new table as new_rows for each statement execute function sync.capture_insert('70');
create trigger capture_update after update on data.kb_article_tags referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('70');
create trigger capture_delete after delete on data.kb_article_tags referencing old table as old_rows for each statement execute function sync.capture_delete('70');
create trigger forbid_truncate before truncate on data.kb_article_tags for each statement execute function sync.forbid_truncate();
alter table data.kb_article_tags enable always trigger stamp;
alter table data.kb_article_tags enable always trigger capture_insert;
alter table data.kb_article_tags enable always trigger capture_update;
alter table data.kb_article_tags enable always trigger capture_delete;
alter table data.kb_article_tags enable always trigger forbid_truncate;

create table data.kb_article_feedback (
  "id" uuid not null,
  "organization_id" uuid not null,
  "article_id" uuid not null,
  "version_id" uuid,
  "user_id" uuid,
  "ticket_id" uuid,
  "is_helpful" boolean not null,
  "rating" bigint,
  "reason" text,
  "comment" text not null default '',
  "search_text" text not null default '',
  "given_at" timestamptz(3) not null,
  "state" text not null default 'open',
  "handled_at" timestamptz(3),
  "handled_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_article_feedback_pkey primary key (organization_id, id),
  constraint kb_article_feedback_form_rating check ("rating" between -9007199254740991 and 9007199254740991),
  constraint kb_article_feedback_form_reason check ("reason" in ('outdated', 'incomplete', 'unclear', 'wrong', 'not_found', 'other')),
  constraint kb_article_feedback_form_comment check (char_length("comment") <= 2000),
  constraint kb_article_feedback_form_search_text check (char_length("search_text") <= 200),
  constraint kb_article_feedback_form_given_at check ("given_at" >= '0001-01-01Z'::timestamptz and "given_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_feedback_form_state check ("state" in ('open', 'planned', 'done', 'dismissed')),
  constraint kb_article_feedback_form_handled_at check ("handled_at" >= '0001-01-01Z'::timestamptz and "handled_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_feedback_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_feedback_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_feedback_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_article_feedback_rule_1 check (rating is null or rating between 1 and 5),
  constraint kb_article_feedback_article_id_fkey foreign key (organization_id, "article_id") references data.kb_articles (organization_id, id)
);
create index kb_article_feedback_article_id_given_at_idx on data.kb_article_feedback (organization_id, "article_id", "given_at");
create index kb_article_feedback_state_given_at_idx on data.kb_article_feedback (organization_id, "state", "given_at");
create index kb_article_feedback_ticket_id_idx on data.kb_article_feedback (organization_id, "ticket_id");
alter table data.kb_article_feedback enable row level security;
alter table data.kb_article_feedback force row level security;
create policy mine_read on data.kb_article_feedback for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_article_feedback for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_article_feedback for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_article_feedback for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_article_feedback for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_article_feedback referencing new table as new_rows for each statement execute function sync.capture_insert('71');
create trigger capture_update after update on data.kb_article_feedback referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('71');
create trigger capture_delete after delete on data.kb_article_feedback referencing old table as old_rows for each statement execute function sync.capture_delete('71');
create trigger forbid_truncate before truncate on data.kb_article_feedback for each statement execute function sync.forbid_truncate();
alter table data.kb_article_feedback enable always trigger stamp;
alter table data.kb_article_feedback enable always trigger capture_insert;
alter table data.kb_article_feedback enable always trigger capture_update;
alter table data.kb_article_feedback enable always trigger capture_delete;
alter table data.kb_article_feedback enable always trigger forbid_truncate;

create table data.kb_article_attachments (
  "id" uuid not null,
  "organization_id" uuid not null,
  "article_id" uuid not null,
  "version_id" uuid,
  "file_id" uuid not null,
  "file_name" text not null,
  "file_type" text not null,
  "file_size" bigint not null,
  "alt_text" text not null default '',
  "caption" text not null default '',
  "transcript" text not null default '',
  "is_inline" boolean not null default false,
  "uploaded_at" timestamptz(3) not null,
  "uploaded_by" uuid,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint kb_article_attachments_pkey primary key (organization_id, id),
  constraint kb_article_attachments_form_file_name check (char_length("file_name") <= 255),
  constraint kb_article_attachments_form_file_type check (char_length("file_type") <= 120),
  constraint kb_article_attachments_form_file_size check ("file_size" between -9007199254740991 and 9007199254740991),
  constraint kb_article_attachments_form_alt_text check (char_length("alt_text") <= 500),
  constraint kb_article_attachments_form_caption check (char_length("caption") <= 500),
  constraint kb_article_attachments_form_transcript check (char_length("transcript") <= 20000),
  constraint kb_article_attachments_form_uploaded_at check ("uploaded_at" >= '0001-01-01Z'::timestamptz and "uploaded_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_attachments_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint kb_article_attachments_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_attachments_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint kb_article_attachments_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint kb_article_attachments_rule_1 check (file_size >= 0),
  constraint kb_article_attachments_article_id_fkey foreign key (organization_id, "article_id") references data.kb_articles (organization_id, id),
  constraint kb_article_attachments_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create index kb_article_attachments_file_id_idx on data.kb_article_attachments (organization_id, "file_id");
create index kb_article_attachments_article_id_position_idx on data.kb_article_attachments (organization_id, "article_id", "position");
alter table data.kb_article_attachments enable row level security;
alter table data.kb_article_attachments force row level security;
create policy mine_read on data.kb_article_attachments for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.kb_article_attachments for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.kb_article_attachments for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.kb_article_attachments for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.kb_article_attachments for each row execute function sync.stamp();
create trigger capture_insert after insert on data.kb_article_attachments referencing new table as new_rows for each statement execute function sync.capture_insert('72');
create trigger capture_update after update on data.kb_article_attachments referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('72');
create trigger capture_delete after delete on data.kb_article_attachments referencing old table as old_rows for each statement execute function sync.capture_delete('72');
create trigger forbid_truncate before truncate on data.kb_article_attachments for each statement execute function sync.forbid_truncate();
alter table data.kb_article_attachments enable always trigger stamp;
alter table data.kb_article_attachments enable always trigger capture_insert;
alter table data.kb_article_attachments enable always trigger capture_update;
alter table data.kb_article_attachments enable always trigger capture_delete;
alter table data.kb_article_attachments enable always trigger forbid_truncate;

create table data.surveys (
  "id" uuid not null,
  "organization_id" uuid not null,
  "title" text not null,
  "description" text not null default '',
  "kind" text not null default 'custom',
  "questions" jsonb not null default '[]'::jsonb,
  "version" bigint not null default 1,
  "locale" text not null default '',
  "status" text not null default 'draft',
  "opens_at" timestamptz(3),
  "closes_at" timestamptz(3),
  "trigger_event" text not null default 'manual',
  "audience" jsonb not null default '{}'::jsonb,
  "channel" text not null default 'link',
  "is_anonymous" boolean not null default false,
  "thanks" text not null default '',
  "owner_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint surveys_pkey primary key (organization_id, id),
  constraint surveys_form_title check (char_length("title") <= 200),
  constraint surveys_form_description check (char_length("description") <= 4000),
  constraint surveys_form_kind check ("kind" in ('csat', 'nps', 'effort', 'custom')),
  constraint surveys_form_version check ("version" between -9007199254740991 and 9007199254740991),
  constraint surveys_form_locale check (char_length("locale") <= 20),
  constraint surveys_form_status check ("status" in ('draft', 'active', 'closed', 'archived')),
  constraint surveys_form_opens_at check ("opens_at" >= '0001-01-01Z'::timestamptz and "opens_at" < '10000-01-01Z'::timestamptz),
  constraint surveys_form_closes_at check ("closes_at" >= '0001-01-01Z'::timestamptz and "closes_at" < '10000-01-01Z'::timestamptz),
  constraint surveys_form_trigger_event check ("trigger_event" in ('manual', 'ticket_closed', 'booking_completed', 'workshop_attended')),
  constraint surveys_form_channel check ("channel" in ('link', 'email', 'sms', 'whatsapp', 'kiosk')),
  constraint surveys_form_thanks check (char_length("thanks") <= 1000),
  constraint surveys_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint surveys_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint surveys_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint surveys_rule_1 check (version >= 1),
  constraint surveys_rule_2 check (opens_at is null or closes_at is null or closes_at > opens_at)
);
create index surveys_status_opens_at_idx on data.surveys (organization_id, "status", "opens_at");
create index surveys_trigger_event_status_idx on data.surveys (organization_id, "trigger_event", "status");
alter table data.surveys enable row level security;
alter table data.surveys force row level security;
create policy mine_read on data.surveys for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.surveys for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.surveys for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.surveys for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.surveys for each row execute function sync.stamp();
create trigger capture_insert after insert on data.surveys referencing new table as new_rows for each statement execute function sync.capture_insert('73');
create trigger capture_update after update on data.surveys referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('73');
create trigger capture_delete after delete on data.surveys referencing old table as old_rows for each statement execute function sync.capture_delete('73');
create trigger forbid_truncate before truncate on data.surveys for each statement execute function sync.forbid_truncate();
alter table data.surveys enable always trigger stamp;
alter table data.surveys enable always trigger capture_insert;
alter table data.surveys enable always trigger capture_update;
alter table data.surveys enable always trigger capture_delete;
alter table data.surveys enable always trigger forbid_truncate;

create table data.survey_responses (
  "id" uuid not null,
  "organization_id" uuid not null,
  "survey_id" uuid not null,
  "survey_version" bigint not null default 1,
  "respondent_id" uuid,
  "respondent_name" text not null default '',
  "respondent_email" text not null default '',
  "answers" jsonb not null default '{}'::jsonb,
  "score" bigint,
  "comment" text not null default '',
  "status" text not null default 'complete',
  "channel" text not null default 'link',
  "locale" text not null default '',
  "started_at" timestamptz(3),
  "submitted_at" timestamptz(3) not null,
  "ticket_id" uuid,
  "booking_id" uuid,
  "workshop_session_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint survey_responses_pkey primary key (organization_id, id),
  constraint survey_responses_form_survey_version check ("survey_version" between -9007199254740991 and 9007199254740991),
  constraint survey_responses_form_respondent_name check (char_length("respondent_name") <= 200),
  constraint survey_responses_form_respondent_email check (char_length("respondent_email") <= 254),
  constraint survey_responses_form_score check ("score" between -9007199254740991 and 9007199254740991),
  constraint survey_responses_form_comment check (char_length("comment") <= 4000),
  constraint survey_responses_form_status check ("status" in ('partial', 'complete')),
  constraint survey_responses_form_channel check ("channel" in ('link', 'email', 'sms', 'whatsapp', 'kiosk')),
  constraint survey_responses_form_locale check (char_length("locale") <= 20),
  constraint survey_responses_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint survey_responses_form_submitted_at check ("submitted_at" >= '0001-01-01Z'::timestamptz and "submitted_at" < '10000-01-01Z'::timestamptz),
  constraint survey_responses_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint survey_responses_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint survey_responses_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint survey_responses_rule_1 check (score is null or score between 0 and 10),
  constraint survey_responses_rule_2 check (survey_version >= 1),
  constraint survey_responses_survey_id_fkey foreign key (organization_id, "survey_id") references data.surveys (organization_id, id)
);
create index survey_responses_survey_id_submitted_at_idx on data.survey_responses (organization_id, "survey_id", "submitted_at");
create index survey_responses_ticket_id_idx on data.survey_responses (organization_id, "ticket_id");
create index survey_responses_booking_id_idx on data.survey_responses (organization_id, "booking_id");
create index survey_responses_workshop_session_id_idx on data.survey_responses (organization_id, "workshop_session_id");
alter table data.survey_responses enable row level security;
alter table data.survey_responses force row level security;
create policy mine_read on data.survey_responses for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.survey_responses for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.survey_responses for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.survey_responses for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.survey_responses for each row execute function sync.stamp();
create trigger capture_insert after insert on data.survey_responses referencing new table as new_rows for each statement execute function sync.capture_insert('74');
create trigger capture_update after update on data.survey_responses referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('74');
create trigger capture_delete after delete on data.survey_responses referencing old table as old_rows for each statement execute function sync.capture_delete('74');
create trigger forbid_truncate before truncate on data.survey_responses for each statement execute function sync.forbid_truncate();
alter table data.survey_responses enable always trigger stamp;
alter table data.survey_responses enable always trigger capture_insert;
alter table data.survey_responses enable always trigger capture_update;
alter table data.survey_responses enable always trigger capture_delete;
alter table data.survey_responses enable always trigger forbid_truncate;

create table data.satisfaction_surveys (
  "id" uuid not null,
  "organization_id" uuid not null,
  "ticket_id" uuid,
  "booking_id" uuid,
  "agent_id" uuid,
  "respondent_id" uuid,
  "respondent_name" text not null default '',
  "respondent_email" text not null default '',
  "state" text not null default 'queued',
  "channel" text not null default 'email',
  "sent_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "answered_at" timestamptz(3),
  "overall_rating" bigint,
  "speed_rating" bigint,
  "quality_rating" bigint,
  "friendliness_rating" bigint,
  "nps_score" bigint,
  "comment" text not null default '',
  "follow_up" text not null default 'none',
  "follow_up_notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint satisfaction_surveys_pkey primary key (organization_id, id),
  constraint satisfaction_surveys_form_respondent_name check (char_length("respondent_name") <= 200),
  constraint satisfaction_surveys_form_respondent_email check (char_length("respondent_email") <= 254),
  constraint satisfaction_surveys_form_state check ("state" in ('queued', 'sent', 'answered', 'expired')),
  constraint satisfaction_surveys_form_channel check ("channel" in ('link', 'email', 'sms', 'whatsapp', 'kiosk')),
  constraint satisfaction_surveys_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint satisfaction_surveys_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint satisfaction_surveys_form_answered_at check ("answered_at" >= '0001-01-01Z'::timestamptz and "answered_at" < '10000-01-01Z'::timestamptz),
  constraint satisfaction_surveys_form_overall_rating check ("overall_rating" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_form_speed_rating check ("speed_rating" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_form_quality_rating check ("quality_rating" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_form_friendliness_rating check ("friendliness_rating" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_form_nps_score check ("nps_score" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_form_comment check (char_length("comment") <= 4000),
  constraint satisfaction_surveys_form_follow_up check ("follow_up" in ('none', 'wanted', 'done')),
  constraint satisfaction_surveys_form_follow_up_notes check (char_length("follow_up_notes") <= 2000),
  constraint satisfaction_surveys_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint satisfaction_surveys_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint satisfaction_surveys_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint satisfaction_surveys_rule_1 check (ticket_id is not null or booking_id is not null),
  constraint satisfaction_surveys_rule_2 check (overall_rating is null or overall_rating between 1 and 5),
  constraint satisfaction_surveys_rule_3 check (speed_rating is null or speed_rating between 1 and 5),
  constraint satisfaction_surveys_rule_4 check (quality_rating is null or quality_rating between 1 and 5),
  constraint satisfaction_surveys_rule_5 check (friendliness_rating is null or friendliness_rating between 1 and 5),
  constraint satisfaction_surveys_rule_6 check (nps_score is null or nps_score between 0 and 10),
  constraint satisfaction_surveys_rule_7 check ((state = 'answered') = (answered_at is not null))
);
create index satisfaction_surveys_ticket_id_idx on data.satisfaction_surveys (organization_id, "ticket_id");
create index satisfaction_surveys_booking_id_idx on data.satisfaction_surveys (organization_id, "booking_id");
create index satisfaction_surveys_agent_id_answered_at_idx on data.satisfaction_surveys (organization_id, "agent_id", "answered_at");
create index satisfaction_surveys_state_sent_at_idx on data.satisfaction_surveys (organization_id, "state", "sent_at");
create index satisfaction_surveys_follow_up_answered_at_idx on data.satisfaction_surveys (organization_id, "follow_up", "answered_at");
alter table data.satisfaction_surveys enable row level security;
alter table data.satisfaction_surveys force row level security;
create policy mine_read on data.satisfaction_surveys for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.satisfaction_surveys for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.satisfaction_surveys for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.satisfaction_surveys for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.satisfaction_surveys for each row execute function sync.stamp();
create trigger capture_insert after insert on data.satisfaction_surveys referencing new table as new_rows for each statement execute function sync.capture_insert('75');
create trigger capture_update after update on data.satisfaction_surveys referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('75');
create trigger capture_delete after delete on data.satisfaction_surveys referencing old table as old_rows for each statement execute function sync.capture_delete('75');
create trigger forbid_truncate before truncate on data.satisfaction_surveys for each statement execute function sync.forbid_truncate();
alter table data.satisfaction_surveys enable always trigger stamp;
alter table data.satisfaction_surveys enable always trigger capture_insert;
alter table data.satisfaction_surveys enable always trigger capture_update;
alter table data.satisfaction_surveys enable always trigger capture_delete;
alter table data.satisfaction_surveys enable always trigger forbid_truncate;

create table data.announcements (
  "id" uuid not null,
  "organization_id" uuid not null,
  "title" text not null,
  "body" text not null default '',
  "level" text not null default 'info',
  "status" text not null default 'draft',
  "published_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "department_id" uuid,
  "is_pinned" boolean not null default false,
  "must_be_read" boolean not null default false,
  "author_id" uuid,
  "locale" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint announcements_pkey primary key (organization_id, id),
  constraint announcements_form_title check (char_length("title") <= 200),
  constraint announcements_form_body check (char_length("body") <= 20000),
  constraint announcements_form_level check ("level" in ('info', 'success', 'warning', 'critical')),
  constraint announcements_form_status check ("status" in ('draft', 'published', 'archived')),
  constraint announcements_form_published_at check ("published_at" >= '0001-01-01Z'::timestamptz and "published_at" < '10000-01-01Z'::timestamptz),
  constraint announcements_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint announcements_form_locale check (char_length("locale") <= 20),
  constraint announcements_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint announcements_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint announcements_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint announcements_rule_1 check (published_at is null or expires_at is null or expires_at > published_at),
  constraint announcements_rule_2 check (status <> 'published' or published_at is not null),
  constraint announcements_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index announcements_department_id_idx on data.announcements (organization_id, "department_id");
create index announcements_status_is_pinned_published_at_idx on data.announcements (organization_id, "status", "is_pinned", "published_at");
create index announcements_status_expires_at_idx on data.announcements (organization_id, "status", "expires_at");
alter table data.announcements enable row level security;
alter table data.announcements force row level security;
create policy mine_read on data.announcements for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.announcements for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.announcements for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.announcements for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.announcements for each row execute function sync.stamp();
create trigger capture_insert after insert on data.announcements referencing new table as new_rows for each statement execute function sync.capture_insert('76');
create trigger capture_update after update on data.announcements referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('76');
create trigger capture_delete after delete on data.announcements referencing old table as old_rows for each statement execute function sync.capture_delete('76');
create trigger forbid_truncate before truncate on data.announcements for each statement execute function sync.forbid_truncate();
alter table data.announcements enable always trigger stamp;
alter table data.announcements enable always trigger capture_insert;
alter table data.announcements enable always trigger capture_update;
alter table data.announcements enable always trigger capture_delete;
alter table data.announcements enable always trigger forbid_truncate;

create table data.addresses (
  "id" uuid not null,
  "organization_id" uuid not null,
  "kind" text not null default 'home',
  "street_1" text not null,
  "street_2" text not null default '',
  "city" text not null,
  "state" text not null default '',
  "zip_code" text not null default '',
  "country_code" text not null,
  "latitude" numeric(9,6),
  "longitude" numeric(9,6),
  "standardized_by_source" text,
  "standardization_confidence" numeric(5,2),
  "delivery_point_validation" text not null default 'unknown',
  "last_standardization_date" timestamptz(3),
  "external_address_id" text,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint addresses_pkey primary key (organization_id, id),
  constraint addresses_form_kind check ("kind" in ('home', 'mailing', 'garaging', 'business')),
  constraint addresses_form_street_1 check (char_length("street_1") <= 200),
  constraint addresses_form_street_2 check (char_length("street_2") <= 200),
  constraint addresses_form_city check (char_length("city") <= 100),
  constraint addresses_form_state check (char_length("state") <= 100),
  constraint addresses_form_zip_code check (char_length("zip_code") <= 20),
  constraint addresses_form_country_code check (char_length("country_code") <= 2),
  constraint addresses_form_latitude check ("latitude" <> 'NaN'::numeric),
  constraint addresses_form_longitude check ("longitude" <> 'NaN'::numeric),
  constraint addresses_form_standardized_by_source check (char_length("standardized_by_source") <= 100),
  constraint addresses_form_standardization_confidence check ("standardization_confidence" <> 'NaN'::numeric),
  constraint addresses_form_delivery_point_validation check ("delivery_point_validation" in ('valid', 'invalid', 'unknown')),
  constraint addresses_form_last_standardization_date check ("last_standardization_date" >= '0001-01-01Z'::timestamptz and "last_standardization_date" < '10000-01-01Z'::timestamptz),
  constraint addresses_form_external_address_id check (char_length("external_address_id") <= 100),
  constraint addresses_form_notes check (char_length("notes") <= 2000),
  constraint addresses_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint addresses_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint addresses_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint addresses_rule_1 check (cast(standardization_confidence as numeric) between 0 and 100),
  constraint addresses_rule_2 check (cast(latitude as numeric) between -90 and 90),
  constraint addresses_rule_3 check (cast(longitude as numeric) between -180 and 180),
  constraint addresses_rule_4 check (length(country_code) = 2)
);
create index addresses_zip_code_street_1_idx on data.addresses (organization_id, "zip_code", "street_1");
create index addresses_city_idx on data.addresses (organization_id, "city");
create index addresses_standardized_by_source_idx on data.addresses (organization_id, "standardized_by_source");
create index addresses_delivery_point_validation_idx on data.addresses (organization_id, "delivery_point_validation");
alter table data.addresses enable row level security;
alter table data.addresses force row level security;
create policy mine_read on data.addresses for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.addresses for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.addresses for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.addresses for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.addresses for each row execute function sync.stamp();
create trigger capture_insert after insert on data.addresses referencing new table as new_rows for each statement execute function sync.capture_insert('77');
create trigger capture_update after update on data.addresses referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('77');
create trigger capture_delete after delete on data.addresses referencing old table as old_rows for each statement execute function sync.capture_delete('77');
create trigger forbid_truncate before truncate on data.addresses for each statement execute function sync.forbid_truncate();
alter table data.addresses enable always trigger stamp;
alter table data.addresses enable always trigger capture_insert;
alter table data.addresses enable always trigger capture_update;
alter table data.addresses enable always trigger capture_delete;
alter table data.addresses enable always trigger forbid_truncate;

create table data.households (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "address_id" uuid,
  "primary_driver_id" uuid,
  "phone" text not null default '',
  "email" text not null default '',
  "member_count" bigint not null default 1,
  "external_verification_status" text not null default 'not_verified',
  "last_verification_date" timestamptz(3),
  "verification_source" text,
  "external_household_id" text,
  "notes" text not null default '',
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint households_pkey primary key (organization_id, id),
  constraint households_form_name check (char_length("name") <= 200),
  constraint households_form_phone check (char_length("phone") <= 40),
  constraint households_form_email check (char_length("email") <= 254),
  constraint households_form_member_count check ("member_count" between -9007199254740991 and 9007199254740991),
  constraint households_form_external_verification_status check ("external_verification_status" in ('not_verified', 'verified', 'partial', 'failed')),
  constraint households_form_last_verification_date check ("last_verification_date" >= '0001-01-01Z'::timestamptz and "last_verification_date" < '10000-01-01Z'::timestamptz),
  constraint households_form_verification_source check (char_length("verification_source") <= 100),
  constraint households_form_external_household_id check (char_length("external_household_id") <= 100),
  constraint households_form_notes check (char_length("notes") <= 4000),
  constraint households_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint households_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint households_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint households_rule_1 check (member_count >= 0),
  constraint households_address_id_fkey foreign key (organization_id, "address_id") references data.addresses (organization_id, id)
);
create index households_address_id_idx on data.households (organization_id, "address_id");
create index households_name_idx on data.households (organization_id, "name");
create index households_external_household_id_idx on data.households (organization_id, "external_household_id");
alter table data.households enable row level security;
alter table data.households force row level security;
create policy mine_read on data.households for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.households for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.households for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.households for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.households for each row execute function sync.stamp();
create trigger capture_insert after insert on data.households referencing new table as new_rows for each statement execute function sync.capture_insert('78');
create trigger capture_update after update on data.households referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('78');
create trigger capture_delete after delete on data.households referencing old table as old_rows for each statement execute function sync.capture_delete('78');
create trigger forbid_truncate before truncate on data.households for each statement execute function sync.forbid_truncate();
alter table data.households enable always trigger stamp;
alter table data.households enable always trigger capture_insert;
alter table data.households enable always trigger capture_update;
alter table data.households enable always trigger capture_delete;
alter table data.households enable always trigger forbid_truncate;

create table data.drivers (
  "id" uuid not null,
  "organization_id" uuid not null,
  "household_id" uuid,
  "address_id" uuid,
  "first_name" text not null,
  "middle_name" text not null default '',
  "last_name" text not null,
  "suffix" text not null default '',
  "date_of_birth" date,
  "gender" text not null default 'unspecified',
  "marital_status" text not null default 'unknown',
  "relationship" text not null default 'self',
  "occupation" text not null default '',
  "email" text not null default '',
  "phone" text not null default '',
  "is_primary" boolean not null default false,
  "is_excluded" boolean not null default false,
  "external_verification_status" text not null default 'not_verified',
  "last_verification_date" timestamptz(3),
  "verification_source" text,
  "verification_confidence" numeric(5,2),
  "external_driver_id" text,
  "notes" text not null default '',
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint drivers_pkey primary key (organization_id, id),
  constraint drivers_form_first_name check (char_length("first_name") <= 100),
  constraint drivers_form_middle_name check (char_length("middle_name") <= 100),
  constraint drivers_form_last_name check (char_length("last_name") <= 100),
  constraint drivers_form_suffix check (char_length("suffix") <= 20),
  constraint drivers_form_date_of_birth check ("date_of_birth" between '0001-01-01'::date and '9999-12-31'::date),
  constraint drivers_form_gender check ("gender" in ('female', 'male', 'other', 'unspecified')),
  constraint drivers_form_marital_status check ("marital_status" in ('single', 'married', 'partnered', 'separated', 'divorced', 'widowed', 'unknown')),
  constraint drivers_form_relationship check ("relationship" in ('self', 'spouse', 'partner', 'child', 'parent', 'sibling', 'other')),
  constraint drivers_form_occupation check (char_length("occupation") <= 100),
  constraint drivers_form_email check (char_length("email") <= 254),
  constraint drivers_form_phone check (char_length("phone") <= 40),
  constraint drivers_form_external_verification_status check ("external_verification_status" in ('not_verified', 'verified', 'partial', 'failed')),
  constraint drivers_form_last_verification_date check ("last_verification_date" >= '0001-01-01Z'::timestamptz and "last_verification_date" < '10000-01-01Z'::timestamptz),
  constraint drivers_form_verification_source check (char_length("verification_source") <= 100),
  constraint drivers_form_verification_confidence check ("verification_confidence" <> 'NaN'::numeric),
  constraint drivers_form_external_driver_id check (char_length("external_driver_id") <= 100),
  constraint drivers_form_notes check (char_length("notes") <= 4000),
  constraint drivers_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint drivers_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint drivers_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint drivers_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint drivers_rule_1 check (cast(verification_confidence as numeric) between 0 and 100),
  constraint drivers_household_id_fkey foreign key (organization_id, "household_id") references data.households (organization_id, id),
  constraint drivers_address_id_fkey foreign key (organization_id, "address_id") references data.addresses (organization_id, id)
);
create index drivers_address_id_idx on data.drivers (organization_id, "address_id");
create index drivers_household_id_position_idx on data.drivers (organization_id, "household_id", "position");
create index drivers_last_name_first_name_idx on data.drivers (organization_id, "last_name", "first_name");
create index drivers_external_verification_status_idx on data.drivers (organization_id, "external_verification_status");
create index drivers_last_verification_date_idx on data.drivers (organization_id, "last_verification_date");
create index drivers_external_driver_id_idx on data.drivers (organization_id, "external_driver_id");
alter table data.drivers enable row level security;
alter table data.drivers force row level security;
create policy mine_read on data.drivers for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.drivers for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.drivers for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.drivers for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.drivers for each row execute function sync.stamp();
create trigger capture_insert after insert on data.drivers referencing new table as new_rows for each statement execute function sync.capture_insert('79');
create trigger capture_update after update on data.drivers referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('79');
create trigger capture_delete after delete on data.drivers referencing old table as old_rows for each statement execute function sync.capture_delete('79');
create trigger forbid_truncate before truncate on data.drivers for each statement execute function sync.forbid_truncate();
alter table data.drivers enable always trigger stamp;
alter table data.drivers enable always trigger capture_insert;
alter table data.drivers enable always trigger capture_update;
alter table data.drivers enable always trigger capture_delete;
alter table data.drivers enable always trigger forbid_truncate;

create table data.licenses (
  "id" uuid not null,
  "organization_id" uuid not null,
  "driver_id" uuid not null,
  "license_number" text not null,
  "state_code" text not null default '',
  "country_code" text not null,
  "license_class" text not null default '',
  "license_status" text not null default 'unknown',
  "issued_on" date,
  "expires_on" date,
  "first_licensed_on" date,
  "restrictions" text not null default '',
  "image_file_id" uuid,
  "is_primary" boolean not null default true,
  "external_verification_status" text not null default 'not_verified',
  "last_verification_date" timestamptz(3),
  "verification_source" text,
  "external_license_status" text,
  "verification_notes" text,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint licenses_pkey primary key (organization_id, id),
  constraint licenses_form_license_number check (char_length("license_number") <= 60),
  constraint licenses_form_state_code check (char_length("state_code") <= 20),
  constraint licenses_form_country_code check (char_length("country_code") <= 2),
  constraint licenses_form_license_class check (char_length("license_class") <= 20),
  constraint licenses_form_license_status check ("license_status" in ('active', 'expired', 'suspended', 'revoked', 'learner', 'unknown')),
  constraint licenses_form_issued_on check ("issued_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint licenses_form_expires_on check ("expires_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint licenses_form_first_licensed_on check ("first_licensed_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint licenses_form_restrictions check (char_length("restrictions") <= 500),
  constraint licenses_form_external_verification_status check ("external_verification_status" in ('not_verified', 'verified', 'invalid', 'expired', 'suspended')),
  constraint licenses_form_last_verification_date check ("last_verification_date" >= '0001-01-01Z'::timestamptz and "last_verification_date" < '10000-01-01Z'::timestamptz),
  constraint licenses_form_verification_source check (char_length("verification_source") <= 100),
  constraint licenses_form_external_license_status check (char_length("external_license_status") <= 50),
  constraint licenses_form_verification_notes check (char_length("verification_notes") <= 4000),
  constraint licenses_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint licenses_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint licenses_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint licenses_rule_1 check (expires_on >= issued_on),
  constraint licenses_rule_2 check (length(country_code) = 2),
  constraint licenses_driver_id_fkey foreign key (organization_id, "driver_id") references data.drivers (organization_id, id)
);
create index licenses_driver_id_is_primary_idx on data.licenses (organization_id, "driver_id", "is_primary");
create index licenses_license_number_idx on data.licenses (organization_id, "license_number");
create index licenses_external_verification_status_idx on data.licenses (organization_id, "external_verification_status");
create index licenses_last_verification_date_idx on data.licenses (organization_id, "last_verification_date");
create index licenses_expires_on_idx on data.licenses (organization_id, "expires_on");
alter table data.licenses enable row level security;
alter table data.licenses force row level security;
create policy mine_read on data.licenses for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.licenses for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.licenses for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.licenses for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.licenses for each row execute function sync.stamp();
create trigger capture_insert after insert on data.licenses referencing new table as new_rows for each statement execute function sync.capture_insert('80');
create trigger capture_update after update on data.licenses referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('80');
create trigger capture_delete after delete on data.licenses referencing old table as old_rows for each statement execute function sync.capture_delete('80');
create trigger forbid_truncate before truncate on data.licenses for each statement execute function sync.forbid_truncate();
alter table data.licenses enable always trigger stamp;
alter table data.licenses enable always trigger capture_insert;
alter table data.licenses enable always trigger capture_update;
alter table data.licenses enable always trigger capture_delete;
alter table data.licenses enable always trigger forbid_truncate;

create table data.vehicles (
  "id" uuid not null,
  "organization_id" uuid not null,
  "household_id" uuid,
  "primary_driver_id" uuid,
  "garaging_address_id" uuid,
  "vin" text not null default '',
  "plate" text not null default '',
  "plate_state" text not null default '',
  "model_year" bigint,
  "make" text not null,
  "model" text not null,
  "body_style" text not null default '',
  "color" text not null default '',
  "vehicle_use" text not null default 'unknown',
  "ownership" text not null default 'unknown',
  "annual_distance" bigint,
  "distance_unit" text not null default 'km',
  "external_verification_status" text not null default 'not_verified',
  "last_verification_date" timestamptz(3),
  "verification_source" text,
  "external_vehicle_id" text,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint vehicles_pkey primary key (organization_id, id),
  constraint vehicles_form_vin check (char_length("vin") <= 32),
  constraint vehicles_form_plate check (char_length("plate") <= 20),
  constraint vehicles_form_plate_state check (char_length("plate_state") <= 20),
  constraint vehicles_form_model_year check ("model_year" between -9007199254740991 and 9007199254740991),
  constraint vehicles_form_make check (char_length("make") <= 60),
  constraint vehicles_form_model check (char_length("model") <= 60),
  constraint vehicles_form_body_style check (char_length("body_style") <= 60),
  constraint vehicles_form_color check (char_length("color") <= 40),
  constraint vehicles_form_vehicle_use check ("vehicle_use" in ('commute', 'pleasure', 'business', 'farm', 'rideshare', 'unknown')),
  constraint vehicles_form_ownership check ("ownership" in ('owned', 'financed', 'leased', 'unknown')),
  constraint vehicles_form_annual_distance check ("annual_distance" between -9007199254740991 and 9007199254740991),
  constraint vehicles_form_distance_unit check ("distance_unit" in ('km', 'mi')),
  constraint vehicles_form_external_verification_status check ("external_verification_status" in ('not_verified', 'verified', 'partial', 'failed')),
  constraint vehicles_form_last_verification_date check ("last_verification_date" >= '0001-01-01Z'::timestamptz and "last_verification_date" < '10000-01-01Z'::timestamptz),
  constraint vehicles_form_verification_source check (char_length("verification_source") <= 100),
  constraint vehicles_form_external_vehicle_id check (char_length("external_vehicle_id") <= 100),
  constraint vehicles_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint vehicles_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint vehicles_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint vehicles_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint vehicles_rule_1 check (model_year between 1880 and 2200),
  constraint vehicles_rule_2 check (annual_distance >= 0),
  constraint vehicles_household_id_fkey foreign key (organization_id, "household_id") references data.households (organization_id, id),
  constraint vehicles_garaging_address_id_fkey foreign key (organization_id, "garaging_address_id") references data.addresses (organization_id, id)
);
create index vehicles_garaging_address_id_idx on data.vehicles (organization_id, "garaging_address_id");
create index vehicles_household_id_position_idx on data.vehicles (organization_id, "household_id", "position");
create index vehicles_vin_idx on data.vehicles (organization_id, "vin");
create index vehicles_plate_idx on data.vehicles (organization_id, "plate");
create index vehicles_primary_driver_id_idx on data.vehicles (organization_id, "primary_driver_id");
create index vehicles_external_verification_status_idx on data.vehicles (organization_id, "external_verification_status");
alter table data.vehicles enable row level security;
alter table data.vehicles force row level security;
create policy mine_read on data.vehicles for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.vehicles for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.vehicles for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.vehicles for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.vehicles for each row execute function sync.stamp();
create trigger capture_insert after insert on data.vehicles referencing new table as new_rows for each statement execute function sync.capture_insert('81');
create trigger capture_update after update on data.vehicles referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('81');
create trigger capture_delete after delete on data.vehicles referencing old table as old_rows for each statement execute function sync.capture_delete('81');
create trigger forbid_truncate before truncate on data.vehicles for each statement execute function sync.forbid_truncate();
alter table data.vehicles enable always trigger stamp;
alter table data.vehicles enable always trigger capture_insert;
alter table data.vehicles enable always trigger capture_update;
alter table data.vehicles enable always trigger capture_delete;
alter table data.vehicles enable always trigger forbid_truncate;

create table data.quotes (
  "id" uuid not null,
  "organization_id" uuid not null,
  "number" text not null default '',
  "provisional_number" text not null default '',
  "program_id" uuid not null,
  "producer_id" uuid,
  "household_id" uuid,
  "primary_driver_id" uuid,
  "lead_id" uuid,
  "assigned_to" uuid,
  "line_of_business" text not null default 'auto',
  "status" text not null default 'draft',
  "decided_at" timestamptz(3),
  "decided_by" uuid,
  "decision_reason" text not null default '',
  "step" bigint not null default 0,
  "effective_on" date,
  "term_ends_on" date,
  "coverages" jsonb not null default '{}'::jsonb,
  "premium_amount" bigint,
  "currency" text not null,
  "quoted_at" timestamptz(3),
  "valid_until" timestamptz(3),
  "external_ref" text not null default '',
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "number_key" text generated always as (case when number <> '' then number else cast(id as text) end) stored,
  constraint quotes_pkey primary key (organization_id, id),
  constraint quotes_form_number check (char_length("number") <= 30),
  constraint quotes_form_provisional_number check (char_length("provisional_number") <= 30),
  constraint quotes_form_line_of_business check ("line_of_business" in ('auto', 'home', 'motorcycle', 'commercial_auto', 'other')),
  constraint quotes_form_status check ("status" in ('draft', 'submitted', 'quoted', 'bound', 'declined', 'expired', 'withdrawn')),
  constraint quotes_form_decided_at check ("decided_at" >= '0001-01-01Z'::timestamptz and "decided_at" < '10000-01-01Z'::timestamptz),
  constraint quotes_form_decision_reason check (char_length("decision_reason") <= 1000),
  constraint quotes_form_step check ("step" between -9007199254740991 and 9007199254740991),
  constraint quotes_form_effective_on check ("effective_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint quotes_form_term_ends_on check ("term_ends_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint quotes_form_premium_amount check ("premium_amount" between -9007199254740991 and 9007199254740991),
  constraint quotes_form_currency check (char_length("currency") <= 3),
  constraint quotes_form_quoted_at check ("quoted_at" >= '0001-01-01Z'::timestamptz and "quoted_at" < '10000-01-01Z'::timestamptz),
  constraint quotes_form_valid_until check ("valid_until" >= '0001-01-01Z'::timestamptz and "valid_until" < '10000-01-01Z'::timestamptz),
  constraint quotes_form_external_ref check (char_length("external_ref") <= 100),
  constraint quotes_form_notes check (char_length("notes") <= 4000),
  constraint quotes_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint quotes_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint quotes_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint quotes_rule_1 check (term_ends_on > effective_on),
  constraint quotes_rule_2 check (premium_amount >= 0),
  constraint quotes_rule_3 check (valid_until >= quoted_at),
  constraint quotes_rule_4 check (step >= 0),
  constraint quotes_rule_5 check (length(currency) = 3),
  constraint quotes_number_key_key unique (organization_id, "number_key"),
  constraint quotes_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id),
  constraint quotes_producer_id_fkey foreign key (organization_id, "producer_id") references data.producers (organization_id, id),
  constraint quotes_household_id_fkey foreign key (organization_id, "household_id") references data.households (organization_id, id),
  constraint quotes_primary_driver_id_fkey foreign key (organization_id, "primary_driver_id") references data.drivers (organization_id, id)
);
create index quotes_producer_id_idx on data.quotes (organization_id, "producer_id");
create index quotes_household_id_idx on data.quotes (organization_id, "household_id");
create index quotes_primary_driver_id_idx on data.quotes (organization_id, "primary_driver_id");
create index quotes_status_valid_until_idx on data.quotes (organization_id, "status", "valid_until");
create index quotes_assigned_to_status_idx on data.quotes (organization_id, "assigned_to", "status");
create index quotes_program_id_status_idx on data.quotes (organization_id, "program_id", "status");
create index quotes_lead_id_idx on data.quotes (organization_id, "lead_id");
create index quotes_external_ref_idx on data.quotes (organization_id, "external_ref");
create index quotes_provisional_number_idx on data.quotes (organization_id, "provisional_number");
alter table data.quotes enable row level security;
alter table data.quotes force row level security;
create policy mine_read on data.quotes for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.quotes for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.quotes for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.quotes for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.quotes for each row execute function sync.stamp();
create trigger capture_insert after insert on data.quotes referencing new table as new_rows for each statement execute function sync.capture_insert('82');
create trigger capture_update after update on data.quotes referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('82');
create trigger capture_delete after delete on data.quotes referencing old table as old_rows for each statement execute function sync.capture_delete('82');
create trigger forbid_truncate before truncate on data.quotes for each statement execute function sync.forbid_truncate();
alter table data.quotes enable always trigger stamp;
alter table data.quotes enable always trigger capture_insert;
alter table data.quotes enable always trigger capture_update;
alter table data.quotes enable always trigger capture_delete;
alter table data.quotes enable always trigger forbid_truncate;

create table data.third_party_integrations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "kind" text not null default 'data_api',
  "provider_name" text not null,
  "api_version" text,
  "base_url" text,
  "documentation_url" text,
  "is_active" boolean not null default true,
  "auth_type" text not null,
  "requires_sandbox" boolean not null default false,
  "default_timeout_seconds" bigint not null default 30,
  "default_retry_attempts" bigint not null default 3,
  "default_cache_ttl_hours" bigint not null default 24,
  "default_retention_days" bigint not null default 90,
  "position" bigint not null default 0,
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint third_party_integrations_pkey primary key (organization_id, id),
  constraint third_party_integrations_form_code check (char_length("code") <= 50),
  constraint third_party_integrations_form_name check (char_length("name") <= 100),
  constraint third_party_integrations_form_description check (char_length("description") <= 4000),
  constraint third_party_integrations_form_kind check ("kind" in ('data_api', 'calendar', 'messaging', 'webhook', 'intake')),
  constraint third_party_integrations_form_provider_name check (char_length("provider_name") <= 100),
  constraint third_party_integrations_form_api_version check (char_length("api_version") <= 20),
  constraint third_party_integrations_form_base_url check (char_length("base_url") <= 255),
  constraint third_party_integrations_form_documentation_url check (char_length("documentation_url") <= 255),
  constraint third_party_integrations_form_auth_type check ("auth_type" in ('api_key', 'oauth2', 'basic', 'bearer')),
  constraint third_party_integrations_form_default_timeout_seconds check ("default_timeout_seconds" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_form_default_retry_attempts check ("default_retry_attempts" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_form_default_cache_ttl_hours check ("default_cache_ttl_hours" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_form_default_retention_days check ("default_retention_days" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint third_party_integrations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint third_party_integrations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint third_party_integrations_rule_1 check (default_timeout_seconds between 1 and 3600),
  constraint third_party_integrations_rule_2 check (default_retry_attempts between 0 and 20),
  constraint third_party_integrations_rule_3 check (default_cache_ttl_hours >= 0),
  constraint third_party_integrations_rule_4 check (default_retention_days >= 0),
  constraint third_party_integrations_code_key unique (organization_id, "code"),
  constraint third_party_integrations_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index third_party_integrations_status_id_idx on data.third_party_integrations (organization_id, "status_id");
create index third_party_integrations_is_active_position_idx on data.third_party_integrations (organization_id, "is_active", "position");
create index third_party_integrations_kind_position_idx on data.third_party_integrations (organization_id, "kind", "position");
alter table data.third_party_integrations enable row level security;
alter table data.third_party_integrations force row level security;
create policy mine_read on data.third_party_integrations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.third_party_integrations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.third_party_integrations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.third_party_integrations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.third_party_integrations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.third_party_integrations referencing new table as new_rows for each statement execute function sync.capture_insert('83');
create trigger capture_update after update on data.third_party_integrations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('83');
create trigger capture_delete after delete on data.third_party_integrations referencing old table as old_rows for each statement execute function sync.capture_delete('83');
create trigger forbid_truncate before truncate on data.third_party_integrations for each statement execute function sync.forbid_truncate();
alter table data.third_party_integrations enable always trigger stamp;
alter table data.third_party_integrations enable always trigger capture_insert;
alter table data.third_party_integrations enable always trigger capture_update;
alter table data.third_party_integrations enable always trigger capture_delete;
alter table data.third_party_integrations enable always trigger forbid_truncate;

create table data.integration_configurations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "configuration_level" text not null,
  "program_id" uuid,
  "producer_id" uuid,
  "environment" text not null default 'sandbox',
  "endpoint_url" text,
  "auth_config" jsonb,
  "secret_id" uuid,
  "secret_hint" text not null default '',
  "secret_set_at" timestamptz(3),
  "secret_set_by" uuid,
  "secret_rotate_on" date,
  "is_enabled" boolean,
  "is_required" boolean,
  "enabled_reason" text not null default '',
  "timeout_seconds" bigint,
  "retry_attempts" bigint,
  "cache_ttl_hours" bigint,
  "verification_types" jsonb,
  "alert_user_ids" jsonb,
  "provider_settings" jsonb,
  "health" text not null default 'unknown',
  "health_checked_at" timestamptz(3),
  "consecutive_failures" bigint not null default 0,
  "circuit_open_until" timestamptz(3),
  "last_success_at" timestamptz(3),
  "last_failure_at" timestamptz(3),
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "scope_key" text generated always as (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) stored,
  constraint integration_configurations_pkey primary key (organization_id, id),
  constraint integration_configurations_form_configuration_level check ("configuration_level" in ('system', 'program', 'producer')),
  constraint integration_configurations_form_environment check ("environment" in ('sandbox', 'production')),
  constraint integration_configurations_form_endpoint_url check (char_length("endpoint_url") <= 255),
  constraint integration_configurations_form_secret_hint check (char_length("secret_hint") <= 4),
  constraint integration_configurations_form_secret_set_at check ("secret_set_at" >= '0001-01-01Z'::timestamptz and "secret_set_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_secret_rotate_on check ("secret_rotate_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint integration_configurations_form_enabled_reason check (char_length("enabled_reason") <= 500),
  constraint integration_configurations_form_timeout_seconds check ("timeout_seconds" between -9007199254740991 and 9007199254740991),
  constraint integration_configurations_form_retry_attempts check ("retry_attempts" between -9007199254740991 and 9007199254740991),
  constraint integration_configurations_form_cache_ttl_hours check ("cache_ttl_hours" between -9007199254740991 and 9007199254740991),
  constraint integration_configurations_form_health check ("health" in ('unknown', 'healthy', 'degraded', 'failing', 'circuit_open')),
  constraint integration_configurations_form_health_checked_at check ("health_checked_at" >= '0001-01-01Z'::timestamptz and "health_checked_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_consecutive_failures check ("consecutive_failures" between -9007199254740991 and 9007199254740991),
  constraint integration_configurations_form_circuit_open_until check ("circuit_open_until" >= '0001-01-01Z'::timestamptz and "circuit_open_until" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_last_success_at check ("last_success_at" >= '0001-01-01Z'::timestamptz and "last_success_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_last_failure_at check ("last_failure_at" >= '0001-01-01Z'::timestamptz and "last_failure_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_configurations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_configurations_rule_1 check ((configuration_level = 'system' and program_id is null and producer_id is null) or (configuration_level = 'program' and program_id is not null and producer_id is null) or (configuration_level = 'producer' and program_id is not null and producer_id is not null)),
  constraint integration_configurations_rule_2 check (timeout_seconds between 1 and 3600),
  constraint integration_configurations_rule_3 check (retry_attempts between 0 and 20),
  constraint integration_configurations_rule_4 check (cache_ttl_hours >= 0),
  constraint integration_configurations_rule_5 check (consecutive_failures >= 0),
  constraint integration_configurations_rule_6 check (secret_id is null or secret_set_at is not null),
  constraint integration_configurations_integration_id_environment__b82c2585 unique (organization_id, "integration_id", "environment", "scope_key"),
  constraint integration_configurations_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id),
  constraint integration_configurations_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id),
  constraint integration_configurations_producer_id_fkey foreign key (organization_id, "producer_id") references data.producers (organization_id, id),
  constraint integration_configurations_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index integration_configurations_program_id_idx on data.integration_configurations (organization_id, "program_id");
create index integration_configurations_producer_id_idx on data.integration_configurations (organization_id, "producer_id");
create index integration_configurations_status_id_idx on data.integration_configurations (organization_id, "status_id");
create index integration_configurations_configuration_level_idx on data.integration_configurations (organization_id, "configuration_level");
create index integration_configurations_is_enabled_idx on data.integration_configurations (organization_id, "is_enabled");
create index integration_configurations_health_health_checked_at_idx on data.integration_configurations (organization_id, "health", "health_checked_at");
alter table data.integration_configurations enable row level security;
alter table data.integration_configurations force row level security;
create policy mine_read on data.integration_configurations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_configurations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_configurations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_configurations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_configurations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_configurations referencing new table as new_rows for each statement execute function sync.capture_insert('84');
create trigger capture_update after update on data.integration_configurations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('84');
create trigger capture_delete after delete on data.integration_configurations referencing old table as old_rows for each statement execute function sync.capture_delete('84');
create trigger forbid_truncate before truncate on data.integration_configurations for each statement execute function sync.forbid_truncate();
alter table data.integration_configurations enable always trigger stamp;
alter table data.integration_configurations enable always trigger capture_insert;
alter table data.integration_configurations enable always trigger capture_update;
alter table data.integration_configurations enable always trigger capture_delete;
alter table data.integration_configurations enable always trigger forbid_truncate;

create table data.integration_permissions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "permission_type" text not null,
  "permission_target_id" uuid not null,
  "can_configure" boolean not null default false,
  "can_view_raw_responses" boolean not null default false,
  "can_manage_mappings" boolean not null default false,
  "can_enable_disable" boolean not null default false,
  "can_reveal_pii" boolean not null default false,
  "scope_level" text not null default 'producer',
  "program_id" uuid,
  "producer_id" uuid,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "reason" text not null default '',
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "scope_key" text generated always as (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) stored,
  constraint integration_permissions_pkey primary key (organization_id, id),
  constraint integration_permissions_form_permission_type check ("permission_type" in ('user', 'role', 'group')),
  constraint integration_permissions_form_scope_level check ("scope_level" in ('system', 'program', 'producer')),
  constraint integration_permissions_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint integration_permissions_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint integration_permissions_form_reason check (char_length("reason") <= 500),
  constraint integration_permissions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_permissions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_permissions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_permissions_rule_1 check ((scope_level = 'system' and program_id is null and producer_id is null) or (scope_level = 'program' and program_id is not null and producer_id is null) or (scope_level = 'producer' and program_id is not null and producer_id is not null)),
  constraint integration_permissions_rule_2 check (valid_to > valid_from),
  constraint integration_permissions_integration_id_permission_type_e725dd2f unique (organization_id, "integration_id", "permission_type", "permission_target_id", "scope_key"),
  constraint integration_permissions_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id),
  constraint integration_permissions_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id),
  constraint integration_permissions_producer_id_fkey foreign key (organization_id, "producer_id") references data.producers (organization_id, id),
  constraint integration_permissions_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index integration_permissions_program_id_idx on data.integration_permissions (organization_id, "program_id");
create index integration_permissions_producer_id_idx on data.integration_permissions (organization_id, "producer_id");
create index integration_permissions_status_id_idx on data.integration_permissions (organization_id, "status_id");
create index integration_permissions_permission_type_permission_tar_1d4ff3d9 on data.integration_permissions (organization_id, "permission_type", "permission_target_id");
create index integration_permissions_scope_level_idx on data.integration_permissions (organization_id, "scope_level");
alter table data.integration_permissions enable row level security;
alter table data.integration_permissions force row level security;
create policy mine_read on data.integration_permissions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_permissions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_permissions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_permissions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_permissions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_permissions referencing new table as new_rows for each statement execute function sync.capture_insert('85');
create trigger capture_update after update on data.integration_permissions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('85');
create trigger capture_delete after delete on data.integration_permissions referencing old table as old_rows for each statement execute function sync.capture_delete('85');
create trigger forbid_truncate before truncate on data.integration_permissions for each statement execute function sync.forbid_truncate();
alter table data.integration_permissions enable always trigger stamp;
alter table data.integration_permissions enable always trigger capture_insert;
alter table data.integration_permissions enable always trigger capture_update;
alter table data.integration_permissions enable always trigger capture_delete;
alter table data.integration_permissions enable always trigger forbid_truncate;

create table data.integration_requests (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "configuration_id" uuid not null,
  "environment" text not null default 'sandbox',
  "quote_id" uuid,
  "driver_id" uuid,
  "user_id" uuid not null,
  "endpoint" text not null,
  "http_method" text not null default 'POST',
  "request_headers" jsonb,
  "request_body" jsonb,
  "response_status_code" bigint,
  "response_headers" jsonb,
  "response_body" jsonb,
  "response_time_ms" bigint,
  "request_status" text not null default 'pending',
  "error_message" text,
  "error_kind" text,
  "retry_count" bigint not null default 0,
  "external_transaction_id" text,
  "correlation_id" text not null,
  "contains_pii" boolean not null default true,
  "pii_masked" boolean not null default true,
  "raw_secret_id" uuid,
  "raw_expires_at" timestamptz(3),
  "retention_until" date,
  "pruned_at" timestamptz(3),
  "pruned_by_policy" text not null default '',
  "replay_of_id" uuid,
  "requested_at" timestamptz(3) not null,
  "sent_at" timestamptz(3),
  "completed_at" timestamptz(3),
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint integration_requests_pkey primary key (organization_id, id),
  constraint integration_requests_form_environment check ("environment" in ('sandbox', 'production')),
  constraint integration_requests_form_endpoint check (char_length("endpoint") <= 255),
  constraint integration_requests_form_http_method check (char_length("http_method") <= 10),
  constraint integration_requests_form_response_status_code check ("response_status_code" between -9007199254740991 and 9007199254740991),
  constraint integration_requests_form_response_time_ms check ("response_time_ms" between -9007199254740991 and 9007199254740991),
  constraint integration_requests_form_request_status check ("request_status" in ('pending', 'sent', 'completed', 'failed', 'timeout')),
  constraint integration_requests_form_error_message check (char_length("error_message") <= 4000),
  constraint integration_requests_form_error_kind check ("error_kind" in ('network', 'timeout', 'authentication', 'rate_limit', 'client_error', 'server_error', 'invalid_response', 'configuration', 'other')),
  constraint integration_requests_form_retry_count check ("retry_count" between -9007199254740991 and 9007199254740991),
  constraint integration_requests_form_external_transaction_id check (char_length("external_transaction_id") <= 100),
  constraint integration_requests_form_correlation_id check (char_length("correlation_id") <= 100),
  constraint integration_requests_form_raw_expires_at check ("raw_expires_at" >= '0001-01-01Z'::timestamptz and "raw_expires_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_retention_until check ("retention_until" between '0001-01-01'::date and '9999-12-31'::date),
  constraint integration_requests_form_pruned_at check ("pruned_at" >= '0001-01-01Z'::timestamptz and "pruned_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_pruned_by_policy check (char_length("pruned_by_policy") <= 200),
  constraint integration_requests_form_requested_at check ("requested_at" >= '0001-01-01Z'::timestamptz and "requested_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_completed_at check ("completed_at" >= '0001-01-01Z'::timestamptz and "completed_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_requests_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_requests_rule_1 check (pii_masked or (request_headers is null and request_body is null and response_headers is null and response_body is null)),
  constraint integration_requests_rule_2 check (response_time_ms >= 0),
  constraint integration_requests_rule_3 check (retry_count >= 0),
  constraint integration_requests_rule_4 check (response_status_code between 100 and 599),
  constraint integration_requests_rule_5 check (completed_at >= sent_at),
  constraint integration_requests_rule_6 check (raw_secret_id is null or raw_expires_at is not null),
  constraint integration_requests_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id),
  constraint integration_requests_configuration_id_fkey foreign key (organization_id, "configuration_id") references data.integration_configurations (organization_id, id),
  constraint integration_requests_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index integration_requests_configuration_id_idx on data.integration_requests (organization_id, "configuration_id");
create index integration_requests_status_id_idx on data.integration_requests (organization_id, "status_id");
create index integration_requests_requested_at_idx on data.integration_requests (organization_id, "requested_at");
create index integration_requests_request_status_requested_at_idx on data.integration_requests (organization_id, "request_status", "requested_at");
create index integration_requests_integration_id_requested_at_idx on data.integration_requests (organization_id, "integration_id", "requested_at");
create index integration_requests_quote_id_idx on data.integration_requests (organization_id, "quote_id");
create index integration_requests_driver_id_idx on data.integration_requests (organization_id, "driver_id");
create index integration_requests_user_id_requested_at_idx on data.integration_requests (organization_id, "user_id", "requested_at");
create index integration_requests_correlation_id_idx on data.integration_requests (organization_id, "correlation_id");
create index integration_requests_external_transaction_id_idx on data.integration_requests (organization_id, "external_transaction_id");
create index integration_requests_retention_until_idx on data.integration_requests (organization_id, "retention_until");
alter table data.integration_requests enable row level security;
alter table data.integration_requests force row level security;
create policy mine_read on data.integration_requests for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_requests for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_requests for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_requests for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_requests for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_requests referencing new table as new_rows for each statement execute function sync.capture_insert('86');
create trigger capture_update after update on data.integration_requests referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('86');
create trigger capture_delete after delete on data.integration_requests referencing old table as old_rows for each statement execute function sync.capture_delete('86');
create trigger forbid_truncate before truncate on data.integration_requests for each statement execute function sync.forbid_truncate();
alter table data.integration_requests enable always trigger stamp;
alter table data.integration_requests enable always trigger capture_insert;
alter table data.integration_requests enable always trigger capture_update;
alter table data.integration_requests enable always trigger capture_delete;
alter table data.integration_requests enable always trigger forbid_truncate;

create table data.integration_request_attempts (
  "id" uuid not null,
  "organization_id" uuid not null,
  "request_id" uuid not null,
  "attempt_number" bigint not null,
  "outcome" text not null default 'pending',
  "response_status_code" bigint,
  "response_headers" jsonb,
  "response_body" jsonb,
  "response_time_ms" bigint,
  "error_kind" text,
  "error_message" text,
  "pii_masked" boolean not null default true,
  "started_at" timestamptz(3) not null,
  "finished_at" timestamptz(3),
  "next_retry_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint integration_request_attempts_pkey primary key (organization_id, id),
  constraint integration_request_attempts_form_attempt_number check ("attempt_number" between -9007199254740991 and 9007199254740991),
  constraint integration_request_attempts_form_outcome check ("outcome" in ('pending', 'sent', 'completed', 'failed', 'timeout')),
  constraint integration_request_attempts_form_response_status_code check ("response_status_code" between -9007199254740991 and 9007199254740991),
  constraint integration_request_attempts_form_response_time_ms check ("response_time_ms" between -9007199254740991 and 9007199254740991),
  constraint integration_request_attempts_form_error_kind check ("error_kind" in ('network', 'timeout', 'authentication', 'rate_limit', 'client_error', 'server_error', 'invalid_response', 'configuration', 'other')),
  constraint integration_request_attempts_form_error_message check (char_length("error_message") <= 4000),
  constraint integration_request_attempts_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint integration_request_attempts_form_finished_at check ("finished_at" >= '0001-01-01Z'::timestamptz and "finished_at" < '10000-01-01Z'::timestamptz),
  constraint integration_request_attempts_form_next_retry_at check ("next_retry_at" >= '0001-01-01Z'::timestamptz and "next_retry_at" < '10000-01-01Z'::timestamptz),
  constraint integration_request_attempts_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_request_attempts_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_request_attempts_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_request_attempts_rule_1 check (pii_masked or (response_headers is null and response_body is null)),
  constraint integration_request_attempts_rule_2 check (attempt_number >= 1),
  constraint integration_request_attempts_rule_3 check (response_time_ms >= 0),
  constraint integration_request_attempts_rule_4 check (response_status_code between 100 and 599),
  constraint integration_request_attempts_rule_5 check (finished_at >= started_at),
  constraint integration_request_attempts_request_id_attempt_number_key unique (organization_id, "request_id", "attempt_number"),
  constraint integration_request_attempts_request_id_fkey foreign key (organization_id, "request_id") references data.integration_requests (organization_id, id)
);
create index integration_request_attempts_outcome_started_at_idx on data.integration_request_attempts (organization_id, "outcome", "started_at");
alter table data.integration_request_attempts enable row level security;
alter table data.integration_request_attempts force row level security;
create policy mine_read on data.integration_request_attempts for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_request_attempts for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_request_attempts for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_request_attempts for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_request_attempts for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_request_attempts referencing new table as new_rows for each statement execute function sync.capture_insert('87');
create trigger capture_update after update on data.integration_request_attempts referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('87');
create trigger capture_delete after delete on data.integration_request_attempts referencing old table as old_rows for each statement execute function sync.capture_delete('87');
create trigger forbid_truncate before truncate on data.integration_request_attempts for each statement execute function sync.forbid_truncate();
alter table data.integration_request_attempts enable always trigger stamp;
alter table data.integration_request_attempts enable always trigger capture_insert;
alter table data.integration_request_attempts enable always trigger capture_update;
alter table data.integration_request_attempts enable always trigger capture_delete;
alter table data.integration_request_attempts enable always trigger forbid_truncate;

create table data.integration_verification_results (
  "id" uuid not null,
  "organization_id" uuid not null,
  "request_id" uuid not null,
  "verification_type" text not null,
  "target_entity_type" text not null,
  "target_entity_id" uuid not null,
  "verification_status" text not null,
  "confidence_score" numeric(5,2),
  "verified_data" jsonb,
  "discrepancies" jsonb,
  "verified_at" timestamptz(3) not null,
  "cache_expires_at" timestamptz(3),
  "is_cached_result" boolean not null default false,
  "reused_result_id" uuid,
  "external_verification_id" text,
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint integration_verification_results_pkey primary key (organization_id, id),
  constraint integration_verification_results_form_verification_type check ("verification_type" in ('license', 'address', 'identity', 'vehicle', 'household')),
  constraint integration_verification_results_form_target_entity_type check ("target_entity_type" in ('driver', 'vehicle', 'address')),
  constraint integration_verification_results_form_verification_status check ("verification_status" in ('verified', 'partial', 'failed', 'not_found', 'error')),
  constraint integration_verification_results_form_confidence_score check ("confidence_score" <> 'NaN'::numeric),
  constraint integration_verification_results_form_verified_at check ("verified_at" >= '0001-01-01Z'::timestamptz and "verified_at" < '10000-01-01Z'::timestamptz),
  constraint integration_verification_results_form_cache_expires_at check ("cache_expires_at" >= '0001-01-01Z'::timestamptz and "cache_expires_at" < '10000-01-01Z'::timestamptz),
  constraint integration_verification_results_form_external_verification_id check (char_length("external_verification_id") <= 100),
  constraint integration_verification_results_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_verification_results_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_verification_results_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_verification_results_rule_1 check (cast(confidence_score as numeric) between 0 and 100),
  constraint integration_verification_results_rule_2 check (cache_expires_at >= verified_at),
  constraint integration_verification_results_request_id_fkey foreign key (organization_id, "request_id") references data.integration_requests (organization_id, id),
  constraint integration_verification_results_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index integration_verification_results_request_id_idx on data.integration_verification_results (organization_id, "request_id");
create index integration_verification_results_status_id_idx on data.integration_verification_results (organization_id, "status_id");
create index integration_verification_results_target_entity_type_ta_bce8011c on data.integration_verification_results (organization_id, "target_entity_type", "target_entity_id", "verified_at");
create index integration_verification_results_verification_status_v_d553c33a on data.integration_verification_results (organization_id, "verification_status", "verified_at");
create index integration_verification_results_verification_type_ver_d125b808 on data.integration_verification_results (organization_id, "verification_type", "verified_at");
create index integration_verification_results_cache_expires_at_idx on data.integration_verification_results (organization_id, "cache_expires_at");
create index integration_verification_results_external_verification_id_idx on data.integration_verification_results (organization_id, "external_verification_id");
alter table data.integration_verification_results enable row level security;
alter table data.integration_verification_results force row level security;
create policy mine_read on data.integration_verification_results for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_verification_results for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_verification_results for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_verification_results for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_verification_results for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_verification_results referencing new table as new_rows for each statement execute function sync.capture_insert('88');
create trigger capture_update after update on data.integration_verification_results referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('88');
create trigger capture_delete after delete on data.integration_verification_results referencing old table as old_rows for each statement execute function sync.capture_delete('88');
create trigger forbid_truncate before truncate on data.integration_verification_results for each statement execute function sync.forbid_truncate();
alter table data.integration_verification_results enable always trigger stamp;
alter table data.integration_verification_results enable always trigger capture_insert;
alter table data.integration_verification_results enable always trigger capture_update;
alter table data.integration_verification_results enable always trigger capture_delete;
alter table data.integration_verification_results enable always trigger forbid_truncate;

create table data.integration_logs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "configuration_id" uuid,
  "operation" text not null,
  "severity" text not null default 'info',
  "outcome" text not null,
  "started_at" timestamptz(3) not null,
  "finished_at" timestamptz(3),
  "duration_ms" bigint,
  "records_read" bigint not null default 0,
  "records_written" bigint not null default 0,
  "records_failed" bigint not null default 0,
  "error_kind" text,
  "error_message" text,
  "correlation_id" text,
  "request_id" uuid,
  "user_id" uuid,
  "details" jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint integration_logs_pkey primary key (organization_id, id),
  constraint integration_logs_form_operation check (char_length("operation") <= 60),
  constraint integration_logs_form_severity check ("severity" in ('debug', 'info', 'warning', 'error')),
  constraint integration_logs_form_outcome check ("outcome" in ('running', 'succeeded', 'partial', 'failed', 'skipped')),
  constraint integration_logs_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint integration_logs_form_finished_at check ("finished_at" >= '0001-01-01Z'::timestamptz and "finished_at" < '10000-01-01Z'::timestamptz),
  constraint integration_logs_form_duration_ms check ("duration_ms" between -9007199254740991 and 9007199254740991),
  constraint integration_logs_form_records_read check ("records_read" between -9007199254740991 and 9007199254740991),
  constraint integration_logs_form_records_written check ("records_written" between -9007199254740991 and 9007199254740991),
  constraint integration_logs_form_records_failed check ("records_failed" between -9007199254740991 and 9007199254740991),
  constraint integration_logs_form_error_kind check ("error_kind" in ('network', 'timeout', 'authentication', 'rate_limit', 'client_error', 'server_error', 'invalid_response', 'configuration', 'other')),
  constraint integration_logs_form_error_message check (char_length("error_message") <= 4000),
  constraint integration_logs_form_correlation_id check (char_length("correlation_id") <= 100),
  constraint integration_logs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_logs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_logs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_logs_rule_1 check (duration_ms >= 0),
  constraint integration_logs_rule_2 check (finished_at >= started_at),
  constraint integration_logs_rule_3 check (records_read >= 0 and records_written >= 0 and records_failed >= 0),
  constraint integration_logs_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id)
);
create index integration_logs_started_at_idx on data.integration_logs (organization_id, "started_at");
create index integration_logs_integration_id_started_at_idx on data.integration_logs (organization_id, "integration_id", "started_at");
create index integration_logs_outcome_started_at_idx on data.integration_logs (organization_id, "outcome", "started_at");
create index integration_logs_operation_started_at_idx on data.integration_logs (organization_id, "operation", "started_at");
create index integration_logs_correlation_id_idx on data.integration_logs (organization_id, "correlation_id");
alter table data.integration_logs enable row level security;
alter table data.integration_logs force row level security;
create policy mine_read on data.integration_logs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_logs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_logs for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_logs for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_logs for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_logs referencing new table as new_rows for each statement execute function sync.capture_insert('89');
create trigger capture_update after update on data.integration_logs referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('89');
create trigger capture_delete after delete on data.integration_logs referencing old table as old_rows for each statement execute function sync.capture_delete('89');
create trigger forbid_truncate before truncate on data.integration_logs for each statement execute function sync.forbid_truncate();
alter table data.integration_logs enable always trigger stamp;
alter table data.integration_logs enable always trigger capture_insert;
alter table data.integration_logs enable always trigger capture_update;
alter table data.integration_logs enable always trigger capture_delete;
alter table data.integration_logs enable always trigger forbid_truncate;

create table data.webhooks (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "direction" text not null default 'out',
  "integration_id" uuid,
  "url" text not null,
  "event_types" jsonb not null default '[]'::jsonb,
  "is_active" boolean not null default true,
  "disabled_at" timestamptz(3),
  "disabled_reason" text not null default '',
  "consecutive_failures" bigint not null default 0,
  "signature" text not null default 'standard',
  "secret_id" uuid,
  "secret_hint" text not null default '',
  "secret_set_at" timestamptz(3),
  "previous_secret_id" uuid,
  "previous_secret_expires_at" timestamptz(3),
  "tolerance_seconds" bigint not null default 300,
  "timeout_seconds" bigint not null default 30,
  "max_attempts" bigint not null default 8,
  "first_retry_seconds" bigint not null default 30,
  "disable_after_failures" bigint not null default 50,
  "custom_headers" jsonb not null default '{}'::jsonb,
  "last_delivery_at" timestamptz(3),
  "last_success_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint webhooks_pkey primary key (organization_id, id),
  constraint webhooks_form_name check (char_length("name") <= 100),
  constraint webhooks_form_description check (char_length("description") <= 2000),
  constraint webhooks_form_direction check ("direction" in ('in', 'out')),
  constraint webhooks_form_url check (char_length("url") <= 2000),
  constraint webhooks_form_disabled_at check ("disabled_at" >= '0001-01-01Z'::timestamptz and "disabled_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_disabled_reason check (char_length("disabled_reason") <= 500),
  constraint webhooks_form_consecutive_failures check ("consecutive_failures" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_signature check ("signature" in ('standard', 'hmac_sha256', 'none')),
  constraint webhooks_form_secret_hint check (char_length("secret_hint") <= 4),
  constraint webhooks_form_secret_set_at check ("secret_set_at" >= '0001-01-01Z'::timestamptz and "secret_set_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_previous_secret_expires_at check ("previous_secret_expires_at" >= '0001-01-01Z'::timestamptz and "previous_secret_expires_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_tolerance_seconds check ("tolerance_seconds" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_timeout_seconds check ("timeout_seconds" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_max_attempts check ("max_attempts" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_first_retry_seconds check ("first_retry_seconds" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_disable_after_failures check ("disable_after_failures" between -9007199254740991 and 9007199254740991),
  constraint webhooks_form_last_delivery_at check ("last_delivery_at" >= '0001-01-01Z'::timestamptz and "last_delivery_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_last_success_at check ("last_success_at" >= '0001-01-01Z'::timestamptz and "last_success_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint webhooks_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint webhooks_rule_1 check (direction = 'in' or url <> ''),
  constraint webhooks_rule_2 check (tolerance_seconds between 0 and 86400),
  constraint webhooks_rule_3 check (timeout_seconds between 1 and 300),
  constraint webhooks_rule_4 check (max_attempts between 1 and 50),
  constraint webhooks_rule_5 check (first_retry_seconds >= 1),
  constraint webhooks_rule_6 check (disable_after_failures >= 0),
  constraint webhooks_rule_7 check (consecutive_failures >= 0),
  constraint webhooks_rule_8 check (previous_secret_id is null or previous_secret_expires_at is not null),
  constraint webhooks_name_key unique (organization_id, "name")
);
create index webhooks_is_active_direction_idx on data.webhooks (organization_id, "is_active", "direction");
create index webhooks_integration_id_idx on data.webhooks (organization_id, "integration_id");
alter table data.webhooks enable row level security;
alter table data.webhooks force row level security;
create policy mine_read on data.webhooks for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.webhooks for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.webhooks for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.webhooks for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.webhooks for each row execute function sync.stamp();
create trigger capture_insert after insert on data.webhooks referencing new table as new_rows for each statement execute function sync.capture_insert('90');
create trigger capture_update after update on data.webhooks referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('90');
create trigger capture_delete after delete on data.webhooks referencing old table as old_rows for each statement execute function sync.capture_delete('90');
create trigger forbid_truncate before truncate on data.webhooks for each statement execute function sync.forbid_truncate();
alter table data.webhooks enable always trigger stamp;
alter table data.webhooks enable always trigger capture_insert;
alter table data.webhooks enable always trigger capture_update;
alter table data.webhooks enable always trigger capture_delete;
alter table data.webhooks enable always trigger forbid_truncate;

create table data.webhook_deliveries (
  "id" uuid not null,
  "organization_id" uuid not null,
  "webhook_id" uuid not null,
  "message_id" text not null,
  "event_type" text not null,
  "payload" jsonb,
  "pii_masked" boolean not null default true,
  "status" text not null default 'queued',
  "attempt_count" bigint not null default 0,
  "queued_at" timestamptz(3) not null,
  "last_attempt_at" timestamptz(3),
  "next_attempt_at" timestamptz(3),
  "delivered_at" timestamptz(3),
  "response_status_code" bigint,
  "response_time_ms" bigint,
  "response_excerpt" text not null default '',
  "error_kind" text,
  "error_message" text not null default '',
  "signature_valid" boolean,
  "replay_of_id" uuid,
  "correlation_id" text,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint webhook_deliveries_pkey primary key (organization_id, id),
  constraint webhook_deliveries_form_message_id check (char_length("message_id") <= 100),
  constraint webhook_deliveries_form_event_type check (char_length("event_type") <= 100),
  constraint webhook_deliveries_form_status check ("status" in ('queued', 'sending', 'sent', 'delivered', 'failed_retry', 'dead', 'rejected')),
  constraint webhook_deliveries_form_attempt_count check ("attempt_count" between -9007199254740991 and 9007199254740991),
  constraint webhook_deliveries_form_queued_at check ("queued_at" >= '0001-01-01Z'::timestamptz and "queued_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_last_attempt_at check ("last_attempt_at" >= '0001-01-01Z'::timestamptz and "last_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_delivered_at check ("delivered_at" >= '0001-01-01Z'::timestamptz and "delivered_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_response_status_code check ("response_status_code" between -9007199254740991 and 9007199254740991),
  constraint webhook_deliveries_form_response_time_ms check ("response_time_ms" between -9007199254740991 and 9007199254740991),
  constraint webhook_deliveries_form_response_excerpt check (char_length("response_excerpt") <= 2000),
  constraint webhook_deliveries_form_error_kind check ("error_kind" in ('network', 'timeout', 'authentication', 'rate_limit', 'client_error', 'server_error', 'invalid_response', 'configuration', 'other')),
  constraint webhook_deliveries_form_error_message check (char_length("error_message") <= 2000),
  constraint webhook_deliveries_form_correlation_id check (char_length("correlation_id") <= 100),
  constraint webhook_deliveries_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint webhook_deliveries_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint webhook_deliveries_rule_1 check (pii_masked or payload is null),
  constraint webhook_deliveries_rule_2 check (attempt_count >= 0),
  constraint webhook_deliveries_rule_3 check (response_time_ms >= 0),
  constraint webhook_deliveries_rule_4 check (response_status_code between 100 and 599),
  constraint webhook_deliveries_webhook_id_fkey foreign key (organization_id, "webhook_id") references data.webhooks (organization_id, id)
);
create index webhook_deliveries_webhook_id_queued_at_idx on data.webhook_deliveries (organization_id, "webhook_id", "queued_at");
create index webhook_deliveries_webhook_id_message_id_idx on data.webhook_deliveries (organization_id, "webhook_id", "message_id");
create index webhook_deliveries_status_next_attempt_at_idx on data.webhook_deliveries (organization_id, "status", "next_attempt_at");
create index webhook_deliveries_event_type_queued_at_idx on data.webhook_deliveries (organization_id, "event_type", "queued_at");
create index webhook_deliveries_queued_at_idx on data.webhook_deliveries (organization_id, "queued_at");
alter table data.webhook_deliveries enable row level security;
alter table data.webhook_deliveries force row level security;
create policy mine_read on data.webhook_deliveries for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.webhook_deliveries for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.webhook_deliveries for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.webhook_deliveries for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.webhook_deliveries for each row execute function sync.stamp();
create trigger capture_insert after insert on data.webhook_deliveries referencing new table as new_rows for each statement execute function sync.capture_insert('91');
create trigger capture_update after update on data.webhook_deliveries referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('91');
create trigger capture_delete after delete on data.webhook_deliveries referencing old table as old_rows for each statement execute function sync.capture_delete('91');
create trigger forbid_truncate before truncate on data.webhook_deliveries for each statement execute function sync.forbid_truncate();
alter table data.webhook_deliveries enable always trigger stamp;
alter table data.webhook_deliveries enable always trigger capture_insert;
alter table data.webhook_deliveries enable always trigger capture_update;
alter table data.webhook_deliveries enable always trigger capture_delete;
alter table data.webhook_deliveries enable always trigger forbid_truncate;

create table data.integration_nodes (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "node_path" text not null,
  "node_name" text not null,
  "node_description" text not null default '',
  "data_type" text not null,
  "is_required" boolean not null default false,
  "is_array" boolean not null default false,
  "format" text not null default '',
  "allowed_values" jsonb,
  "sample_value" text,
  "api_version" text not null,
  "deprecated_in_version" text,
  "replaced_by_path" text not null default '',
  "privacy_class" text not null default 'none',
  "position" bigint not null default 0,
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint integration_nodes_pkey primary key (organization_id, id),
  constraint integration_nodes_form_node_path check (char_length("node_path") <= 255),
  constraint integration_nodes_form_node_name check (char_length("node_name") <= 100),
  constraint integration_nodes_form_node_description check (char_length("node_description") <= 4000),
  constraint integration_nodes_form_data_type check ("data_type" in ('string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'array', 'object')),
  constraint integration_nodes_form_format check (char_length("format") <= 100),
  constraint integration_nodes_form_sample_value check (char_length("sample_value") <= 4000),
  constraint integration_nodes_form_api_version check (char_length("api_version") <= 20),
  constraint integration_nodes_form_deprecated_in_version check (char_length("deprecated_in_version") <= 20),
  constraint integration_nodes_form_replaced_by_path check (char_length("replaced_by_path") <= 255),
  constraint integration_nodes_form_privacy_class check ("privacy_class" in ('none', 'business', 'personal', 'sensitive')),
  constraint integration_nodes_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint integration_nodes_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_nodes_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_nodes_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_nodes_rule_1 check (node_path <> ''),
  constraint integration_nodes_integration_id_node_path_api_version_key unique (organization_id, "integration_id", "node_path", "api_version"),
  constraint integration_nodes_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id),
  constraint integration_nodes_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create index integration_nodes_status_id_idx on data.integration_nodes (organization_id, "status_id");
create index integration_nodes_integration_id_api_version_position_idx on data.integration_nodes (organization_id, "integration_id", "api_version", "position");
create index integration_nodes_node_path_idx on data.integration_nodes (organization_id, "node_path");
create index integration_nodes_api_version_idx on data.integration_nodes (organization_id, "api_version");
alter table data.integration_nodes enable row level security;
alter table data.integration_nodes force row level security;
create policy mine_read on data.integration_nodes for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_nodes for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_nodes for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_nodes for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_nodes for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_nodes referencing new table as new_rows for each statement execute function sync.capture_insert('92');
create trigger capture_update after update on data.integration_nodes referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('92');
create trigger capture_delete after delete on data.integration_nodes referencing old table as old_rows for each statement execute function sync.capture_delete('92');
create trigger forbid_truncate before truncate on data.integration_nodes for each statement execute function sync.forbid_truncate();
alter table data.integration_nodes enable always trigger stamp;
alter table data.integration_nodes enable always trigger capture_insert;
alter table data.integration_nodes enable always trigger capture_update;
alter table data.integration_nodes enable always trigger capture_delete;
alter table data.integration_nodes enable always trigger forbid_truncate;

create table data.integration_field_mappings (
  "id" uuid not null,
  "organization_id" uuid not null,
  "integration_id" uuid not null,
  "api_version" text not null,
  "mapping_scope" text not null default 'system',
  "program_id" uuid,
  "producer_id" uuid,
  "source_node_id" uuid not null,
  "target_table" text not null,
  "target_column" text not null,
  "transformation_rules" jsonb,
  "validation_rules" jsonb,
  "version_number" bigint not null default 1,
  "state" text not null default 'draft',
  "is_active_version" boolean not null default false,
  "submitted_at" timestamptz(3),
  "submitted_by" uuid,
  "activated_at" timestamptz(3),
  "activated_by" uuid,
  "retired_at" timestamptz(3),
  "replaced_mapping_id" uuid,
  "note" text not null default '',
  "position" bigint not null default 0,
  "status_id" uuid not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "scope_key" text generated always as (case when producer_id is not null then 'producer:' || cast(producer_id as text) when program_id is not null then 'program:' || cast(program_id as text) else 'system' end) stored,
  constraint integration_field_mappings_pkey primary key (organization_id, id),
  constraint integration_field_mappings_form_api_version check (char_length("api_version") <= 20),
  constraint integration_field_mappings_form_mapping_scope check ("mapping_scope" in ('system', 'program', 'producer')),
  constraint integration_field_mappings_form_target_table check (char_length("target_table") <= 100),
  constraint integration_field_mappings_form_target_column check (char_length("target_column") <= 100),
  constraint integration_field_mappings_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint integration_field_mappings_form_state check ("state" in ('draft', 'in_review', 'active', 'retired')),
  constraint integration_field_mappings_form_submitted_at check ("submitted_at" >= '0001-01-01Z'::timestamptz and "submitted_at" < '10000-01-01Z'::timestamptz),
  constraint integration_field_mappings_form_activated_at check ("activated_at" >= '0001-01-01Z'::timestamptz and "activated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_field_mappings_form_retired_at check ("retired_at" >= '0001-01-01Z'::timestamptz and "retired_at" < '10000-01-01Z'::timestamptz),
  constraint integration_field_mappings_form_note check (char_length("note") <= 2000),
  constraint integration_field_mappings_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint integration_field_mappings_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint integration_field_mappings_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint integration_field_mappings_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint integration_field_mappings_rule_1 check ((mapping_scope = 'system' and program_id is null and producer_id is null) or (mapping_scope = 'program' and program_id is not null and producer_id is null) or (mapping_scope = 'producer' and program_id is not null and producer_id is not null)),
  constraint integration_field_mappings_rule_2 check ((state = 'active' and is_active_version) or (state <> 'active' and not is_active_version)),
  constraint integration_field_mappings_rule_3 check (state <> 'active' or activated_at is not null),
  constraint integration_field_mappings_rule_4 check (version_number >= 1),
  constraint integration_field_mappings_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id),
  constraint integration_field_mappings_program_id_fkey foreign key (organization_id, "program_id") references data.programs (organization_id, id),
  constraint integration_field_mappings_producer_id_fkey foreign key (organization_id, "producer_id") references data.producers (organization_id, id),
  constraint integration_field_mappings_source_node_id_fkey foreign key (organization_id, "source_node_id") references data.integration_nodes (organization_id, id),
  constraint integration_field_mappings_status_id_fkey foreign key (organization_id, "status_id") references data.statuses (organization_id, id)
);
create unique index integration_field_mappings_integration_id_api_version__d197a925 on data.integration_field_mappings (organization_id, "integration_id", "api_version", "scope_key", "target_table", "target_column") where ("is_active_version" in (true));
create index integration_field_mappings_program_id_idx on data.integration_field_mappings (organization_id, "program_id");
create index integration_field_mappings_producer_id_idx on data.integration_field_mappings (organization_id, "producer_id");
create index integration_field_mappings_status_id_idx on data.integration_field_mappings (organization_id, "status_id");
create index integration_field_mappings_integration_id_scope_key_ta_9880c801 on data.integration_field_mappings (organization_id, "integration_id", "scope_key", "target_table", "target_column", "version_number");
create index integration_field_mappings_source_node_id_version_number_idx on data.integration_field_mappings (organization_id, "source_node_id", "version_number");
create index integration_field_mappings_target_table_target_column_idx on data.integration_field_mappings (organization_id, "target_table", "target_column");
create index integration_field_mappings_state_submitted_at_idx on data.integration_field_mappings (organization_id, "state", "submitted_at");
alter table data.integration_field_mappings enable row level security;
alter table data.integration_field_mappings force row level security;
create policy mine_read on data.integration_field_mappings for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.integration_field_mappings for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.integration_field_mappings for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.integration_field_mappings for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.integration_field_mappings for each row execute function sync.stamp();
create trigger capture_insert after insert on data.integration_field_mappings referencing new table as new_rows for each statement execute function sync.capture_insert('93');
create trigger capture_update after update on data.integration_field_mappings referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('93');
create trigger capture_delete after delete on data.integration_field_mappings referencing old table as old_rows for each statement execute function sync.capture_delete('93');
create trigger forbid_truncate before truncate on data.integration_field_mappings for each statement execute function sync.forbid_truncate();
alter table data.integration_field_mappings enable always trigger stamp;
alter table data.integration_field_mappings enable always trigger capture_insert;
alter table data.integration_field_mappings enable always trigger capture_update;
alter table data.integration_field_mappings enable always trigger capture_delete;
alter table data.integration_field_mappings enable always trigger forbid_truncate;

create table data.mapping_tests (
  "id" uuid not null,
  "organization_id" uuid not null,
  "mapping_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "sample_payload" jsonb not null,
  "expected_outcome" text not null default 'value',
  "expected_value" jsonb,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "last_outcome" text not null default 'not_run',
  "last_value" jsonb,
  "last_problem" text not null default '',
  "last_run_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint mapping_tests_pkey primary key (organization_id, id),
  constraint mapping_tests_form_name check (char_length("name") <= 100),
  constraint mapping_tests_form_description check (char_length("description") <= 2000),
  constraint mapping_tests_form_expected_outcome check ("expected_outcome" in ('value', 'rejected')),
  constraint mapping_tests_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint mapping_tests_form_last_outcome check ("last_outcome" in ('not_run', 'passed', 'failed', 'error')),
  constraint mapping_tests_form_last_problem check (char_length("last_problem") <= 2000),
  constraint mapping_tests_form_last_run_at check ("last_run_at" >= '0001-01-01Z'::timestamptz and "last_run_at" < '10000-01-01Z'::timestamptz),
  constraint mapping_tests_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint mapping_tests_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint mapping_tests_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint mapping_tests_mapping_id_name_key unique (organization_id, "mapping_id", "name"),
  constraint mapping_tests_mapping_id_fkey foreign key (organization_id, "mapping_id") references data.integration_field_mappings (organization_id, id)
);
create index mapping_tests_mapping_id_position_idx on data.mapping_tests (organization_id, "mapping_id", "position");
create index mapping_tests_last_outcome_idx on data.mapping_tests (organization_id, "last_outcome");
alter table data.mapping_tests enable row level security;
alter table data.mapping_tests force row level security;
create policy mine_read on data.mapping_tests for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.mapping_tests for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.mapping_tests for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.mapping_tests for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.mapping_tests for each row execute function sync.stamp();
create trigger capture_insert after insert on data.mapping_tests referencing new table as new_rows for each statement execute function sync.capture_insert('94');
create trigger capture_update after update on data.mapping_tests referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('94');
create trigger capture_delete after delete on data.mapping_tests referencing old table as old_rows for each statement execute function sync.capture_delete('94');
create trigger forbid_truncate before truncate on data.mapping_tests for each statement execute function sync.forbid_truncate();
alter table data.mapping_tests enable always trigger stamp;
alter table data.mapping_tests enable always trigger capture_insert;
alter table data.mapping_tests enable always trigger capture_update;
alter table data.mapping_tests enable always trigger capture_delete;
alter table data.mapping_tests enable always trigger forbid_truncate;

create table data.campaigns (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "channel" text not null,
  "status" text not null default 'draft',
  "owner_id" uuid,
  "department_id" uuid,
  "starts_on" date not null,
  "ends_on" date,
  "timezone" text not null,
  "budget_amount" bigint not null default 0,
  "currency" text not null,
  "spent_amount" bigint not null default 0,
  "revenue_amount" bigint not null default 0,
  "goal" text not null default 'leads',
  "goal_target" bigint not null default 0,
  "audience" jsonb not null default '{}'::jsonb,
  "template_id" uuid,
  "channel_id" uuid,
  "script" text not null default '',
  "max_attempts" bigint not null default 3,
  "retry_delay_minutes" bigint not null default 240,
  "window_start" text not null default '09:00',
  "window_end" text not null default '18:00',
  "disposition_rules" jsonb not null default '[]'::jsonb,
  "tags" jsonb not null default '[]'::jsonb,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint campaigns_pkey primary key (organization_id, id),
  constraint campaigns_form_name check (char_length("name") <= 200),
  constraint campaigns_form_description check (char_length("description") <= 4000),
  constraint campaigns_form_channel check ("channel" in ('call', 'email', 'sms', 'whatsapp', 'event', 'mixed')),
  constraint campaigns_form_status check ("status" in ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  constraint campaigns_form_starts_on check ("starts_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint campaigns_form_ends_on check ("ends_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint campaigns_form_timezone check (char_length("timezone") <= 60),
  constraint campaigns_form_budget_amount check ("budget_amount" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_currency check (char_length("currency") <= 3),
  constraint campaigns_form_spent_amount check ("spent_amount" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_revenue_amount check ("revenue_amount" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_goal check ("goal" in ('contacts', 'responses', 'leads', 'conversions', 'revenue')),
  constraint campaigns_form_goal_target check ("goal_target" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_script check (char_length("script") <= 8000),
  constraint campaigns_form_max_attempts check ("max_attempts" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_retry_delay_minutes check ("retry_delay_minutes" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_window_start check ("window_start" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint campaigns_form_window_end check ("window_end" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint campaigns_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint campaigns_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint campaigns_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint campaigns_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint campaigns_rule_1 check (ends_on >= starts_on),
  constraint campaigns_rule_2 check (window_end > window_start),
  constraint campaigns_rule_3 check (budget_amount >= 0),
  constraint campaigns_rule_4 check (goal_target >= 0),
  constraint campaigns_rule_5 check (max_attempts >= 1),
  constraint campaigns_rule_6 check (retry_delay_minutes >= 0),
  constraint campaigns_rule_7 check (length(currency) = 3),
  constraint campaigns_name_key unique (organization_id, "name")
);
create index campaigns_status_starts_on_idx on data.campaigns (organization_id, "status", "starts_on");
create index campaigns_owner_id_status_idx on data.campaigns (organization_id, "owner_id", "status");
alter table data.campaigns enable row level security;
alter table data.campaigns force row level security;
create policy mine_read on data.campaigns for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.campaigns for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.campaigns for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.campaigns for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.campaigns for each row execute function sync.stamp();
create trigger capture_insert after insert on data.campaigns referencing new table as new_rows for each statement execute function sync.capture_insert('95');
create trigger capture_update after update on data.campaigns referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('95');
create trigger capture_delete after delete on data.campaigns referencing old table as old_rows for each statement execute function sync.capture_delete('95');
create trigger forbid_truncate before truncate on data.campaigns for each statement execute function sync.forbid_truncate();
alter table data.campaigns enable always trigger stamp;
alter table data.campaigns enable always trigger capture_insert;
alter table data.campaigns enable always trigger capture_update;
alter table data.campaigns enable always trigger capture_delete;
alter table data.campaigns enable always trigger forbid_truncate;

create table data.campaign_schedules (
  "id" uuid not null,
  "organization_id" uuid not null,
  "campaign_id" uuid not null,
  "name" text not null default '',
  "starts_at" text not null,
  "timezone" text not null,
  "recurrence_rule" text not null default '',
  "ends_on" date,
  "batch_size" bigint,
  "is_active" boolean not null default true,
  "next_run_at" timestamptz(3),
  "last_run_at" timestamptz(3),
  "last_outcome" text not null default 'none',
  "run_count" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint campaign_schedules_pkey primary key (organization_id, id),
  constraint campaign_schedules_form_name check (char_length("name") <= 100),
  constraint campaign_schedules_form_starts_at check (case when "starts_at" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$' then make_date(substr("starts_at", 1, 4)::integer, substr("starts_at", 6, 2)::integer, substr("starts_at", 9, 2)::integer) is not null else "starts_at" is null end),
  constraint campaign_schedules_form_timezone check (char_length("timezone") <= 60),
  constraint campaign_schedules_form_recurrence_rule check (char_length("recurrence_rule") <= 500),
  constraint campaign_schedules_form_ends_on check ("ends_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint campaign_schedules_form_batch_size check ("batch_size" between -9007199254740991 and 9007199254740991),
  constraint campaign_schedules_form_next_run_at check ("next_run_at" >= '0001-01-01Z'::timestamptz and "next_run_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_schedules_form_last_run_at check ("last_run_at" >= '0001-01-01Z'::timestamptz and "last_run_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_schedules_form_last_outcome check ("last_outcome" in ('none', 'succeeded', 'partial', 'failed', 'skipped')),
  constraint campaign_schedules_form_run_count check ("run_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_schedules_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_schedules_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_schedules_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint campaign_schedules_rule_1 check (batch_size >= 1),
  constraint campaign_schedules_rule_2 check (run_count >= 0),
  constraint campaign_schedules_campaign_id_fkey foreign key (organization_id, "campaign_id") references data.campaigns (organization_id, id)
);
create index campaign_schedules_campaign_id_idx on data.campaign_schedules (organization_id, "campaign_id");
create index campaign_schedules_is_active_next_run_at_idx on data.campaign_schedules (organization_id, "is_active", "next_run_at");
alter table data.campaign_schedules enable row level security;
alter table data.campaign_schedules force row level security;
create policy mine_read on data.campaign_schedules for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.campaign_schedules for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.campaign_schedules for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.campaign_schedules for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.campaign_schedules for each row execute function sync.stamp();
create trigger capture_insert after insert on data.campaign_schedules referencing new table as new_rows for each statement execute function sync.capture_insert('96');
create trigger capture_update after update on data.campaign_schedules referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('96');
create trigger capture_delete after delete on data.campaign_schedules referencing old table as old_rows for each statement execute function sync.capture_delete('96');
create trigger forbid_truncate before truncate on data.campaign_schedules for each statement execute function sync.forbid_truncate();
alter table data.campaign_schedules enable always trigger stamp;
alter table data.campaign_schedules enable always trigger capture_insert;
alter table data.campaign_schedules enable always trigger capture_update;
alter table data.campaign_schedules enable always trigger capture_delete;
alter table data.campaign_schedules enable always trigger forbid_truncate;

create table data.leads (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "company" text not null default '',
  "job_title" text not null default '',
  "email" text not null default '',
  "phone" text not null default '',
  "phone_e164" text not null default '',
  "city" text not null default '',
  "country_code" text not null default '',
  "locale" text not null default '',
  "timezone" text,
  "source" text not null,
  "source_detail" text not null default '',
  "attribution" jsonb not null default '{}'::jsonb,
  "campaign_id" uuid,
  "request_id" uuid,
  "status" text not null default 'new',
  "status_changed_at" timestamptz(3),
  "lost_reason" text not null default '',
  "closed_at" timestamptz(3),
  "priority" text not null default 'normal',
  "assigned_to" uuid,
  "assigned_at" timestamptz(3),
  "assignment_reason" text not null default '',
  "department_id" uuid,
  "score" bigint not null default 0,
  "scored_at" timestamptz(3),
  "estimated_value" bigint,
  "currency" text not null default '',
  "probability" bigint,
  "expected_close_on" date,
  "received_at" timestamptz(3) not null,
  "first_contacted_at" timestamptz(3),
  "last_contacted_at" timestamptz(3),
  "next_action" text not null default '',
  "next_action_at" timestamptz(3),
  "do_not_call" boolean not null default false,
  "do_not_message" boolean not null default false,
  "merged_into_id" uuid,
  "tags" jsonb not null default '[]'::jsonb,
  "custom_fields" jsonb not null default '{}'::jsonb,
  "notes" text not null default '',
  "external_ref" text not null default '',
  "import_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint leads_pkey primary key (organization_id, id),
  constraint leads_form_name check (char_length("name") <= 200),
  constraint leads_form_company check (char_length("company") <= 200),
  constraint leads_form_job_title check (char_length("job_title") <= 100),
  constraint leads_form_email check (char_length("email") <= 254),
  constraint leads_form_phone check (char_length("phone") <= 40),
  constraint leads_form_phone_e164 check (char_length("phone_e164") <= 20),
  constraint leads_form_city check (char_length("city") <= 100),
  constraint leads_form_country_code check (char_length("country_code") <= 2),
  constraint leads_form_locale check (char_length("locale") <= 35),
  constraint leads_form_timezone check (char_length("timezone") <= 60),
  constraint leads_form_source check ("source" in ('website', 'referral', 'phone', 'email', 'walk_in', 'campaign', 'social', 'partner', 'event', 'request', 'import', 'api', 'other')),
  constraint leads_form_source_detail check (char_length("source_detail") <= 200),
  constraint leads_form_status check ("status" in ('new', 'contacted', 'qualified', 'proposal', 'negotiation', 'nurturing', 'won', 'lost', 'disqualified')),
  constraint leads_form_status_changed_at check ("status_changed_at" >= '0001-01-01Z'::timestamptz and "status_changed_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_lost_reason check (char_length("lost_reason") <= 500),
  constraint leads_form_closed_at check ("closed_at" >= '0001-01-01Z'::timestamptz and "closed_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_priority check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint leads_form_assigned_at check ("assigned_at" >= '0001-01-01Z'::timestamptz and "assigned_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_assignment_reason check (char_length("assignment_reason") <= 500),
  constraint leads_form_score check ("score" between -9007199254740991 and 9007199254740991),
  constraint leads_form_scored_at check ("scored_at" >= '0001-01-01Z'::timestamptz and "scored_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_estimated_value check ("estimated_value" between -9007199254740991 and 9007199254740991),
  constraint leads_form_currency check (char_length("currency") <= 3),
  constraint leads_form_probability check ("probability" between -9007199254740991 and 9007199254740991),
  constraint leads_form_expected_close_on check ("expected_close_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint leads_form_received_at check ("received_at" >= '0001-01-01Z'::timestamptz and "received_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_first_contacted_at check ("first_contacted_at" >= '0001-01-01Z'::timestamptz and "first_contacted_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_last_contacted_at check ("last_contacted_at" >= '0001-01-01Z'::timestamptz and "last_contacted_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_next_action check (char_length("next_action") <= 500),
  constraint leads_form_next_action_at check ("next_action_at" >= '0001-01-01Z'::timestamptz and "next_action_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_notes check (char_length("notes") <= 4000),
  constraint leads_form_external_ref check (char_length("external_ref") <= 200),
  constraint leads_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint leads_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint leads_rule_1 check (probability between 0 and 100),
  constraint leads_rule_2 check (estimated_value >= 0),
  constraint leads_rule_3 check (estimated_value is null or currency <> ''),
  constraint leads_rule_4 check (merged_into_id is null or merged_into_id <> id),
  constraint leads_campaign_id_fkey foreign key (organization_id, "campaign_id") references data.campaigns (organization_id, id)
);
create index leads_campaign_id_idx on data.leads (organization_id, "campaign_id");
create index leads_status_received_at_idx on data.leads (organization_id, "status", "received_at");
create index leads_status_score_idx on data.leads (organization_id, "status", "score");
create index leads_status_next_action_at_idx on data.leads (organization_id, "status", "next_action_at");
create index leads_assigned_to_status_received_at_idx on data.leads (organization_id, "assigned_to", "status", "received_at");
create index leads_assigned_to_status_score_idx on data.leads (organization_id, "assigned_to", "status", "score");
create index leads_assigned_to_status_next_action_at_idx on data.leads (organization_id, "assigned_to", "status", "next_action_at");
create index leads_source_received_at_idx on data.leads (organization_id, "source", "received_at");
create index leads_received_at_idx on data.leads (organization_id, "received_at");
create index leads_next_action_at_idx on data.leads (organization_id, "next_action_at");
create index leads_email_idx on data.leads (organization_id, "email");
create index leads_phone_e164_idx on data.leads (organization_id, "phone_e164");
create index leads_external_ref_idx on data.leads (organization_id, "external_ref");
create index leads_import_id_idx on data.leads (organization_id, "import_id");
alter table data.leads enable row level security;
alter table data.leads force row level security;
create policy mine_read on data.leads for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.leads for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.leads for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.leads for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.leads for each row execute function sync.stamp();
create trigger capture_insert after insert on data.leads referencing new table as new_rows for each statement execute function sync.capture_insert('97');
create trigger capture_update after update on data.leads referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('97');
create trigger capture_delete after delete on data.leads referencing old table as old_rows for each statement execute function sync.capture_delete('97');
create trigger forbid_truncate before truncate on data.leads for each statement execute function sync.forbid_truncate();
alter table data.leads enable always trigger stamp;
alter table data.leads enable always trigger capture_insert;
alter table data.leads enable always trigger capture_update;
alter table data.leads enable always trigger capture_delete;
alter table data.leads enable always trigger forbid_truncate;

create table data.lead_activities (
  "id" uuid not null,
  "organization_id" uuid not null,
  "lead_id" uuid not null,
  "kind" text not null,
  "subject" text not null default '',
  "body" text not null default '',
  "outcome" text not null default '',
  "occurred_at" timestamptz(3) not null,
  "duration_seconds" bigint,
  "user_id" uuid,
  "campaign_id" uuid,
  "call_id" uuid,
  "message_id" uuid,
  "changes" jsonb,
  "due_at" timestamptz(3),
  "completed_at" timestamptz(3),
  "completed_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint lead_activities_pkey primary key (organization_id, id),
  constraint lead_activities_form_kind check ("kind" in ('note', 'call', 'email', 'sms', 'whatsapp', 'meeting', 'task', 'status_change', 'assignment', 'score_change', 'document', 'conversion')),
  constraint lead_activities_form_subject check (char_length("subject") <= 200),
  constraint lead_activities_form_body check (char_length("body") <= 8000),
  constraint lead_activities_form_outcome check (char_length("outcome") <= 100),
  constraint lead_activities_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint lead_activities_form_duration_seconds check ("duration_seconds" between -9007199254740991 and 9007199254740991),
  constraint lead_activities_form_due_at check ("due_at" >= '0001-01-01Z'::timestamptz and "due_at" < '10000-01-01Z'::timestamptz),
  constraint lead_activities_form_completed_at check ("completed_at" >= '0001-01-01Z'::timestamptz and "completed_at" < '10000-01-01Z'::timestamptz),
  constraint lead_activities_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint lead_activities_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint lead_activities_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint lead_activities_rule_1 check (duration_seconds >= 0),
  constraint lead_activities_lead_id_fkey foreign key (organization_id, "lead_id") references data.leads (organization_id, id)
);
create index lead_activities_lead_id_occurred_at_idx on data.lead_activities (organization_id, "lead_id", "occurred_at");
create index lead_activities_user_id_occurred_at_idx on data.lead_activities (organization_id, "user_id", "occurred_at");
create index lead_activities_kind_occurred_at_idx on data.lead_activities (organization_id, "kind", "occurred_at");
create index lead_activities_user_id_completed_at_due_at_idx on data.lead_activities (organization_id, "user_id", "completed_at", "due_at");
create index lead_activities_call_id_idx on data.lead_activities (organization_id, "call_id");
alter table data.lead_activities enable row level security;
alter table data.lead_activities force row level security;
create policy mine_read on data.lead_activities for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.lead_activities for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.lead_activities for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.lead_activities for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.lead_activities for each row execute function sync.stamp();
create trigger capture_insert after insert on data.lead_activities referencing new table as new_rows for each statement execute function sync.capture_insert('98');
create trigger capture_update after update on data.lead_activities referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('98');
create trigger capture_delete after delete on data.lead_activities referencing old table as old_rows for each statement execute function sync.capture_delete('98');
create trigger forbid_truncate before truncate on data.lead_activities for each statement execute function sync.forbid_truncate();
alter table data.lead_activities enable always trigger stamp;
alter table data.lead_activities enable always trigger capture_insert;
alter table data.lead_activities enable always trigger capture_update;
alter table data.lead_activities enable always trigger capture_delete;
alter table data.lead_activities enable always trigger forbid_truncate;

create table data.lead_documents (
  "id" uuid not null,
  "organization_id" uuid not null,
  "lead_id" uuid not null,
  "file_id" uuid not null,
  "file_name" text not null,
  "kind" text not null default 'other',
  "description" text not null default '',
  "uploaded_at" timestamptz(3) not null,
  "uploaded_by" uuid,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint lead_documents_pkey primary key (organization_id, id),
  constraint lead_documents_form_file_name check (char_length("file_name") <= 255),
  constraint lead_documents_form_kind check ("kind" in ('proposal', 'contract', 'identification', 'form', 'picture', 'other')),
  constraint lead_documents_form_description check (char_length("description") <= 1000),
  constraint lead_documents_form_uploaded_at check ("uploaded_at" >= '0001-01-01Z'::timestamptz and "uploaded_at" < '10000-01-01Z'::timestamptz),
  constraint lead_documents_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint lead_documents_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint lead_documents_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint lead_documents_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint lead_documents_lead_id_fkey foreign key (organization_id, "lead_id") references data.leads (organization_id, id),
  constraint lead_documents_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create index lead_documents_file_id_idx on data.lead_documents (organization_id, "file_id");
create index lead_documents_lead_id_position_idx on data.lead_documents (organization_id, "lead_id", "position");
alter table data.lead_documents enable row level security;
alter table data.lead_documents force row level security;
create policy mine_read on data.lead_documents for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.lead_documents for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.lead_documents for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.lead_documents for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.lead_documents for each row execute function sync.stamp();
create trigger capture_insert after insert on data.lead_documents referencing new table as new_rows for each statement execute function sync.capture_insert('99');
create trigger capture_update after update on data.lead_documents referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('99');
create trigger capture_delete after delete on data.lead_documents referencing old table as old_rows for each statement execute function sync.capture_delete('99');
create trigger forbid_truncate before truncate on data.lead_documents for each statement execute function sync.forbid_truncate();
alter table data.lead_documents enable always trigger stamp;
alter table data.lead_documents enable always trigger capture_insert;
alter table data.lead_documents enable always trigger capture_update;
alter table data.lead_documents enable always trigger capture_delete;
alter table data.lead_documents enable always trigger forbid_truncate;

create table data.lead_scores (
  "id" uuid not null,
  "organization_id" uuid not null,
  "lead_id" uuid not null,
  "factor" text not null,
  "points" bigint not null,
  "reason" text not null default '',
  "rule_version" bigint not null default 1,
  "scored_at" timestamptz(3) not null,
  "half_life_days" numeric(7,2),
  "is_current" boolean not null default true,
  "adjusted_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint lead_scores_pkey primary key (organization_id, id),
  constraint lead_scores_form_factor check ("factor" in ('source_quality', 'status', 'age', 'assignment', 'availability', 'engagement', 'manual')),
  constraint lead_scores_form_points check ("points" between -9007199254740991 and 9007199254740991),
  constraint lead_scores_form_reason check (char_length("reason") <= 500),
  constraint lead_scores_form_rule_version check ("rule_version" between -9007199254740991 and 9007199254740991),
  constraint lead_scores_form_scored_at check ("scored_at" >= '0001-01-01Z'::timestamptz and "scored_at" < '10000-01-01Z'::timestamptz),
  constraint lead_scores_form_half_life_days check ("half_life_days" <> 'NaN'::numeric),
  constraint lead_scores_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint lead_scores_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint lead_scores_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint lead_scores_rule_1 check (cast(half_life_days as numeric) > 0),
  constraint lead_scores_rule_2 check (rule_version >= 1),
  constraint lead_scores_lead_id_fkey foreign key (organization_id, "lead_id") references data.leads (organization_id, id)
);
create index lead_scores_lead_id_is_current_scored_at_idx on data.lead_scores (organization_id, "lead_id", "is_current", "scored_at");
create index lead_scores_scored_at_idx on data.lead_scores (organization_id, "scored_at");
alter table data.lead_scores enable row level security;
alter table data.lead_scores force row level security;
create policy mine_read on data.lead_scores for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.lead_scores for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.lead_scores for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.lead_scores for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.lead_scores for each row execute function sync.stamp();
create trigger capture_insert after insert on data.lead_scores referencing new table as new_rows for each statement execute function sync.capture_insert('100');
create trigger capture_update after update on data.lead_scores referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('100');
create trigger capture_delete after delete on data.lead_scores referencing old table as old_rows for each statement execute function sync.capture_delete('100');
create trigger forbid_truncate before truncate on data.lead_scores for each statement execute function sync.forbid_truncate();
alter table data.lead_scores enable always trigger stamp;
alter table data.lead_scores enable always trigger capture_insert;
alter table data.lead_scores enable always trigger capture_update;
alter table data.lead_scores enable always trigger capture_delete;
alter table data.lead_scores enable always trigger forbid_truncate;

create table data.routing_rules (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "subject" text not null default 'lead',
  "position" bigint not null default 0,
  "is_active" boolean not null default true,
  "conditions" jsonb not null default '[]'::jsonb,
  "strategy" text not null default 'least_loaded',
  "target_user_id" uuid,
  "target_group_id" uuid,
  "target_department_id" uuid,
  "required_skills" jsonb not null default '[]'::jsonb,
  "priority" text,
  "only_available_agents" boolean not null default true,
  "fallback_user_id" uuid,
  "valid_from" timestamptz(3),
  "valid_to" timestamptz(3),
  "version_number" bigint not null default 1,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint routing_rules_pkey primary key (organization_id, id),
  constraint routing_rules_form_name check (char_length("name") <= 100),
  constraint routing_rules_form_description check (char_length("description") <= 2000),
  constraint routing_rules_form_subject check ("subject" in ('lead', 'ticket', 'call', 'request')),
  constraint routing_rules_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint routing_rules_form_strategy check ("strategy" in ('least_loaded', 'round_robin', 'skills', 'user', 'group', 'department')),
  constraint routing_rules_form_priority check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint routing_rules_form_valid_from check ("valid_from" >= '0001-01-01Z'::timestamptz and "valid_from" < '10000-01-01Z'::timestamptz),
  constraint routing_rules_form_valid_to check ("valid_to" >= '0001-01-01Z'::timestamptz and "valid_to" < '10000-01-01Z'::timestamptz),
  constraint routing_rules_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint routing_rules_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint routing_rules_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint routing_rules_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint routing_rules_rule_1 check (valid_to > valid_from),
  constraint routing_rules_rule_2 check (strategy <> 'user' or target_user_id is not null),
  constraint routing_rules_rule_3 check (strategy <> 'group' or target_group_id is not null),
  constraint routing_rules_rule_4 check (strategy <> 'department' or target_department_id is not null),
  constraint routing_rules_subject_name_key unique (organization_id, "subject", "name")
);
create index routing_rules_subject_is_active_position_idx on data.routing_rules (organization_id, "subject", "is_active", "position");
alter table data.routing_rules enable row level security;
alter table data.routing_rules force row level security;
create policy mine_read on data.routing_rules for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.routing_rules for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.routing_rules for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.routing_rules for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.routing_rules for each row execute function sync.stamp();
create trigger capture_insert after insert on data.routing_rules referencing new table as new_rows for each statement execute function sync.capture_insert('101');
create trigger capture_update after update on data.routing_rules referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('101');
create trigger capture_delete after delete on data.routing_rules referencing old table as old_rows for each statement execute function sync.capture_delete('101');
create trigger forbid_truncate before truncate on data.routing_rules for each statement execute function sync.forbid_truncate();
alter table data.routing_rules enable always trigger stamp;
alter table data.routing_rules enable always trigger capture_insert;
alter table data.routing_rules enable always trigger capture_update;
alter table data.routing_rules enable always trigger capture_delete;
alter table data.routing_rules enable always trigger forbid_truncate;

create table data.campaign_members (
  "id" uuid not null,
  "organization_id" uuid not null,
  "campaign_id" uuid not null,
  "lead_id" uuid not null,
  "status" text not null default 'pending',
  "excluded_reason" text not null default '',
  "assigned_to" uuid,
  "position" bigint not null default 0,
  "added_at" timestamptz(3) not null,
  "attempt_count" bigint not null default 0,
  "last_attempt_at" timestamptz(3),
  "last_disposition" text not null default '',
  "next_attempt_at" timestamptz(3),
  "responded_at" timestamptz(3),
  "converted_at" timestamptz(3),
  "opted_out_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint campaign_members_pkey primary key (organization_id, id),
  constraint campaign_members_form_status check ("status" in ('pending', 'queued', 'contacted', 'responded', 'converted', 'opted_out', 'failed', 'excluded')),
  constraint campaign_members_form_excluded_reason check (char_length("excluded_reason") <= 200),
  constraint campaign_members_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint campaign_members_form_added_at check ("added_at" >= '0001-01-01Z'::timestamptz and "added_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_attempt_count check ("attempt_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_members_form_last_attempt_at check ("last_attempt_at" >= '0001-01-01Z'::timestamptz and "last_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_last_disposition check (char_length("last_disposition") <= 60),
  constraint campaign_members_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_responded_at check ("responded_at" >= '0001-01-01Z'::timestamptz and "responded_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_converted_at check ("converted_at" >= '0001-01-01Z'::timestamptz and "converted_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_opted_out_at check ("opted_out_at" >= '0001-01-01Z'::timestamptz and "opted_out_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_members_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint campaign_members_rule_1 check (attempt_count >= 0),
  constraint campaign_members_campaign_id_lead_id_key unique (organization_id, "campaign_id", "lead_id"),
  constraint campaign_members_campaign_id_fkey foreign key (organization_id, "campaign_id") references data.campaigns (organization_id, id),
  constraint campaign_members_lead_id_fkey foreign key (organization_id, "lead_id") references data.leads (organization_id, id)
);
create index campaign_members_lead_id_idx on data.campaign_members (organization_id, "lead_id");
create index campaign_members_campaign_id_status_next_attempt_at_idx on data.campaign_members (organization_id, "campaign_id", "status", "next_attempt_at");
create index campaign_members_assigned_to_status_idx on data.campaign_members (organization_id, "assigned_to", "status");
alter table data.campaign_members enable row level security;
alter table data.campaign_members force row level security;
create policy mine_read on data.campaign_members for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.campaign_members for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.campaign_members for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.campaign_members for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.campaign_members for each row execute function sync.stamp();
create trigger capture_insert after insert on data.campaign_members referencing new table as new_rows for each statement execute function sync.capture_insert('102');
create trigger capture_update after update on data.campaign_members referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('102');
create trigger capture_delete after delete on data.campaign_members referencing old table as old_rows for each statement execute function sync.capture_delete('102');
create trigger forbid_truncate before truncate on data.campaign_members for each statement execute function sync.forbid_truncate();
alter table data.campaign_members enable always trigger stamp;
alter table data.campaign_members enable always trigger capture_insert;
alter table data.campaign_members enable always trigger capture_update;
alter table data.campaign_members enable always trigger capture_delete;
alter table data.campaign_members enable always trigger forbid_truncate;

create table data.campaign_performance (
  "id" uuid not null,
  "organization_id" uuid not null,
  "campaign_id" uuid not null,
  "metric_day" date not null,
  "channel" text not null,
  "sent_count" bigint not null default 0,
  "delivered_count" bigint not null default 0,
  "opened_count" bigint not null default 0,
  "clicked_count" bigint not null default 0,
  "responded_count" bigint not null default 0,
  "opted_out_count" bigint not null default 0,
  "failed_count" bigint not null default 0,
  "call_count" bigint not null default 0,
  "answered_count" bigint not null default 0,
  "talk_seconds" bigint not null default 0,
  "lead_count" bigint not null default 0,
  "qualified_count" bigint not null default 0,
  "converted_count" bigint not null default 0,
  "computed_at" timestamptz(3),
  "cost_amount" bigint not null default 0,
  "revenue_amount" bigint not null default 0,
  "currency" text not null,
  "note" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint campaign_performance_pkey primary key (organization_id, id),
  constraint campaign_performance_form_metric_day check ("metric_day" between '0001-01-01'::date and '9999-12-31'::date),
  constraint campaign_performance_form_channel check ("channel" in ('call', 'email', 'sms', 'whatsapp', 'event', 'mixed')),
  constraint campaign_performance_form_sent_count check ("sent_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_delivered_count check ("delivered_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_opened_count check ("opened_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_clicked_count check ("clicked_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_responded_count check ("responded_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_opted_out_count check ("opted_out_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_failed_count check ("failed_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_call_count check ("call_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_answered_count check ("answered_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_talk_seconds check ("talk_seconds" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_lead_count check ("lead_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_qualified_count check ("qualified_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_converted_count check ("converted_count" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_computed_at check ("computed_at" >= '0001-01-01Z'::timestamptz and "computed_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_performance_form_cost_amount check ("cost_amount" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_revenue_amount check ("revenue_amount" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_form_currency check (char_length("currency") <= 3),
  constraint campaign_performance_form_note check (char_length("note") <= 1000),
  constraint campaign_performance_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_performance_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint campaign_performance_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint campaign_performance_rule_1 check (sent_count >= 0 and delivered_count >= 0 and opened_count >= 0 and clicked_count >= 0),
  constraint campaign_performance_rule_2 check (responded_count >= 0 and opted_out_count >= 0 and failed_count >= 0),
  constraint campaign_performance_rule_3 check (call_count >= 0 and answered_count >= 0 and talk_seconds >= 0),
  constraint campaign_performance_rule_4 check (lead_count >= 0 and qualified_count >= 0 and converted_count >= 0),
  constraint campaign_performance_rule_5 check (cost_amount >= 0 and revenue_amount >= 0),
  constraint campaign_performance_rule_6 check (length(currency) = 3),
  constraint campaign_performance_campaign_id_metric_day_channel_key unique (organization_id, "campaign_id", "metric_day", "channel"),
  constraint campaign_performance_campaign_id_fkey foreign key (organization_id, "campaign_id") references data.campaigns (organization_id, id)
);
create index campaign_performance_metric_day_idx on data.campaign_performance (organization_id, "metric_day");
alter table data.campaign_performance enable row level security;
alter table data.campaign_performance force row level security;
create policy mine_read on data.campaign_performance for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.campaign_performance for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.campaign_performance for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.campaign_performance for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.campaign_performance for each row execute function sync.stamp();
create trigger capture_insert after insert on data.campaign_performance referencing new table as new_rows for each statement execute function sync.capture_insert('103');
create trigger capture_update after update on data.campaign_performance referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('103');
create trigger capture_delete after delete on data.campaign_performance referencing old table as old_rows for each statement execute function sync.capture_delete('103');
create trigger forbid_truncate before truncate on data.campaign_performance for each statement execute function sync.forbid_truncate();
alter table data.campaign_performance enable always trigger stamp;
alter table data.campaign_performance enable always trigger capture_insert;
alter table data.campaign_performance enable always trigger capture_update;
alter table data.campaign_performance enable always trigger capture_delete;
alter table data.campaign_performance enable always trigger forbid_truncate;

create table data.agents (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "status" text not null default 'offline',
  "status_since" timestamptz(3),
  "status_note" text not null default '',
  "last_seen_at" timestamptz(3),
  "capacity" bigint not null default 10,
  "call_capacity" bigint not null default 1,
  "accepts_leads" boolean not null default true,
  "accepts_calls" boolean not null default true,
  "assignment_count" bigint not null default 0,
  "last_assigned_at" timestamptz(3),
  "extension" text not null default '',
  "department_id" uuid,
  "skills" jsonb not null default '[]'::jsonb,
  "languages" jsonb not null default '[]'::jsonb,
  "gamification_opt_out" boolean not null default false,
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint agents_pkey primary key (organization_id, id),
  constraint agents_form_status check ("status" in ('offline', 'online', 'on_call', 'wrap_up', 'break')),
  constraint agents_form_status_since check ("status_since" >= '0001-01-01Z'::timestamptz and "status_since" < '10000-01-01Z'::timestamptz),
  constraint agents_form_status_note check (char_length("status_note") <= 200),
  constraint agents_form_last_seen_at check ("last_seen_at" >= '0001-01-01Z'::timestamptz and "last_seen_at" < '10000-01-01Z'::timestamptz),
  constraint agents_form_capacity check ("capacity" between -9007199254740991 and 9007199254740991),
  constraint agents_form_call_capacity check ("call_capacity" between -9007199254740991 and 9007199254740991),
  constraint agents_form_assignment_count check ("assignment_count" between -9007199254740991 and 9007199254740991),
  constraint agents_form_last_assigned_at check ("last_assigned_at" >= '0001-01-01Z'::timestamptz and "last_assigned_at" < '10000-01-01Z'::timestamptz),
  constraint agents_form_extension check (char_length("extension") <= 20),
  constraint agents_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint agents_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint agents_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint agents_rule_1 check (capacity >= 0),
  constraint agents_rule_2 check (call_capacity >= 0),
  constraint agents_rule_3 check (assignment_count >= 0),
  constraint agents_user_id_key unique (organization_id, "user_id"),
  constraint agents_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index agents_is_active_status_last_assigned_at_idx on data.agents (organization_id, "is_active", "status", "last_assigned_at");
create index agents_department_id_status_idx on data.agents (organization_id, "department_id", "status");
alter table data.agents enable row level security;
alter table data.agents force row level security;
create policy mine_read on data.agents for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.agents for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.agents for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.agents for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.agents for each row execute function sync.stamp();
create trigger capture_insert after insert on data.agents referencing new table as new_rows for each statement execute function sync.capture_insert('104');
create trigger capture_update after update on data.agents referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('104');
create trigger capture_delete after delete on data.agents referencing old table as old_rows for each statement execute function sync.capture_delete('104');
create trigger forbid_truncate before truncate on data.agents for each statement execute function sync.forbid_truncate();
alter table data.agents enable always trigger stamp;
alter table data.agents enable always trigger capture_insert;
alter table data.agents enable always trigger capture_update;
alter table data.agents enable always trigger capture_delete;
alter table data.agents enable always trigger forbid_truncate;

create table data.agent_activities (
  "id" uuid not null,
  "organization_id" uuid not null,
  "agent_id" uuid not null,
  "kind" text not null,
  "status_before" text,
  "status_after" text,
  "started_at" timestamptz(3) not null,
  "ended_at" timestamptz(3),
  "duration_seconds" bigint,
  "lead_id" uuid,
  "call_id" uuid,
  "ticket_id" uuid,
  "campaign_id" uuid,
  "reason" text not null default '',
  "details" jsonb not null default '{}'::jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint agent_activities_pkey primary key (organization_id, id),
  constraint agent_activities_form_kind check ("kind" in ('sign_in', 'sign_out', 'status_change', 'break', 'call', 'assignment', 'lead_contact', 'ticket_work', 'conversion', 'training')),
  constraint agent_activities_form_status_before check ("status_before" in ('offline', 'online', 'on_call', 'wrap_up', 'break')),
  constraint agent_activities_form_status_after check ("status_after" in ('offline', 'online', 'on_call', 'wrap_up', 'break')),
  constraint agent_activities_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint agent_activities_form_ended_at check ("ended_at" >= '0001-01-01Z'::timestamptz and "ended_at" < '10000-01-01Z'::timestamptz),
  constraint agent_activities_form_duration_seconds check ("duration_seconds" between -9007199254740991 and 9007199254740991),
  constraint agent_activities_form_reason check (char_length("reason") <= 500),
  constraint agent_activities_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint agent_activities_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint agent_activities_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint agent_activities_rule_1 check (ended_at >= started_at),
  constraint agent_activities_rule_2 check (duration_seconds >= 0),
  constraint agent_activities_agent_id_fkey foreign key (organization_id, "agent_id") references data.agents (organization_id, id)
);
create index agent_activities_agent_id_started_at_idx on data.agent_activities (organization_id, "agent_id", "started_at");
create index agent_activities_kind_started_at_idx on data.agent_activities (organization_id, "kind", "started_at");
create index agent_activities_started_at_idx on data.agent_activities (organization_id, "started_at");
alter table data.agent_activities enable row level security;
alter table data.agent_activities force row level security;
create policy mine_read on data.agent_activities for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.agent_activities for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.agent_activities for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.agent_activities for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.agent_activities for each row execute function sync.stamp();
create trigger capture_insert after insert on data.agent_activities referencing new table as new_rows for each statement execute function sync.capture_insert('105');
create trigger capture_update after update on data.agent_activities referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('105');
create trigger capture_delete after delete on data.agent_activities referencing old table as old_rows for each statement execute function sync.capture_delete('105');
create trigger forbid_truncate before truncate on data.agent_activities for each statement execute function sync.forbid_truncate();
alter table data.agent_activities enable always trigger stamp;
alter table data.agent_activities enable always trigger capture_insert;
alter table data.agent_activities enable always trigger capture_update;
alter table data.agent_activities enable always trigger capture_delete;
alter table data.agent_activities enable always trigger forbid_truncate;

create table data.call_logs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "direction" text not null,
  "status" text not null default 'ringing',
  "caller_number" text not null default '',
  "caller_name" text not null default '',
  "callee_number" text not null default '',
  "agent_id" uuid,
  "user_id" uuid,
  "lead_id" uuid,
  "campaign_id" uuid,
  "ticket_id" uuid,
  "queue_name" text not null default '',
  "started_at" timestamptz(3) not null,
  "answered_at" timestamptz(3),
  "ended_at" timestamptz(3),
  "duration_seconds" bigint,
  "wait_seconds" bigint not null default 0,
  "talk_seconds" bigint not null default 0,
  "hold_seconds" bigint not null default 0,
  "wrap_up_seconds" bigint not null default 0,
  "hangup_cause" text not null default '',
  "disposition" text not null default '',
  "is_success" boolean,
  "callback_at" timestamptz(3),
  "notes" text not null default '',
  "external_call_id" text not null default '',
  "linked_call_id" text not null default '',
  "transferred_from_id" uuid,
  "recording_file_id" uuid,
  "recording_consent" boolean,
  "cost_amount" bigint,
  "currency" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint call_logs_pkey primary key (organization_id, id),
  constraint call_logs_form_direction check ("direction" in ('inbound', 'outbound', 'internal')),
  constraint call_logs_form_status check ("status" in ('ringing', 'in_progress', 'completed', 'missed', 'abandoned', 'busy', 'no_answer', 'failed', 'voicemail')),
  constraint call_logs_form_caller_number check (char_length("caller_number") <= 40),
  constraint call_logs_form_caller_name check (char_length("caller_name") <= 200),
  constraint call_logs_form_callee_number check (char_length("callee_number") <= 40),
  constraint call_logs_form_queue_name check (char_length("queue_name") <= 60),
  constraint call_logs_form_started_at check ("started_at" >= '0001-01-01Z'::timestamptz and "started_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_answered_at check ("answered_at" >= '0001-01-01Z'::timestamptz and "answered_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_ended_at check ("ended_at" >= '0001-01-01Z'::timestamptz and "ended_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_duration_seconds check ("duration_seconds" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_wait_seconds check ("wait_seconds" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_talk_seconds check ("talk_seconds" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_hold_seconds check ("hold_seconds" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_wrap_up_seconds check ("wrap_up_seconds" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_hangup_cause check (char_length("hangup_cause") <= 60),
  constraint call_logs_form_disposition check (char_length("disposition") <= 60),
  constraint call_logs_form_callback_at check ("callback_at" >= '0001-01-01Z'::timestamptz and "callback_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_notes check (char_length("notes") <= 4000),
  constraint call_logs_form_external_call_id check (char_length("external_call_id") <= 100),
  constraint call_logs_form_linked_call_id check (char_length("linked_call_id") <= 100),
  constraint call_logs_form_cost_amount check ("cost_amount" between -9007199254740991 and 9007199254740991),
  constraint call_logs_form_currency check (char_length("currency") <= 3),
  constraint call_logs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint call_logs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint call_logs_rule_1 check (answered_at >= started_at),
  constraint call_logs_rule_2 check (ended_at >= started_at),
  constraint call_logs_rule_3 check (duration_seconds >= 0),
  constraint call_logs_rule_4 check (wait_seconds >= 0 and talk_seconds >= 0 and hold_seconds >= 0 and wrap_up_seconds >= 0),
  constraint call_logs_rule_5 check (cost_amount is null or currency <> '')
);
create index call_logs_started_at_idx on data.call_logs (organization_id, "started_at");
create index call_logs_status_started_at_idx on data.call_logs (organization_id, "status", "started_at");
create index call_logs_agent_id_started_at_idx on data.call_logs (organization_id, "agent_id", "started_at");
create index call_logs_lead_id_started_at_idx on data.call_logs (organization_id, "lead_id", "started_at");
create index call_logs_campaign_id_started_at_idx on data.call_logs (organization_id, "campaign_id", "started_at");
create index call_logs_ticket_id_idx on data.call_logs (organization_id, "ticket_id");
create index call_logs_callback_at_idx on data.call_logs (organization_id, "callback_at");
create index call_logs_caller_number_idx on data.call_logs (organization_id, "caller_number");
create index call_logs_external_call_id_idx on data.call_logs (organization_id, "external_call_id");
alter table data.call_logs enable row level security;
alter table data.call_logs force row level security;
create policy mine_read on data.call_logs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.call_logs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.call_logs for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.call_logs for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.call_logs for each row execute function sync.stamp();
create trigger capture_insert after insert on data.call_logs referencing new table as new_rows for each statement execute function sync.capture_insert('106');
create trigger capture_update after update on data.call_logs referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('106');
create trigger capture_delete after delete on data.call_logs referencing old table as old_rows for each statement execute function sync.capture_delete('106');
create trigger forbid_truncate before truncate on data.call_logs for each statement execute function sync.forbid_truncate();
alter table data.call_logs enable always trigger stamp;
alter table data.call_logs enable always trigger capture_insert;
alter table data.call_logs enable always trigger capture_update;
alter table data.call_logs enable always trigger capture_delete;
alter table data.call_logs enable always trigger forbid_truncate;

create table data.voicemails (
  "id" uuid not null,
  "organization_id" uuid not null,
  "call_id" uuid,
  "mailbox" text not null,
  "caller_number" text not null default '',
  "caller_name" text not null default '',
  "received_at" timestamptz(3) not null,
  "duration_seconds" bigint not null default 0,
  "audio_file_id" uuid,
  "transcript" text not null default '',
  "transcript_locale" text not null default '',
  "is_urgent" boolean not null default false,
  "status" text not null default 'new',
  "handled_at" timestamptz(3),
  "handled_by" uuid,
  "heard_at" timestamptz(3),
  "assigned_to" uuid,
  "lead_id" uuid,
  "callback_call_id" uuid,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint voicemails_pkey primary key (organization_id, id),
  constraint voicemails_form_mailbox check (char_length("mailbox") <= 60),
  constraint voicemails_form_caller_number check (char_length("caller_number") <= 40),
  constraint voicemails_form_caller_name check (char_length("caller_name") <= 200),
  constraint voicemails_form_received_at check ("received_at" >= '0001-01-01Z'::timestamptz and "received_at" < '10000-01-01Z'::timestamptz),
  constraint voicemails_form_duration_seconds check ("duration_seconds" between -9007199254740991 and 9007199254740991),
  constraint voicemails_form_transcript check (char_length("transcript") <= 8000),
  constraint voicemails_form_transcript_locale check (char_length("transcript_locale") <= 35),
  constraint voicemails_form_status check ("status" in ('new', 'heard', 'handled', 'archived')),
  constraint voicemails_form_handled_at check ("handled_at" >= '0001-01-01Z'::timestamptz and "handled_at" < '10000-01-01Z'::timestamptz),
  constraint voicemails_form_heard_at check ("heard_at" >= '0001-01-01Z'::timestamptz and "heard_at" < '10000-01-01Z'::timestamptz),
  constraint voicemails_form_notes check (char_length("notes") <= 2000),
  constraint voicemails_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint voicemails_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint voicemails_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint voicemails_rule_1 check (duration_seconds >= 0),
  constraint voicemails_call_id_fkey foreign key (organization_id, "call_id") references data.call_logs (organization_id, id),
  constraint voicemails_audio_file_id_fkey foreign key (organization_id, "audio_file_id") references data.files (organization_id, id)
);
create index voicemails_call_id_idx on data.voicemails (organization_id, "call_id");
create index voicemails_audio_file_id_idx on data.voicemails (organization_id, "audio_file_id");
create index voicemails_status_received_at_idx on data.voicemails (organization_id, "status", "received_at");
create index voicemails_assigned_to_status_idx on data.voicemails (organization_id, "assigned_to", "status");
create index voicemails_mailbox_received_at_idx on data.voicemails (organization_id, "mailbox", "received_at");
create index voicemails_lead_id_idx on data.voicemails (organization_id, "lead_id");
alter table data.voicemails enable row level security;
alter table data.voicemails force row level security;
create policy mine_read on data.voicemails for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.voicemails for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.voicemails for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.voicemails for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.voicemails for each row execute function sync.stamp();
create trigger capture_insert after insert on data.voicemails referencing new table as new_rows for each statement execute function sync.capture_insert('107');
create trigger capture_update after update on data.voicemails referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('107');
create trigger capture_delete after delete on data.voicemails referencing old table as old_rows for each statement execute function sync.capture_delete('107');
create trigger forbid_truncate before truncate on data.voicemails for each statement execute function sync.forbid_truncate();
alter table data.voicemails enable always trigger stamp;
alter table data.voicemails enable always trigger capture_insert;
alter table data.voicemails enable always trigger capture_update;
alter table data.voicemails enable always trigger capture_delete;
alter table data.voicemails enable always trigger forbid_truncate;

create table data.ivr_interactions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "call_id" uuid not null,
  "position" bigint not null,
  "menu" text not null,
  "prompt" text not null default '',
  "input_kind" text not null,
  "input_value" text not null default '',
  "intent" text not null default '',
  "confidence" numeric(5,2),
  "outcome" text not null,
  "destination" text not null default '',
  "occurred_at" timestamptz(3) not null,
  "duration_ms" bigint not null default 0,
  "details" jsonb not null default '{}'::jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ivr_interactions_pkey primary key (organization_id, id),
  constraint ivr_interactions_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint ivr_interactions_form_menu check (char_length("menu") <= 60),
  constraint ivr_interactions_form_prompt check (char_length("prompt") <= 500),
  constraint ivr_interactions_form_input_kind check ("input_kind" in ('digits', 'speech', 'timeout', 'invalid', 'hangup')),
  constraint ivr_interactions_form_input_value check (char_length("input_value") <= 200),
  constraint ivr_interactions_form_intent check (char_length("intent") <= 60),
  constraint ivr_interactions_form_confidence check ("confidence" <> 'NaN'::numeric),
  constraint ivr_interactions_form_outcome check ("outcome" in ('next_menu', 'queue', 'agent', 'voicemail', 'self_service', 'hangup', 'repeat')),
  constraint ivr_interactions_form_destination check (char_length("destination") <= 60),
  constraint ivr_interactions_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint ivr_interactions_form_duration_ms check ("duration_ms" between -9007199254740991 and 9007199254740991),
  constraint ivr_interactions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ivr_interactions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ivr_interactions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ivr_interactions_rule_1 check (position >= 0),
  constraint ivr_interactions_rule_2 check (duration_ms >= 0),
  constraint ivr_interactions_rule_3 check (cast(confidence as numeric) between 0 and 100),
  constraint ivr_interactions_call_id_fkey foreign key (organization_id, "call_id") references data.call_logs (organization_id, id)
);
create index ivr_interactions_call_id_position_idx on data.ivr_interactions (organization_id, "call_id", "position");
create index ivr_interactions_menu_occurred_at_idx on data.ivr_interactions (organization_id, "menu", "occurred_at");
create index ivr_interactions_occurred_at_idx on data.ivr_interactions (organization_id, "occurred_at");
alter table data.ivr_interactions enable row level security;
alter table data.ivr_interactions force row level security;
create policy mine_read on data.ivr_interactions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ivr_interactions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ivr_interactions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ivr_interactions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ivr_interactions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ivr_interactions referencing new table as new_rows for each statement execute function sync.capture_insert('108');
create trigger capture_update after update on data.ivr_interactions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('108');
create trigger capture_delete after delete on data.ivr_interactions referencing old table as old_rows for each statement execute function sync.capture_delete('108');
create trigger forbid_truncate before truncate on data.ivr_interactions for each statement execute function sync.forbid_truncate();
alter table data.ivr_interactions enable always trigger stamp;
alter table data.ivr_interactions enable always trigger capture_insert;
alter table data.ivr_interactions enable always trigger capture_update;
alter table data.ivr_interactions enable always trigger capture_delete;
alter table data.ivr_interactions enable always trigger forbid_truncate;

create table data.communication_channels (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "kind" text not null,
  "direction" text not null default 'both',
  "provider" text not null default '',
  "integration_id" uuid,
  "secret_id" uuid,
  "settings" jsonb not null default '{}'::jsonb,
  "sender_address" text not null default '',
  "sender_name" text not null default '',
  "priority" bigint not null default 100,
  "failover_channel_id" uuid,
  "is_default" boolean not null default false,
  "is_active" boolean not null default true,
  "rate_limit_per_minute" bigint,
  "unit_cost" bigint,
  "currency" text not null default '',
  "health" text not null default 'unknown',
  "success_count" bigint not null default 0,
  "failure_count" bigint not null default 0,
  "last_success_at" timestamptz(3),
  "last_failure_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint communication_channels_pkey primary key (organization_id, id),
  constraint communication_channels_form_code check (char_length("code") <= 60),
  constraint communication_channels_form_name check (char_length("name") <= 200),
  constraint communication_channels_form_kind check ("kind" in ('email', 'sms', 'whatsapp', 'slack', 'push', 'chat', 'phone', 'in_app', 'govbr')),
  constraint communication_channels_form_direction check ("direction" in ('in', 'out', 'both')),
  constraint communication_channels_form_provider check (char_length("provider") <= 60),
  constraint communication_channels_form_sender_address check (char_length("sender_address") <= 254),
  constraint communication_channels_form_sender_name check (char_length("sender_name") <= 200),
  constraint communication_channels_form_priority check ("priority" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_form_rate_limit_per_minute check ("rate_limit_per_minute" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_form_unit_cost check ("unit_cost" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_form_currency check (char_length("currency") <= 3),
  constraint communication_channels_form_health check ("health" in ('unknown', 'working', 'failing', 'down')),
  constraint communication_channels_form_success_count check ("success_count" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_form_failure_count check ("failure_count" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_form_last_success_at check ("last_success_at" >= '0001-01-01Z'::timestamptz and "last_success_at" < '10000-01-01Z'::timestamptz),
  constraint communication_channels_form_last_failure_at check ("last_failure_at" >= '0001-01-01Z'::timestamptz and "last_failure_at" < '10000-01-01Z'::timestamptz),
  constraint communication_channels_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint communication_channels_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint communication_channels_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint communication_channels_rule_1 check (not is_default or is_active),
  constraint communication_channels_rule_2 check (unit_cost is null or unit_cost >= 0),
  constraint communication_channels_rule_3 check (unit_cost is null or currency <> ''),
  constraint communication_channels_rule_4 check (rate_limit_per_minute is null or rate_limit_per_minute > 0),
  constraint communication_channels_rule_5 check (failover_channel_id is null or failover_channel_id <> id),
  constraint communication_channels_code_key unique (organization_id, "code"),
  constraint communication_channels_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id)
);
create unique index communication_channels_kind_while_is_default_1_key on data.communication_channels (organization_id, "kind") where ("is_default" in (true));
create index communication_channels_integration_id_idx on data.communication_channels (organization_id, "integration_id");
create index communication_channels_kind_is_active_priority_idx on data.communication_channels (organization_id, "kind", "is_active", "priority");
alter table data.communication_channels enable row level security;
alter table data.communication_channels force row level security;
create policy mine_read on data.communication_channels for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.communication_channels for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.communication_channels for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.communication_channels for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.communication_channels for each row execute function sync.stamp();
create trigger capture_insert after insert on data.communication_channels referencing new table as new_rows for each statement execute function sync.capture_insert('109');
create trigger capture_update after update on data.communication_channels referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('109');
create trigger capture_delete after delete on data.communication_channels referencing old table as old_rows for each statement execute function sync.capture_delete('109');
create trigger forbid_truncate before truncate on data.communication_channels for each statement execute function sync.forbid_truncate();
alter table data.communication_channels enable always trigger stamp;
alter table data.communication_channels enable always trigger capture_insert;
alter table data.communication_channels enable always trigger capture_update;
alter table data.communication_channels enable always trigger capture_delete;
alter table data.communication_channels enable always trigger forbid_truncate;

create table data.notification_templates (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "channel_kind" text not null,
  "locale" text not null default '',
  "version_number" bigint not null default 1,
  "state" text not null default 'draft',
  "name" text not null,
  "description" text not null default '',
  "subject" text not null default '',
  "body" text not null,
  "body_format" text not null default 'plain',
  "variables" jsonb not null default '[]'::jsonb,
  "category" text not null default 'service',
  "provider_name" text not null default '',
  "provider_state" text not null default 'not_needed',
  "replaced_template_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint notification_templates_pkey primary key (organization_id, id),
  constraint notification_templates_form_code check (char_length("code") <= 60),
  constraint notification_templates_form_channel_kind check ("channel_kind" in ('email', 'sms', 'whatsapp', 'slack', 'push', 'chat', 'phone', 'in_app', 'govbr')),
  constraint notification_templates_form_locale check (char_length("locale") <= 35),
  constraint notification_templates_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint notification_templates_form_state check ("state" in ('draft', 'active', 'retired')),
  constraint notification_templates_form_name check (char_length("name") <= 200),
  constraint notification_templates_form_description check (char_length("description") <= 2000),
  constraint notification_templates_form_subject check (char_length("subject") <= 500),
  constraint notification_templates_form_body check (char_length("body") <= 20000),
  constraint notification_templates_form_body_format check ("body_format" in ('plain', 'markdown', 'html')),
  constraint notification_templates_form_category check ("category" in ('service', 'reminder', 'marketing', 'security')),
  constraint notification_templates_form_provider_name check (char_length("provider_name") <= 120),
  constraint notification_templates_form_provider_state check ("provider_state" in ('not_needed', 'pending', 'approved', 'rejected', 'paused')),
  constraint notification_templates_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint notification_templates_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint notification_templates_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint notification_templates_rule_1 check (version_number >= 1),
  constraint notification_templates_code_channel_kind_locale_versio_4063d40d unique (organization_id, "code", "channel_kind", "locale", "version_number")
);
create unique index notification_templates_code_channel_kind_locale_while__d4cd8527 on data.notification_templates (organization_id, "code", "channel_kind", "locale") where ("state" in ('active'));
create index notification_templates_channel_kind_state_idx on data.notification_templates (organization_id, "channel_kind", "state");
alter table data.notification_templates enable row level security;
alter table data.notification_templates force row level security;
create policy mine_read on data.notification_templates for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.notification_templates for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.notification_templates for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.notification_templates for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.notification_templates for each row execute function sync.stamp();
create trigger capture_insert after insert on data.notification_templates referencing new table as new_rows for each statement execute function sync.capture_insert('110');
create trigger capture_update after update on data.notification_templates referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('110');
create trigger capture_delete after delete on data.notification_templates referencing old table as old_rows for each statement execute function sync.capture_delete('110');
create trigger forbid_truncate before truncate on data.notification_templates for each statement execute function sync.forbid_truncate();
alter table data.notification_templates enable always trigger stamp;
alter table data.notification_templates enable always trigger capture_insert;
alter table data.notification_templates enable always trigger capture_update;
alter table data.notification_templates enable always trigger capture_delete;
alter table data.notification_templates enable always trigger forbid_truncate;

create table data.communication_messages (
  "id" uuid not null,
  "organization_id" uuid not null,
  "channel_id" uuid not null,
  "direction" text not null,
  "entity_type" text,
  "entity_id" uuid,
  "thread_key" text not null default '',
  "reply_to_id" uuid,
  "user_id" uuid,
  "sender_address" text not null default '',
  "recipient_address" text not null default '',
  "recipient_name" text not null default '',
  "subject" text not null default '',
  "body" text not null default '',
  "body_format" text not null default 'plain',
  "template_id" uuid,
  "template_variables" jsonb not null default '{}'::jsonb,
  "file_ids" jsonb not null default '[]'::jsonb,
  "state" text not null default 'queued',
  "sent_at" timestamptz(3),
  "delivered_at" timestamptz(3),
  "read_at" timestamptz(3),
  "failed_at" timestamptz(3),
  "next_attempt_at" timestamptz(3),
  "attempt_count" bigint not null default 0,
  "error_code" text not null default '',
  "error_message" text not null default '',
  "external_message_id" text not null default '',
  "queued_at" timestamptz(3) not null,
  "send_after" timestamptz(3),
  "received_at" timestamptz(3),
  "cost" bigint,
  "currency" text not null default '',
  "idempotency_key" text not null,
  "consent_record_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint communication_messages_pkey primary key (organization_id, id),
  constraint communication_messages_form_direction check ("direction" in ('in', 'out')),
  constraint communication_messages_form_entity_type check ("entity_type" in ('ticket', 'booking', 'external_request', 'lead', 'campaign', 'approval', 'conflict', 'survey', 'announcement')),
  constraint communication_messages_form_thread_key check (char_length("thread_key") <= 200),
  constraint communication_messages_form_sender_address check (char_length("sender_address") <= 254),
  constraint communication_messages_form_recipient_address check (char_length("recipient_address") <= 254),
  constraint communication_messages_form_recipient_name check (char_length("recipient_name") <= 200),
  constraint communication_messages_form_subject check (char_length("subject") <= 500),
  constraint communication_messages_form_body check (char_length("body") <= 50000),
  constraint communication_messages_form_body_format check ("body_format" in ('plain', 'markdown', 'html')),
  constraint communication_messages_form_state check ("state" in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed_retry', 'dead', 'received', 'cancelled')),
  constraint communication_messages_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_delivered_at check ("delivered_at" >= '0001-01-01Z'::timestamptz and "delivered_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_read_at check ("read_at" >= '0001-01-01Z'::timestamptz and "read_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_failed_at check ("failed_at" >= '0001-01-01Z'::timestamptz and "failed_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_attempt_count check ("attempt_count" between -9007199254740991 and 9007199254740991),
  constraint communication_messages_form_error_code check (char_length("error_code") <= 60),
  constraint communication_messages_form_error_message check (char_length("error_message") <= 1000),
  constraint communication_messages_form_external_message_id check (char_length("external_message_id") <= 200),
  constraint communication_messages_form_queued_at check ("queued_at" >= '0001-01-01Z'::timestamptz and "queued_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_send_after check ("send_after" >= '0001-01-01Z'::timestamptz and "send_after" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_received_at check ("received_at" >= '0001-01-01Z'::timestamptz and "received_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_cost check ("cost" between -9007199254740991 and 9007199254740991),
  constraint communication_messages_form_currency check (char_length("currency") <= 3),
  constraint communication_messages_form_idempotency_key check (char_length("idempotency_key") <= 160),
  constraint communication_messages_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint communication_messages_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint communication_messages_rule_1 check ((entity_type is null) = (entity_id is null)),
  constraint communication_messages_rule_2 check (attempt_count >= 0),
  constraint communication_messages_rule_3 check (cost is null or currency <> ''),
  constraint communication_messages_rule_4 check (direction = 'out' or state in ('received', 'read')),
  constraint communication_messages_idempotency_key_key unique (organization_id, "idempotency_key"),
  constraint communication_messages_channel_id_fkey foreign key (organization_id, "channel_id") references data.communication_channels (organization_id, id),
  constraint communication_messages_template_id_fkey foreign key (organization_id, "template_id") references data.notification_templates (organization_id, id)
);
create index communication_messages_template_id_idx on data.communication_messages (organization_id, "template_id");
create index communication_messages_entity_id_queued_at_idx on data.communication_messages (organization_id, "entity_id", "queued_at");
create index communication_messages_thread_key_queued_at_idx on data.communication_messages (organization_id, "thread_key", "queued_at");
create index communication_messages_channel_id_queued_at_idx on data.communication_messages (organization_id, "channel_id", "queued_at");
create index communication_messages_state_queued_at_idx on data.communication_messages (organization_id, "state", "queued_at");
create index communication_messages_next_attempt_at_while_state_que_aea36fbb on data.communication_messages (organization_id, "next_attempt_at") where ("state" in ('queued', 'failed_retry'));
create index communication_messages_external_message_id_idx on data.communication_messages (organization_id, "external_message_id");
create index communication_messages_user_id_queued_at_idx on data.communication_messages (organization_id, "user_id", "queued_at");
alter table data.communication_messages enable row level security;
alter table data.communication_messages force row level security;
create policy mine_read on data.communication_messages for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.communication_messages for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.communication_messages for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.communication_messages for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.communication_messages for each row execute function sync.stamp();
create trigger capture_insert after insert on data.communication_messages referencing new table as new_rows for each statement execute function sync.capture_insert('111');
create trigger capture_update after update on data.communication_messages referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('111');
create trigger capture_delete after delete on data.communication_messages referencing old table as old_rows for each statement execute function sync.capture_delete('111');
create trigger forbid_truncate before truncate on data.communication_messages for each statement execute function sync.forbid_truncate();
alter table data.communication_messages enable always trigger stamp;
alter table data.communication_messages enable always trigger capture_insert;
alter table data.communication_messages enable always trigger capture_update;
alter table data.communication_messages enable always trigger capture_delete;
alter table data.communication_messages enable always trigger forbid_truncate;

create table data.notification_events (
  "id" uuid not null,
  "organization_id" uuid not null,
  "kind" text not null,
  "entity_type" text,
  "entity_id" uuid,
  "payload" jsonb not null default '{}'::jsonb,
  "occurred_at" timestamptz(3) not null,
  "caused_by" uuid,
  "idempotency_key" text not null,
  "state" text not null default 'queued',
  "processed_at" timestamptz(3),
  "attempt_count" bigint not null default 0,
  "next_attempt_at" timestamptz(3),
  "error_code" text not null default '',
  "error_message" text not null default '',
  "is_catch_up" boolean not null default false,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint notification_events_pkey primary key (organization_id, id),
  constraint notification_events_form_kind check (char_length("kind") <= 60),
  constraint notification_events_form_entity_type check ("entity_type" in ('ticket', 'booking', 'external_request', 'lead', 'campaign', 'approval', 'conflict', 'survey', 'announcement')),
  constraint notification_events_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint notification_events_form_idempotency_key check (char_length("idempotency_key") <= 160),
  constraint notification_events_form_state check ("state" in ('queued', 'processing', 'done', 'skipped', 'failed_retry', 'dead')),
  constraint notification_events_form_processed_at check ("processed_at" >= '0001-01-01Z'::timestamptz and "processed_at" < '10000-01-01Z'::timestamptz),
  constraint notification_events_form_attempt_count check ("attempt_count" between -9007199254740991 and 9007199254740991),
  constraint notification_events_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint notification_events_form_error_code check (char_length("error_code") <= 60),
  constraint notification_events_form_error_message check (char_length("error_message") <= 1000),
  constraint notification_events_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint notification_events_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint notification_events_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint notification_events_rule_1 check ((entity_type is null) = (entity_id is null)),
  constraint notification_events_rule_2 check (attempt_count >= 0),
  constraint notification_events_idempotency_key_key unique (organization_id, "idempotency_key")
);
create index notification_events_state_occurred_at_idx on data.notification_events (organization_id, "state", "occurred_at");
create index notification_events_kind_occurred_at_idx on data.notification_events (organization_id, "kind", "occurred_at");
create index notification_events_entity_id_occurred_at_idx on data.notification_events (organization_id, "entity_id", "occurred_at");
alter table data.notification_events enable row level security;
alter table data.notification_events force row level security;
create policy mine_read on data.notification_events for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.notification_events for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.notification_events for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.notification_events for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.notification_events for each row execute function sync.stamp();
create trigger capture_insert after insert on data.notification_events referencing new table as new_rows for each statement execute function sync.capture_insert('112');
create trigger capture_update after update on data.notification_events referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('112');
create trigger capture_delete after delete on data.notification_events referencing old table as old_rows for each statement execute function sync.capture_delete('112');
create trigger forbid_truncate before truncate on data.notification_events for each statement execute function sync.forbid_truncate();
alter table data.notification_events enable always trigger stamp;
alter table data.notification_events enable always trigger capture_insert;
alter table data.notification_events enable always trigger capture_update;
alter table data.notification_events enable always trigger capture_delete;
alter table data.notification_events enable always trigger forbid_truncate;

create table data.notifications (
  "id" uuid not null,
  "organization_id" uuid not null,
  "recipient_id" uuid not null,
  "event_id" uuid,
  "kind" text not null,
  "channel_kind" text not null default 'in_app',
  "template_id" uuid,
  "message_id" uuid,
  "title" text not null,
  "body" text not null default '',
  "entity_type" text,
  "entity_id" uuid,
  "priority" text not null default 'normal',
  "raised_at" timestamptz(3) not null,
  "state" text not null default 'queued',
  "sent_at" timestamptz(3),
  "attempt_count" bigint not null default 0,
  "next_attempt_at" timestamptz(3),
  "error_code" text not null default '',
  "deliver_after" timestamptz(3),
  "batch_key" text not null default '',
  "read_at" timestamptz(3),
  "dismissed_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint notifications_pkey primary key (organization_id, id),
  constraint notifications_form_kind check (char_length("kind") <= 60),
  constraint notifications_form_channel_kind check ("channel_kind" in ('email', 'sms', 'whatsapp', 'slack', 'push', 'chat', 'phone', 'in_app', 'govbr')),
  constraint notifications_form_title check (char_length("title") <= 200),
  constraint notifications_form_body check (char_length("body") <= 4000),
  constraint notifications_form_entity_type check ("entity_type" in ('ticket', 'booking', 'external_request', 'lead', 'campaign', 'approval', 'conflict', 'survey', 'announcement')),
  constraint notifications_form_priority check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint notifications_form_raised_at check ("raised_at" >= '0001-01-01Z'::timestamptz and "raised_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_state check ("state" in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed_retry', 'dead', 'received', 'cancelled')),
  constraint notifications_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_attempt_count check ("attempt_count" between -9007199254740991 and 9007199254740991),
  constraint notifications_form_next_attempt_at check ("next_attempt_at" >= '0001-01-01Z'::timestamptz and "next_attempt_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_error_code check (char_length("error_code") <= 60),
  constraint notifications_form_deliver_after check ("deliver_after" >= '0001-01-01Z'::timestamptz and "deliver_after" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_batch_key check (char_length("batch_key") <= 120),
  constraint notifications_form_read_at check ("read_at" >= '0001-01-01Z'::timestamptz and "read_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_dismissed_at check ("dismissed_at" >= '0001-01-01Z'::timestamptz and "dismissed_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint notifications_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint notifications_rule_1 check ((entity_type is null) = (entity_id is null)),
  constraint notifications_rule_2 check (attempt_count >= 0),
  constraint notifications_recipient_id_fkey foreign key (organization_id, "recipient_id") references data.users (organization_id, id),
  constraint notifications_template_id_fkey foreign key (organization_id, "template_id") references data.notification_templates (organization_id, id)
);
create index notifications_template_id_idx on data.notifications (organization_id, "template_id");
create index notifications_recipient_id_read_at_raised_at_idx on data.notifications (organization_id, "recipient_id", "read_at", "raised_at");
create index notifications_recipient_id_raised_at_idx on data.notifications (organization_id, "recipient_id", "raised_at");
create index notifications_state_deliver_after_idx on data.notifications (organization_id, "state", "deliver_after");
create index notifications_batch_key_idx on data.notifications (organization_id, "batch_key");
create index notifications_event_id_idx on data.notifications (organization_id, "event_id");
create index notifications_entity_id_idx on data.notifications (organization_id, "entity_id");
create index notifications_expires_at_idx on data.notifications (organization_id, "expires_at");
alter table data.notifications enable row level security;
alter table data.notifications force row level security;
create policy mine_read on data.notifications for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.notifications for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.notifications for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.notifications for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.notifications for each row execute function sync.stamp();
create trigger capture_insert after insert on data.notifications referencing new table as new_rows for each statement execute function sync.capture_insert('113');
create trigger capture_update after update on data.notifications referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('113');
create trigger capture_delete after delete on data.notifications referencing old table as old_rows for each statement execute function sync.capture_delete('113');
create trigger forbid_truncate before truncate on data.notifications for each statement execute function sync.forbid_truncate();
alter table data.notifications enable always trigger stamp;
alter table data.notifications enable always trigger capture_insert;
alter table data.notifications enable always trigger capture_update;
alter table data.notifications enable always trigger capture_delete;
alter table data.notifications enable always trigger forbid_truncate;

create table data.notification_preferences (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "kind" text not null default '*',
  "channel_kind" text not null,
  "is_enabled" boolean not null default true,
  "batching" text not null default 'at_once',
  "least_priority" text not null default 'low',
  "quiet_from" text,
  "quiet_until" text,
  "timezone" text not null default 'UTC',
  "quiet_weekdays" jsonb not null default '[]'::jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint notification_preferences_pkey primary key (organization_id, id),
  constraint notification_preferences_form_kind check (char_length("kind") <= 60),
  constraint notification_preferences_form_channel_kind check ("channel_kind" in ('email', 'sms', 'whatsapp', 'slack', 'push', 'chat', 'phone', 'in_app', 'govbr')),
  constraint notification_preferences_form_batching check ("batching" in ('at_once', 'hourly', 'daily', 'weekly')),
  constraint notification_preferences_form_least_priority check ("least_priority" in ('low', 'normal', 'high', 'urgent')),
  constraint notification_preferences_form_quiet_from check ("quiet_from" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint notification_preferences_form_quiet_until check ("quiet_until" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  constraint notification_preferences_form_timezone check (char_length("timezone") <= 60),
  constraint notification_preferences_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint notification_preferences_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint notification_preferences_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint notification_preferences_rule_1 check ((quiet_from is null) = (quiet_until is null)),
  constraint notification_preferences_user_id_kind_channel_kind_key unique (organization_id, "user_id", "kind", "channel_kind"),
  constraint notification_preferences_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
alter table data.notification_preferences enable row level security;
alter table data.notification_preferences force row level security;
create policy mine_read on data.notification_preferences for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.notification_preferences for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.notification_preferences for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.notification_preferences for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.notification_preferences for each row execute function sync.stamp();
create trigger capture_insert after insert on data.notification_preferences referencing new table as new_rows for each statement execute function sync.capture_insert('114');
create trigger capture_update after update on data.notification_preferences referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('114');
create trigger capture_delete after delete on data.notification_preferences referencing old table as old_rows for each statement execute function sync.capture_delete('114');
create trigger forbid_truncate before truncate on data.notification_preferences for each statement execute function sync.forbid_truncate();
alter table data.notification_preferences enable always trigger stamp;
alter table data.notification_preferences enable always trigger capture_insert;
alter table data.notification_preferences enable always trigger capture_update;
alter table data.notification_preferences enable always trigger capture_delete;
alter table data.notification_preferences enable always trigger forbid_truncate;

create table data.whatsapp_contacts (
  "id" uuid not null,
  "organization_id" uuid not null,
  "channel_id" uuid not null,
  "phone" text not null,
  "wa_id" text not null default '',
  "display_name" text not null default '',
  "profile_name" text not null default '',
  "user_id" uuid,
  "lead_id" uuid,
  "locale" text not null default '',
  "opt_in" text not null default 'unknown',
  "opt_in_changed_at" timestamptz(3),
  "consent_record_id" uuid,
  "last_inbound_at" timestamptz(3),
  "last_outbound_at" timestamptz(3),
  "is_blocked" boolean not null default false,
  "labels" jsonb not null default '[]'::jsonb,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint whatsapp_contacts_pkey primary key (organization_id, id),
  constraint whatsapp_contacts_form_phone check (char_length("phone") <= 20),
  constraint whatsapp_contacts_form_wa_id check (char_length("wa_id") <= 60),
  constraint whatsapp_contacts_form_display_name check (char_length("display_name") <= 200),
  constraint whatsapp_contacts_form_profile_name check (char_length("profile_name") <= 200),
  constraint whatsapp_contacts_form_locale check (char_length("locale") <= 35),
  constraint whatsapp_contacts_form_opt_in check ("opt_in" in ('unknown', 'given', 'withdrawn')),
  constraint whatsapp_contacts_form_opt_in_changed_at check ("opt_in_changed_at" >= '0001-01-01Z'::timestamptz and "opt_in_changed_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_contacts_form_last_inbound_at check ("last_inbound_at" >= '0001-01-01Z'::timestamptz and "last_inbound_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_contacts_form_last_outbound_at check ("last_outbound_at" >= '0001-01-01Z'::timestamptz and "last_outbound_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_contacts_form_notes check (char_length("notes") <= 2000),
  constraint whatsapp_contacts_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_contacts_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_contacts_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint whatsapp_contacts_channel_id_phone_key unique (organization_id, "channel_id", "phone"),
  constraint whatsapp_contacts_channel_id_fkey foreign key (organization_id, "channel_id") references data.communication_channels (organization_id, id)
);
create index whatsapp_contacts_phone_idx on data.whatsapp_contacts (organization_id, "phone");
create index whatsapp_contacts_last_inbound_at_idx on data.whatsapp_contacts (organization_id, "last_inbound_at");
create index whatsapp_contacts_user_id_idx on data.whatsapp_contacts (organization_id, "user_id");
create index whatsapp_contacts_lead_id_idx on data.whatsapp_contacts (organization_id, "lead_id");
alter table data.whatsapp_contacts enable row level security;
alter table data.whatsapp_contacts force row level security;
create policy mine_read on data.whatsapp_contacts for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.whatsapp_contacts for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.whatsapp_contacts for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.whatsapp_contacts for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.whatsapp_contacts for each row execute function sync.stamp();
create trigger capture_insert after insert on data.whatsapp_contacts referencing new table as new_rows for each statement execute function sync.capture_insert('115');
create trigger capture_update after update on data.whatsapp_contacts referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('115');
create trigger capture_delete after delete on data.whatsapp_contacts referencing old table as old_rows for each statement execute function sync.capture_delete('115');
create trigger forbid_truncate before truncate on data.whatsapp_contacts for each statement execute function sync.forbid_truncate();
alter table data.whatsapp_contacts enable always trigger stamp;
alter table data.whatsapp_contacts enable always trigger capture_insert;
alter table data.whatsapp_contacts enable always trigger capture_update;
alter table data.whatsapp_contacts enable always trigger capture_delete;
alter table data.whatsapp_contacts enable always trigger forbid_truncate;

create table data.whatsapp_messages (
  "id" uuid not null,
  "organization_id" uuid not null,
  "contact_id" uuid not null,
  "message_id" uuid,
  "direction" text not null,
  "wa_message_id" text not null default '',
  "message_type" text not null default 'text',
  "body" text not null default '',
  "template_name" text not null default '',
  "template_variables" jsonb not null default '{}'::jsonb,
  "file_id" uuid,
  "media_type" text not null default '',
  "caption" text not null default '',
  "reply_to_wa_id" text not null default '',
  "occurred_at" timestamptz(3) not null,
  "state" text not null default 'queued',
  "sent_at" timestamptz(3),
  "delivered_at" timestamptz(3),
  "read_at" timestamptz(3),
  "error_code" text not null default '',
  "error_message" text not null default '',
  "pricing_category" text,
  "cost" bigint,
  "currency" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint whatsapp_messages_pkey primary key (organization_id, id),
  constraint whatsapp_messages_form_direction check ("direction" in ('in', 'out')),
  constraint whatsapp_messages_form_wa_message_id check (char_length("wa_message_id") <= 200),
  constraint whatsapp_messages_form_message_type check ("message_type" in ('text', 'image', 'audio', 'video', 'document', 'sticker', 'location', 'contacts', 'template', 'interactive', 'reaction')),
  constraint whatsapp_messages_form_body check (char_length("body") <= 8000),
  constraint whatsapp_messages_form_template_name check (char_length("template_name") <= 120),
  constraint whatsapp_messages_form_media_type check (char_length("media_type") <= 120),
  constraint whatsapp_messages_form_caption check (char_length("caption") <= 1024),
  constraint whatsapp_messages_form_reply_to_wa_id check (char_length("reply_to_wa_id") <= 200),
  constraint whatsapp_messages_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_state check ("state" in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed_retry', 'dead', 'received', 'cancelled')),
  constraint whatsapp_messages_form_sent_at check ("sent_at" >= '0001-01-01Z'::timestamptz and "sent_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_delivered_at check ("delivered_at" >= '0001-01-01Z'::timestamptz and "delivered_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_read_at check ("read_at" >= '0001-01-01Z'::timestamptz and "read_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_error_code check (char_length("error_code") <= 60),
  constraint whatsapp_messages_form_error_message check (char_length("error_message") <= 1000),
  constraint whatsapp_messages_form_pricing_category check ("pricing_category" in ('service', 'utility', 'authentication', 'marketing')),
  constraint whatsapp_messages_form_cost check ("cost" between -9007199254740991 and 9007199254740991),
  constraint whatsapp_messages_form_currency check (char_length("currency") <= 3),
  constraint whatsapp_messages_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint whatsapp_messages_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint whatsapp_messages_rule_1 check (direction = 'out' or state in ('received', 'read')),
  constraint whatsapp_messages_rule_2 check (cost is null or currency <> ''),
  constraint whatsapp_messages_contact_id_fkey foreign key (organization_id, "contact_id") references data.whatsapp_contacts (organization_id, id),
  constraint whatsapp_messages_message_id_fkey foreign key (organization_id, "message_id") references data.communication_messages (organization_id, id),
  constraint whatsapp_messages_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create index whatsapp_messages_message_id_idx on data.whatsapp_messages (organization_id, "message_id");
create index whatsapp_messages_file_id_idx on data.whatsapp_messages (organization_id, "file_id");
create index whatsapp_messages_contact_id_occurred_at_idx on data.whatsapp_messages (organization_id, "contact_id", "occurred_at");
create index whatsapp_messages_wa_message_id_idx on data.whatsapp_messages (organization_id, "wa_message_id");
create index whatsapp_messages_state_occurred_at_idx on data.whatsapp_messages (organization_id, "state", "occurred_at");
alter table data.whatsapp_messages enable row level security;
alter table data.whatsapp_messages force row level security;
create policy mine_read on data.whatsapp_messages for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.whatsapp_messages for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.whatsapp_messages for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.whatsapp_messages for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.whatsapp_messages for each row execute function sync.stamp();
create trigger capture_insert after insert on data.whatsapp_messages referencing new table as new_rows for each statement execute function sync.capture_insert('116');
create trigger capture_update after update on data.whatsapp_messages referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('116');
create trigger capture_delete after delete on data.whatsapp_messages referencing old table as old_rows for each statement execute function sync.capture_delete('116');
create trigger forbid_truncate before truncate on data.whatsapp_messages for each statement execute function sync.forbid_truncate();
alter table data.whatsapp_messages enable always trigger stamp;
alter table data.whatsapp_messages enable always trigger capture_insert;
alter table data.whatsapp_messages enable always trigger capture_update;
alter table data.whatsapp_messages enable always trigger capture_delete;
alter table data.whatsapp_messages enable always trigger forbid_truncate;

create table data.govbr_integrations (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid,
  "whatsapp_contact_id" uuid,
  "cpf" text not null default '',
  "cnpj" text not null default '',
  "holder_name" text not null default '',
  "email" text not null default '',
  "phone" text not null default '',
  "govbr_subject" text not null default '',
  "verification_level" text not null default 'none',
  "verification_state" text not null default 'pending',
  "verified_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "error_code" text not null default '',
  "scopes" jsonb not null default '[]'::jsonb,
  "integration_id" uuid,
  "access_token_secret_id" uuid,
  "refresh_token_secret_id" uuid,
  "consent_record_id" uuid,
  "last_sync_at" timestamptz(3),
  "is_active" boolean not null default true,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "holder_key" text generated always as (case when cpf <> '' then 'cpf:' || cpf else 'cnpj:' || cnpj end) stored,
  constraint govbr_integrations_pkey primary key (organization_id, id),
  constraint govbr_integrations_form_cpf check (char_length("cpf") <= 11),
  constraint govbr_integrations_form_cnpj check (char_length("cnpj") <= 14),
  constraint govbr_integrations_form_holder_name check (char_length("holder_name") <= 200),
  constraint govbr_integrations_form_email check (char_length("email") <= 254),
  constraint govbr_integrations_form_phone check (char_length("phone") <= 40),
  constraint govbr_integrations_form_govbr_subject check (char_length("govbr_subject") <= 120),
  constraint govbr_integrations_form_verification_level check ("verification_level" in ('none', 'bronze', 'silver', 'gold')),
  constraint govbr_integrations_form_verification_state check ("verification_state" in ('pending', 'verified', 'failed', 'expired', 'revoked')),
  constraint govbr_integrations_form_verified_at check ("verified_at" >= '0001-01-01Z'::timestamptz and "verified_at" < '10000-01-01Z'::timestamptz),
  constraint govbr_integrations_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint govbr_integrations_form_error_code check (char_length("error_code") <= 60),
  constraint govbr_integrations_form_last_sync_at check ("last_sync_at" >= '0001-01-01Z'::timestamptz and "last_sync_at" < '10000-01-01Z'::timestamptz),
  constraint govbr_integrations_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint govbr_integrations_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint govbr_integrations_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint govbr_integrations_rule_1 check ((cpf = '') <> (cnpj = '')),
  constraint govbr_integrations_rule_2 check (cpf = '' or length(cpf) = 11),
  constraint govbr_integrations_rule_3 check (cnpj = '' or length(cnpj) = 14),
  constraint govbr_integrations_holder_key_key unique (organization_id, "holder_key"),
  constraint govbr_integrations_integration_id_fkey foreign key (organization_id, "integration_id") references data.third_party_integrations (organization_id, id)
);
create index govbr_integrations_integration_id_idx on data.govbr_integrations (organization_id, "integration_id");
create index govbr_integrations_user_id_idx on data.govbr_integrations (organization_id, "user_id");
create index govbr_integrations_verification_state_expires_at_idx on data.govbr_integrations (organization_id, "verification_state", "expires_at");
alter table data.govbr_integrations enable row level security;
alter table data.govbr_integrations force row level security;
create policy mine_read on data.govbr_integrations for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.govbr_integrations for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.govbr_integrations for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.govbr_integrations for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.govbr_integrations for each row execute function sync.stamp();
create trigger capture_insert after insert on data.govbr_integrations referencing new table as new_rows for each statement execute function sync.capture_insert('117');
create trigger capture_update after update on data.govbr_integrations referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('117');
create trigger capture_delete after delete on data.govbr_integrations referencing old table as old_rows for each statement execute function sync.capture_delete('117');
create trigger forbid_truncate before truncate on data.govbr_integrations for each statement execute function sync.forbid_truncate();
alter table data.govbr_integrations enable always trigger stamp;
alter table data.govbr_integrations enable always trigger capture_insert;
alter table data.govbr_integrations enable always trigger capture_update;
alter table data.govbr_integrations enable always trigger capture_delete;
alter table data.govbr_integrations enable always trigger forbid_truncate;

create table data.analytics_events (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid,
  "session_id" text,
  "event_type" text not null,
  "event_data" jsonb not null default '{}'::jsonb,
  "page_url" text,
  "referrer" text,
  "user_agent" text,
  "ip_address" text,
  "occurred_at" timestamptz(3) not null,
  "duration_ms" bigint,
  "device_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint analytics_events_pkey primary key (organization_id, id),
  constraint analytics_events_form_session_id check (char_length("session_id") <= 60),
  constraint analytics_events_form_event_type check (char_length("event_type") <= 60),
  constraint analytics_events_form_page_url check (char_length("page_url") <= 2000),
  constraint analytics_events_form_referrer check (char_length("referrer") <= 2000),
  constraint analytics_events_form_user_agent check (char_length("user_agent") <= 500),
  constraint analytics_events_form_ip_address check (char_length("ip_address") <= 64),
  constraint analytics_events_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_events_form_duration_ms check ("duration_ms" between -9007199254740991 and 9007199254740991),
  constraint analytics_events_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_events_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_events_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_events_rule_1 check (duration_ms is null or duration_ms >= 0)
);
create index analytics_events_event_type_occurred_at_idx on data.analytics_events (organization_id, "event_type", "occurred_at");
create index analytics_events_user_id_occurred_at_idx on data.analytics_events (organization_id, "user_id", "occurred_at");
create index analytics_events_occurred_at_idx on data.analytics_events (organization_id, "occurred_at");
alter table data.analytics_events enable row level security;
alter table data.analytics_events force row level security;
create policy mine_read on data.analytics_events for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.analytics_events for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.analytics_events for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.analytics_events for each statement execute function sync.forbid_truncate();
alter table data.analytics_events enable always trigger stamp;
alter table data.analytics_events enable always trigger forbid_truncate;

create table data.analytics_daily_metrics (
  "id" uuid not null,
  "organization_id" uuid not null,
  "metric_day" date not null,
  "timezone" text not null,
  "department_id" uuid,
  "tickets_opened" bigint not null default 0,
  "tickets_resolved" bigint not null default 0,
  "tickets_closed" bigint not null default 0,
  "tickets_reopened" bigint not null default 0,
  "tickets_open" bigint not null default 0,
  "sla_met" bigint not null default 0,
  "sla_breached" bigint not null default 0,
  "first_response_minutes_sum" bigint not null default 0,
  "first_response_count" bigint not null default 0,
  "resolution_minutes_sum" bigint not null default 0,
  "resolution_count" bigint not null default 0,
  "bookings_made" bigint not null default 0,
  "bookings_cancelled" bigint not null default 0,
  "bookings_no_show" bigint not null default 0,
  "booked_minutes" bigint not null default 0,
  "bookable_minutes" bigint not null default 0,
  "conflicts_opened" bigint not null default 0,
  "conflicts_settled" bigint not null default 0,
  "requests_received" bigint not null default 0,
  "requests_processed" bigint not null default 0,
  "leads_created" bigint not null default 0,
  "leads_won" bigint not null default 0,
  "calls_handled" bigint not null default 0,
  "call_seconds_sum" bigint not null default 0,
  "messages_sent" bigint not null default 0,
  "messages_failed" bigint not null default 0,
  "satisfaction_sum" bigint not null default 0,
  "satisfaction_count" bigint not null default 0,
  "promoters" bigint not null default 0,
  "detractors" bigint not null default 0,
  "nps_count" bigint not null default 0,
  "computed_at" timestamptz(3) not null,
  "source_version" bigint not null default 0,
  "devices_expected" bigint not null default 0,
  "devices_synced" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "department_key" text generated always as (coalesce(cast(department_id as text), '')) stored,
  constraint analytics_daily_metrics_pkey primary key (organization_id, id),
  constraint analytics_daily_metrics_form_metric_day check ("metric_day" between '0001-01-01'::date and '9999-12-31'::date),
  constraint analytics_daily_metrics_form_timezone check (char_length("timezone") <= 60),
  constraint analytics_daily_metrics_form_tickets_opened check ("tickets_opened" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_tickets_resolved check ("tickets_resolved" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_tickets_closed check ("tickets_closed" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_tickets_reopened check ("tickets_reopened" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_tickets_open check ("tickets_open" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_sla_met check ("sla_met" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_sla_breached check ("sla_breached" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_first_response_minutes_sum check ("first_response_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_first_response_count check ("first_response_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_resolution_minutes_sum check ("resolution_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_resolution_count check ("resolution_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_bookings_made check ("bookings_made" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_bookings_cancelled check ("bookings_cancelled" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_bookings_no_show check ("bookings_no_show" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_booked_minutes check ("booked_minutes" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_bookable_minutes check ("bookable_minutes" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_conflicts_opened check ("conflicts_opened" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_conflicts_settled check ("conflicts_settled" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_requests_received check ("requests_received" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_requests_processed check ("requests_processed" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_leads_created check ("leads_created" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_leads_won check ("leads_won" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_calls_handled check ("calls_handled" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_call_seconds_sum check ("call_seconds_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_messages_sent check ("messages_sent" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_messages_failed check ("messages_failed" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_satisfaction_sum check ("satisfaction_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_satisfaction_count check ("satisfaction_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_promoters check ("promoters" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_detractors check ("detractors" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_nps_count check ("nps_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_computed_at check ("computed_at" >= '0001-01-01Z'::timestamptz and "computed_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_daily_metrics_form_source_version check ("source_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_devices_expected check ("devices_expected" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_devices_synced check ("devices_synced" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_daily_metrics_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_daily_metrics_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_daily_metrics_metric_day_department_key_key unique (organization_id, "metric_day", "department_key")
);
create index analytics_daily_metrics_department_id_metric_day_idx on data.analytics_daily_metrics (organization_id, "department_id", "metric_day");
alter table data.analytics_daily_metrics enable row level security;
alter table data.analytics_daily_metrics force row level security;
create policy mine_read on data.analytics_daily_metrics for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.analytics_daily_metrics for each row execute function sync.stamp();
create trigger capture_insert after insert on data.analytics_daily_metrics referencing new table as new_rows for each statement execute function sync.capture_insert('119');
create trigger capture_update after update on data.analytics_daily_metrics referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('119');
create trigger capture_delete after delete on data.analytics_daily_metrics referencing old table as old_rows for each statement execute function sync.capture_delete('119');
create trigger forbid_truncate before truncate on data.analytics_daily_metrics for each statement execute function sync.forbid_truncate();
alter table data.analytics_daily_metrics enable always trigger stamp;
alter table data.analytics_daily_metrics enable always trigger capture_insert;
alter table data.analytics_daily_metrics enable always trigger capture_update;
alter table data.analytics_daily_metrics enable always trigger capture_delete;
alter table data.analytics_daily_metrics enable always trigger forbid_truncate;

create table data.analytics_agent_metrics (
  "id" uuid not null,
  "organization_id" uuid not null,
  "metric_day" date not null,
  "timezone" text not null,
  "user_id" uuid,
  "department_id" uuid,
  "tickets_assigned" bigint not null default 0,
  "tickets_resolved" bigint not null default 0,
  "tickets_reopened" bigint not null default 0,
  "tickets_reassigned" bigint not null default 0,
  "replies_sent" bigint not null default 0,
  "sla_met" bigint not null default 0,
  "sla_breached" bigint not null default 0,
  "first_response_minutes_sum" bigint not null default 0,
  "first_response_count" bigint not null default 0,
  "resolution_minutes_sum" bigint not null default 0,
  "resolution_count" bigint not null default 0,
  "bookings_made" bigint not null default 0,
  "conflicts_settled" bigint not null default 0,
  "leads_contacted" bigint not null default 0,
  "leads_won" bigint not null default 0,
  "calls_handled" bigint not null default 0,
  "call_seconds_sum" bigint not null default 0,
  "online_minutes" bigint not null default 0,
  "satisfaction_sum" bigint not null default 0,
  "satisfaction_count" bigint not null default 0,
  "points_earned" bigint not null default 0,
  "computed_at" timestamptz(3) not null,
  "source_version" bigint not null default 0,
  "devices_expected" bigint not null default 0,
  "devices_synced" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "agent_key" text generated always as (case when user_id is not null then 'user:' || cast(user_id as text) else 'department:' || cast(department_id as text) end) stored,
  constraint analytics_agent_metrics_pkey primary key (organization_id, id),
  constraint analytics_agent_metrics_form_metric_day check ("metric_day" between '0001-01-01'::date and '9999-12-31'::date),
  constraint analytics_agent_metrics_form_timezone check (char_length("timezone") <= 60),
  constraint analytics_agent_metrics_form_tickets_assigned check ("tickets_assigned" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_tickets_resolved check ("tickets_resolved" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_tickets_reopened check ("tickets_reopened" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_tickets_reassigned check ("tickets_reassigned" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_replies_sent check ("replies_sent" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_sla_met check ("sla_met" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_sla_breached check ("sla_breached" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_first_response_minutes_sum check ("first_response_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_first_response_count check ("first_response_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_resolution_minutes_sum check ("resolution_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_resolution_count check ("resolution_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_bookings_made check ("bookings_made" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_conflicts_settled check ("conflicts_settled" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_leads_contacted check ("leads_contacted" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_leads_won check ("leads_won" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_calls_handled check ("calls_handled" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_call_seconds_sum check ("call_seconds_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_online_minutes check ("online_minutes" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_satisfaction_sum check ("satisfaction_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_satisfaction_count check ("satisfaction_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_points_earned check ("points_earned" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_computed_at check ("computed_at" >= '0001-01-01Z'::timestamptz and "computed_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_metrics_form_source_version check ("source_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_devices_expected check ("devices_expected" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_devices_synced check ("devices_synced" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_metrics_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_metrics_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_metrics_rule_1 check (user_id is not null or department_id is not null),
  constraint analytics_agent_metrics_metric_day_agent_key_key unique (organization_id, "metric_day", "agent_key")
);
create index analytics_agent_metrics_user_id_metric_day_idx on data.analytics_agent_metrics (organization_id, "user_id", "metric_day");
create index analytics_agent_metrics_department_id_metric_day_idx on data.analytics_agent_metrics (organization_id, "department_id", "metric_day");
alter table data.analytics_agent_metrics enable row level security;
alter table data.analytics_agent_metrics force row level security;
create policy mine_read on data.analytics_agent_metrics for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.analytics_agent_metrics for each row execute function sync.stamp();
create trigger capture_insert after insert on data.analytics_agent_metrics referencing new table as new_rows for each statement execute function sync.capture_insert('120');
create trigger capture_update after update on data.analytics_agent_metrics referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('120');
create trigger capture_delete after delete on data.analytics_agent_metrics referencing old table as old_rows for each statement execute function sync.capture_delete('120');
create trigger forbid_truncate before truncate on data.analytics_agent_metrics for each statement execute function sync.forbid_truncate();
alter table data.analytics_agent_metrics enable always trigger stamp;
alter table data.analytics_agent_metrics enable always trigger capture_insert;
alter table data.analytics_agent_metrics enable always trigger capture_update;
alter table data.analytics_agent_metrics enable always trigger capture_delete;
alter table data.analytics_agent_metrics enable always trigger forbid_truncate;

create table data.analytics_category_metrics (
  "id" uuid not null,
  "organization_id" uuid not null,
  "metric_day" date not null,
  "timezone" text not null,
  "category_id" uuid not null,
  "tickets_opened" bigint not null default 0,
  "tickets_resolved" bigint not null default 0,
  "tickets_reopened" bigint not null default 0,
  "tickets_open" bigint not null default 0,
  "tickets_reassigned" bigint not null default 0,
  "escalations" bigint not null default 0,
  "sla_met" bigint not null default 0,
  "sla_breached" bigint not null default 0,
  "first_response_minutes_sum" bigint not null default 0,
  "first_response_count" bigint not null default 0,
  "resolution_minutes_sum" bigint not null default 0,
  "resolution_count" bigint not null default 0,
  "first_contact_resolved" bigint not null default 0,
  "resolution_codes" jsonb not null default '[]'::jsonb,
  "article_uses" bigint not null default 0,
  "satisfaction_sum" bigint not null default 0,
  "satisfaction_count" bigint not null default 0,
  "computed_at" timestamptz(3) not null,
  "source_version" bigint not null default 0,
  "devices_expected" bigint not null default 0,
  "devices_synced" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint analytics_category_metrics_pkey primary key (organization_id, id),
  constraint analytics_category_metrics_form_metric_day check ("metric_day" between '0001-01-01'::date and '9999-12-31'::date),
  constraint analytics_category_metrics_form_timezone check (char_length("timezone") <= 60),
  constraint analytics_category_metrics_form_tickets_opened check ("tickets_opened" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_tickets_resolved check ("tickets_resolved" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_tickets_reopened check ("tickets_reopened" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_tickets_open check ("tickets_open" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_tickets_reassigned check ("tickets_reassigned" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_escalations check ("escalations" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_sla_met check ("sla_met" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_sla_breached check ("sla_breached" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_first_response_minutes_sum check ("first_response_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_first_response_count check ("first_response_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_resolution_minutes_sum check ("resolution_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_resolution_count check ("resolution_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_first_contact_resolved check ("first_contact_resolved" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_article_uses check ("article_uses" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_satisfaction_sum check ("satisfaction_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_satisfaction_count check ("satisfaction_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_computed_at check ("computed_at" >= '0001-01-01Z'::timestamptz and "computed_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_category_metrics_form_source_version check ("source_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_devices_expected check ("devices_expected" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_devices_synced check ("devices_synced" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_category_metrics_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_category_metrics_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_category_metrics_metric_day_category_id_key unique (organization_id, "metric_day", "category_id")
);
create index analytics_category_metrics_category_id_metric_day_idx on data.analytics_category_metrics (organization_id, "category_id", "metric_day");
alter table data.analytics_category_metrics enable row level security;
alter table data.analytics_category_metrics force row level security;
create policy mine_read on data.analytics_category_metrics for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.analytics_category_metrics for each row execute function sync.stamp();
create trigger capture_insert after insert on data.analytics_category_metrics referencing new table as new_rows for each statement execute function sync.capture_insert('121');
create trigger capture_update after update on data.analytics_category_metrics referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('121');
create trigger capture_delete after delete on data.analytics_category_metrics referencing old table as old_rows for each statement execute function sync.capture_delete('121');
create trigger forbid_truncate before truncate on data.analytics_category_metrics for each statement execute function sync.forbid_truncate();
alter table data.analytics_category_metrics enable always trigger stamp;
alter table data.analytics_category_metrics enable always trigger capture_insert;
alter table data.analytics_category_metrics enable always trigger capture_update;
alter table data.analytics_category_metrics enable always trigger capture_delete;
alter table data.analytics_category_metrics enable always trigger forbid_truncate;

create table data.analytics_agent_performance (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "department_id" uuid,
  "period_kind" text not null,
  "period_start" date not null,
  "period_end" date not null,
  "timezone" text not null,
  "tickets_resolved" bigint not null default 0,
  "sla_met" bigint not null default 0,
  "sla_breached" bigint not null default 0,
  "first_response_minutes_sum" bigint not null default 0,
  "first_response_count" bigint not null default 0,
  "resolution_minutes_sum" bigint not null default 0,
  "resolution_count" bigint not null default 0,
  "reopened" bigint not null default 0,
  "calls_handled" bigint not null default 0,
  "leads_won" bigint not null default 0,
  "satisfaction_sum" bigint not null default 0,
  "satisfaction_count" bigint not null default 0,
  "points_earned" bigint not null default 0,
  "score" numeric(5,2),
  "previous_score" numeric(5,2),
  "team_score" numeric(5,2),
  "team_rank" bigint,
  "team_size" bigint,
  "weights" jsonb not null default '{}'::jsonb,
  "computed_at" timestamptz(3) not null,
  "source_version" bigint not null default 0,
  "devices_expected" bigint not null default 0,
  "devices_synced" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint analytics_agent_performance_pkey primary key (organization_id, id),
  constraint analytics_agent_performance_form_period_kind check ("period_kind" in ('week', 'month', 'quarter', 'year')),
  constraint analytics_agent_performance_form_period_start check ("period_start" between '0001-01-01'::date and '9999-12-31'::date),
  constraint analytics_agent_performance_form_period_end check ("period_end" between '0001-01-01'::date and '9999-12-31'::date),
  constraint analytics_agent_performance_form_timezone check (char_length("timezone") <= 60),
  constraint analytics_agent_performance_form_tickets_resolved check ("tickets_resolved" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_sla_met check ("sla_met" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_sla_breached check ("sla_breached" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_first_response_minutes_sum check ("first_response_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_first_response_count check ("first_response_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_resolution_minutes_sum check ("resolution_minutes_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_resolution_count check ("resolution_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_reopened check ("reopened" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_calls_handled check ("calls_handled" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_leads_won check ("leads_won" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_satisfaction_sum check ("satisfaction_sum" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_satisfaction_count check ("satisfaction_count" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_points_earned check ("points_earned" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_score check ("score" <> 'NaN'::numeric),
  constraint analytics_agent_performance_form_previous_score check ("previous_score" <> 'NaN'::numeric),
  constraint analytics_agent_performance_form_team_score check ("team_score" <> 'NaN'::numeric),
  constraint analytics_agent_performance_form_team_rank check ("team_rank" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_team_size check ("team_size" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_computed_at check ("computed_at" >= '0001-01-01Z'::timestamptz and "computed_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_performance_form_source_version check ("source_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_devices_expected check ("devices_expected" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_devices_synced check ("devices_synced" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_performance_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint analytics_agent_performance_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint analytics_agent_performance_rule_1 check (period_end >= period_start),
  constraint analytics_agent_performance_rule_2 check (score is null or cast(score as numeric) between 0 and 100),
  constraint analytics_agent_performance_rule_3 check (team_rank is null or team_rank >= 1),
  constraint analytics_agent_performance_user_id_period_kind_period_2f0da98c unique (organization_id, "user_id", "period_kind", "period_start")
);
create index analytics_agent_performance_period_kind_period_start_t_e9f177cd on data.analytics_agent_performance (organization_id, "period_kind", "period_start", "team_rank");
alter table data.analytics_agent_performance enable row level security;
alter table data.analytics_agent_performance force row level security;
create policy mine_read on data.analytics_agent_performance for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.analytics_agent_performance for each row execute function sync.stamp();
create trigger capture_insert after insert on data.analytics_agent_performance referencing new table as new_rows for each statement execute function sync.capture_insert('123');
create trigger capture_update after update on data.analytics_agent_performance referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('123');
create trigger capture_delete after delete on data.analytics_agent_performance referencing old table as old_rows for each statement execute function sync.capture_delete('123');
create trigger forbid_truncate before truncate on data.analytics_agent_performance for each statement execute function sync.forbid_truncate();
alter table data.analytics_agent_performance enable always trigger stamp;
alter table data.analytics_agent_performance enable always trigger capture_insert;
alter table data.analytics_agent_performance enable always trigger capture_update;
alter table data.analytics_agent_performance enable always trigger capture_delete;
alter table data.analytics_agent_performance enable always trigger forbid_truncate;

create table data.ai_models (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "version_number" bigint not null,
  "name" text not null,
  "task" text not null,
  "algorithm" text not null,
  "state" text not null default 'candidate',
  "approved_at" timestamptz(3),
  "approved_by" uuid,
  "activated_at" timestamptz(3),
  "file_id" uuid,
  "settings" jsonb not null default '{}'::jsonb,
  "metrics" jsonb not null default '{}'::jsonb,
  "threshold" numeric(5,4) not null default '0.7000'::numeric(5,4),
  "training_rows" bigint not null default 0,
  "holdout_rows" bigint not null default 0,
  "trained_at" timestamptz(3),
  "trained_by" uuid,
  "replaced_model_id" uuid,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ai_models_pkey primary key (organization_id, id),
  constraint ai_models_form_code check (char_length("code") <= 60),
  constraint ai_models_form_version_number check ("version_number" between -9007199254740991 and 9007199254740991),
  constraint ai_models_form_name check (char_length("name") <= 200),
  constraint ai_models_form_task check ("task" in ('classify', 'suggest', 'extract', 'score', 'digest')),
  constraint ai_models_form_algorithm check ("algorithm" in ('naive_bayes', 'nearest_neighbours', 'rules', 'template')),
  constraint ai_models_form_state check ("state" in ('candidate', 'approved', 'active', 'retired')),
  constraint ai_models_form_approved_at check ("approved_at" >= '0001-01-01Z'::timestamptz and "approved_at" < '10000-01-01Z'::timestamptz),
  constraint ai_models_form_activated_at check ("activated_at" >= '0001-01-01Z'::timestamptz and "activated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_models_form_threshold check ("threshold" <> 'NaN'::numeric),
  constraint ai_models_form_training_rows check ("training_rows" between -9007199254740991 and 9007199254740991),
  constraint ai_models_form_holdout_rows check ("holdout_rows" between -9007199254740991 and 9007199254740991),
  constraint ai_models_form_trained_at check ("trained_at" >= '0001-01-01Z'::timestamptz and "trained_at" < '10000-01-01Z'::timestamptz),
  constraint ai_models_form_notes check (char_length("notes") <= 2000),
  constraint ai_models_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ai_models_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_models_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ai_models_rule_1 check (version_number >= 1),
  constraint ai_models_rule_2 check (cast(threshold as numeric) between 0 and 1),
  constraint ai_models_rule_3 check (training_rows >= 0),
  constraint ai_models_rule_4 check (holdout_rows >= 0),
  constraint ai_models_rule_5 check (state = 'candidate' or approved_at is not null),
  constraint ai_models_code_version_number_key unique (organization_id, "code", "version_number"),
  constraint ai_models_file_id_fkey foreign key (organization_id, "file_id") references data.files (organization_id, id)
);
create unique index ai_models_code_while_state_active_key on data.ai_models (organization_id, "code") where ("state" in ('active'));
create index ai_models_file_id_idx on data.ai_models (organization_id, "file_id");
create index ai_models_state_task_idx on data.ai_models (organization_id, "state", "task");
alter table data.ai_models enable row level security;
alter table data.ai_models force row level security;
create policy mine_read on data.ai_models for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ai_models for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ai_models for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ai_models for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ai_models for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ai_models referencing new table as new_rows for each statement execute function sync.capture_insert('124');
create trigger capture_update after update on data.ai_models referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('124');
create trigger capture_delete after delete on data.ai_models referencing old table as old_rows for each statement execute function sync.capture_delete('124');
create trigger forbid_truncate before truncate on data.ai_models for each statement execute function sync.forbid_truncate();
alter table data.ai_models enable always trigger stamp;
alter table data.ai_models enable always trigger capture_insert;
alter table data.ai_models enable always trigger capture_update;
alter table data.ai_models enable always trigger capture_delete;
alter table data.ai_models enable always trigger forbid_truncate;

create table data.ai_classifications (
  "id" uuid not null,
  "organization_id" uuid not null,
  "entity_type" text not null,
  "entity_id" uuid not null,
  "model_id" uuid not null,
  "field" text not null,
  "predicted_value" text not null default '',
  "predicted_label" text not null default '',
  "confidence" numeric(5,4) not null,
  "abstained" boolean not null default false,
  "top_features" jsonb not null default '[]'::jsonb,
  "alternatives" jsonb not null default '[]'::jsonb,
  "rule_hits" jsonb not null default '[]'::jsonb,
  "classified_at" timestamptz(3) not null,
  "outcome" text not null default 'open',
  "corrected_value" text not null default '',
  "feedback_at" timestamptz(3),
  "feedback_by" uuid,
  "is_applied" boolean not null default false,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ai_classifications_pkey primary key (organization_id, id),
  constraint ai_classifications_form_entity_type check ("entity_type" in ('ticket', 'external_request', 'booking', 'lead', 'communication_message')),
  constraint ai_classifications_form_field check ("field" in ('category', 'priority', 'assignment_group', 'request_type', 'sentiment', 'language')),
  constraint ai_classifications_form_predicted_value check (char_length("predicted_value") <= 200),
  constraint ai_classifications_form_predicted_label check (char_length("predicted_label") <= 200),
  constraint ai_classifications_form_confidence check ("confidence" <> 'NaN'::numeric),
  constraint ai_classifications_form_classified_at check ("classified_at" >= '0001-01-01Z'::timestamptz and "classified_at" < '10000-01-01Z'::timestamptz),
  constraint ai_classifications_form_outcome check ("outcome" in ('open', 'accepted', 'corrected', 'dismissed')),
  constraint ai_classifications_form_corrected_value check (char_length("corrected_value") <= 200),
  constraint ai_classifications_form_feedback_at check ("feedback_at" >= '0001-01-01Z'::timestamptz and "feedback_at" < '10000-01-01Z'::timestamptz),
  constraint ai_classifications_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ai_classifications_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_classifications_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ai_classifications_rule_1 check (cast(confidence as numeric) between 0 and 1),
  constraint ai_classifications_rule_2 check (not abstained or not is_applied),
  constraint ai_classifications_rule_3 check (outcome = 'open' or feedback_at is not null),
  constraint ai_classifications_model_id_fkey foreign key (organization_id, "model_id") references data.ai_models (organization_id, id)
);
create index ai_classifications_entity_id_field_classified_at_idx on data.ai_classifications (organization_id, "entity_id", "field", "classified_at");
create index ai_classifications_outcome_classified_at_idx on data.ai_classifications (organization_id, "outcome", "classified_at");
create index ai_classifications_model_id_outcome_idx on data.ai_classifications (organization_id, "model_id", "outcome");
alter table data.ai_classifications enable row level security;
alter table data.ai_classifications force row level security;
create policy mine_read on data.ai_classifications for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ai_classifications for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ai_classifications for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ai_classifications for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ai_classifications for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ai_classifications referencing new table as new_rows for each statement execute function sync.capture_insert('125');
create trigger capture_update after update on data.ai_classifications referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('125');
create trigger capture_delete after delete on data.ai_classifications referencing old table as old_rows for each statement execute function sync.capture_delete('125');
create trigger forbid_truncate before truncate on data.ai_classifications for each statement execute function sync.forbid_truncate();
alter table data.ai_classifications enable always trigger stamp;
alter table data.ai_classifications enable always trigger capture_insert;
alter table data.ai_classifications enable always trigger capture_update;
alter table data.ai_classifications enable always trigger capture_delete;
alter table data.ai_classifications enable always trigger forbid_truncate;

create table data.ai_suggestions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "entity_type" text not null,
  "entity_id" uuid not null,
  "kind" text not null,
  "source" text not null,
  "source_id" uuid,
  "model_id" uuid,
  "title" text not null default '',
  "body" text not null default '',
  "reasons" jsonb not null default '[]'::jsonb,
  "score" numeric(5,4) not null,
  "position" bigint not null default 0,
  "offered_at" timestamptz(3) not null,
  "expires_at" timestamptz(3),
  "shown_count" bigint not null default 0,
  "outcome" text not null default 'open',
  "feedback_at" timestamptz(3),
  "feedback_by" uuid,
  "feedback_notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ai_suggestions_pkey primary key (organization_id, id),
  constraint ai_suggestions_form_entity_type check ("entity_type" in ('ticket', 'external_request', 'booking', 'lead', 'communication_message')),
  constraint ai_suggestions_form_kind check ("kind" in ('reply', 'article', 'similar_ticket', 'macro', 'resolution', 'alternative', 'next_step')),
  constraint ai_suggestions_form_source check ("source" in ('knowledge', 'tickets', 'macros', 'rules', 'model', 'availability')),
  constraint ai_suggestions_form_title check (char_length("title") <= 200),
  constraint ai_suggestions_form_body check (char_length("body") <= 8000),
  constraint ai_suggestions_form_score check ("score" <> 'NaN'::numeric),
  constraint ai_suggestions_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint ai_suggestions_form_offered_at check ("offered_at" >= '0001-01-01Z'::timestamptz and "offered_at" < '10000-01-01Z'::timestamptz),
  constraint ai_suggestions_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint ai_suggestions_form_shown_count check ("shown_count" between -9007199254740991 and 9007199254740991),
  constraint ai_suggestions_form_outcome check ("outcome" in ('open', 'used', 'edited', 'dismissed', 'expired')),
  constraint ai_suggestions_form_feedback_at check ("feedback_at" >= '0001-01-01Z'::timestamptz and "feedback_at" < '10000-01-01Z'::timestamptz),
  constraint ai_suggestions_form_feedback_notes check (char_length("feedback_notes") <= 1000),
  constraint ai_suggestions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ai_suggestions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_suggestions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ai_suggestions_rule_1 check (cast(score as numeric) between 0 and 1),
  constraint ai_suggestions_rule_2 check (shown_count >= 0),
  constraint ai_suggestions_model_id_fkey foreign key (organization_id, "model_id") references data.ai_models (organization_id, id)
);
create index ai_suggestions_model_id_idx on data.ai_suggestions (organization_id, "model_id");
create index ai_suggestions_entity_id_outcome_position_idx on data.ai_suggestions (organization_id, "entity_id", "outcome", "position");
create index ai_suggestions_outcome_offered_at_idx on data.ai_suggestions (organization_id, "outcome", "offered_at");
create index ai_suggestions_kind_offered_at_idx on data.ai_suggestions (organization_id, "kind", "offered_at");
alter table data.ai_suggestions enable row level security;
alter table data.ai_suggestions force row level security;
create policy mine_read on data.ai_suggestions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ai_suggestions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ai_suggestions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ai_suggestions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ai_suggestions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ai_suggestions referencing new table as new_rows for each statement execute function sync.capture_insert('126');
create trigger capture_update after update on data.ai_suggestions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('126');
create trigger capture_delete after delete on data.ai_suggestions referencing old table as old_rows for each statement execute function sync.capture_delete('126');
create trigger forbid_truncate before truncate on data.ai_suggestions for each statement execute function sync.forbid_truncate();
alter table data.ai_suggestions enable always trigger stamp;
alter table data.ai_suggestions enable always trigger capture_insert;
alter table data.ai_suggestions enable always trigger capture_update;
alter table data.ai_suggestions enable always trigger capture_delete;
alter table data.ai_suggestions enable always trigger forbid_truncate;

create table data.ai_training_data (
  "id" uuid not null,
  "organization_id" uuid not null,
  "model_code" text not null,
  "field" text not null,
  "input_text" text not null,
  "label" text not null,
  "source" text not null,
  "classification_id" uuid,
  "entity_id" uuid,
  "quality_score" numeric(5,2) not null default '50.00'::numeric(5,2),
  "quality_reasons" jsonb not null default '[]'::jsonb,
  "split" text not null default 'train',
  "locale" text not null default '',
  "collected_at" timestamptz(3) not null,
  "validation_state" text not null default 'pending',
  "validated_at" timestamptz(3),
  "validated_by" uuid,
  "validation_notes" text not null default '',
  "pii_masked" boolean not null default false,
  "last_model_id" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ai_training_data_pkey primary key (organization_id, id),
  constraint ai_training_data_form_model_code check (char_length("model_code") <= 60),
  constraint ai_training_data_form_field check (char_length("field") <= 60),
  constraint ai_training_data_form_input_text check (char_length("input_text") <= 20000),
  constraint ai_training_data_form_label check (char_length("label") <= 200),
  constraint ai_training_data_form_source check ("source" in ('correction', 'acceptance', 'import', 'manual')),
  constraint ai_training_data_form_quality_score check ("quality_score" <> 'NaN'::numeric),
  constraint ai_training_data_form_split check ("split" in ('train', 'validation', 'holdout')),
  constraint ai_training_data_form_locale check (char_length("locale") <= 35),
  constraint ai_training_data_form_collected_at check ("collected_at" >= '0001-01-01Z'::timestamptz and "collected_at" < '10000-01-01Z'::timestamptz),
  constraint ai_training_data_form_validation_state check ("validation_state" in ('pending', 'validated', 'rejected')),
  constraint ai_training_data_form_validated_at check ("validated_at" >= '0001-01-01Z'::timestamptz and "validated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_training_data_form_validation_notes check (char_length("validation_notes") <= 1000),
  constraint ai_training_data_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ai_training_data_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_training_data_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ai_training_data_rule_1 check (cast(quality_score as numeric) between 0 and 100),
  constraint ai_training_data_rule_2 check ((validation_state = 'pending') = (validated_at is null))
);
create index ai_training_data_model_code_validation_state_split_idx on data.ai_training_data (organization_id, "model_code", "validation_state", "split");
create index ai_training_data_validation_state_collected_at_idx on data.ai_training_data (organization_id, "validation_state", "collected_at");
create index ai_training_data_classification_id_idx on data.ai_training_data (organization_id, "classification_id");
create index ai_training_data_entity_id_idx on data.ai_training_data (organization_id, "entity_id");
alter table data.ai_training_data enable row level security;
alter table data.ai_training_data force row level security;
create policy mine_read on data.ai_training_data for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ai_training_data for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ai_training_data for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ai_training_data for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ai_training_data for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ai_training_data referencing new table as new_rows for each statement execute function sync.capture_insert('127');
create trigger capture_update after update on data.ai_training_data referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('127');
create trigger capture_delete after delete on data.ai_training_data referencing old table as old_rows for each statement execute function sync.capture_delete('127');
create trigger forbid_truncate before truncate on data.ai_training_data for each statement execute function sync.forbid_truncate();
alter table data.ai_training_data enable always trigger stamp;
alter table data.ai_training_data enable always trigger capture_insert;
alter table data.ai_training_data enable always trigger capture_update;
alter table data.ai_training_data enable always trigger capture_delete;
alter table data.ai_training_data enable always trigger forbid_truncate;

create table data.ai_digests (
  "id" uuid not null,
  "organization_id" uuid not null,
  "digest_type" text not null,
  "period_start" timestamptz(3) not null,
  "period_end" timestamptz(3) not null,
  "timezone" text not null default 'UTC',
  "content" jsonb not null,
  "summary" text not null,
  "insights" jsonb not null default '[]'::jsonb,
  "generated_at" timestamptz(3) not null,
  "generated_by" text not null default 'ai_system',
  "model_id" uuid,
  "locale" text not null default '',
  "is_archived" boolean not null default false,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint ai_digests_pkey primary key (organization_id, id),
  constraint ai_digests_form_digest_type check ("digest_type" in ('daily', 'weekly', 'monthly', 'custom')),
  constraint ai_digests_form_period_start check ("period_start" >= '0001-01-01Z'::timestamptz and "period_start" < '10000-01-01Z'::timestamptz),
  constraint ai_digests_form_period_end check ("period_end" >= '0001-01-01Z'::timestamptz and "period_end" < '10000-01-01Z'::timestamptz),
  constraint ai_digests_form_timezone check (char_length("timezone") <= 60),
  constraint ai_digests_form_summary check (char_length("summary") <= 8000),
  constraint ai_digests_form_generated_at check ("generated_at" >= '0001-01-01Z'::timestamptz and "generated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_digests_form_generated_by check (char_length("generated_by") <= 200),
  constraint ai_digests_form_locale check (char_length("locale") <= 35),
  constraint ai_digests_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint ai_digests_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint ai_digests_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint ai_digests_rule_1 check (period_end > period_start),
  constraint ai_digests_model_id_fkey foreign key (organization_id, "model_id") references data.ai_models (organization_id, id)
);
create index ai_digests_model_id_idx on data.ai_digests (organization_id, "model_id");
create index ai_digests_digest_type_period_start_idx on data.ai_digests (organization_id, "digest_type", "period_start");
create index ai_digests_period_start_period_end_idx on data.ai_digests (organization_id, "period_start", "period_end");
create index ai_digests_is_archived_generated_at_idx on data.ai_digests (organization_id, "is_archived", "generated_at");
alter table data.ai_digests enable row level security;
alter table data.ai_digests force row level security;
create policy mine_read on data.ai_digests for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.ai_digests for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.ai_digests for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.ai_digests for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.ai_digests for each row execute function sync.stamp();
create trigger capture_insert after insert on data.ai_digests referencing new table as new_rows for each statement execute function sync.capture_insert('128');
create trigger capture_update after update on data.ai_digests referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('128');
create trigger capture_delete after delete on data.ai_digests referencing old table as old_rows for each statement execute function sync.capture_delete('128');
create trigger forbid_truncate before truncate on data.ai_digests for each statement execute function sync.forbid_truncate();
alter table data.ai_digests enable always trigger stamp;
alter table data.ai_digests enable always trigger capture_insert;
alter table data.ai_digests enable always trigger capture_update;
alter table data.ai_digests enable always trigger capture_delete;
alter table data.ai_digests enable always trigger forbid_truncate;

create table data.badges (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "icon" text not null default '',
  "color" text not null default '',
  "rarity" text not null default 'common',
  "criteria" jsonb,
  "points" bigint not null default 0,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint badges_pkey primary key (organization_id, id),
  constraint badges_form_code check (char_length("code") <= 60),
  constraint badges_form_name check (char_length("name") <= 100),
  constraint badges_form_description check (char_length("description") <= 1000),
  constraint badges_form_icon check (char_length("icon") <= 60),
  constraint badges_form_color check (char_length("color") <= 20),
  constraint badges_form_rarity check ("rarity" in ('common', 'rare', 'epic', 'legendary')),
  constraint badges_form_points check ("points" between -9007199254740991 and 9007199254740991),
  constraint badges_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint badges_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint badges_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint badges_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint badges_rule_1 check (points >= 0),
  constraint badges_code_key unique (organization_id, "code")
);
create index badges_is_active_position_idx on data.badges (organization_id, "is_active", "position");
alter table data.badges enable row level security;
alter table data.badges force row level security;
create policy mine_read on data.badges for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.badges for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.badges for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.badges for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.badges for each row execute function sync.stamp();
create trigger capture_insert after insert on data.badges referencing new table as new_rows for each statement execute function sync.capture_insert('129');
create trigger capture_update after update on data.badges referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('129');
create trigger capture_delete after delete on data.badges referencing old table as old_rows for each statement execute function sync.capture_delete('129');
create trigger forbid_truncate before truncate on data.badges for each statement execute function sync.forbid_truncate();
alter table data.badges enable always trigger stamp;
alter table data.badges enable always trigger capture_insert;
alter table data.badges enable always trigger capture_update;
alter table data.badges enable always trigger capture_delete;
alter table data.badges enable always trigger forbid_truncate;

create table data.user_badges (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "badge_id" uuid not null,
  "awarded_at" timestamptz(3) not null,
  "awarded_by" uuid,
  "reason" text not null default '',
  "is_pinned" boolean not null default false,
  "seen_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint user_badges_pkey primary key (organization_id, id),
  constraint user_badges_form_awarded_at check ("awarded_at" >= '0001-01-01Z'::timestamptz and "awarded_at" < '10000-01-01Z'::timestamptz),
  constraint user_badges_form_reason check (char_length("reason") <= 500),
  constraint user_badges_form_seen_at check ("seen_at" >= '0001-01-01Z'::timestamptz and "seen_at" < '10000-01-01Z'::timestamptz),
  constraint user_badges_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_badges_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_badges_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_badges_user_id_badge_id_key unique (organization_id, "user_id", "badge_id"),
  constraint user_badges_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id),
  constraint user_badges_badge_id_fkey foreign key (organization_id, "badge_id") references data.badges (organization_id, id)
);
create index user_badges_badge_id_idx on data.user_badges (organization_id, "badge_id");
create index user_badges_user_id_awarded_at_idx on data.user_badges (organization_id, "user_id", "awarded_at");
create index user_badges_awarded_at_idx on data.user_badges (organization_id, "awarded_at");
alter table data.user_badges enable row level security;
alter table data.user_badges force row level security;
create policy mine_read on data.user_badges for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_badges for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.user_badges for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.user_badges for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_badges for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_badges referencing new table as new_rows for each statement execute function sync.capture_insert('130');
create trigger capture_update after update on data.user_badges referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('130');
create trigger capture_delete after delete on data.user_badges referencing old table as old_rows for each statement execute function sync.capture_delete('130');
create trigger forbid_truncate before truncate on data.user_badges for each statement execute function sync.forbid_truncate();
alter table data.user_badges enable always trigger stamp;
alter table data.user_badges enable always trigger capture_insert;
alter table data.user_badges enable always trigger capture_update;
alter table data.user_badges enable always trigger capture_delete;
alter table data.user_badges enable always trigger forbid_truncate;

create table data.achievements (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "tier" text not null,
  "name" text not null,
  "description" text not null default '',
  "metric" text not null,
  "threshold" bigint not null,
  "points" bigint not null default 0,
  "badge_id" uuid,
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint achievements_pkey primary key (organization_id, id),
  constraint achievements_form_code check (char_length("code") <= 60),
  constraint achievements_form_tier check ("tier" in ('bronze', 'silver', 'gold', 'platinum', 'diamond')),
  constraint achievements_form_name check (char_length("name") <= 100),
  constraint achievements_form_description check (char_length("description") <= 1000),
  constraint achievements_form_metric check ("metric" in ('bookings_made', 'tickets_solved', 'tickets_solved_in_time', 'first_responses_in_time', 'articles_published', 'calls_made', 'calls_succeeded', 'leads_contacted', 'leads_converted', 'satisfaction', 'points')),
  constraint achievements_form_threshold check ("threshold" between -9007199254740991 and 9007199254740991),
  constraint achievements_form_points check ("points" between -9007199254740991 and 9007199254740991),
  constraint achievements_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint achievements_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint achievements_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint achievements_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint achievements_rule_1 check (threshold > 0),
  constraint achievements_rule_2 check (points >= 0),
  constraint achievements_code_tier_key unique (organization_id, "code", "tier"),
  constraint achievements_badge_id_fkey foreign key (organization_id, "badge_id") references data.badges (organization_id, id)
);
create index achievements_badge_id_idx on data.achievements (organization_id, "badge_id");
create index achievements_is_active_position_idx on data.achievements (organization_id, "is_active", "position");
create index achievements_metric_idx on data.achievements (organization_id, "metric");
alter table data.achievements enable row level security;
alter table data.achievements force row level security;
create policy mine_read on data.achievements for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.achievements for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.achievements for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.achievements for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.achievements for each row execute function sync.stamp();
create trigger capture_insert after insert on data.achievements referencing new table as new_rows for each statement execute function sync.capture_insert('131');
create trigger capture_update after update on data.achievements referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('131');
create trigger capture_delete after delete on data.achievements referencing old table as old_rows for each statement execute function sync.capture_delete('131');
create trigger forbid_truncate before truncate on data.achievements for each statement execute function sync.forbid_truncate();
alter table data.achievements enable always trigger stamp;
alter table data.achievements enable always trigger capture_insert;
alter table data.achievements enable always trigger capture_update;
alter table data.achievements enable always trigger capture_delete;
alter table data.achievements enable always trigger forbid_truncate;

create table data.user_achievements (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "achievement_id" uuid not null,
  "progress" bigint not null default 0,
  "progressed_at" timestamptz(3),
  "unlocked_at" timestamptz(3),
  "seen_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint user_achievements_pkey primary key (organization_id, id),
  constraint user_achievements_form_progress check ("progress" between -9007199254740991 and 9007199254740991),
  constraint user_achievements_form_progressed_at check ("progressed_at" >= '0001-01-01Z'::timestamptz and "progressed_at" < '10000-01-01Z'::timestamptz),
  constraint user_achievements_form_unlocked_at check ("unlocked_at" >= '0001-01-01Z'::timestamptz and "unlocked_at" < '10000-01-01Z'::timestamptz),
  constraint user_achievements_form_seen_at check ("seen_at" >= '0001-01-01Z'::timestamptz and "seen_at" < '10000-01-01Z'::timestamptz),
  constraint user_achievements_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint user_achievements_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint user_achievements_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint user_achievements_rule_1 check (progress >= 0),
  constraint user_achievements_user_id_achievement_id_key unique (organization_id, "user_id", "achievement_id"),
  constraint user_achievements_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id),
  constraint user_achievements_achievement_id_fkey foreign key (organization_id, "achievement_id") references data.achievements (organization_id, id)
);
create index user_achievements_achievement_id_idx on data.user_achievements (organization_id, "achievement_id");
create index user_achievements_user_id_unlocked_at_idx on data.user_achievements (organization_id, "user_id", "unlocked_at");
alter table data.user_achievements enable row level security;
alter table data.user_achievements force row level security;
create policy mine_read on data.user_achievements for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.user_achievements for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.user_achievements for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.user_achievements for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.user_achievements for each row execute function sync.stamp();
create trigger capture_insert after insert on data.user_achievements referencing new table as new_rows for each statement execute function sync.capture_insert('132');
create trigger capture_update after update on data.user_achievements referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('132');
create trigger capture_delete after delete on data.user_achievements referencing old table as old_rows for each statement execute function sync.capture_delete('132');
create trigger forbid_truncate before truncate on data.user_achievements for each statement execute function sync.forbid_truncate();
alter table data.user_achievements enable always trigger stamp;
alter table data.user_achievements enable always trigger capture_insert;
alter table data.user_achievements enable always trigger capture_update;
alter table data.user_achievements enable always trigger capture_delete;
alter table data.user_achievements enable always trigger forbid_truncate;

create table data.challenges (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "period" text not null default 'weekly',
  "metric" text not null,
  "target_value" bigint not null,
  "conditions" jsonb not null default '{}'::jsonb,
  "starts_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "timezone" text not null,
  "status" text not null default 'draft',
  "points" bigint not null default 0,
  "badge_id" uuid,
  "department_id" uuid,
  "max_participants" bigint,
  "tie_rule" text not null default 'shared',
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint challenges_pkey primary key (organization_id, id),
  constraint challenges_form_name check (char_length("name") <= 100),
  constraint challenges_form_description check (char_length("description") <= 2000),
  constraint challenges_form_period check ("period" in ('daily', 'weekly', 'monthly', 'custom')),
  constraint challenges_form_metric check ("metric" in ('bookings_made', 'tickets_solved', 'tickets_solved_in_time', 'first_responses_in_time', 'articles_published', 'calls_made', 'calls_succeeded', 'leads_contacted', 'leads_converted', 'satisfaction', 'points')),
  constraint challenges_form_target_value check ("target_value" between -9007199254740991 and 9007199254740991),
  constraint challenges_form_starts_at check ("starts_at" >= '0001-01-01Z'::timestamptz and "starts_at" < '10000-01-01Z'::timestamptz),
  constraint challenges_form_ends_at check ("ends_at" >= '0001-01-01Z'::timestamptz and "ends_at" < '10000-01-01Z'::timestamptz),
  constraint challenges_form_timezone check (char_length("timezone") <= 60),
  constraint challenges_form_status check ("status" in ('draft', 'scheduled', 'active', 'ended', 'cancelled')),
  constraint challenges_form_points check ("points" between -9007199254740991 and 9007199254740991),
  constraint challenges_form_max_participants check ("max_participants" between -9007199254740991 and 9007199254740991),
  constraint challenges_form_tie_rule check ("tie_rule" in ('shared', 'earliest', 'most_recent_best', 'drawn')),
  constraint challenges_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint challenges_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint challenges_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint challenges_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint challenges_rule_1 check (ends_at > starts_at),
  constraint challenges_rule_2 check (target_value > 0),
  constraint challenges_rule_3 check (points >= 0),
  constraint challenges_rule_4 check (max_participants >= 1),
  constraint challenges_badge_id_fkey foreign key (organization_id, "badge_id") references data.badges (organization_id, id)
);
create index challenges_badge_id_idx on data.challenges (organization_id, "badge_id");
create index challenges_status_ends_at_idx on data.challenges (organization_id, "status", "ends_at");
create index challenges_starts_at_idx on data.challenges (organization_id, "starts_at");
alter table data.challenges enable row level security;
alter table data.challenges force row level security;
create policy mine_read on data.challenges for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.challenges for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.challenges for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.challenges for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.challenges for each row execute function sync.stamp();
create trigger capture_insert after insert on data.challenges referencing new table as new_rows for each statement execute function sync.capture_insert('133');
create trigger capture_update after update on data.challenges referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('133');
create trigger capture_delete after delete on data.challenges referencing old table as old_rows for each statement execute function sync.capture_delete('133');
create trigger forbid_truncate before truncate on data.challenges for each statement execute function sync.forbid_truncate();
alter table data.challenges enable always trigger stamp;
alter table data.challenges enable always trigger capture_insert;
alter table data.challenges enable always trigger capture_update;
alter table data.challenges enable always trigger capture_delete;
alter table data.challenges enable always trigger forbid_truncate;

create table data.challenge_participants (
  "id" uuid not null,
  "organization_id" uuid not null,
  "challenge_id" uuid not null,
  "user_id" uuid not null,
  "status" text not null default 'joined',
  "joined_at" timestamptz(3) not null,
  "progress" bigint not null default 0,
  "progressed_at" timestamptz(3),
  "completed_at" timestamptz(3),
  "withdrawn_at" timestamptz(3),
  "final_rank" bigint,
  "points_awarded" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint challenge_participants_pkey primary key (organization_id, id),
  constraint challenge_participants_form_status check ("status" in ('joined', 'completed', 'missed', 'withdrawn')),
  constraint challenge_participants_form_joined_at check ("joined_at" >= '0001-01-01Z'::timestamptz and "joined_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_progress check ("progress" between -9007199254740991 and 9007199254740991),
  constraint challenge_participants_form_progressed_at check ("progressed_at" >= '0001-01-01Z'::timestamptz and "progressed_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_completed_at check ("completed_at" >= '0001-01-01Z'::timestamptz and "completed_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_withdrawn_at check ("withdrawn_at" >= '0001-01-01Z'::timestamptz and "withdrawn_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_final_rank check ("final_rank" between -9007199254740991 and 9007199254740991),
  constraint challenge_participants_form_points_awarded check ("points_awarded" between -9007199254740991 and 9007199254740991),
  constraint challenge_participants_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint challenge_participants_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint challenge_participants_rule_1 check (progress >= 0),
  constraint challenge_participants_rule_2 check (final_rank >= 1),
  constraint challenge_participants_rule_3 check (points_awarded >= 0),
  constraint challenge_participants_challenge_id_user_id_key unique (organization_id, "challenge_id", "user_id"),
  constraint challenge_participants_challenge_id_fkey foreign key (organization_id, "challenge_id") references data.challenges (organization_id, id),
  constraint challenge_participants_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index challenge_participants_challenge_id_progress_idx on data.challenge_participants (organization_id, "challenge_id", "progress");
create index challenge_participants_user_id_status_idx on data.challenge_participants (organization_id, "user_id", "status");
alter table data.challenge_participants enable row level security;
alter table data.challenge_participants force row level security;
create policy mine_read on data.challenge_participants for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.challenge_participants for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.challenge_participants for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.challenge_participants for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.challenge_participants for each row execute function sync.stamp();
create trigger capture_insert after insert on data.challenge_participants referencing new table as new_rows for each statement execute function sync.capture_insert('134');
create trigger capture_update after update on data.challenge_participants referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('134');
create trigger capture_delete after delete on data.challenge_participants referencing old table as old_rows for each statement execute function sync.capture_delete('134');
create trigger forbid_truncate before truncate on data.challenge_participants for each statement execute function sync.forbid_truncate();
alter table data.challenge_participants enable always trigger stamp;
alter table data.challenge_participants enable always trigger capture_insert;
alter table data.challenge_participants enable always trigger capture_update;
alter table data.challenge_participants enable always trigger capture_delete;
alter table data.challenge_participants enable always trigger forbid_truncate;

create table data.team_competitions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "description" text not null default '',
  "metric" text not null,
  "counting" text not null default 'mean',
  "conditions" jsonb not null default '{}'::jsonb,
  "starts_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "timezone" text not null,
  "status" text not null default 'draft',
  "prize" text not null default '',
  "points_by_rank" jsonb not null default '[]'::jsonb,
  "tie_rule" text not null default 'shared',
  "is_public" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint team_competitions_pkey primary key (organization_id, id),
  constraint team_competitions_form_name check (char_length("name") <= 100),
  constraint team_competitions_form_description check (char_length("description") <= 2000),
  constraint team_competitions_form_metric check ("metric" in ('bookings_made', 'tickets_solved', 'tickets_solved_in_time', 'first_responses_in_time', 'articles_published', 'calls_made', 'calls_succeeded', 'leads_contacted', 'leads_converted', 'satisfaction', 'points')),
  constraint team_competitions_form_counting check ("counting" in ('sum', 'mean')),
  constraint team_competitions_form_starts_at check ("starts_at" >= '0001-01-01Z'::timestamptz and "starts_at" < '10000-01-01Z'::timestamptz),
  constraint team_competitions_form_ends_at check ("ends_at" >= '0001-01-01Z'::timestamptz and "ends_at" < '10000-01-01Z'::timestamptz),
  constraint team_competitions_form_timezone check (char_length("timezone") <= 60),
  constraint team_competitions_form_status check ("status" in ('draft', 'scheduled', 'active', 'ended', 'cancelled')),
  constraint team_competitions_form_prize check (char_length("prize") <= 500),
  constraint team_competitions_form_tie_rule check ("tie_rule" in ('shared', 'earliest', 'most_recent_best', 'drawn')),
  constraint team_competitions_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint team_competitions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint team_competitions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint team_competitions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint team_competitions_rule_1 check (ends_at > starts_at)
);
create index team_competitions_status_ends_at_idx on data.team_competitions (organization_id, "status", "ends_at");
create index team_competitions_starts_at_idx on data.team_competitions (organization_id, "starts_at");
alter table data.team_competitions enable row level security;
alter table data.team_competitions force row level security;
create policy mine_read on data.team_competitions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.team_competitions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.team_competitions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.team_competitions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.team_competitions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.team_competitions referencing new table as new_rows for each statement execute function sync.capture_insert('135');
create trigger capture_update after update on data.team_competitions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('135');
create trigger capture_delete after delete on data.team_competitions referencing old table as old_rows for each statement execute function sync.capture_delete('135');
create trigger forbid_truncate before truncate on data.team_competitions for each statement execute function sync.forbid_truncate();
alter table data.team_competitions enable always trigger stamp;
alter table data.team_competitions enable always trigger capture_insert;
alter table data.team_competitions enable always trigger capture_update;
alter table data.team_competitions enable always trigger capture_delete;
alter table data.team_competitions enable always trigger forbid_truncate;

create table data.competition_teams (
  "id" uuid not null,
  "organization_id" uuid not null,
  "competition_id" uuid not null,
  "department_id" uuid not null,
  "name" text not null,
  "captain_id" uuid,
  "member_ids" jsonb not null default '[]'::jsonb,
  "score" bigint not null default 0,
  "scored_at" timestamptz(3),
  "final_rank" bigint,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint competition_teams_pkey primary key (organization_id, id),
  constraint competition_teams_form_name check (char_length("name") <= 100),
  constraint competition_teams_form_score check ("score" between -9007199254740991 and 9007199254740991),
  constraint competition_teams_form_scored_at check ("scored_at" >= '0001-01-01Z'::timestamptz and "scored_at" < '10000-01-01Z'::timestamptz),
  constraint competition_teams_form_final_rank check ("final_rank" between -9007199254740991 and 9007199254740991),
  constraint competition_teams_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint competition_teams_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint competition_teams_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint competition_teams_rule_1 check (final_rank >= 1),
  constraint competition_teams_competition_id_department_id_key unique (organization_id, "competition_id", "department_id"),
  constraint competition_teams_competition_id_fkey foreign key (organization_id, "competition_id") references data.team_competitions (organization_id, id),
  constraint competition_teams_department_id_fkey foreign key (organization_id, "department_id") references data.departments (organization_id, id)
);
create index competition_teams_department_id_idx on data.competition_teams (organization_id, "department_id");
create index competition_teams_competition_id_score_idx on data.competition_teams (organization_id, "competition_id", "score");
alter table data.competition_teams enable row level security;
alter table data.competition_teams force row level security;
create policy mine_read on data.competition_teams for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.competition_teams for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.competition_teams for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.competition_teams for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.competition_teams for each row execute function sync.stamp();
create trigger capture_insert after insert on data.competition_teams referencing new table as new_rows for each statement execute function sync.capture_insert('136');
create trigger capture_update after update on data.competition_teams referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('136');
create trigger capture_delete after delete on data.competition_teams referencing old table as old_rows for each statement execute function sync.capture_delete('136');
create trigger forbid_truncate before truncate on data.competition_teams for each statement execute function sync.forbid_truncate();
alter table data.competition_teams enable always trigger stamp;
alter table data.competition_teams enable always trigger capture_insert;
alter table data.competition_teams enable always trigger capture_update;
alter table data.competition_teams enable always trigger capture_delete;
alter table data.competition_teams enable always trigger forbid_truncate;

create table data.rewards (
  "id" uuid not null,
  "organization_id" uuid not null,
  "code" text not null,
  "name" text not null,
  "description" text not null default '',
  "kind" text not null default 'other',
  "cost_points" bigint not null,
  "is_limited" boolean not null default false,
  "stock_quantity" bigint not null default 0,
  "per_user_limit" bigint,
  "needs_approval" boolean not null default true,
  "image_file_id" uuid,
  "terms" text not null default '',
  "available_from" timestamptz(3),
  "available_until" timestamptz(3),
  "is_active" boolean not null default true,
  "position" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint rewards_pkey primary key (organization_id, id),
  constraint rewards_form_code check (char_length("code") <= 60),
  constraint rewards_form_name check (char_length("name") <= 100),
  constraint rewards_form_description check (char_length("description") <= 2000),
  constraint rewards_form_kind check ("kind" in ('voucher', 'time_off', 'item', 'experience', 'donation', 'other')),
  constraint rewards_form_cost_points check ("cost_points" between -9007199254740991 and 9007199254740991),
  constraint rewards_form_stock_quantity check ("stock_quantity" between -9007199254740991 and 9007199254740991),
  constraint rewards_form_per_user_limit check ("per_user_limit" between -9007199254740991 and 9007199254740991),
  constraint rewards_form_terms check (char_length("terms") <= 2000),
  constraint rewards_form_available_from check ("available_from" >= '0001-01-01Z'::timestamptz and "available_from" < '10000-01-01Z'::timestamptz),
  constraint rewards_form_available_until check ("available_until" >= '0001-01-01Z'::timestamptz and "available_until" < '10000-01-01Z'::timestamptz),
  constraint rewards_form_position check ("position" between -9007199254740991 and 9007199254740991),
  constraint rewards_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint rewards_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint rewards_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint rewards_rule_1 check (cost_points > 0),
  constraint rewards_rule_2 check (not is_limited or stock_quantity >= 0),
  constraint rewards_rule_3 check (per_user_limit >= 1),
  constraint rewards_rule_4 check (available_until > available_from),
  constraint rewards_code_key unique (organization_id, "code")
);
create index rewards_is_active_position_idx on data.rewards (organization_id, "is_active", "position");
create index rewards_is_active_cost_points_idx on data.rewards (organization_id, "is_active", "cost_points");
alter table data.rewards enable row level security;
alter table data.rewards force row level security;
create policy mine_read on data.rewards for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.rewards for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.rewards for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.rewards for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.rewards for each row execute function sync.stamp();
create trigger capture_insert after insert on data.rewards referencing new table as new_rows for each statement execute function sync.capture_insert('137');
create trigger capture_update after update on data.rewards referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('137');
create trigger capture_delete after delete on data.rewards referencing old table as old_rows for each statement execute function sync.capture_delete('137');
create trigger forbid_truncate before truncate on data.rewards for each statement execute function sync.forbid_truncate();
alter table data.rewards enable always trigger stamp;
alter table data.rewards enable always trigger capture_insert;
alter table data.rewards enable always trigger capture_update;
alter table data.rewards enable always trigger capture_delete;
alter table data.rewards enable always trigger forbid_truncate;

create table data.reward_redemptions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "reward_id" uuid not null,
  "user_id" uuid not null,
  "quantity" bigint not null default 1,
  "points_spent" bigint not null,
  "status" text not null default 'requested',
  "requested_at" timestamptz(3) not null,
  "decided_at" timestamptz(3),
  "decided_by" uuid,
  "decision_note" text not null default '',
  "fulfilled_at" timestamptz(3),
  "fulfilled_by" uuid,
  "note" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint reward_redemptions_pkey primary key (organization_id, id),
  constraint reward_redemptions_form_quantity check ("quantity" between -9007199254740991 and 9007199254740991),
  constraint reward_redemptions_form_points_spent check ("points_spent" between -9007199254740991 and 9007199254740991),
  constraint reward_redemptions_form_status check ("status" in ('requested', 'approved', 'fulfilled', 'rejected', 'cancelled')),
  constraint reward_redemptions_form_requested_at check ("requested_at" >= '0001-01-01Z'::timestamptz and "requested_at" < '10000-01-01Z'::timestamptz),
  constraint reward_redemptions_form_decided_at check ("decided_at" >= '0001-01-01Z'::timestamptz and "decided_at" < '10000-01-01Z'::timestamptz),
  constraint reward_redemptions_form_decision_note check (char_length("decision_note") <= 1000),
  constraint reward_redemptions_form_fulfilled_at check ("fulfilled_at" >= '0001-01-01Z'::timestamptz and "fulfilled_at" < '10000-01-01Z'::timestamptz),
  constraint reward_redemptions_form_note check (char_length("note") <= 1000),
  constraint reward_redemptions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint reward_redemptions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint reward_redemptions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint reward_redemptions_rule_1 check (quantity >= 1),
  constraint reward_redemptions_rule_2 check (points_spent >= 0),
  constraint reward_redemptions_rule_3 check (status not in ('approved', 'rejected') or (decided_at is not null and decided_by is not null)),
  constraint reward_redemptions_rule_4 check (status <> 'fulfilled' or fulfilled_at is not null),
  constraint reward_redemptions_reward_id_fkey foreign key (organization_id, "reward_id") references data.rewards (organization_id, id),
  constraint reward_redemptions_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index reward_redemptions_reward_id_idx on data.reward_redemptions (organization_id, "reward_id");
create index reward_redemptions_status_requested_at_idx on data.reward_redemptions (organization_id, "status", "requested_at");
create index reward_redemptions_user_id_requested_at_idx on data.reward_redemptions (organization_id, "user_id", "requested_at");
alter table data.reward_redemptions enable row level security;
alter table data.reward_redemptions force row level security;
create policy mine_read on data.reward_redemptions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.reward_redemptions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.reward_redemptions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.reward_redemptions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.reward_redemptions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.reward_redemptions referencing new table as new_rows for each statement execute function sync.capture_insert('138');
create trigger capture_update after update on data.reward_redemptions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('138');
create trigger capture_delete after delete on data.reward_redemptions referencing old table as old_rows for each statement execute function sync.capture_delete('138');
create trigger forbid_truncate before truncate on data.reward_redemptions for each statement execute function sync.forbid_truncate();
alter table data.reward_redemptions enable always trigger stamp;
alter table data.reward_redemptions enable always trigger capture_insert;
alter table data.reward_redemptions enable always trigger capture_update;
alter table data.reward_redemptions enable always trigger capture_delete;
alter table data.reward_redemptions enable always trigger forbid_truncate;

create table data.point_transactions (
  "id" uuid not null,
  "organization_id" uuid not null,
  "user_id" uuid not null,
  "kind" text not null,
  "points" bigint not null,
  "rule_code" text not null default '',
  "award_key" text not null,
  "reason" text not null default '',
  "source_table" text not null default '',
  "source_row_id" uuid,
  "challenge_id" uuid,
  "competition_id" uuid,
  "redemption_id" uuid,
  "reversed_transaction_id" uuid,
  "occurred_at" timestamptz(3) not null,
  "granted_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint point_transactions_pkey primary key (organization_id, id),
  constraint point_transactions_form_kind check ("kind" in ('award', 'bonus', 'redemption', 'reversal', 'adjustment')),
  constraint point_transactions_form_points check ("points" between -9007199254740991 and 9007199254740991),
  constraint point_transactions_form_rule_code check (char_length("rule_code") <= 60),
  constraint point_transactions_form_award_key check (char_length("award_key") <= 200),
  constraint point_transactions_form_reason check (char_length("reason") <= 500),
  constraint point_transactions_form_source_table check (char_length("source_table") <= 60),
  constraint point_transactions_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint point_transactions_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint point_transactions_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint point_transactions_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint point_transactions_rule_1 check (points <> 0),
  constraint point_transactions_rule_2 check (kind <> 'redemption' or points < 0),
  constraint point_transactions_award_key_key unique (organization_id, "award_key"),
  constraint point_transactions_user_id_fkey foreign key (organization_id, "user_id") references data.users (organization_id, id)
);
create index point_transactions_user_id_occurred_at_idx on data.point_transactions (organization_id, "user_id", "occurred_at");
create index point_transactions_occurred_at_user_id_points_idx on data.point_transactions (organization_id, "occurred_at", "user_id", "points");
create index point_transactions_source_row_id_idx on data.point_transactions (organization_id, "source_row_id");
alter table data.point_transactions enable row level security;
alter table data.point_transactions force row level security;
create policy mine_read on data.point_transactions for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.point_transactions for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.point_transactions for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.point_transactions for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.point_transactions for each row execute function sync.stamp();
create trigger capture_insert after insert on data.point_transactions referencing new table as new_rows for each statement execute function sync.capture_insert('139');
create trigger capture_update after update on data.point_transactions referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('139');
create trigger capture_delete after delete on data.point_transactions referencing old table as old_rows for each statement execute function sync.capture_delete('139');
create trigger forbid_truncate before truncate on data.point_transactions for each statement execute function sync.forbid_truncate();
alter table data.point_transactions enable always trigger stamp;
alter table data.point_transactions enable always trigger capture_insert;
alter table data.point_transactions enable always trigger capture_update;
alter table data.point_transactions enable always trigger capture_delete;
alter table data.point_transactions enable always trigger forbid_truncate;

create table data.audit_logs (
  "id" uuid not null,
  "organization_id" uuid not null,
  "category" text not null,
  "action" text not null,
  "actor_id" uuid,
  "entity_type" text not null default '',
  "entity_id" uuid,
  "command" text not null default '',
  "op_id" uuid,
  "outcome" text not null default 'success',
  "outcome_code" text not null default '',
  "before_values" jsonb,
  "after_values" jsonb,
  "reason" text not null default '',
  "occurred_at" timestamptz(3) not null,
  "session_id" uuid,
  "ip_address" text not null default '',
  "user_agent" text not null default '',
  "chain_id" uuid not null,
  "incarnation" uuid not null,
  "sequence" bigint not null,
  "details_hash" text not null,
  "previous_hash" text not null,
  "hash" text not null,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint audit_logs_pkey primary key (organization_id, id),
  constraint audit_logs_form_category check ("category" in ('data', 'auth', 'security', 'approval', 'access')),
  constraint audit_logs_form_action check ("action" in ('CREATE', 'READ', 'UPDATE', 'DELETE', 'LOGIN', 'LOGOUT', 'EXPORT', 'REVEAL', 'APPROVE', 'REJECT', 'PURGE')),
  constraint audit_logs_form_entity_type check (char_length("entity_type") <= 60),
  constraint audit_logs_form_command check (char_length("command") <= 100),
  constraint audit_logs_form_outcome check ("outcome" in ('success', 'failure', 'denied')),
  constraint audit_logs_form_outcome_code check (char_length("outcome_code") <= 60),
  constraint audit_logs_form_reason check (char_length("reason") <= 1000),
  constraint audit_logs_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint audit_logs_form_ip_address check (char_length("ip_address") <= 45),
  constraint audit_logs_form_user_agent check (char_length("user_agent") <= 500),
  constraint audit_logs_form_sequence check ("sequence" between -9007199254740991 and 9007199254740991),
  constraint audit_logs_form_details_hash check (char_length("details_hash") <= 64),
  constraint audit_logs_form_previous_hash check (char_length("previous_hash") <= 64),
  constraint audit_logs_form_hash check (char_length("hash") <= 64),
  constraint audit_logs_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint audit_logs_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint audit_logs_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint audit_logs_rule_1 check (sequence >= 1),
  constraint audit_logs_chain_id_incarnation_sequence_key unique (organization_id, "chain_id", "incarnation", "sequence")
);
create index audit_logs_occurred_at_idx on data.audit_logs (organization_id, "occurred_at");
create index audit_logs_category_occurred_at_idx on data.audit_logs (organization_id, "category", "occurred_at");
create index audit_logs_action_occurred_at_idx on data.audit_logs (organization_id, "action", "occurred_at");
create index audit_logs_entity_type_entity_id_occurred_at_idx on data.audit_logs (organization_id, "entity_type", "entity_id", "occurred_at");
create index audit_logs_actor_id_occurred_at_idx on data.audit_logs (organization_id, "actor_id", "occurred_at");
create index audit_logs_op_id_idx on data.audit_logs (organization_id, "op_id");
alter table data.audit_logs enable row level security;
alter table data.audit_logs force row level security;
create policy mine_read on data.audit_logs for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.audit_logs for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.audit_logs for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.audit_logs for each statement execute function sync.forbid_truncate();
alter table data.audit_logs enable always trigger stamp;
alter table data.audit_logs enable always trigger forbid_truncate;

create table data.security_events (
  "id" uuid not null,
  "organization_id" uuid not null,
  "kind" text not null,
  "severity" text not null default 'medium',
  "detected_by" text not null,
  "description" text not null default '',
  "actor_id" uuid,
  "subject_user_id" uuid,
  "device_id" uuid,
  "session_id" uuid,
  "ip_address" text not null default '',
  "user_agent" text not null default '',
  "occurred_at" timestamptz(3) not null,
  "event_count" bigint not null default 1,
  "response" text not null default 'none',
  "audit_log_id" uuid,
  "details" jsonb not null default '{}'::jsonb,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint security_events_pkey primary key (organization_id, id),
  constraint security_events_form_kind check ("kind" in ('failed_sign_in', 'lockout', 'unusual_time', 'mass_read', 'mass_export', 'mass_delete', 'rights_change', 'denied_action', 'clock_change', 'file_restored', 'chain_broken', 'device_revoked', 'unknown_device', 'secret_shown', 'webhook_forged', 'other')),
  constraint security_events_form_severity check ("severity" in ('low', 'medium', 'high', 'critical')),
  constraint security_events_form_detected_by check (char_length("detected_by") <= 60),
  constraint security_events_form_description check (char_length("description") <= 2000),
  constraint security_events_form_ip_address check (char_length("ip_address") <= 45),
  constraint security_events_form_user_agent check (char_length("user_agent") <= 500),
  constraint security_events_form_occurred_at check ("occurred_at" >= '0001-01-01Z'::timestamptz and "occurred_at" < '10000-01-01Z'::timestamptz),
  constraint security_events_form_event_count check ("event_count" between -9007199254740991 and 9007199254740991),
  constraint security_events_form_response check ("response" in ('none', 'warned', 'blocked', 'locked', 'signed_out', 'wiped')),
  constraint security_events_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint security_events_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint security_events_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint security_events_rule_1 check (event_count >= 1)
);
create index security_events_occurred_at_idx on data.security_events (organization_id, "occurred_at");
create index security_events_severity_occurred_at_idx on data.security_events (organization_id, "severity", "occurred_at");
create index security_events_kind_occurred_at_idx on data.security_events (organization_id, "kind", "occurred_at");
create index security_events_actor_id_occurred_at_idx on data.security_events (organization_id, "actor_id", "occurred_at");
create index security_events_device_id_occurred_at_idx on data.security_events (organization_id, "device_id", "occurred_at");
alter table data.security_events enable row level security;
alter table data.security_events force row level security;
create policy mine_read on data.security_events for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.security_events for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.security_events for each row execute function sync.stamp();
create trigger forbid_truncate before truncate on data.security_events for each statement execute function sync.forbid_truncate();
alter table data.security_events enable always trigger stamp;
alter table data.security_events enable always trigger forbid_truncate;

create table data.gdpr_requests (
  "id" uuid not null,
  "organization_id" uuid not null,
  "number" text not null default '',
  "provisional_number" text not null default '',
  "law" text not null,
  "kind" text not null,
  "received_at" timestamptz(3) not null,
  "due_on" date not null,
  "extended_until" date,
  "extension_reason" text not null default '',
  "received_by" text not null default 'other',
  "subject_name" text not null,
  "subject_email" text not null default '',
  "subject_phone" text not null default '',
  "user_id" uuid,
  "lead_id" uuid,
  "driver_id" uuid,
  "whatsapp_contact_id" uuid,
  "subject_rows" jsonb not null default '[]'::jsonb,
  "description" text not null default '',
  "assigned_to" uuid,
  "status" text not null default 'received',
  "identity_method" text not null default '',
  "identity_verified_at" timestamptz(3),
  "identity_verified_by" uuid,
  "decided_at" timestamptz(3),
  "decided_by" uuid,
  "refusal_reason" text not null default '',
  "completed_at" timestamptz(3),
  "waiting_for_devices" jsonb not null default '[]'::jsonb,
  "answer_file_id" uuid,
  "certificate_file_id" uuid,
  "notes" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  "number_key" text generated always as (case when number <> '' then number else cast(id as text) end) stored,
  constraint gdpr_requests_pkey primary key (organization_id, id),
  constraint gdpr_requests_form_number check (char_length("number") <= 30),
  constraint gdpr_requests_form_provisional_number check (char_length("provisional_number") <= 30),
  constraint gdpr_requests_form_law check ("law" in ('gdpr', 'lgpd')),
  constraint gdpr_requests_form_kind check ("kind" in ('access', 'rectification', 'erasure', 'portability', 'objection', 'restriction', 'information')),
  constraint gdpr_requests_form_received_at check ("received_at" >= '0001-01-01Z'::timestamptz and "received_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_due_on check ("due_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint gdpr_requests_form_extended_until check ("extended_until" between '0001-01-01'::date and '9999-12-31'::date),
  constraint gdpr_requests_form_extension_reason check (char_length("extension_reason") <= 1000),
  constraint gdpr_requests_form_received_by check ("received_by" in ('email', 'phone', 'in_person', 'letter', 'form', 'authority', 'other')),
  constraint gdpr_requests_form_subject_name check (char_length("subject_name") <= 200),
  constraint gdpr_requests_form_subject_email check (char_length("subject_email") <= 254),
  constraint gdpr_requests_form_subject_phone check (char_length("subject_phone") <= 40),
  constraint gdpr_requests_form_description check (char_length("description") <= 4000),
  constraint gdpr_requests_form_status check ("status" in ('received', 'identity_check', 'in_progress', 'awaiting_devices', 'done', 'refused')),
  constraint gdpr_requests_form_identity_method check (char_length("identity_method") <= 200),
  constraint gdpr_requests_form_identity_verified_at check ("identity_verified_at" >= '0001-01-01Z'::timestamptz and "identity_verified_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_decided_at check ("decided_at" >= '0001-01-01Z'::timestamptz and "decided_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_refusal_reason check (char_length("refusal_reason") <= 2000),
  constraint gdpr_requests_form_completed_at check ("completed_at" >= '0001-01-01Z'::timestamptz and "completed_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_notes check (char_length("notes") <= 4000),
  constraint gdpr_requests_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint gdpr_requests_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint gdpr_requests_rule_1 check (extended_until >= due_on),
  constraint gdpr_requests_rule_2 check (status <> 'refused' or refusal_reason <> ''),
  constraint gdpr_requests_rule_3 check (status <> 'done' or completed_at is not null),
  constraint gdpr_requests_number_key_key unique (organization_id, "number_key")
);
create index gdpr_requests_status_due_on_idx on data.gdpr_requests (organization_id, "status", "due_on");
create index gdpr_requests_assigned_to_status_idx on data.gdpr_requests (organization_id, "assigned_to", "status");
create index gdpr_requests_received_at_idx on data.gdpr_requests (organization_id, "received_at");
create index gdpr_requests_user_id_idx on data.gdpr_requests (organization_id, "user_id");
create index gdpr_requests_lead_id_idx on data.gdpr_requests (organization_id, "lead_id");
create index gdpr_requests_driver_id_idx on data.gdpr_requests (organization_id, "driver_id");
create index gdpr_requests_provisional_number_idx on data.gdpr_requests (organization_id, "provisional_number");
alter table data.gdpr_requests enable row level security;
alter table data.gdpr_requests force row level security;
create policy mine_read on data.gdpr_requests for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.gdpr_requests for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.gdpr_requests for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.gdpr_requests for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.gdpr_requests for each row execute function sync.stamp();
create trigger capture_insert after insert on data.gdpr_requests referencing new table as new_rows for each statement execute function sync.capture_insert('142');
create trigger capture_update after update on data.gdpr_requests referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('142');
create trigger capture_delete after delete on data.gdpr_requests referencing old table as old_rows for each statement execute function sync.capture_delete('142');
create trigger forbid_truncate before truncate on data.gdpr_requests for each statement execute function sync.forbid_truncate();
alter table data.gdpr_requests enable always trigger stamp;
alter table data.gdpr_requests enable always trigger capture_insert;
alter table data.gdpr_requests enable always trigger capture_update;
alter table data.gdpr_requests enable always trigger capture_delete;
alter table data.gdpr_requests enable always trigger forbid_truncate;

create table data.consent_records (
  "id" uuid not null,
  "organization_id" uuid not null,
  "law" text not null,
  "legal_basis" text not null default 'consent',
  "purpose" text not null,
  "channel" text not null default 'any',
  "subject_name" text not null,
  "subject_contact" text not null default '',
  "user_id" uuid,
  "lead_id" uuid,
  "driver_id" uuid,
  "whatsapp_contact_id" uuid,
  "given_at" timestamptz(3) not null,
  "status" text not null default 'given',
  "withdrawal_reason" text not null default '',
  "withdrawn_at" timestamptz(3),
  "expires_at" timestamptz(3),
  "obtained_by" text not null default 'other',
  "text_version" text not null default '',
  "consent_text" text not null default '',
  "evidence_file_id" uuid,
  "evidence" jsonb not null default '{}'::jsonb,
  "ip_address" text not null default '',
  "user_agent" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint consent_records_pkey primary key (organization_id, id),
  constraint consent_records_form_law check ("law" in ('gdpr', 'lgpd')),
  constraint consent_records_form_legal_basis check ("legal_basis" in ('consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'legitimate_interests', 'credit_protection', 'health_protection', 'research', 'legal_claims')),
  constraint consent_records_form_purpose check (char_length("purpose") <= 60),
  constraint consent_records_form_channel check ("channel" in ('any', 'email', 'sms', 'whatsapp', 'phone', 'push', 'letter')),
  constraint consent_records_form_subject_name check (char_length("subject_name") <= 200),
  constraint consent_records_form_subject_contact check (char_length("subject_contact") <= 254),
  constraint consent_records_form_given_at check ("given_at" >= '0001-01-01Z'::timestamptz and "given_at" < '10000-01-01Z'::timestamptz),
  constraint consent_records_form_status check ("status" in ('given', 'withdrawn', 'expired')),
  constraint consent_records_form_withdrawal_reason check (char_length("withdrawal_reason") <= 1000),
  constraint consent_records_form_withdrawn_at check ("withdrawn_at" >= '0001-01-01Z'::timestamptz and "withdrawn_at" < '10000-01-01Z'::timestamptz),
  constraint consent_records_form_expires_at check ("expires_at" >= '0001-01-01Z'::timestamptz and "expires_at" < '10000-01-01Z'::timestamptz),
  constraint consent_records_form_obtained_by check ("obtained_by" in ('form', 'phone', 'in_person', 'email', 'whatsapp', 'import', 'other')),
  constraint consent_records_form_text_version check (char_length("text_version") <= 40),
  constraint consent_records_form_consent_text check (char_length("consent_text") <= 8000),
  constraint consent_records_form_ip_address check (char_length("ip_address") <= 45),
  constraint consent_records_form_user_agent check (char_length("user_agent") <= 500),
  constraint consent_records_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint consent_records_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint consent_records_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint consent_records_rule_1 check (expires_at > given_at),
  constraint consent_records_rule_2 check (status <> 'withdrawn' or withdrawn_at is not null),
  constraint consent_records_rule_3 check (status <> 'expired' or expires_at is not null)
);
create index consent_records_subject_contact_purpose_channel_idx on data.consent_records (organization_id, "subject_contact", "purpose", "channel");
create index consent_records_user_id_purpose_idx on data.consent_records (organization_id, "user_id", "purpose");
create index consent_records_lead_id_purpose_idx on data.consent_records (organization_id, "lead_id", "purpose");
create index consent_records_driver_id_purpose_idx on data.consent_records (organization_id, "driver_id", "purpose");
create index consent_records_whatsapp_contact_id_purpose_idx on data.consent_records (organization_id, "whatsapp_contact_id", "purpose");
create index consent_records_status_expires_at_idx on data.consent_records (organization_id, "status", "expires_at");
create index consent_records_purpose_status_given_at_idx on data.consent_records (organization_id, "purpose", "status", "given_at");
alter table data.consent_records enable row level security;
alter table data.consent_records force row level security;
create policy mine_read on data.consent_records for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.consent_records for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.consent_records for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.consent_records for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.consent_records for each row execute function sync.stamp();
create trigger capture_insert after insert on data.consent_records referencing new table as new_rows for each statement execute function sync.capture_insert('143');
create trigger capture_update after update on data.consent_records referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('143');
create trigger capture_delete after delete on data.consent_records referencing old table as old_rows for each statement execute function sync.capture_delete('143');
create trigger forbid_truncate before truncate on data.consent_records for each statement execute function sync.forbid_truncate();
alter table data.consent_records enable always trigger stamp;
alter table data.consent_records enable always trigger capture_insert;
alter table data.consent_records enable always trigger capture_update;
alter table data.consent_records enable always trigger capture_delete;
alter table data.consent_records enable always trigger forbid_truncate;

create table data.data_classifications (
  "id" uuid not null,
  "organization_id" uuid not null,
  "table_name" text not null,
  "column_name" text not null,
  "json_path" text not null default '',
  "classification" text not null,
  "mask_rule" text not null default 'full',
  "is_encrypted" boolean not null default false,
  "retention_days" bigint,
  "legal_basis" text,
  "purpose" text not null default '',
  "is_detected" boolean not null default false,
  "reviewed_at" timestamptz(3),
  "reviewed_by" uuid,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint data_classifications_pkey primary key (organization_id, id),
  constraint data_classifications_form_table_name check (char_length("table_name") <= 60),
  constraint data_classifications_form_column_name check (char_length("column_name") <= 60),
  constraint data_classifications_form_json_path check (char_length("json_path") <= 200),
  constraint data_classifications_form_classification check ("classification" in ('none', 'business', 'personal', 'sensitive')),
  constraint data_classifications_form_mask_rule check ("mask_rule" in ('none', 'full', 'first', 'last_four', 'initials', 'hash', 'domain_only')),
  constraint data_classifications_form_retention_days check ("retention_days" between -9007199254740991 and 9007199254740991),
  constraint data_classifications_form_legal_basis check ("legal_basis" in ('consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'legitimate_interests', 'credit_protection', 'health_protection', 'research', 'legal_claims')),
  constraint data_classifications_form_purpose check (char_length("purpose") <= 500),
  constraint data_classifications_form_reviewed_at check ("reviewed_at" >= '0001-01-01Z'::timestamptz and "reviewed_at" < '10000-01-01Z'::timestamptz),
  constraint data_classifications_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint data_classifications_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint data_classifications_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint data_classifications_rule_1 check (retention_days >= 0),
  constraint data_classifications_table_name_column_name_json_path_key unique (organization_id, "table_name", "column_name", "json_path")
);
create index data_classifications_classification_idx on data.data_classifications (organization_id, "classification");
alter table data.data_classifications enable row level security;
alter table data.data_classifications force row level security;
create policy mine_read on data.data_classifications for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.data_classifications for each row execute function sync.stamp();
create trigger capture_insert after insert on data.data_classifications referencing new table as new_rows for each statement execute function sync.capture_insert('144');
create trigger capture_update after update on data.data_classifications referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('144');
create trigger capture_delete after delete on data.data_classifications referencing old table as old_rows for each statement execute function sync.capture_delete('144');
create trigger forbid_truncate before truncate on data.data_classifications for each statement execute function sync.forbid_truncate();
alter table data.data_classifications enable always trigger stamp;
alter table data.data_classifications enable always trigger capture_insert;
alter table data.data_classifications enable always trigger capture_update;
alter table data.data_classifications enable always trigger capture_delete;
alter table data.data_classifications enable always trigger forbid_truncate;

create table data.data_encryption (
  "id" uuid not null,
  "organization_id" uuid not null,
  "purpose" text not null,
  "key_name" text not null,
  "key_version" bigint not null,
  "algorithm" text not null,
  "fingerprint" text not null default '',
  "wrapped_by" text not null default '',
  "covers" jsonb not null default '[]'::jsonb,
  "status" text not null default 'active',
  "activated_at" timestamptz(3) not null,
  "rotate_due_at" timestamptz(3),
  "retired_at" timestamptz(3),
  "destroyed_at" timestamptz(3),
  "use_count" bigint not null default 0,
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint data_encryption_pkey primary key (organization_id, id),
  constraint data_encryption_form_purpose check ("purpose" in ('column', 'blind_index', 'file', 'subject', 'backup', 'transfer')),
  constraint data_encryption_form_key_name check (char_length("key_name") <= 60),
  constraint data_encryption_form_key_version check ("key_version" between -9007199254740991 and 9007199254740991),
  constraint data_encryption_form_algorithm check (char_length("algorithm") <= 60),
  constraint data_encryption_form_fingerprint check (char_length("fingerprint") <= 64),
  constraint data_encryption_form_wrapped_by check (char_length("wrapped_by") <= 60),
  constraint data_encryption_form_status check ("status" in ('active', 'retiring', 'retired', 'destroyed')),
  constraint data_encryption_form_activated_at check ("activated_at" >= '0001-01-01Z'::timestamptz and "activated_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_rotate_due_at check ("rotate_due_at" >= '0001-01-01Z'::timestamptz and "rotate_due_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_retired_at check ("retired_at" >= '0001-01-01Z'::timestamptz and "retired_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_destroyed_at check ("destroyed_at" >= '0001-01-01Z'::timestamptz and "destroyed_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_use_count check ("use_count" between -9007199254740991 and 9007199254740991),
  constraint data_encryption_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint data_encryption_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint data_encryption_rule_1 check (key_version >= 1),
  constraint data_encryption_rule_2 check (use_count >= 0),
  constraint data_encryption_rule_3 check (retired_at >= activated_at),
  constraint data_encryption_rule_4 check (status <> 'destroyed' or destroyed_at is not null),
  constraint data_encryption_key_name_key_version_key unique (organization_id, "key_name", "key_version")
);
create unique index data_encryption_key_name_while_status_active_key on data.data_encryption (organization_id, "key_name") where ("status" in ('active'));
create index data_encryption_status_rotate_due_at_idx on data.data_encryption (organization_id, "status", "rotate_due_at");
alter table data.data_encryption enable row level security;
alter table data.data_encryption force row level security;
create policy mine_read on data.data_encryption for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.data_encryption for each row execute function sync.stamp();
create trigger capture_insert after insert on data.data_encryption referencing new table as new_rows for each statement execute function sync.capture_insert('145');
create trigger capture_update after update on data.data_encryption referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('145');
create trigger capture_delete after delete on data.data_encryption referencing old table as old_rows for each statement execute function sync.capture_delete('145');
create trigger forbid_truncate before truncate on data.data_encryption for each statement execute function sync.forbid_truncate();
alter table data.data_encryption enable always trigger stamp;
alter table data.data_encryption enable always trigger capture_insert;
alter table data.data_encryption enable always trigger capture_update;
alter table data.data_encryption enable always trigger capture_delete;
alter table data.data_encryption enable always trigger forbid_truncate;

create table data.legal_holds (
  "id" uuid not null,
  "organization_id" uuid not null,
  "name" text not null,
  "matter" text not null default '',
  "reason" text not null,
  "table_name" text not null default '',
  "row_id" uuid,
  "row_filter" jsonb not null default '{}'::jsonb,
  "subject_user_id" uuid,
  "placed_at" timestamptz(3) not null,
  "placed_by" uuid,
  "review_on" date,
  "status" text not null default 'active',
  "released_at" timestamptz(3),
  "released_by" uuid,
  "release_reason" text not null default '',
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint legal_holds_pkey primary key (organization_id, id),
  constraint legal_holds_form_name check (char_length("name") <= 200),
  constraint legal_holds_form_matter check (char_length("matter") <= 100),
  constraint legal_holds_form_reason check (char_length("reason") <= 4000),
  constraint legal_holds_form_table_name check (char_length("table_name") <= 60),
  constraint legal_holds_form_placed_at check ("placed_at" >= '0001-01-01Z'::timestamptz and "placed_at" < '10000-01-01Z'::timestamptz),
  constraint legal_holds_form_review_on check ("review_on" between '0001-01-01'::date and '9999-12-31'::date),
  constraint legal_holds_form_status check ("status" in ('active', 'released')),
  constraint legal_holds_form_released_at check ("released_at" >= '0001-01-01Z'::timestamptz and "released_at" < '10000-01-01Z'::timestamptz),
  constraint legal_holds_form_release_reason check (char_length("release_reason") <= 2000),
  constraint legal_holds_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint legal_holds_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint legal_holds_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint legal_holds_rule_1 check (status <> 'released' or released_at is not null)
);
create index legal_holds_status_table_name_row_id_idx on data.legal_holds (organization_id, "status", "table_name", "row_id");
create index legal_holds_status_review_on_idx on data.legal_holds (organization_id, "status", "review_on");
create index legal_holds_subject_user_id_idx on data.legal_holds (organization_id, "subject_user_id");
alter table data.legal_holds enable row level security;
alter table data.legal_holds force row level security;
create policy mine_read on data.legal_holds for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_insert on data.legal_holds for insert to hf_api with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_update on data.legal_holds for update to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user)) with check (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create policy mine_delete on data.legal_holds for delete to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.legal_holds for each row execute function sync.stamp();
create trigger capture_insert after insert on data.legal_holds referencing new table as new_rows for each statement execute function sync.capture_insert('146');
create trigger capture_update after update on data.legal_holds referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('146');
create trigger capture_delete after delete on data.legal_holds referencing old table as old_rows for each statement execute function sync.capture_delete('146');
create trigger forbid_truncate before truncate on data.legal_holds for each statement execute function sync.forbid_truncate();
alter table data.legal_holds enable always trigger stamp;
alter table data.legal_holds enable always trigger capture_insert;
alter table data.legal_holds enable always trigger capture_update;
alter table data.legal_holds enable always trigger capture_delete;
alter table data.legal_holds enable always trigger forbid_truncate;

create table data.erasure_index (
  "id" uuid not null,
  "organization_id" uuid not null,
  "subject_hash" text not null,
  "key_version" bigint not null,
  "law" text not null,
  "request_id" uuid,
  "erased_at" timestamptz(3) not null,
  "row_counts" jsonb not null default '{}'::jsonb,
  "certificate_hash" text not null default '',
  "reapplied_at" timestamptz(3),
  "created_at" timestamptz(3) not null,
  "updated_at" timestamptz(3) not null,
  "created_by" uuid,
  "updated_by" uuid,
  "row_version" bigint not null,
  constraint erasure_index_pkey primary key (organization_id, id),
  constraint erasure_index_form_subject_hash check (char_length("subject_hash") <= 64),
  constraint erasure_index_form_key_version check ("key_version" between -9007199254740991 and 9007199254740991),
  constraint erasure_index_form_law check ("law" in ('gdpr', 'lgpd')),
  constraint erasure_index_form_erased_at check ("erased_at" >= '0001-01-01Z'::timestamptz and "erased_at" < '10000-01-01Z'::timestamptz),
  constraint erasure_index_form_certificate_hash check (char_length("certificate_hash") <= 64),
  constraint erasure_index_form_reapplied_at check ("reapplied_at" >= '0001-01-01Z'::timestamptz and "reapplied_at" < '10000-01-01Z'::timestamptz),
  constraint erasure_index_form_created_at check ("created_at" >= '0001-01-01Z'::timestamptz and "created_at" < '10000-01-01Z'::timestamptz),
  constraint erasure_index_form_updated_at check ("updated_at" >= '0001-01-01Z'::timestamptz and "updated_at" < '10000-01-01Z'::timestamptz),
  constraint erasure_index_form_row_version check ("row_version" between -9007199254740991 and 9007199254740991),
  constraint erasure_index_rule_1 check (key_version >= 1),
  constraint erasure_index_rule_2 check (length(subject_hash) = 64),
  constraint erasure_index_subject_hash_key unique (organization_id, "subject_hash")
);
create index erasure_index_erased_at_idx on data.erasure_index (organization_id, "erased_at");
alter table data.erasure_index enable row level security;
alter table data.erasure_index force row level security;
create policy mine_read on data.erasure_index for select to hf_api using (organization_id = (select l.organization_id from sync.org_logins l where l.role_name = session_user));
create trigger stamp before insert or update on data.erasure_index for each row execute function sync.stamp();
create trigger capture_insert after insert on data.erasure_index referencing new table as new_rows for each statement execute function sync.capture_insert('147');
create trigger capture_update after update on data.erasure_index referencing old table as old_rows new table as new_rows for each statement execute function sync.capture_update('147');
create trigger capture_delete after delete on data.erasure_index referencing old table as old_rows for each statement execute function sync.capture_delete('147');
create trigger forbid_truncate before truncate on data.erasure_index for each statement execute function sync.forbid_truncate();
alter table data.erasure_index enable always trigger stamp;
alter table data.erasure_index enable always trigger capture_insert;
alter table data.erasure_index enable always trigger capture_update;
alter table data.erasure_index enable always trigger capture_delete;
alter table data.erasure_index enable always trigger forbid_truncate;


alter table data.bookings add constraint "bookings_form_approved_at" CHECK (((approved_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (approved_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.bookings add constraint "bookings_form_cancelled_at" CHECK (((cancelled_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (cancelled_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.bookings add constraint "bookings_form_checked_in_at" CHECK (((checked_in_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (checked_in_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.bookings add constraint "bookings_form_checked_out_at" CHECK (((checked_out_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (checked_out_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.bookings add constraint "bookings_form_end_wall" CHECK (
CASE
    WHEN (end_wall ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$'::text) THEN (make_date((substr(end_wall, 1, 4))::integer, (substr(end_wall, 6, 2))::integer, (substr(end_wall, 9, 2))::integer) IS NOT NULL)
    ELSE (end_wall IS NULL)
END);
alter table data.bookings add constraint "bookings_form_external_calendar_event_id" CHECK ((char_length(external_calendar_event_id) <= 1024));
alter table data.bookings add constraint "bookings_form_hold_expires_at" CHECK (((hold_expires_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (hold_expires_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.bookings add constraint "bookings_form_number" CHECK ((char_length(number) <= 30));
alter table data.bookings add constraint "bookings_form_occurrence_wall" CHECK (
CASE
    WHEN (occurrence_wall ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$'::text) THEN (make_date((substr(occurrence_wall, 1, 4))::integer, (substr(occurrence_wall, 6, 2))::integer, (substr(occurrence_wall, 9, 2))::integer) IS NOT NULL)
    ELSE (occurrence_wall IS NULL)
END);
alter table data.bookings add constraint "bookings_form_provisional_number" CHECK ((char_length(provisional_number) <= 30));
alter table data.bookings add constraint "bookings_form_requester_email" CHECK ((char_length(requester_email) <= 254));
alter table data.bookings add constraint "bookings_form_requester_name" CHECK ((char_length(requester_name) <= 200));
alter table data.bookings add constraint "bookings_form_requester_phone" CHECK ((char_length(requester_phone) <= 40));
alter table data.bookings add constraint "bookings_form_start_wall" CHECK (
CASE
    WHEN (start_wall ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$'::text) THEN (make_date((substr(start_wall, 1, 4))::integer, (substr(start_wall, 6, 2))::integer, (substr(start_wall, 9, 2))::integer) IS NOT NULL)
    ELSE (start_wall IS NULL)
END);
alter table data.bookings add constraint "bookings_rule_4" CHECK (((checked_out_at IS NULL) OR (checked_in_at IS NOT NULL)));
alter table data.bookings add constraint "bookings_rule_5" CHECK (((series_id IS NULL) = (occurrence_wall IS NULL)));
alter table data.bookings drop constraint "bookings_no_overlap";
alter table data.bookings add constraint "bookings_no_overlap" EXCLUDE USING gist (organization_id WITH =, resource_id WITH =, tstzrange(start_time, end_time, '[)'::text) WITH &&) WHERE (((status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'checked_in'::text])) AND (NOT may_overlap)));
CREATE INDEX bookings_bundle_id_idx ON data.bookings USING btree (organization_id, bundle_id);
CREATE INDEX bookings_hold_expires_at_while_status_held_idx ON data.bookings USING btree (organization_id, hold_expires_at) WHERE (status = 'held'::text);
CREATE INDEX bookings_owner_id_start_time_idx ON data.bookings USING btree (organization_id, owner_id, start_time);
CREATE INDEX bookings_resource_id_end_time_start_time_while_status__58362b6a ON data.bookings USING btree (organization_id, resource_id, end_time, start_time) WHERE (status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'checked_in'::text]));
CREATE INDEX bookings_series_id_start_time_idx ON data.bookings USING btree (organization_id, series_id, start_time);
drop index data."bookings_status_idx";
CREATE INDEX bookings_status_start_time_idx ON data.bookings USING btree (organization_id, status, start_time);
CREATE TRIGGER hold_insert AFTER INSERT ON data.bookings FOR EACH ROW WHEN ((new.may_overlap AND (new.status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'checked_in'::text])))) EXECUTE FUNCTION sync.hold_capacity();
alter table data.bookings enable always trigger "hold_insert";
CREATE TRIGGER hold_update AFTER UPDATE ON data.bookings FOR EACH ROW WHEN ((new.may_overlap AND (new.status = ANY (ARRAY['held'::text, 'pending'::text, 'confirmed'::text, 'checked_in'::text])) AND ((new.resource_id IS DISTINCT FROM old.resource_id) OR (new.start_time IS DISTINCT FROM old.start_time) OR (new.end_time IS DISTINCT FROM old.end_time) OR (new.status IS DISTINCT FROM old.status) OR (new.party_size IS DISTINCT FROM old.party_size)))) EXECUTE FUNCTION sync.hold_capacity();
alter table data.bookings enable always trigger "hold_update";
CREATE TRIGGER mark_insert BEFORE INSERT ON data.bookings FOR EACH ROW WHEN ((new.resource_id IS NOT NULL)) EXECUTE FUNCTION sync.mark_booking();
alter table data.bookings enable always trigger "mark_insert";
CREATE TRIGGER mark_update BEFORE UPDATE ON data.bookings FOR EACH ROW WHEN (((new.resource_id IS DISTINCT FROM old.resource_id) OR (new.start_time IS DISTINCT FROM old.start_time) OR (new.end_time IS DISTINCT FROM old.end_time) OR (new.status IS DISTINCT FROM old.status))) EXECUTE FUNCTION sync.mark_booking();
alter table data.bookings enable always trigger "mark_update";
alter table data.conflict_logs drop constraint "conflict_logs_form_conflict_type";
alter table data.conflict_logs add constraint "conflict_logs_form_conflict_type" CHECK ((conflict_type = ANY (ARRAY['double_booking'::text, 'concurrent_edit'::text, 'deleted_vs_edited'::text, 'timezone_mismatch'::text, 'resource_unavailable'::text, 'capacity_exceeded'::text, 'uniqueness'::text, 'schema_mismatch'::text, 'external_calendar_overlap'::text, 'permission_revoked_offline'::text])));
CREATE INDEX conflict_logs_assigned_to_status_created_at_idx ON data.conflict_logs USING btree (organization_id, assigned_to, status, created_at);
CREATE INDEX conflict_logs_other_row_id_created_at_idx ON data.conflict_logs USING btree (organization_id, other_row_id, created_at);
drop index data."conflict_logs_other_row_id_idx";
CREATE INDEX conflict_logs_resource_id_status_idx ON data.conflict_logs USING btree (organization_id, resource_id, status);
CREATE INDEX conflict_logs_row_id_created_at_idx ON data.conflict_logs USING btree (organization_id, row_id, created_at);
drop index data."conflict_logs_row_id_idx";
drop index data."conflict_logs_status_created_at_idx";
CREATE INDEX conflict_logs_status_resolved_at_created_at_idx ON data.conflict_logs USING btree (organization_id, status, resolved_at, created_at);
CREATE INDEX conflict_logs_status_severity_created_at_idx ON data.conflict_logs USING btree (organization_id, status, severity, created_at);
alter table data.organizations add constraint "organizations_form_contact_email" CHECK ((char_length(contact_email) <= 254));
alter table data.organizations add constraint "organizations_form_contact_phone" CHECK ((char_length(contact_phone) <= 40));
alter table data.organizations add constraint "organizations_form_currency" CHECK ((char_length(currency) <= 3));
alter table data.organizations add constraint "organizations_form_legal_name" CHECK ((char_length(legal_name) <= 200));
alter table data.organizations add constraint "organizations_form_locale" CHECK ((char_length(locale) <= 20));
alter table data.organizations add constraint "organizations_form_max_devices" CHECK (((max_devices >= '-9007199254740991'::bigint) AND (max_devices <= '9007199254740991'::bigint)));
alter table data.organizations add constraint "organizations_form_max_integrations" CHECK (((max_integrations >= '-9007199254740991'::bigint) AND (max_integrations <= '9007199254740991'::bigint)));
alter table data.organizations add constraint "organizations_form_max_storage_mb" CHECK (((max_storage_mb >= '-9007199254740991'::bigint) AND (max_storage_mb <= '9007199254740991'::bigint)));
alter table data.organizations add constraint "organizations_form_max_tickets_per_month" CHECK (((max_tickets_per_month >= '-9007199254740991'::bigint) AND (max_tickets_per_month <= '9007199254740991'::bigint)));
alter table data.organizations add constraint "organizations_form_max_users" CHECK (((max_users >= '-9007199254740991'::bigint) AND (max_users <= '9007199254740991'::bigint)));
alter table data.organizations add constraint "organizations_form_region" CHECK ((char_length(region) <= 40));
alter table data.organizations add constraint "organizations_form_subscription_ends_at" CHECK (((subscription_ends_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (subscription_ends_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.organizations add constraint "organizations_form_subscription_plan" CHECK ((char_length(subscription_plan) <= 40));
alter table data.organizations add constraint "organizations_form_subscription_status" CHECK ((subscription_status = ANY (ARRAY['trial'::text, 'active'::text, 'past_due'::text, 'cancelled'::text])));
alter table data.organizations add constraint "organizations_form_website" CHECK ((char_length(website) <= 500));
alter table data.organizations add constraint "organizations_rule_2" CHECK ((length(currency) = 3));
alter table data.organizations add constraint "organizations_rule_3" CHECK (((max_users IS NULL) OR (max_users >= 0)));
alter table data.organizations add constraint "organizations_rule_4" CHECK (((max_devices IS NULL) OR (max_devices >= 0)));
alter table data.organizations add constraint "organizations_rule_5" CHECK (((max_storage_mb IS NULL) OR (max_storage_mb >= 0)));
alter table data.organizations add constraint "organizations_rule_6" CHECK (((max_tickets_per_month IS NULL) OR (max_tickets_per_month >= 0)));
alter table data.organizations add constraint "organizations_rule_7" CHECK (((max_integrations IS NULL) OR (max_integrations >= 0)));
alter table data.resources add constraint "resources_form_booking_mode" CHECK ((booking_mode = ANY (ARRAY['exclusive'::text, 'shared'::text])));
alter table data.resources add constraint "resources_form_external_calendar_id" CHECK ((char_length(external_calendar_id) <= 1024));
alter table data.resources add constraint "resources_form_release_after_minutes" CHECK (((release_after_minutes >= '-9007199254740991'::bigint) AND (release_after_minutes <= '9007199254740991'::bigint)));
alter table data.resources add constraint "resources_rule_2" CHECK (((release_after_minutes IS NULL) OR (release_after_minutes > 0)));
CREATE INDEX resources_external_calendar_id_idx ON data.resources USING btree (organization_id, external_calendar_id);
CREATE INDEX resources_user_id_idx ON data.resources USING btree (organization_id, user_id);
CREATE TRIGGER change_use AFTER UPDATE ON data.resources FOR EACH ROW WHEN (((new.booking_mode IS DISTINCT FROM old.booking_mode) OR (new.conflict_detection_enabled IS DISTINCT FROM old.conflict_detection_enabled) OR (new.capacity IS DISTINCT FROM old.capacity))) EXECUTE FUNCTION sync.change_use();
alter table data.resources enable always trigger "change_use";
alter table data.users add constraint "users_form_access_expires_at" CHECK (((access_expires_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (access_expires_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.users add constraint "users_form_deactivated_at" CHECK (((deactivated_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (deactivated_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.users add constraint "users_form_employee_number" CHECK ((char_length(employee_number) <= 60));
alter table data.users add constraint "users_form_failed_sign_ins" CHECK (((failed_sign_ins >= '-9007199254740991'::bigint) AND (failed_sign_ins <= '9007199254740991'::bigint)));
alter table data.users add constraint "users_form_family_name" CHECK ((char_length(family_name) <= 100));
alter table data.users add constraint "users_form_given_name" CHECK ((char_length(given_name) <= 100));
alter table data.users add constraint "users_form_job_title" CHECK ((char_length(job_title) <= 200));
alter table data.users add constraint "users_form_kind" CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text])));
alter table data.users add constraint "users_form_last_sign_in_at" CHECK (((last_sign_in_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (last_sign_in_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.users add constraint "users_form_locale" CHECK ((char_length(locale) <= 20));
alter table data.users add constraint "users_form_locked_until" CHECK (((locked_until >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (locked_until < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.users add constraint "users_form_password_changed_at" CHECK (((password_changed_at >= '0001-01-01 00:00:00+00'::timestamp with time zone) AND (password_changed_at < '10000-01-01 00:00:00+00'::timestamp with time zone)));
alter table data.users add constraint "users_form_phone" CHECK ((char_length(phone) <= 40));
alter table data.users drop constraint "users_form_role";
alter table data.users add constraint "users_form_role" CHECK ((role = ANY (ARRAY['it'::text, 'agent'::text, 'supervisor'::text, 'manager'::text, 'admin'::text])));
alter table data.users add constraint "users_form_timezone" CHECK ((char_length(timezone) <= 60));
alter table data.users add constraint "users_form_two_factor_method" CHECK ((two_factor_method = ANY (ARRAY['none'::text, 'totp'::text, 'webauthn'::text])));
alter table data.users add constraint "users_rule_1" CHECK ((failed_sign_ins >= 0));
alter table data.users add constraint "users_rule_2" CHECK ((two_factor_enabled OR (two_factor_method = 'none'::text)));
alter table data.users add constraint "users_rule_3" CHECK (((NOT two_factor_enabled) OR (two_factor_method <> 'none'::text)));
CREATE INDEX users_is_active_display_name_idx ON data.users USING btree (organization_id, is_active, display_name);
CREATE INDEX users_role_is_active_idx ON data.users USING btree (organization_id, role, is_active);
