import { createHash } from 'node:crypto';
import type { Id } from '#db/kernel/id.ts';
import { idFromDigest } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import { bookings, resources } from '../tables.ts';
import { readCsv } from './csv.node.ts';
import type { FoundStay, HotelFile } from './hotel-file.ts';
import { hotelFile } from './hotel-file.ts';
import { knownBookings, knownRooms } from './known.ts';
import type { IdentifiedStay, Plan } from './plan.ts';
import { planStays } from './plan.ts';
import type { ImportReport } from './report.ts';
import { lineRanges, REFUSALS_LISTED } from './report.ts';
import type { ImportTarget } from './target.ts';
import { OP_ROWS, slices } from './target.ts';

/** Contract-style name of the ops an import writes. */
export const IMPORT_COMMAND = 'bookings.import';

export interface ImportOptions {
  /** Reads and plans, writes nothing; the report is the same. */
  readonly dryRun: boolean;
  /** Writes the good rows although others are refused. Never helps against a refused file. */
  readonly skipRefused: boolean;
}

/**
 * Imports a hotel reservation file (2019, Antonio, Almeida, Nunes). Rows become bookings; rooms are
 * derived per hotel and assigned type, as many as the peak of simultaneous stays. Everything is
 * written in one transaction or not at all; rows that are there already are skipped, whoever
 * imported them. Refuses what the write path refuses (`not_allowed` below supervisor, when rooms
 * must be made); trouble with the file is in the report, not a refusal.
 */
export function importHotelBookings(
  target: ImportTarget,
  bytes: Uint8Array,
  options: ImportOptions,
): Result<ImportReport> {
  const csv = readCsv(bytes);
  const file: HotelFile =
    'code' in csv
      ? { rows: 0, stays: [], refused: [csv], refusedRows: 0, whole: true }
      : hotelFile(csv);
  const accepted = file.refused.length === 0 || (options.skipRefused && !file.whole);
  const stays = identified(target.organization_id, file.stays);
  const import_id =
    stays.length === 0
      ? null
      : hashId(target.organization_id, 'import', ...stays.map(({ id }) => id));
  const known = knownBookings(
    target.reads,
    stays.map(({ id }) => id),
  );
  const fresh = stays.filter(({ id }) => !known.has(id));
  const plan = planFor(target, fresh, import_id);
  const report: ImportReport = {
    import_id,
    dry_run: options.dryRun,
    accepted,
    rows: file.rows,
    created: accepted ? fresh.length : 0,
    skipped: known.size,
    resources_created: accepted ? plan.resources.length : 0,
    created_lines: accepted ? lineRanges(fresh.map(({ line }) => line)) : [],
    skipped_lines: lineRanges(stays.filter(({ id }) => known.has(id)).map(({ line }) => line)),
    refused_count: file.whole ? file.refused.length : file.refusedRows,
    refused: file.refused.slice(0, REFUSALS_LISTED),
  };
  if (options.dryRun || !accepted || fresh.length === 0) return ok(report);
  const written = write(target, plan);
  return written.ok ? ok(report) : written;
}

function planFor(
  target: ImportTarget,
  fresh: readonly IdentifiedStay[],
  import_id: Id | null,
): Plan {
  if (import_id === null) return { resources: [], bookings: [] };
  const hotels = [...new Set(fresh.map(({ hotel }) => hotel))];
  const known = knownRooms(target.reads, hotels);
  const roomId = (place: string, name: string) =>
    hashId(target.organization_id, 'room', place, name);
  return planStays(fresh, known, import_id, roomId);
}

function write(target: ImportTarget, plan: Plan): Result<null> {
  const { writer, actor } = target;
  const options = { command: IMPORT_COMMAND, actor };
  return writer.batch(() => {
    // Rooms first: an op must find what it refers to at central.
    for (const some of slices(plan.resources, OP_ROWS)) {
      const done = writer.write(options, (tx) => {
        for (const { id, row } of some) tx.insert(resources, row, id);
        return ok(null);
      });
      if (!done.ok) return done;
    }
    for (const some of slices(plan.bookings, OP_ROWS)) {
      const done = writer.write(options, (tx) => {
        for (const { id, row } of some) tx.insert(bookings, row, id);
        return ok(null);
      });
      if (!done.ok) return done;
    }
    return ok(null);
  });
}

// Equal rows are different guests: the how-manieth row of this content it is belongs to the name.
function identified(organization_id: Id, found: readonly FoundStay[]): readonly IdentifiedStay[] {
  const seen = new Map<string, number>();
  return found.map(({ stay, content }) => {
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    const id = hashId(organization_id, 'hotel-bookings', content, String(occurrence));
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
    return { ...stay, id, external_ref: `hotel-bookings:${digest}:${occurrence}` };
  });
}

function hashId(...name: readonly string[]): Id {
  return idFromDigest(createHash('sha256').update(JSON.stringify(name)).digest());
}
