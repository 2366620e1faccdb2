import { z } from 'zod';
import type { Role } from '#db/schema/table.ts';
import { isId } from '#db/kernel/id.ts';
import { isInstant } from '#db/kernel/instant.ts';
import type { ErrorCode } from './errors.ts';

export type { Page } from '#db/kernel/page.ts';

// `$ZodType`, the core of a schema: held against `ZodType`, each schema is compared method by method.
/** Reads rows; served again whenever a table it read was touched. */
export interface QueryContract<I extends z.core.$ZodType = z.core.$ZodType, O = unknown> {
  readonly kind: 'query';
  readonly input: I;
  readonly role: Role;
  readonly output?: O;
}

/** Changes rows, once. `errors` are its expected refusals. */
export interface CommandContract<
  I extends z.core.$ZodType = z.core.$ZodType,
  O = unknown,
  E extends ErrorCode = ErrorCode,
> {
  readonly kind: 'command';
  readonly input: I;
  readonly role: Role;
  readonly errors: readonly E[];
  readonly output?: O;
}

/** Result types come from the domain; results are made here and not parsed again. */
export function query<O>() {
  return <I extends z.core.$ZodType>(input: I, role: Role = 'agent'): QueryContract<I, O> => ({
    kind: 'query',
    input,
    role,
  });
}

export function command<O>() {
  return <I extends z.core.$ZodType, const E extends ErrorCode>(
    input: I,
    errors: readonly E[],
    role: Role = 'agent',
  ): CommandContract<I, O, E> => ({ kind: 'command', input, role, errors });
}

export const id = z.string().refine(isId, 'not an id').meta({ format: 'uuid' });
export const instant = z
  .string()
  .refine(isInstant, 'not a UTC instant like 2026-11-21T09:00:00.000Z')
  .meta({ format: 'date-time' });
/** A window of a long list. */
export const page = { offset: z.int().min(0).max(10_000_000), limit: z.int().min(1).max(500) };
/** What every command answers that can be taken back: enough to offer undo. */
export interface Done {
  /** Null when nothing had to change. */
  readonly op_id: string | null;
}
