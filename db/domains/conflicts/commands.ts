import { reopenConflict } from './commands/reopen.ts';
import { ignoreConflict, settleConflict } from './commands/settle.ts';

/** By contract name. */
export const conflictCommands = {
  'conflicts.settle': settleConflict,
  'conflicts.ignore': ignoreConflict,
  'conflicts.reopen': reopenConflict,
};
