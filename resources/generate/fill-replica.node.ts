import { hash } from 'node:crypto';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createStandalone } from '#sync/adopt/standalone.node.ts';
import { beginLoad } from '#sync/replica/load.node.ts';
import { generateAudit } from './audit.ts';
import { batched } from './batches.ts';
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
 * end, as after a first fill, so that none of them has an op. The same options give the same rows.
 * Throws `bad_folder` when the file exists.
 */
export function fillReplica({ file, seed, now, counts }: FillReplicaOptions): FilledReplica {
  const from = instantOf(millisecondsOf(now) - PAST);
  const seedFor = (what: string) => seedOf(`${seed}/${what}`);
  const ids = generatedIds(createRandom(seedFor('ids')), from);
  const made = createStandalone({
    file,
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
  const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
  try {
    const load = beginLoad(connection);
    const into = batched(load.add, { organization_id, user_id });
    const ground = generateGround({
      seed: seedFor('ground'),
      resources: Math.max(3, Math.ceil(counts.bookings / BOOKINGS_PER_RESOURCE)),
      day: from.slice(0, 10),
      ids,
    });
    for (const [table, row] of ground.rows) into.add(table, from, row);
    const work = { from, now, setting: ground.setting };
    const subjects = {
      bookings: loadBookings(into, ground.resources, {
        ...work,
        ...of(counts.bookings, 'bookings'),
      }),
      external_requests: loadRequests(into, { ...work, ...of(counts.requests, 'requests') }),
      tickets: loadTickets(into, { ...work, ...of(counts.tickets, 'tickets') }),
      leads: loadLeads(into, { ...work, ...of(counts.leads, 'leads') }),
      users: ground.setting.agent_ids,
    };
    const about = Object.entries(subjects)
      .filter(([, entity_ids]) => entity_ids.length > 0)
      .map(([entity_type, entity_ids]) => ({ entity_type, entity_ids }));
    const audit = { ...work, ...of(counts.audit, 'audit'), subjects: about, sha256 };
    for (const { id, row } of generateAudit(audit)) {
      into.add('audit_logs', row.occurred_at, { id, ...row });
    }
    into.flush();
    load.finish();
    connection.exec('ANALYZE');
    return { organization_id, rows: into.rows() };
  } finally {
    connection.close();
  }

  function of(count: number, what: string) {
    return { count, seed: seedFor(what) };
  }
}

function sha256(text: string): string {
  return hash('sha256', text);
}
