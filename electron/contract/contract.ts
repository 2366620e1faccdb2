import type { z } from 'zod';
import { bookingsContract } from './bookings.ts';
import { conflictsContract } from './conflicts.ts';
import type { CommandContract, QueryContract } from './define.ts';
import { organizationsContract } from './organizations.ts';
import { syncContract } from './sync.ts';

/** Raised with every change that a caller could notice; `contract.lock.json` remembers each. */
export const CONTRACT_VERSION = 2;

/** Everything a screen, a script or a test can ask of a desk. */
export const contract = {
  ...organizationsContract,
  ...bookingsContract,
  ...conflictsContract,
  ...syncContract,
};

type Contract = typeof contract;
export type QueryName = {
  [N in keyof Contract]: Contract[N] extends QueryContract ? N : never;
}[keyof Contract];
export type CommandName = {
  [N in keyof Contract]: Contract[N] extends CommandContract ? N : never;
}[keyof Contract];

/** What a caller gives: fields with a default may be left out. */
export type InputOf<N extends keyof Contract> = z.input<Contract[N]['input']>;
/** What the host hands to the implementation, parsed. */
export type ParsedInputOf<N extends keyof Contract> = z.output<Contract[N]['input']>;
export type OutputOf<N extends keyof Contract> =
  Contract[N] extends QueryContract<z.core.$ZodType, infer O>
    ? O
    : Contract[N] extends CommandContract<z.core.$ZodType, infer O>
      ? O
      : never;

/** The contract's entry under a name that came from outside. */
export function entryOf(name: string): QueryContract | CommandContract | undefined {
  return Object.hasOwn(contract, name) ? contract[name as keyof Contract] : undefined;
}
