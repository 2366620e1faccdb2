import type { JsonObject } from '#db/kernel/json.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import { ERRORS } from '#electron/contract/errors.ts';
import type { ErrorCode } from '#electron/contract/errors.ts';

/** English for logs and scripts; screens have their own words for each code. */
const MESSAGES: Readonly<Record<ErrorCode, string>> = {
  bad_input: 'The input does not fit; see details.issues.',
  unknown_name: 'There is no query or command of that name.',
  not_allowed: 'The acting person may not do that.',
  not_found: 'There is no such thing here.',
  booking_overlap: 'Another booking holds this slot.',
  capacity_exceeded: 'The resource has no room for so many people at that time.',
  resource_closed: 'The resource is closed at that time.',
  resource_inactive: 'The resource is not in use any more.',
  bad_times: 'The end must be after the start, by at most a year.',
  bad_status: "The booking's status does not allow it.",
  undo_stale: 'It was changed since, and that would be overwritten.',
  conflict_settled: 'The conflict is settled already.',
  rule_broken: 'A rule of the table forbids it.',
  replica_not_ready: 'This device has no data yet: run the first sync.',
  disk_full: 'The disk is full. Nothing was changed.',
  replica_failed: 'The replica cannot be read or written. Nothing was changed.',
  replica_damaged: 'The replica is damaged. Start Holdfast on its folder: that heals it.',
  replica_locked: 'Another program holds this replica.',
  replica_key_wrong: 'The replica is encrypted with another key, or is no replica.',
  replica_too_new: 'The replica was written by a newer version. Update this one.',
  central_unreachable: 'Central cannot be reached. Work goes on here and is sent later.',
  no_central: 'This desk has no central: there is nothing to sync with.',
  adoption_unfinished:
    'The move into central was cut off. Run `central adopt` again to finish it; nothing can be changed here until then.',
  adoption_refused:
    'This desk cannot be moved into that central; see details. Nothing was changed.',
  central_untrusted: 'The server could not prove that it is central; nothing was sent.',
  device_revoked: "This device's enrolment was withdrawn.",
  desk_in_use: 'This desk is connected from another computer. Work goes on here.',
  bad_enrol_code: 'The enrolment code is unknown, used or expired.',
  update_needed: 'Device and central are too far apart in version.',
  bad_folder: 'The folder holds no replica, or holds one already.',
  bad_file: 'The file cannot be read as what it should be; see details.',
  data_process_restarted: 'The data process was restarted.',
  safe_mode: 'The data process failed too often and stays down.',
  too_busy: 'Too many calls at once.',
  internal: 'A bug. Nothing was half-written; details.trace finds it in the log.',
};

export function answered(value: unknown): Envelope {
  return { ok: true, value };
}

export function refused(code: ErrorCode, details: JsonObject = {}): Envelope {
  return {
    ok: false,
    error: { code, message: MESSAGES[code], retry: ERRORS[code].retry, details },
  };
}

/** A code from below as one of the catalogue: what only the write path knows is a broken rule. */
export function refusedBelow(code: string, details: JsonObject): Envelope {
  return isErrorCode(code)
    ? refused(code, details)
    : refused('rule_broken', { ...details, rule: code });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
