import type { JsonObject } from '#db/kernel/json.ts';

/** Why a replica does not go into a central. Where it is a row's fault, the details name it. */
export type AdoptionReason =
  /** The replica belongs to a central already. */
  | 'has_a_central'
  | 'replica_not_ready'
  /** Images of a version this one does not know wait in the file. */
  | 'quarantine'
  /** Central has an organization of this id or this short name. */
  | 'organization_exists'
  /** Another adoption is running at this central. */
  | 'adoption_running'
  /** Central is not migrated, or has another version of the schema than this program. */
  | 'schema_differs'
  /** An unfinished move belongs to another central, or to another life of this one. */
  | 'another_central'
  | 'bad_value'
  | 'duplicate_row'
  | 'duplicate_value'
  | 'missing_reference'
  | 'foreign_organization'
  | 'overlap'
  | 'rule_broken'
  /** Central holds something else than what was sent. */
  | 'content_differs'
  /** Central failed for a reason of its own: no space, a lost right. */
  | 'central_failed';

/** Ends an adoption from inside; nothing was changed. Details never hold values. */
export class AdoptionRefused extends Error {
  readonly details: JsonObject;

  constructor(reason: AdoptionReason, details: JsonObject = {}) {
    super(`${reason} ${JSON.stringify(details)}`);
    this.name = 'AdoptionRefused';
    this.details = { reason, ...details };
  }
}
