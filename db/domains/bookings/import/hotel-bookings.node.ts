import { createHash } from 'node:crypto';
import { readCsv } from '#db/domains/import/csv.node.ts';
import { namedId } from '#db/domains/import/named-id.node.ts';
import type { ImportReport } from '#db/domains/import/report.ts';
import { lineRanges, REFUSALS_LISTED } from '#db/domains/import/report.ts';
import { rowsOf } from '#db/domains/import/rows.ts';
import { allowed, carryOut, inserting } from '#db/domains/import/steps.ts';
import type { ImportOptions, ImportTarget } from '#db/domains/import/target.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { ok } from '#db/kernel/result.ts';
import { bookings, resources } from '../tables.ts';
import type { BookingTables } from '../tables-seen.ts';
import { HOTEL_COLUMNS } from './hotel-columns.ts';
import type { FoundStay } from './hotel-file.ts';
import { hotelFile } from './hotel-file.ts';
import { knownBookings, knownRooms } from './known.ts';
import type { IdentifiedStay, Plan } from './plan.ts';
import { planStays } from './plan.ts';

export interface HotelReport extends ImportReport {
  /** Resources made for the stays to stand in. */
  readonly resources_created: number;
}

/**
 * Imports a hotel reservation file (2019, Antonio, Almeida, Nunes). Rows become bookings; rooms are
 * derived per hotel and assigned type, as many as the peak of simultaneous stays. Everything is
 * written in one transaction or not at all; rows that are there already are skipped, whoever
 * imported them. Refuses what the write path refuses (`not_allowed` below supervisor, when rooms
 * must be made); trouble with the file is in the report, not a refusal.
 */
export function importHotelBookings(
  target: ImportTarget<BookingTables>,
  bytes: Uint8Array,
  options: ImportOptions,
): Result<HotelReport> {
  const rows = rowsOf(readCsv(bytes), HOTEL_COLUMNS);
  const file = hotelFile(rows);
  const accepted = file.refused.length === 0 || (options.skipRefused && !rows.whole);
  const stays = identified(target.organization_id, file.stays);
  const import_id =
    stays.length === 0
      ? null
      : namedId(target.organization_id, 'import', ...stays.map(({ id }) => id));
  const known = knownBookings(
    target.reads,
    stays.map(({ id }) => id),
  );
  const fresh = stays.filter(({ id }) => !known.has(id));
  const plan = planFor(target, fresh, import_id);
  const report: HotelReport = {
    import_id,
    dry_run: options.dryRun,
    accepted,
    rows: rows.count,
    created: accepted ? fresh.length : 0,
    skipped: known.size,
    resources_created: accepted ? plan.resources.length : 0,
    created_lines: accepted ? lineRanges(fresh.map(({ line }) => line)) : [],
    skipped_lines: lineRanges(stays.filter(({ id }) => known.has(id)).map(({ line }) => line)),
    refused_count: rows.whole ? file.refused.length : rows.count - stays.length,
    refused: file.refused.slice(0, REFUSALS_LISTED),
  };
  if (!accepted || fresh.length === 0) return ok(report);
  // Rooms in ops of their own and first: an op must find what it refers to at central.
  const rooms = plan.resources.map(({ id, row }) => inserting(resources, id, row));
  const made = plan.bookings.map(({ id, row }) => inserting(bookings, id, row));
  const may = allowed(target, [...rooms, ...made]);
  if (!may.ok) return may;
  if (options.dryRun) return ok(report);
  const written = target.writer.batch(() => {
    const first = carryOut(target, 'bookings.import', rooms);
    return first.ok ? carryOut(target, 'bookings.import', made) : first;
  });
  return written.ok ? ok(report) : written;
}

function planFor(
  target: ImportTarget<BookingTables>,
  fresh: readonly IdentifiedStay[],
  import_id: Id | null,
): Plan {
  if (import_id === null) return { resources: [], bookings: [] };
  const hotels = [...new Set(fresh.map(({ hotel }) => hotel))];
  const known = knownRooms(target.reads, hotels);
  const roomId = (place: string, name: string) =>
    namedId(target.organization_id, 'room', place, name);
  return planStays(fresh, known, import_id, roomId);
}

// Equal rows are different guests: the how-manieth row of this content it is belongs to the name.
function identified(organization_id: Id, found: readonly FoundStay[]): readonly IdentifiedStay[] {
  const seen = new Map<string, number>();
  return found.map(({ stay, content }) => {
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    const id = namedId(organization_id, 'hotel-bookings', content, String(occurrence));
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
    return { ...stay, id, external_ref: `hotel-bookings:${digest}:${occurrence}` };
  });
}
