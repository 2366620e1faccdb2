import { z } from 'zod';

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
