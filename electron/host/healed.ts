import { z } from 'zod';
import type { Reads } from '#db/schema/access.ts';
import type { Healed } from '#electron/contract/sync.ts';
import type { DeskTables } from './tables.ts';

// Written by `openHealing`.
const KINDS = ['salvage', 'log_damaged'];

const found = z.object({
  saved: z.number(),
  lost: z.number().nullable(),
  kept: z.string().nullable(),
  // Versions before this one did not say.
  alone: z.boolean().default(false),
});

/** What was saved when this desk's file was last found damaged; null where it never was. */
export function lastHealed(reads: Reads<DeskTables>): Healed | null {
  const incident = reads.first(
    reads.sql
      .selectFrom('incidents')
      .select(['at', 'kind', 'detail'])
      .where('kind', 'in', KINDS)
      .orderBy('at', 'desc')
      .limit(1),
  );
  if (incident === undefined) return null;
  const { saved, lost, kept, alone } = found.parse(JSON.parse(incident.detail));
  const part = incident.kind === 'salvage' ? 'file' : 'log';
  return { at: incident.at, part, saved, lost, kept, alone };
}
