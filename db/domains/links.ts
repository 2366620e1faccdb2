/** What one domain uses of another's queries and commands: the only way across. */
export { alternatives } from './bookings/queries/alternatives.ts';
export { bookingDetail } from './bookings/queries/detail.ts';
export { reopenConflict, settleAsBefore, stepOf } from './conflicts/commands/reopen.ts';
