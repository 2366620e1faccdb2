/** The replica's own tables, as `replica-tables.ts` types them. They never leave the device. */
export const LOCAL_DDL: readonly string[] = [
  `CREATE TABLE replica (
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
  witness TEXT,
  epoch TEXT,
  last_op_no INTEGER NOT NULL DEFAULT 0,
  acked_op_no INTEGER NOT NULL DEFAULT 0,
  verified_at TEXT,
  acting_user_id TEXT,
  CHECK (acked_op_no <= last_op_no)
) STRICT;`,
  `CREATE TABLE outbox (
  op_no INTEGER PRIMARY KEY,
  op_id TEXT NOT NULL UNIQUE,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  changes TEXT NOT NULL
) STRICT;`,
  `CREATE TABLE outbox_sent (
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
) STRICT;`,
  `CREATE INDEX outbox_sent_settled_at ON outbox_sent (settled_at);`,
  `CREATE TABLE rejected_ops (
  op_id TEXT PRIMARY KEY,
  op_no INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT,
  rejected_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'retried', 'dismissed')),
  conflict_id TEXT
) STRICT;`,
  `CREATE INDEX rejected_ops_state ON rejected_ops (state, rejected_at);`,
  `CREATE TABLE pending_rows (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  op_no INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_id, op_no)
) STRICT, WITHOUT ROWID;`,
  `CREATE INDEX pending_rows_op_no ON pending_rows (op_no);`,
  `CREATE TABLE shadow (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  image TEXT,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE checksums (
  table_name TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  count INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (table_name, bucket)
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE doubts (
  table_name TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  PRIMARY KEY (table_name, bucket)
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE fill_progress (
  table_name TEXT PRIMARY KEY,
  after TEXT,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE quarantine (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  image TEXT,
  arrived_at TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE incidents (
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;`,
  `CREATE TABLE schema_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  definitions TEXT NOT NULL
) STRICT;`,
];
