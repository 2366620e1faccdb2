import { z } from 'zod';

/** What the bench tells a process that holds some of the desks. */
export const orders = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fill'), dir: z.string() }),
  z.object({
    kind: z.literal('work'),
    dir: z.string(),
    number: z.number(),
    /** Rooms that nobody else books. */
    resources: z.array(z.string()),
    /** From when on nothing is booked there. */
    from: z.string(),
    /** Milliseconds from one command to the next, on average. */
    every: z.number(),
  }),
  z.object({ kind: z.literal('measure') }),
  z.object({ kind: z.literal('rest') }),
  z.object({ kind: z.literal('end') }),
]);
export type Order = z.infer<typeof orders>;

/** What such a process answers; moments are nanoseconds of the machine's monotonic clock. */
export const told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('filled'), dir: z.string(), ms: z.number(), tries: z.number() }),
  z.object({ kind: z.literal('committed'), ids: z.array(z.string()), at: z.number() }),
  z.object({ kind: z.literal('seen'), ids: z.array(z.string()), at: z.number() }),
  /** CPU of the process so far in milliseconds, and downloads of its desks. */
  z.object({ kind: z.literal('measured'), cpu: z.number(), pulls: z.number() }),
  z.object({ kind: z.literal('rested') }),
]);
export type Told = z.infer<typeof told>;
