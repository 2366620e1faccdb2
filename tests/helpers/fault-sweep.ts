import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createBooking } from '#db/domains/bookings/commands/slots.ts';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import type { Registry } from '#db/schema/registry.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import type { RowImage } from '#sync/core/op.ts';
import { fillStep, pullStep, verifyStep } from '#sync/engine/steps.ts';
import { pushStep } from '#sync/engine/upload.ts';
import { bookingRegistry } from './booking-registry.ts';
import { cannedCentral } from './fault-central.ts';
import { brokenPromises, differences, digestOf, readState } from './fault-check.ts';
import type { ReplicaState } from './fault-check.ts';
import { openDesk } from './fault-desk.ts';
import { readImage } from './fault-disk.ts';
import type { DiskImage } from './fault-disk.ts';
import { whileItFills } from './fault-minute.ts';
import { openScript } from './fault-script.ts';
import type { ScriptName } from './fault-script.ts';
import { idOf, startRows, timeAt } from './fault-start.ts';

export const FILE = 'replica.sqlite';

/** What a script begins with and what the replica holds after each of its steps. */
export interface Reference {
  readonly script: ScriptName;
  /** Names of the steps; step `n` is acknowledged as `n`, counted from 1. */
  readonly steps: readonly string[];
  readonly start: DiskImage;
  /** `states[n]`: after `n` steps. */
  readonly states: readonly ReplicaState[];
  readonly digests: readonly string[];
  /** `durable[n]`: how many of `n` steps no power failure may take back. */
  readonly durable: readonly number[];
}

/** Lives through the script undisturbed, on the booking tables unless others are given. */
export async function reference(
  script: ScriptName,
  folder: string,
  registry: Registry = bookingRegistry,
): Promise<Reference> {
  const place = join(folder, 'reference');
  mkdirSync(place, { recursive: true });
  const file = join(place, FILE);
  if (script === 'minute') await fill(file, registry);
  else openDesk({ file, registry, central: cannedCentral([]) }).close();
  const start = readImage(place);
  const { desk, steps, run } = openScript(script, { file, registry });
  const states = [readState(desk.connection())];
  for (const [step, { name }] of steps.entries()) {
    await run(step);
    // A closed file holds what it held.
    states.push(name === 'close' ? must(states.at(-1), 'a state') : readState(desk.connection()));
    const broken = name === 'close' ? [] : brokenPromises(desk.connection());
    if (broken.length > 0) throw new Error(`undisturbed, after ${name}: ${broken.join('; ')}`);
  }
  return {
    script,
    steps: steps.map(({ name }) => name),
    start,
    states,
    digests: states.map(digestOf),
    durable: states.map(
      (_, count) => steps.slice(0, count).findLastIndex(({ kind }) => kind !== 'loading') + 1,
    ),
  };
}

async function fill(file: string, registry: Registry): Promise<void> {
  const desk = openDesk({ file, registry, central: cannedCentral(startRows()) });
  await takeEverything(desk.exchange());
  desk.close();
}

async function takeEverything(exchange: Parameters<typeof fillStep>[0]): Promise<void> {
  while ((await fillStep(exchange, 50)) === 'more');
  await pullStep(exchange);
  await exchange.replica.finishFill();
}

/**
 * Opens what a crash left, as the product does, and says what is wrong with it: it must hold all
 * acknowledged steps, and at most the one that was on its way. After a power failure `atLeast` is less.
 */
export function inspect(
  folder: string,
  acknowledged: number,
  wanted: Reference,
  atLeast: number = acknowledged,
): string[] {
  let connection: Connection;
  try {
    connection = openReplica({
      file: join(folder, FILE),
      registry: bookingRegistry,
      schemaVersion: SCHEMA_VERSION,
    });
  } catch (error) {
    return [`does not open: ${String(error)}`];
  }
  try {
    return [...strayed(connection, acknowledged, wanted, atLeast), ...brokenPromises(connection)];
  } catch (error) {
    return [`cannot be read: ${String(error)}`];
  } finally {
    connection.close();
  }
}

function strayed(
  connection: Connection,
  acknowledged: number,
  wanted: Reference,
  atLeast: number,
): string[] {
  const found = readState(connection);
  const digest = digestOf(found);
  if (wanted.digests.slice(atLeast, acknowledged + 2).includes(digest)) return [];
  const earlier = wanted.digests.lastIndexOf(digest, acknowledged);
  if (earlier >= 0) {
    return [`lost: holds ${earlier} steps of ${acknowledged} acknowledged`];
  }
  const state = must(wanted.states[acknowledged], 'acknowledged steps have a state');
  const lines = differences(state, found).slice(0, 12);
  return [`neither ${acknowledged} steps nor one more:`, ...lines];
}

/** Goes on working with the file: makes a booking, sends everything, and central agrees with it. */
export async function resume(
  folder: string,
  registry: Registry = bookingRegistry,
): Promise<string[]> {
  const file = join(folder, FILE);
  const first = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
  const phase = first.prepare<{ phase: string }>('SELECT phase FROM replica').get()?.phase;
  const central = cannedCentral(phase === 'ready' ? confirmedRows(first) : startRows());
  if (phase !== 'ready') whileItFills(central);
  first.close();
  const desk = openDesk({ file, registry, central });
  const exchange = desk.exchange();
  desk.begin(1000);
  try {
    if (phase !== 'ready') await takeEverything(exchange);
    desk.write('bookings.create', 'agent', (tx) =>
      createBooking(tx, {
        resource_id: idOf('resource', 4),
        start_time: timeAt(20, 0),
        end_time: timeAt(20, 1),
        title: 'After the crash',
        party_size: 1,
        notes: '',
        status: 'held',
      }),
    );
    while ((await pushStep(exchange)) !== null);
    await pullStep(exchange);
    const { equal, scopes } = await verifyStep(exchange);
    const { waiting } = exchange.replica.state();
    return [
      ...(equal ? [] : [`differs from central in ${scopes.length} buckets`]),
      ...(waiting === 0 ? [] : [`${waiting} ops still wait`]),
      ...brokenPromises(desk.connection()),
    ];
  } catch (error) {
    return [`cannot go on: ${String(error)}`];
  } finally {
    desk.close();
  }
}

/** Central's rows as this file knows them. */
function confirmedRows(connection: Connection): RowImage[] {
  const images = bookingRegistry.tables.flatMap((table) =>
    connection
      .prepare<{ id: string; image: string | null }>(
        `SELECT id, CASE WHEN s.row_id IS NULL THEN json_object(${columnPairs(Object.keys(table.columns))})
           ELSE s.image END AS image
         FROM ${table.name} AS t LEFT JOIN shadow AS s ON s.table_name = '${table.name}' AND s.row_id = t.id
         UNION ALL SELECT row_id, image FROM shadow
         WHERE table_name = '${table.name}' AND row_id NOT IN (SELECT id FROM ${table.name})`,
      )
      .all()
      .map(({ id, image }): RowImage => ({
        table: table.name,
        row_id: id,
        row: image === null ? null : JSON.parse(image),
      })),
  );
  return images.filter(({ row }) => row !== null);
}

function columnPairs(columns: readonly string[]): string {
  return columns.map((column) => `'${column}', t."${column}"`).join(', ');
}
