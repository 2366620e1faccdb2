import { closeResource, openResource } from './commands/closures.ts';
import { cancelBooking, editBooking, setBookingStatus } from './commands/edits.ts';
import { createBooking, moveBooking } from './commands/slots.ts';
import { undoOp } from './commands/undo.ts';

/** By contract name. */
export const bookingCommands = {
  'resources.close': closeResource,
  'resources.open': openResource,
  'bookings.create': createBooking,
  'bookings.move': moveBooking,
  'bookings.edit': editBooking,
  'bookings.setStatus': setBookingStatus,
  'bookings.cancel': cancelBooking,
  'bookings.undo': undoOp,
};
