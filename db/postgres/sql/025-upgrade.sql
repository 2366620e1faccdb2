-- Columns and indexes that 020-sync-tables.sql and 022-feed.sql gained since version 1, for a central of before. Runs
-- with the functions, as often as they are replaced.
alter table sync.devices
  add column if not exists place text,
  add column if not exists held_until timestamptz,
  add column if not exists last_seen_at timestamptz,
  add column if not exists seen_waiting integer,
  add column if not exists seen_idle_at timestamptz,
  add column if not exists seen_cursor pg_snapshot,
  add column if not exists seen_schema_version integer,
  add column if not exists seen_protocol_version integer;
alter table sync.upkeep_runs
  add column if not exists recounted_at timestamptz not null default now();
create index if not exists op_log_by_time on sync.op_log using brin (received_at);
create index if not exists tombstones_by_time on sync.tombstones using brin (deleted_at);

-- Tables may have joined the feed with rows in them: what was counted before is counted anew.
delete from sync.checksum_folds;
