import { closeResource } from '#db/domains/bookings/commands/closures.ts';
import {
  cancelBooking,
  editBooking,
  setBookingStatus,
} from '#db/domains/bookings/commands/edits.ts';
import { createBooking, moveBooking } from '#db/domains/bookings/commands/slots.ts';
import { undoOp } from '#db/domains/bookings/commands/undo.ts';
import type { BookingTables } from '#db/domains/bookings/tables-seen.ts';
import { bookings } from '#db/domains/bookings/tables.ts';
import { settleConflict } from '#db/domains/conflicts/commands/settle.ts';
import { ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Acting, Writes } from '#db/schema/access.ts';
import { fillStep, pullStep, verifyStep } from '#sync/engine/steps.ts';
import { pushStep } from '#sync/engine/upload.ts';
import type { CannedCentral } from './fault-central.ts';
import type { FaultDesk } from './fault-desk.ts';
import { bookingRow, idOf, timeAt } from './fault-start.ts';

/** One thing that happens at the desk; when `run` returns, the person has been told that it is saved. */
export interface MinuteStep {
  readonly name: string;
  /**
   * A person's command: it must be refused when the disk fails under it. Others may shrug it off. What
   * is `loading` central can send again: a power failure may take it back, as a whole.
   */
  readonly kind: 'command' | 'sync' | 'loading' | 'file';
  /** What happens at central before it, once. */
  readonly central?: (central: CannedCentral, desk: FaultDesk) => void;
  readonly run: (desk: FaultDesk) => Promise<void> | void;
}

const REMOTE = idOf('remote', 1);

/**
 * A minute at the desk that leads the replica through all it ever writes: bookings made, moved,
 * edited, cancelled and taken back, an import, verdicts of every kind, pulls that rebase, deletions,
 * a conflict settled, checkpoints, closing and opening. Steps name rows by the order they were made.
 */
export const MINUTE: readonly MinuteStep[] = [
  create('first', slot(1, 0, 3)),
  create('second', slot(2, 0, 3)),
  command('bookings.move', 'move the first', (desk, tx) =>
    moveBooking(tx, { id: desk.made('first'), ...slot(3, 1, 5) }),
  ),
  command('bookings.edit', 'edit the first', (desk, tx) =>
    editBooking(tx, {
      id: desk.made('first'),
      title: 'Reunião às nove, não às dez',
      notes: 'Açaí e pão de queijo. '.repeat(40),
    }),
  ),
  push('all applied'),
  command('bookings.edit', 'edit the first again', (desk, tx) =>
    editBooking(tx, { id: desk.made('first'), party_size: 5 }),
  ),
  pull('of a change under pending work', (central, desk) => {
    central.change(bookings, desk.made('first'), { notes: 'theirs' });
    central.change(bookings, idOf('booking', 16), { notes: 'from afar' });
    central.set(bookings, REMOTE, bookingRow(REMOTE, slot(4, 2, 6)));
  }),
  command('bookings.cancel', 'cancel the second', (desk, tx) =>
    cancelBooking(tx, { id: desk.made('second'), reason: 'ill' }),
  ),
  command('bookings.undo', 'take the cancelling back', (desk, tx, acting) =>
    undoOp(tx, { op_id: desk.lastOp('bookings.cancel') }, acting),
  ),
  importBatch('first', 3),
  checkpoint('PASSIVE'),
  create('loser', slot(1, 2, 3)),
  command('bookings.setStatus', 'check in', (_, tx) =>
    setBookingStatus(tx, { id: idOf('booking', 17), status: 'checked_in' }),
  ),
  push('one conflicted, one rejected, the rest applied', (central) => {
    central.judge('bookings.create', 'conflicted');
    central.judge('bookings.setStatus', 'rejected');
  }),
  pull('of what came back'),
  verify(),
  command(
    'conflicts.settle',
    'settle the conflict',
    (desk, tx, acting) => {
      const decision = { action: 'move', to: slot(2, 3, 6), note: 'one room down' } as const;
      return settleConflict(tx, { id: desk.openConflict(), ...decision }, acting);
    },
    'supervisor',
  ),
  { name: 'close and open', kind: 'file', run: (desk) => desk.reopen() },
  command(
    'resources.close',
    'close a room',
    (_, tx) => closeResource(tx, { ...slot(4, 4, 0), reason: 'paint' }),
    'supervisor',
  ),
  pull('of a deletion', (central) => central.set(bookings, REMOTE, null)),
  create('third', slot(3, 1, 6)),
  command('bookings.move', 'move what is not sent yet', (desk, tx) =>
    moveBooking(tx, { id: desk.made('third'), ...slot(3, 0, 7) }),
  ),
  command('bookings.cancel', 'cancel what central deletes', (_, tx) =>
    cancelBooking(tx, { id: idOf('booking', 18), reason: 'gone' }),
  ),
  pull('of a deletion under pending work', (central) =>
    central.set(bookings, idOf('booking', 18), null),
  ),
  checkpoint('TRUNCATE'),
  importBatch('second', 2),
  push('everything'),
  pull('before the end'),
  verify(),
  { name: 'close', kind: 'file', run: (desk) => desk.close() },
];

/** A new device: takes everything from central in chunks, builds its indexes, begins to work. */
export const FIRST_FILL: readonly MinuteStep[] = [
  ...Array.from({ length: 10 }, (_, slice): MinuteStep => ({
    name: `slice ${slice + 1} of the first fill`,
    // The first only takes the cursor.
    kind: slice === 0 ? 'sync' : 'loading',
    run: async (desk) => void (await fillStep(desk.exchange(), 7)),
  })),
  pull('of what the copy tore', whileItFills),
  { name: 'finish the fill', kind: 'sync', run: (desk) => desk.exchange().replica.finishFill() },
  verify(),
  create('first', slot(1, 0, 3)),
  push('the first'),
  { name: 'close', kind: 'file', run: (desk) => desk.close() },
];

/** Somebody works on while a new device copies. */
export function whileItFills(central: CannedCentral): void {
  central.change(bookings, idOf('booking', 16), { notes: 'while the copy ran' });
}

function slot(resource: number, day: number, hour: number) {
  return {
    resource_id: idOf('resource', resource),
    start_time: timeAt(day, hour),
    end_time: timeAt(day, hour + 1),
  };
}

function create(name: string, at: ReturnType<typeof slot>): MinuteStep {
  return command('bookings.create', `create the ${name}`, (desk, tx) => {
    const title = `Booking ${name}`;
    const made = createBooking(tx, { ...at, title, party_size: 2, notes: '', status: 'confirmed' });
    if (made.ok) desk.remember(name, made.value.id);
    return made;
  });
}

function command(
  contractName: string,
  name: string,
  work: (desk: FaultDesk, tx: Writes<BookingTables>, acting: Acting) => Result<unknown>,
  role: Parameters<FaultDesk['write']>[1] = 'agent',
): MinuteStep {
  return {
    name,
    kind: 'command',
    run: (desk) => desk.write(contractName, role, (tx, acting) => work(desk, tx, acting)),
  };
}

/** Several ops of several rows in one transaction, as an import writes them. */
function importBatch(name: string, ops: number): MinuteStep {
  return {
    name: `${name} import`,
    kind: 'command',
    run: (desk) =>
      desk.batch(() => {
        for (let op = 0; op < ops; op++) {
          desk.write('bookings.import', 'agent', (tx) => {
            for (let row = 0; row < 3; row++) {
              const at = slot(1 + row, 1 + op, 7);
              const own = { ...at, timezone: 'Europe/Lisbon', source: 'import' } as const;
              tx.insert(bookings, {
                ...own,
                title: `Stay ${row}`,
                external_ref: `${name}-${op}-${row}`,
              });
            }
            return ok(null);
          });
        }
      }),
  };
}

function push(name: string, central?: MinuteStep['central']): MinuteStep {
  const run = async (desk: FaultDesk): Promise<void> => void (await pushStep(desk.exchange()));
  return { name: `push: ${name}`, kind: 'sync', run, ...(central ? { central } : {}) };
}

function pull(name: string, central?: MinuteStep['central']): MinuteStep {
  const run = async (desk: FaultDesk): Promise<void> => void (await pullStep(desk.exchange()));
  return { name: `pull ${name}`, kind: 'loading', run, ...(central ? { central } : {}) };
}

function verify(): MinuteStep {
  return {
    name: 'verify',
    kind: 'sync',
    run: async (desk) => {
      const { equal, scopes } = await verifyStep(desk.exchange());
      if (!equal) throw new Error(`checksums differ from central's in ${scopes.length} buckets`);
    },
  };
}

function checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): MinuteStep {
  return {
    name: `checkpoint ${mode}`,
    kind: 'file',
    run: (desk) => void desk.connection().pragma(`wal_checkpoint(${mode})`),
  };
}
