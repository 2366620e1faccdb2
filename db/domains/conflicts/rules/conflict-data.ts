import { z } from 'zod';
import { rowChange } from '#db/domains/bookings/rules/effect.ts';

const cell = z.union([z.string(), z.number(), z.null()]);
const cells = z.record(z.string(), cell);

/** What `conflict_logs.conflict_data` holds; central writes it, screens read it. */
export const conflictData = z.object({
  /** Where and by whom the side that was set aside was made. */
  device_name: z.string(),
  actor_id: z.string(),
  command: z.string(),
  /** Device time of that op. */
  at: z.string(),
  /** Columns as that person saw them; null when the row was new. */
  base: cells.nullable(),
  /** Columns as that person left them. */
  mine: cells,
  /** Central's columns then; for a double booking those of the booking that holds the slot; null when deleted. */
  theirs: cells.nullable(),
});

export type ConflictData = z.infer<typeof conflictData>;

const readable = z.record(z.string(), cell.catch(null));
const anything = z
  .object({
    device_name: z.string().catch(''),
    actor_id: z.string().catch(''),
    command: z.string().catch(''),
    at: z.string().catch(''),
    base: readable.nullable().catch(null),
    mine: readable.catch({}),
    theirs: readable.nullable().catch(null),
    /** Why the whole op was refused; null when only this change was set aside. */
    code: z.string().nullable().catch(null).default(null),
    /** What the op wanted with the row, when it was refused. */
    kind: z.enum(['insert', 'update', 'delete']).nullable().catch(null).default(null),
    /** All of the refused op that a desk can send again. */
    changes: z.array(rowChange).catch([]).default([]),
    /** Columns of the key that somebody else holds, as far as they are typed by people. */
    key: z.array(z.string()).catch([]).default([]),
    /** The deleted row that the refused op refers to; `cells` as far as they are known. */
    parent: z
      .object({ table: z.string(), row_id: z.string(), cells: readable })
      .nullable()
      .catch(null)
      .default(null),
    /** What central made of both sides by itself; null when it asks. */
    merged: readable.nullable().catch(null).default(null),
  })
  .catch({
    device_name: '',
    actor_id: '',
    command: '',
    at: '',
    base: null,
    mine: {},
    theirs: null,
    code: null,
    kind: null,
    changes: [],
    key: [],
    parent: null,
    merged: null,
  });

/** `ConflictData`, with what only some conflicts have. */
export type ConflictRecord = z.infer<typeof anything>;

/**
 * Reads `conflict_logs.conflict_data`. What is not as it should be is left out: values in it come from
 * devices, and one that sends nonsense must not close everybody's inbox.
 */
export function readConflictData(text: string): ConflictRecord {
  return anything.parse(JSON.parse(text));
}
