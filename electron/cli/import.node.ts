import { readFile } from 'node:fs/promises';
import { importHotelBookings } from '#db/domains/bookings/import/hotel-bookings.node.ts';
import { undoHotelBookings } from '#db/domains/bookings/import/undo-hotel-bookings.ts';
import type { ImportTarget } from '#db/domains/import/target.ts';
import { isId } from '#db/kernel/id.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { refusedBelow } from '#electron/host/envelopes.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import { personOf, withDesk } from './open.node.ts';
import { CliRefusal, parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const importHotel: CliCommand = {
  usage: 'FILE --dir D [--dry-run] [--skip-refused] [--as EMAIL]',
  summary: 'Imports hotel reservations as one batch that can be taken back. Twice changes nothing.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['FILE'], {
      dir: { type: 'string' },
      as: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'skip-refused': { type: 'boolean' },
    });
    const bytes = await contentOf(required(positionals[0], 'FILE'));
    const options = {
      dryRun: values['dry-run'] === true,
      skipRefused: values['skip-refused'] === true,
    };
    return await withDesk(values.dir, terminal, !options.dryRun, async (desk) => {
      const done = importHotelBookings(targetOf(desk, values.as), bytes, options);
      await Promise.resolve();
      if (!done.ok) return { ok: false, print: refusedBelow(done.error.code, done.error.details) };
      return { ok: done.value.accepted, print: done.value };
    });
  },
};

export const importUndo: CliCommand = {
  usage: 'IMPORT_ID --dir D [--as EMAIL]',
  summary: 'Takes an import back, except for what somebody changed since.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['IMPORT_ID'], {
      dir: { type: 'string' },
      as: { type: 'string' },
    });
    const id = required(positionals[0], 'IMPORT_ID');
    if (!isId(id)) throw new UsageError('IMPORT_ID is the import_id of a report');
    return await withDesk(values.dir, terminal, true, async (desk) => {
      const done = undoHotelBookings(targetOf(desk, values.as), id);
      await Promise.resolve();
      if (!done.ok) return { ok: false, print: refusedBelow(done.error.code, done.error.details) };
      return { ok: true, print: done.value };
    });
  },
};

async function contentOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch {
    throw new CliRefusal('bad_file', { file, reason: 'cannot be read' });
  }
}

function targetOf(desk: Desk, email: string | undefined): ImportTarget<DeskTables> {
  const actor = personOf(desk, email);
  const { organization_id, phase } = desk.replica.state();
  if (actor === undefined || phase !== 'ready') throw new CliRefusal('replica_not_ready');
  return { organization_id, actor, reads: desk.reads, writer: desk.writer };
}
