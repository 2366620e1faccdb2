/** Whether trying the same again can help. */
interface ErrorRule {
  readonly retry: boolean;
}

/** Every error code a caller of the contract can meet. The comment is the documentation. */
export const ERRORS = {
  /** The input does not fit the schema; `details.issues` names the places. A caller's mistake. */
  bad_input: { retry: false },
  /** No query or command of that name. A caller's mistake, or versions that differ. */
  unknown_name: { retry: false },
  /** The acting person's role does not allow it; `details.needs` names the role. */
  not_allowed: { retry: false },
  /** The row is not there, or belongs to another organization; both look the same on purpose. */
  not_found: { retry: false },
  /** Someone else holds this slot. `details.with` names the booking. Normal at a busy desk. */
  booking_overlap: { retry: false },
  /** A shared resource has no room for so many people then; `details.left` says for how many it has. */
  capacity_exceeded: { retry: false },
  /** The resource is closed then. `details.closure` says why and until when. */
  resource_closed: { retry: false },
  /** The resource is not active any more. */
  resource_inactive: { retry: false },
  /** End not after start, or longer than a year. */
  bad_times: { retry: false },
  /** The booking's status does not allow it: a cancelled booking cannot be moved. */
  bad_status: { retry: false },
  /** The row changed since, so that taking a change back, or making it again, would overwrite somebody's work. */
  undo_stale: { retry: false },
  /** Somebody settled the conflict already; the screen shows how. */
  conflict_settled: { retry: false },
  /** A rule of the table forbids it; `details.rule` says which, `details` where. Never a value. */
  rule_broken: { retry: false },
  /** The device has no data yet; the first fill is running. Try again when it is done. */
  replica_not_ready: { retry: true },
  /** The disk is full. Nothing was changed; free space and try again. */
  disk_full: { retry: true },
  /** The replica file cannot be read or written. Nothing was changed. */
  replica_failed: { retry: false },
  /**
   * The replica file is damaged. It is healed at the next start; on a desk without a central only a
   * copy of it helps.
   */
  replica_damaged: { retry: false },
  /** Another program holds the replica. */
  replica_locked: { retry: true },
  /** The replica is encrypted with another key, or is no replica at all. */
  replica_key_wrong: { retry: false },
  /** The replica was written by a newer version of Holdfast. Update this one. */
  replica_too_new: { retry: false },
  /** Central cannot be reached. Work goes on here; it is sent later. */
  central_unreachable: { retry: true },
  /** This desk has no central: there is nothing to sync with. Normal on a standalone desk. */
  no_central: { retry: false },
  /**
   * The move of this desk into a central was cut off where nobody here can tell whether central has
   * it. Nothing may be changed until `central adopt` was run again.
   */
  adoption_unfinished: { retry: false },
  /** The desk cannot be moved into this central; `details.reason` says why, and where. Nothing was changed. */
  adoption_refused: { retry: false },
  /** Who answered cannot prove to be central (no TLS, or a certificate of somebody else). Nothing was told to it. */
  central_untrusted: { retry: false },
  /** This device's enrolment was withdrawn. Ask an administrator for a new code. */
  device_revoked: { retry: false },
  /** Another computer is connected with a copy of this desk. Work goes on here; it is sent once that one is closed. */
  desk_in_use: { retry: true },
  /** The enrolment code is unknown, used or expired. */
  bad_enrol_code: { retry: false },
  /** Device and central are too far apart in version. */
  update_needed: { retry: false },
  /** The folder holds no replica, or already holds one. */
  bad_folder: { retry: false },
  /** The file could not be read as what it should be; `details` names line and column. */
  bad_file: { retry: false },
  /** The data process ended and was started again; whether the command ran is in the history. */
  data_process_restarted: { retry: true },
  /** The data process failed too often and stays down. */
  safe_mode: { retry: false },
  /** Too many calls at once. */
  too_busy: { retry: true },
  /** A bug. Nothing was half-written; the code in `details.trace` finds it in the log. */
  internal: { retry: false },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERRORS;
