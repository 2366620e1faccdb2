import type { Rows } from './central.ts';
import type { SimDevice } from './device.ts';
import { REPLICATED } from './history.ts';
import { difference } from './same-rows.ts';
import { hold } from './violation.ts';
import type { WorldView } from './watch.ts';

/** Of the pulls that take rows, how many are looked at as closely as a comparison. */
const LOOKED_AT = 3;

/**
 * In the transaction of a read, before anything else can commit: central as this read sees it. Kept
 * for comparisons, whose outcome the light rests on, and for some of the pulls.
 */
export function keepCompared(world: WorldView, device: SimDevice): void {
  device.pulled = null;
  device.snapshotAt = world.commits;
  if (world.options.mayLag === true) return;
  const comparing = device.comparing;
  if (!comparing && world.commits % LOOKED_AT !== 0) return;
  const { rows } = world.history;
  device.pulled = versionsOf(rows);
  if (comparing) device.comparison = rows;
}

function versionsOf(rows: ReadonlyMap<string, Rows>): ReadonlyMap<string, number> {
  return new Map(
    [...rows].flatMap(([table, all]) =>
      [...all].map(([id, row]) => [`${table}.${id}`, Number(row['row_version'])] as const),
    ),
  );
}

/**
 * "Up to date": nothing waits here, and the desk shows what central had at the snapshot it compared.
 * `counts` leaves the rows out, which cannot change without the light.
 */
export function lightIsTrue(device: SimDevice, only?: 'counts'): void {
  const { waiting, phase } = countsOf(device);
  hold(
    'the light',
    waiting === 0,
    () => `${device.name} is up to date with ${waiting} ops waiting`,
  );
  hold('the light', phase === 'ready', () => `${device.name} is up to date and not filled`);
  if (only === 'counts') return;
  const { compared } = device;
  hold('the light', compared !== null, () => `${device.name} is up to date and compared nothing`);
  const other = compared === null ? null : difference(device, compared);
  hold(
    'the light',
    other === null,
    () =>
      `${device.name} is up to date with ${other?.where} as\n${other?.here}\ncentral had\n${other?.there}`,
  );
}

// Read past the engine's own way of counting.
function countsOf(device: SimDevice): { readonly waiting: number; readonly phase: string } {
  const [row] = device.all<{ waiting: number; phase: string }>(
    'SELECT (SELECT count(*) FROM outbox) AS waiting, phase FROM replica',
  );
  return row ?? { waiting: 0, phase: '' };
}

/**
 * I5: a pull leaves the desk in exactly a state that central had: whoever shows an effect shows
 * everything that came before it. Own ops confirmed meanwhile may be newer.
 */
export function pullIsTrue(device: SimDevice): void {
  const { pulled } = device;
  device.pulled = null;
  // What may be of a life that central has lost means nothing until it is fetched again.
  if (pulled === null || device.suspect || device.open.product.state().doubted) return;
  const here = new Map<string, number>();
  // What a desk shows otherwise than central has it stands in `shadow`.
  const tables = new Set([
    ...device.filledTables(),
    ...device
      .all<{ name: string }>('SELECT DISTINCT table_name AS name FROM shadow')
      .map(({ name }) => name),
  ]);
  for (const { name } of REPLICATED) {
    if (!tables.has(name)) continue;
    const rows = device.all<{ id: string; version: number }>(
      `SELECT id, row_version AS version FROM ${name} AS t WHERE NOT EXISTS
         (SELECT 1 FROM shadow WHERE table_name = '${name}' AND row_id = t.id)
       UNION ALL SELECT row_id, image ->> 'row_version' FROM shadow
         WHERE table_name = '${name}' AND image IS NOT NULL`,
    );
    for (const { id, version } of rows) here.set(`${name}.${id}`, version);
  }
  for (const [key, version] of pulled) {
    const is = here.get(key);
    hold(
      'I5 causality',
      is !== undefined && is >= version,
      () => `${device.name} has ${key} at ${is} after a pull that saw ${version}`,
    );
  }
  for (const key of here.keys()) {
    hold(
      'I5 causality',
      pulled.has(key),
      () => `${device.name} has ${key} after a pull without it`,
    );
  }
}
