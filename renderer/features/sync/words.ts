import type { I18n } from '@lingui/core';
import { unreachable } from '#db/kernel/must.ts';
import type { SyncStatus } from '#electron/contract/sync.ts';
import type { IconName } from '#renderer/ui/icon.tsx';

/** The pill: a sign, words with their number, and whether someone has to look. */
interface Pill {
  readonly icon: IconName;
  readonly words: string;
  /** `plain` says nothing about whether both sides are equal. */
  readonly tone: 'plain' | 'calm' | 'look' | 'broken';
}

export function pillOf(i18n: I18n, status: SyncStatus): Pill {
  switch (status.light) {
    case 'up_to_date':
      return { icon: 'check', words: i18n._('Up to date'), tone: 'calm' };
    case 'syncing':
      return {
        icon: 'sending',
        words:
          status.waiting > 0
            ? i18n._('Sending {count}', { count: status.waiting })
            : i18n._('Comparing with central'),
        tone: 'calm',
      };
    case 'offline':
      return {
        icon: 'offline',
        words:
          status.waiting > 0
            ? i18n._('Offline · {count} waiting', { count: status.waiting })
            : i18n._('Offline · nothing waiting'),
        tone: 'look',
      };
    case 'attention':
      return {
        icon: 'attention',
        words: i18n._('{count, plural, one {# needs attention} other {# need attention}}', {
          count: status.attention,
        }),
        tone: 'look',
      };
    case 'filling':
      return { icon: 'filling', words: fillWords(i18n, status), tone: 'calm' };
    case 'update_needed':
      return { icon: 'attention', words: i18n._('Update needed'), tone: 'look' };
    case 'disk_full':
      return { icon: 'attention', words: i18n._('Disk full'), tone: 'broken' };
    case 'standalone':
      return { icon: 'desk', words: i18n._('Standalone'), tone: 'plain' };
    case 'adopting':
      return { icon: 'attention', words: i18n._('Move to central unfinished'), tone: 'look' };
    case 'revoked':
      return { icon: 'lock', words: i18n._('Device withdrawn'), tone: 'broken' };
    case 'in_use':
      return { icon: 'lock', words: i18n._('Open on another computer'), tone: 'look' };
    default:
      return unreachable(status.light);
  }
}

function fillWords(i18n: I18n, status: SyncStatus): string {
  const rows = status.fill.reduce((sum, table) => sum + table.rows, 0);
  return i18n._('Getting your data · {rows} rows', { rows: i18n.number(rows) });
}

/** One sentence under the pill's words: what it means for the person at this desk. */
export function stateSentence(i18n: I18n, status: SyncStatus, nextTry: string | null): string {
  switch (status.light) {
    case 'up_to_date':
      return i18n._('Every table was counted here and at central, and both are equal.');
    case 'syncing':
      return i18n._('This desk and central are exchanging changes.');
    case 'offline':
      if (status.error?.code === 'central_untrusted') {
        return i18n._(
          'Central could not prove that it is central. Work goes on here, nothing is sent.',
        );
      }
      if (status.unplug.unplugged) {
        return i18n._('Unplugged by hand. Work goes on here and is sent once it is plugged in.');
      }
      return nextTry === null
        ? i18n._('Central cannot be reached. Work goes on here and is sent later.')
        : i18n._(
            'Central cannot be reached. Work goes on here and is sent later; next try {when}.',
            {
              when: nextTry,
            },
          );
    case 'attention':
      return i18n._('Central refused some changes. They are kept below until you decide.');
    case 'filling':
      return i18n._('This desk is getting its first copy of the data.');
    case 'update_needed':
      return status.needs === 'central_update'
        ? i18n._(
            'Central is older than this version. Work here goes on and is sent once central is updated.',
          )
        : i18n._(
            'This version is too old for central. Work here goes on and is sent once it is updated.',
          );
    case 'disk_full':
      return i18n._('There is no room left on this computer. Sync goes on once there is.');
    case 'standalone':
      return i18n._('This desk has no central. Everything is kept here, and nowhere else.');
    case 'adopting':
      return i18n._(
        'The move of this desk to central was cut off. Nothing can be changed here until it is finished.',
      );
    case 'revoked':
      return i18n._('An administrator withdrew this device. Nothing is sent or received.');
    case 'in_use':
      return i18n._(
        'This desk is connected from another computer. Work goes on here and is sent once it is closed there.',
      );
    default:
      return unreachable(status.light);
  }
}

/** What a waiting change did, for people. */
export function commandWords(i18n: I18n, command: string): string {
  switch (command) {
    case 'bookings.create':
      return i18n._('New booking');
    case 'bookings.move':
      return i18n._('Booking moved');
    case 'bookings.edit':
      return i18n._('Booking changed');
    case 'bookings.setStatus':
      return i18n._('Status changed');
    case 'bookings.cancel':
      return i18n._('Booking cancelled');
    case 'bookings.undo':
      return i18n._('Change undone');
    case 'conflicts.settle':
      return i18n._('Conflict settled');
    case 'conflicts.ignore':
      return i18n._('Conflict ignored');
    case 'conflicts.reopen':
      return i18n._('Conflict opened again');
    case 'resources.close':
      return i18n._('Resource closed');
    case 'resources.open':
      return i18n._('Closure removed');
    default:
      return i18n._('Change ({command})', { command });
  }
}

/** A table of the first fill, for people. */
export function tableWords(i18n: I18n, table: string): string {
  switch (table) {
    case 'organizations':
      return i18n._('Organizations');
    case 'users':
      return i18n._('People');
    case 'resources':
      return i18n._('Resources');
    case 'resource_closures':
      return i18n._('Closures');
    case 'bookings':
      return i18n._('Bookings');
    case 'conflict_logs':
      return i18n._('Conflicts');
    case 'conflict_actions':
      return i18n._('Settlements');
    default:
      return table;
  }
}
