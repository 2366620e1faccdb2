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
  revoked_at timestamptz,
  -- Where it is at work, and until when nobody takes it up elsewhere.
  place text,
  held_until timestamptz,
  -- What it said of itself when it was last here.
  last_seen_at timestamptz,
  seen_waiting integer,
  -- When it last had nothing waiting: everything of before that is confirmed.
  seen_idle_at timestamptz,
  seen_cursor pg_snapshot,
  seen_schema_version integer,
  seen_protocol_version integer
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

create table sync.tombstones (
  organization_id uuid not null,
  table_number smallint not null,
  row_id uuid not null,
  deleted_at timestamptz not null default now(),
  op_id uuid,
  primary key (organization_id, table_number, row_id)
);

-- For what is deleted by age.
create index op_log_by_time on sync.op_log using brin (received_at);
create index tombstones_by_time on sync.tombstones using brin (deleted_at);

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
