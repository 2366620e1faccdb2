import { bookingCommands } from '#db/domains/bookings/commands.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { conflictCommands } from '#db/domains/conflicts/commands.ts';
import { conflictQueries } from '#db/domains/conflicts/queries.ts';
import { organizationQueries } from '#db/domains/organizations/queries.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Acting, Reads, Writes } from '#db/schema/access.ts';
import type {
  CommandName,
  OutputOf,
  ParsedInputOf,
  QueryName,
} from '#electron/contract/contract.ts';
import { retryOp } from './retry.ts';
import type { DeskTables } from './tables.ts';

/** Served by the host itself: they look at the device, not at rows. */
type DeskQueryName = 'sync.status' | 'sync.outbox';
export type DeskCommandName =
  | 'sync.now'
  | 'sync.dismiss'
  | 'sync.watch'
  | 'sync.setPlugged'
  | 'organizations.actAs';

type DomainQueryName = Exclude<QueryName, DeskQueryName>;
export type DomainCommandName = Exclude<CommandName, DeskCommandName>;

/** What a write answers besides the id of its op, which the write path gives. */
type Written<N extends DomainCommandName> = Omit<OutputOf<N>, 'op_id'>;

// A name of the contract without its function does not compile, nor one with another shape.
export const domainQueries: {
  readonly [N in DomainQueryName]: (
    reads: Reads<DeskTables>,
    input: ParsedInputOf<N>,
    acting: Acting,
  ) => OutputOf<N>;
} = { ...organizationQueries, ...bookingQueries, ...conflictQueries };

export const domainCommands: {
  readonly [N in DomainCommandName]: (
    tx: Writes<DeskTables>,
    input: ParsedInputOf<N>,
    acting: Acting,
  ) => Result<Written<N>>;
} = { ...bookingCommands, ...conflictCommands, 'sync.retry': retryOp };

export function isDomainQuery(name: string): name is DomainQueryName {
  return Object.hasOwn(domainQueries, name);
}

export function isDomainCommand(name: string): name is DomainCommandName {
  return Object.hasOwn(domainCommands, name);
}
