import type { Reads } from '#db/schema/access.ts';
import { alternatives } from './queries/alternatives.ts';
import { bookingCounts } from './queries/counts.ts';
import { bookingDetail } from './queries/detail.ts';
import { boardResources } from './queries/resources.ts';
import { searchBookings } from './queries/search.ts';
import { checkSlot } from './queries/slots.ts';
import { boardWindow } from './queries/window.ts';
import type { Slot } from './rules/overlap.ts';
import type { BookingTables } from './tables-seen.ts';

/** By contract name. */
export const bookingQueries = {
  'resources.board': boardResources,
  'bookings.window': boardWindow,
  'bookings.counts': bookingCounts,
  'bookings.get': bookingDetail,
  'bookings.search': searchBookings,
  'bookings.check': (
    reads: Reads<BookingTables>,
    input: Slot & { readonly except: string | null },
  ) => checkSlot(reads, input, input.except === null ? [] : [input.except]),
  'bookings.alternatives': alternatives,
};
