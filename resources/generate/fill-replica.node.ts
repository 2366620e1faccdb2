import { hash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { openReplica, refuseExisting, removeReplica } from '#db/sqlite/open.node.ts';
import { createStandalone } from '#sync/adopt/standalone.node.ts';
import { beginLoad } from '#sync/replica/load.node.ts';
import { generateAudit } from './audit.ts';
import { batched } from './batches.ts';
import type { Batches } from './batches.ts';
import { generateGround } from './ground.ts';
import { generatedIds } from './ids.ts';
import { loadBookings, loadLeads, loadRequests, loadTickets } from './load-work.ts';
import { createRandom, seedOf } from './random.ts';

/** How many rows of a kind; what hangs on them (comments, clocks, activities) comes on top. */
export interface GenerateCounts {
  readonly bookings: number;
  readonly tickets: number;
  readonly leads: number;
  readonly audit: number;
  readonly requests: number;
}

export interface FillReplicaOptions {
  /** The replica file to be; its folder is there, it is not. */
  readonly file: string;
  readonly seed: number;
  /** Bookings of a large file go on for half a year beyond it, everything else ends there. */
  readonly now: Instant;
  readonly counts: GenerateCounts;
}

export interface FilledReplica {
  readonly organization_id: Id;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

const DAY = 86_400_000;
/** How far back work goes. */
const PAST = 730 * DAY;
// Of one resource, about as many as there is time for until half a year from now.
const BOOKINGS_PER_RESOURCE = 3000;

/**
 * Makes the replica of a desk without a central that is full of generated rows: a tool for
 * development and measuring. Rows go straight into the tables; indexes and search are built at the
 * end, as after a first fill, so that none of them has an op. The file gets its name when it is
 * complete. The same options give the same rows. Throws `bad_folder` when the file exists.
 */
export function fillReplica(options: FillReplicaOptions): FilledReplica {
  const { file, seed, now } = options;
  refuseExisting(file);
  const unfinished = `${file}.unfinished`;
  removeReplica(unfinished);
  const from = instantOf(millisecondsOf(now) - PAST);
  const ids = generatedIds(createRandom(seedOf(`${seed}/ids`)), from);
  const made = createStandalone({
    file: unfinished,
    registry,
    schemaVersion: SCHEMA_VERSION,
    clock: { now: () => millisecondsOf(from) },
    ids,
    deviceName: 'Generated',
    organization: { name: 'Generated', slug: 'generated', timezone: 'Europe/Lisbon' },
    admin: { email: 'admin@generated.example', name: 'Ana Magalhães' },
  });
  if (!made.ok) throw new Error(`Bug: ${JSON.stringify(made.error)}`);
  const { organization_id, user_id } = made.value;
  const connection = openReplica({ file: unfinished, registry, schemaVersion: SCHEMA_VERSION });
  try {
    // Nobody misses a file that was not finished: it need not survive a power failure on the way.
    connection.pragma('journal_mode = OFF');
    connection.pragma('synchronous = OFF');
    connection.pragma('cache_size = -500000');
    const load = beginLoad(connection);
    const into = batched((table, rows) => load.add(table, rows), { organization_id, user_id });
    generateAll(into, options, { from, ids });
    load.finish();
    connection.pragma('journal_mode = WAL');
    connection.close();
    renameSync(unfinished, file);
    return { organization_id, rows: into.rows() };
  } catch (error) {
    connection.close();
    removeReplica(unfinished);
    throw error;
  }
}

function generateAll(
  into: Batches,
  { seed, now, counts }: FillReplicaOptions,
  { from, ids }: { readonly from: Instant; readonly ids: { next(): Id } },
): void {
  const { setting, resources, rows } = generateGround({
    seed: seedOf(`${seed}/ground`),
    resources: Math.max(3, Math.ceil(counts.bookings / BOOKINGS_PER_RESOURCE)),
    day: from.slice(0, 10),
    ids,
  });
  for (const [table, row] of rows) into.add(table, from, row);
  const work = (what: keyof GenerateCounts) => ({
    from,
    now,
    setting,
    count: counts[what],
    seed: seedOf(`${seed}/${what}`),
  });
  const subjects = Object.entries({
    bookings: loadBookings(into, resources, work('bookings')),
    external_requests: loadRequests(into, work('requests')),
    tickets: loadTickets(into, work('tickets')),
    leads: loadLeads(into, work('leads')),
    users: setting.agent_ids,
  })
    .filter(([, entity_ids]) => entity_ids.length > 0)
    .map(([entity_type, entity_ids]) => ({ entity_type, entity_ids }));
  for (const { id, row } of generateAudit({ ...work('audit'), subjects, sha256 })) {
    into.add('audit_logs', row.occurred_at, { id, ...row });
  }
  into.flush();
}

function sha256(text: string): string {
  return hash('sha256', text);
}
