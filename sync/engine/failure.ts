import { unreachable } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';

/** Codes of the error catalogue under which sync can fail. */
export type SyncFailure =
  | 'central_unreachable'
  | 'device_revoked'
  | 'update_needed'
  | 'desk_in_use'
  | 'no_central'
  | 'adoption_unfinished'
  | 'internal';

/** What a thrown thing means to a person. Its own text stays in the log: it may hold addresses. */
export function failureOf(thrown: unknown): { code: SyncFailure; message: string } {
  if (!(thrown instanceof LinkError)) {
    return { code: 'internal', message: 'Sync met a bug. Work goes on here.' };
  }
  switch (thrown.failure) {
    case 'unreachable':
      return { code: 'central_unreachable', message: 'Central cannot be reached.' };
    case 'busy':
      return { code: 'central_unreachable', message: 'Central is busy.' };
    case 'standby':
      return { code: 'central_unreachable', message: 'Central is a read-only copy.' };
    case 'revoked':
      return { code: 'device_revoked', message: "This device's enrolment was withdrawn." };
    case 'broken':
      return { code: 'internal', message: 'Central answered in a way this version cannot use.' };
    default:
      return unreachable(thrown.failure);
  }
}
