import type { JsonObject } from '#db/kernel/json.ts';
import type { Failure } from '#db/kernel/result.ts';

/** Why the write path refuses a change; the same words central uses for a rejected op. */
export type RefusalCode =
  | 'replica_not_ready'
  /** The replica is being moved into a central, which may have its rows already. */
  | 'adoption_unfinished'
  /** The actor's role, or the table's class. `details.needs` names the role, or `central`. */
  | 'not_allowed'
  | 'unknown_column'
  | 'bad_value'
  | 'row_missing'
  | 'duplicate_row'
  | 'duplicate_value'
  | 'missing_reference'
  | 'rule_broken';

/** Ends a transaction from inside; `write` turns it into a `Failure`. Details never hold values. */
export class WriteRefusal extends Error {
  readonly code: RefusalCode;
  readonly details: JsonObject;

  constructor(code: RefusalCode, details: JsonObject) {
    super(`${code} ${JSON.stringify(details)}`);
    this.name = 'WriteRefusal';
    this.code = code;
    this.details = details;
  }

  failure(): Failure<RefusalCode> {
    return { ok: false, error: { code: this.code, details: this.details } };
  }
}
