import { alternatives } from './queries/alternatives.ts';
import { bookingCounts } from './queries/counts.ts';
import { bookingDetail } from './queries/detail.ts';
import { boardResources } from './queries/resources.ts';
import { searchBookings } from './queries/search.ts';
import { checkBooking } from './queries/slots.ts';
import { boardWindow } from './queries/window.ts';

/** By contract name. */
export const bookingQueries = {
  'resources.board': boardResources,
  'bookings.window': boardWindow,
  'bookings.counts': bookingCounts,
  'bookings.get': bookingDetail,
  'bookings.search': searchBookings,
  'bookings.check': checkBooking,
  'bookings.alternatives': alternatives,
};
