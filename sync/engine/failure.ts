import { unreachable } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** Codes of the error catalogue under which sync can fail. */
export type SyncFailure =
  | 'central_unreachable'
  | 'central_untrusted'
  | 'device_revoked'
  | 'update_needed'
  | 'desk_in_use'
  | 'no_central'
  | 'adoption_unfinished'
  | 'disk_full'
  | 'replica_failed'
  | 'internal';

export interface Failure {
  readonly code: SyncFailure;
  readonly message: string;
  /**
   * `retry`: it may be over soon, so again after growing waits. `ask`: only a person can mend it, so
   * again now and then. `room`: again after growing waits, or as soon as something could be stored.
   */
  readonly remedy: 'retry' | 'ask' | 'room';
  /** The connection is of no use any more. */
  readonly lost: boolean;
}

/** What a thrown thing means to a person. Its own text stays in the log: it may hold addresses. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof LinkError) return failureOfLink(thrown);
  // The class lies with the file it is about, out of reach for what is pure.
  const stored = thrown instanceof Error && thrown.name === 'ReplicaError' && 'code' in thrown;
  if (!stored) return lost('internal', 'Sync met a bug. Work goes on here.');
  return thrown.code === 'disk_full'
    ? { code: 'disk_full', message: 'The disk is full.', remedy: 'room', lost: false }
    : lost('replica_failed', "This desk's file could not be read or written.");
}

function failureOfLink({ failure }: LinkError): Failure {
  switch (failure) {
    case 'unreachable':
      return lost('central_unreachable', 'Central cannot be reached.');
    case 'busy':
      return { ...lost('central_unreachable', 'Central is busy.'), lost: false };
    case 'standby':
      return lost('central_unreachable', 'Central is a read-only copy.');
    case 'forgotten':
      return lost('central_unreachable', 'Central forgot what this desk missed.');
    case 'revoked':
      return lost('device_revoked', "This device's enrolment was withdrawn.", 'ask');
    case 'untrusted':
      return lost('central_untrusted', 'Central could not prove that it is central.', 'ask');
    case 'broken':
      return lost('internal', 'Central answered in a way this version cannot use.');
    default:
      return unreachable(failure);
  }
}

function lost(code: SyncFailure, message: string, remedy: 'retry' | 'ask' = 'retry'): Failure {
  return { code, message, remedy, lost: true };
}
