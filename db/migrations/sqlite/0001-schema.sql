CREATE TABLE replica (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  device_id TEXT NOT NULL,
  device_name TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  central TEXT NOT NULL,
  login_role TEXT NOT NULL,
  login_password TEXT NOT NULL,
  token TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('empty', 'filling', 'ready')),
  cursor TEXT,
  epoch TEXT,
  last_op_no INTEGER NOT NULL DEFAULT 0,
  acked_op_no INTEGER NOT NULL DEFAULT 0,
  verified_at TEXT,
  acting_user_id TEXT,
  CHECK (acked_op_no <= last_op_no)
) STRICT;

CREATE TABLE outbox (
  op_no INTEGER PRIMARY KEY,
  op_id TEXT NOT NULL UNIQUE,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  changes TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_sent (
  op_id TEXT PRIMARY KEY,
  incarnation TEXT NOT NULL,
  op_no INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  changes TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'merged', 'conflicted', 'rejected')),
  settled_at TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_sent_settled_at ON outbox_sent (settled_at);

CREATE TABLE rejected_ops (
  op_id TEXT PRIMARY KEY,
  op_no INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT,
  rejected_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'retried', 'dismissed'))
) STRICT;

CREATE INDEX rejected_ops_state ON rejected_ops (state, rejected_at);

CREATE TABLE pending_rows (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  op_no INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_id, op_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_rows_op_no ON pending_rows (op_no);

CREATE TABLE shadow (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  image TEXT,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE checksums (
  table_name TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  count INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (table_name, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE fill_progress (
  table_name TEXT PRIMARY KEY,
  after TEXT,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  image TEXT,
  arrived_at TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE incidents (
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE schema_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  definitions TEXT NOT NULL
) STRICT;

CREATE TABLE "organizations" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (id = organization_id)
) STRICT;

CREATE INDEX "organizations_slug" ON "organizations" ("slug");

CREATE TABLE "users" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "role" TEXT NOT NULL CHECK ("role" = 'agent' OR "role" = 'supervisor' OR "role" = 'admin'),
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX "users_email" ON "users" ("email");

CREATE TABLE "resources" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" = 'equipment' OR "kind" = 'space' OR "kind" = 'person' OR "kind" = 'workshop'),
  "place" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "capacity" INTEGER NOT NULL DEFAULT 1,
  "timezone" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "is_active" INTEGER NOT NULL DEFAULT 1 CHECK ("is_active" IN (0, 1)),
  "position" INTEGER NOT NULL DEFAULT 0,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (capacity >= 1)
) STRICT;

CREATE INDEX "resources_place_name" ON "resources" ("place", "name");

CREATE INDEX "resources_kind_place_category_position" ON "resources" ("kind", "place", "category", "position");

CREATE TABLE "resource_closures" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time > start_time)
) STRICT;

CREATE INDEX "resource_closures_resource_id_start_time" ON "resource_closures" ("resource_id", "start_time");

CREATE TABLE "bookings" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "resource_id" TEXT REFERENCES "resources"(id) DEFERRABLE INITIALLY DEFERRED,
  "start_time" TEXT NOT NULL,
  "end_time" TEXT NOT NULL,
  "timezone" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "party_size" INTEGER NOT NULL DEFAULT 1,
  "status" TEXT NOT NULL DEFAULT 'confirmed' CHECK ("status" = 'draft' OR "status" = 'held' OR "status" = 'pending' OR "status" = 'confirmed' OR "status" = 'checked_in' OR "status" = 'completed' OR "status" = 'waitlisted' OR "status" = 'rejected' OR "status" = 'cancelled' OR "status" = 'no_show' OR "status" = 'released' OR "status" = 'conflicted'),
  "source" TEXT NOT NULL DEFAULT 'holdfast' CHECK ("source" = 'holdfast' OR "source" = 'infra24' OR "source" = 'appsheet' OR "source" = 'google_forms' OR "source" = 'google_calendar' OR "source" = 'outlook' OR "source" = 'apple' OR "source" = 'api' OR "source" = 'webhook' OR "source" = 'import' OR "source" = 'phone' OR "source" = 'manual'),
  "notes" TEXT NOT NULL DEFAULT '',
  "cancel_reason" TEXT NOT NULL DEFAULT '',
  "conflict_resolution_notes" TEXT NOT NULL DEFAULT '',
  "external_ref" TEXT NOT NULL DEFAULT '',
  "import_id" TEXT,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0,
  CHECK (end_time > start_time),
  CHECK (party_size >= 0),
  CHECK (resource_id is not null or status in ('draft', 'waitlisted', 'rejected', 'cancelled', 'no_show'))
) STRICT;

CREATE INDEX "bookings_resource_id_end_time_start_time" ON "bookings" ("resource_id", "end_time", "start_time");

CREATE INDEX "bookings_start_time" ON "bookings" ("start_time");

CREATE INDEX "bookings_status" ON "bookings" ("status");

CREATE INDEX "bookings_import_id" ON "bookings" ("import_id");

CREATE VIRTUAL TABLE bookings_search USING fts5(title, notes, external_ref, content='bookings', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TRIGGER bookings_search_insert AFTER INSERT ON bookings BEGIN
  INSERT INTO bookings_search(rowid, title, notes, external_ref) VALUES (new.row_no, new.title, new.notes, new.external_ref);
END;

CREATE TRIGGER bookings_search_delete AFTER DELETE ON bookings BEGIN
  INSERT INTO bookings_search(bookings_search, rowid, title, notes, external_ref) VALUES ('delete', old.row_no, old.title, old.notes, old.external_ref);
END;

CREATE TRIGGER bookings_search_update AFTER UPDATE OF title, notes, external_ref ON bookings WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes OR old.external_ref IS NOT new.external_ref BEGIN
  INSERT INTO bookings_search(bookings_search, rowid, title, notes, external_ref) VALUES ('delete', old.row_no, old.title, old.notes, old.external_ref);
  INSERT INTO bookings_search(rowid, title, notes, external_ref) VALUES (new.row_no, new.title, new.notes, new.external_ref);
END;

CREATE TABLE "conflict_logs" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "conflict_type" TEXT NOT NULL CHECK ("conflict_type" = 'double_booking' OR "conflict_type" = 'concurrent_edit' OR "conflict_type" = 'deleted_vs_edited'),
  "severity" TEXT NOT NULL DEFAULT 'medium' CHECK ("severity" = 'low' OR "severity" = 'medium' OR "severity" = 'high' OR "severity" = 'critical'),
  "resource_id" TEXT,
  "table_name" TEXT NOT NULL,
  "row_id" TEXT NOT NULL,
  "other_row_id" TEXT,
  "op_id" TEXT NOT NULL,
  "conflict_data" TEXT NOT NULL CHECK (json_valid("conflict_data")),
  "status" TEXT NOT NULL DEFAULT 'open' CHECK ("status" = 'open' OR "status" = 'investigating' OR "status" = 'resolved' OR "status" = 'ignored'),
  "resolution" TEXT NOT NULL DEFAULT '',
  "resolved_at" TEXT,
  "resolved_by" TEXT,
  "resolution_notes" TEXT NOT NULL DEFAULT '',
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX "conflict_logs_status_created_at" ON "conflict_logs" ("status", "created_at");

CREATE INDEX "conflict_logs_row_id" ON "conflict_logs" ("row_id");

CREATE INDEX "conflict_logs_other_row_id" ON "conflict_logs" ("other_row_id");

CREATE TABLE "conflict_actions" (
  row_no INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "organization_id" TEXT NOT NULL,
  "conflict_id" TEXT NOT NULL,
  "action" TEXT NOT NULL CHECK ("action" = 'keep' OR "action" = 'move' OR "action" = 'cancel' OR "action" = 'mine' OR "action" = 'theirs' OR "action" = 'ignore' OR "action" = 'reopen' OR "action" = 'note'),
  "effect" TEXT NOT NULL CHECK (json_valid("effect")),
  "note" TEXT NOT NULL DEFAULT '',
  "acted_at" TEXT NOT NULL,
  "acted_by" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "created_by" TEXT,
  "updated_by" TEXT,
  "row_version" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX "conflict_actions_conflict_id_acted_at" ON "conflict_actions" ("conflict_id", "acted_at");
