import { readFile } from 'node:fs/promises';
import { importHotelBookings } from '#db/domains/bookings/import/hotel-bookings.node.ts';
import { undoHotelBookings } from '#db/domains/bookings/import/undo-hotel-bookings.ts';
import type { ImportReport } from '#db/domains/import/report.ts';
import type { ImportOptions, ImportTarget } from '#db/domains/import/target.ts';
import { importIncidents } from '#db/domains/tickets/import/incidents.node.ts';
import { isIncidentImport, undoIncidents } from '#db/domains/tickets/import/undo-incidents.node.ts';
import { isId } from '#db/kernel/id.ts';
import type { Failure, Result } from '#db/kernel/result.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { refusedBelow } from '#electron/host/envelopes.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import { personOf, withDesk } from './open.node.ts';
import { CliRefusal, parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand, Ended } from './terms.node.ts';

export const importHotel: CliCommand = {
  usage: 'FILE --dir D [--dry-run] [--skip-refused] [--as EMAIL]',
  summary:
    'Imports hotel reservations as one batch that can be taken back. Importing a file again changes nothing.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['FILE'], IMPORT_OPTIONS);
    const bytes = await contentOf(required(positionals[0], 'FILE'));
    const options = chosen(values);
    return await withDesk(values.dir, terminal, !options.dryRun, async (desk) => {
      await Promise.resolve();
      return ended(importHotelBookings(targetOf(desk, values.as), bytes, options));
    });
  },
};

export const importIncidentLog: CliCommand = {
  usage: 'FILE --dir D [--dry-run] [--skip-refused] [--as EMAIL] [--zone Z]',
  summary:
    'Imports an incident event log as tickets with their histories. Importing a log again changes nothing; a longer one adds what is new.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['FILE'], {
      ...IMPORT_OPTIONS,
      zone: { type: 'string' },
    });
    const bytes = await contentOf(required(positionals[0], 'FILE'));
    const zone = values.zone === undefined ? {} : { timezone: zoneOf(values.zone) };
    const options = { ...chosen(values), ...zone };
    return await withDesk(values.dir, terminal, !options.dryRun, async (desk) => {
      await Promise.resolve();
      return ended(importIncidents(targetOf(desk, values.as), bytes, options));
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
      const target = targetOf(desk, values.as);
      const undo = isIncidentImport(desk.reads, id) ? undoIncidents : undoHotelBookings;
      await Promise.resolve();
      const done = undo(target, id);
      return done.ok ? { ok: true, print: done.value } : refusal(done);
    });
  },
};

const IMPORT_OPTIONS = {
  dir: { type: 'string' },
  as: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'skip-refused': { type: 'boolean' },
} as const;

function chosen(values: {
  readonly 'dry-run'?: boolean | undefined;
  readonly 'skip-refused'?: boolean | undefined;
}): ImportOptions {
  return { dryRun: values['dry-run'] === true, skipRefused: values['skip-refused'] === true };
}

function ended(done: Result<ImportReport>): Ended {
  return done.ok ? { ok: done.value.accepted, print: done.value } : refusal(done);
}

function refusal({ error }: Failure): Ended {
  return { ok: false, print: refusedBelow(error.code, error.details) };
}

function zoneOf(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError('--zone must be like Europe/Lisbon');
    throw error;
  }
}

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
