/**
 * What queries see of the search index of a table: its columns as text, `rowid` is the table's
 * `row_no`. Queried with `match` through raw SQL, ordered by `rank`.
 */
export type SearchRows<Columns extends string> = {
  readonly [Column in Columns]: string;
} & { readonly rowid: number; readonly rank: number };

/** The replica's own tables: they never leave the device. Typed here so that queries can join them. */
export interface ReplicaTables {
  /** One row: who this file is and how far it is. */
  replica: {
    readonly one: 1;
    readonly device_id: string;
    readonly device_name: string;
    readonly organization_id: string;
    /** `host:port/database`, without credentials; empty on a desk that has no central. */
    readonly central: string;
    /** Empty without a central, and until a move into one is finished. */
    readonly login_role: string;
    readonly login_password: string;
    readonly token: string;
    readonly incarnation: string;
    readonly phase: 'empty' | 'filling' | 'ready';
    readonly cursor: string | null;
    /** The newest row of central's feed below the cursor. */
    readonly witness: string | null;
    readonly epoch: string | null;
    readonly last_op_no: number;
    readonly acked_op_no: number;
    readonly verified_at: string | null;
    readonly acting_user_id: string | null;
  };
  /** Ops central has not confirmed, in order. */
  outbox: {
    readonly op_no: number;
    readonly op_id: string;
    readonly actor_id: string;
    readonly command: string;
    readonly at: string;
    readonly schema_version: number;
    /** JSON of `Change[]`. */
    readonly changes: string;
  };
  /** Confirmed ops, kept 30 days in case central is restored from a backup. */
  outbox_sent: {
    readonly op_id: string;
    readonly incarnation: string;
    readonly op_no: number;
    readonly actor_id: string;
    readonly command: string;
    readonly at: string;
    readonly schema_version: number;
    readonly changes: string;
    readonly outcome: 'applied' | 'merged' | 'conflicted' | 'rejected';
    readonly settled_at: string;
  };
  /** Ops central refused; kept until somebody has looked, and after. */
  rejected_ops: {
    readonly op_id: string;
    readonly op_no: number;
    readonly actor_id: string;
    readonly command: string;
    readonly at: string;
    readonly changes: string;
    readonly code: string;
    readonly detail: string | null;
    readonly rejected_at: string;
    readonly state: 'open' | 'retried' | 'dismissed';
    /** The conflict in which it is settled; null when it is looked after here. */
    readonly conflict_id: string | null;
  };
  /** Which rows have pending ops: the "not sent yet" dot and the rebase look here. */
  pending_rows: {
    readonly table_name: string;
    readonly row_id: string;
    readonly op_no: number;
  };
  /** Central's image of each row with pending ops; null where central has no such row. */
  shadow: {
    readonly table_name: string;
    readonly row_id: string;
    readonly image: string | null;
  };
  /** Count and sum of row hashes of confirmed rows, kept with every applied image. */
  checksums: {
    readonly table_name: string;
    readonly bucket: number;
    readonly count: number;
    readonly sum: number;
  };
  /** Buckets whose rows may be of a life that central has lost: versions say nothing of them. */
  doubts: {
    readonly table_name: string;
    readonly bucket: number;
  };
  fill_progress: {
    readonly table_name: string;
    readonly after: string | null;
    readonly rows: number;
    readonly bytes: number;
    readonly done: 0 | 1;
  };
  /** Images of tables or columns this version does not know, for after the upgrade. */
  quarantine: {
    readonly table_name: string;
    readonly row_id: string;
    readonly image: string | null;
    readonly arrived_at: string;
  };
  incidents: {
    readonly at: string;
    readonly kind: string;
    readonly detail: string;
  };
}
