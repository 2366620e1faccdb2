import { join } from 'node:path';
import { bookings } from '#db/domains/bookings/tables.ts';
import { registry } from '#db/domains/registry.ts';
import type { Id } from '#db/kernel/id.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import { fillDesk } from './first-fill.node.ts';
import type { FullCentral } from './full-central.node.ts';

/** Long after the last generated booking: every slot is free. */
const FROM = Date.UTC(2036, 0, 1);
const HOUR = 3_600_000;
const WARM_UP = 200;
/** Both sides take turns of so many, so that a slow minute of the disk meets both. */
const TURN = 50;

const TARGETS = {
  p95: { what: 'p95', unit: 'ms', atMost: 0.5 },
  bare: { what: "p95 against the bare insert's", unit: '×', atMost: 2 },
} as const satisfies Record<string, Target>;

/**
 * `bookings.create` on a desk that is offline: parsed, authorised, checked for overlap and closures,
 * row, full text and op durable. Against a bare insert of an equal row into a file beside it: same
 * table definition, same durability, no index but the key.
 */
export async function localWrite(
  central: FullCentral,
  folder: string,
  samples: number,
): Promise<Measured> {
  const { dir } = await central.enrol('writing');
  await fillDesk(dir);
  const desk = openDesk({
    dir,
    ports: createPorts(),
    log: { write: () => undefined },
    writes: true,
  });
  const host = createHost({ desk, person: actingPerson, mayUnplug: false });
  const bare = openBare(join(folder, 'bare.sqlite'));
  let made = 0;
  const book = async (): Promise<number> => {
    const at = made++;
    const start = FROM + Math.floor(at / central.resourceIds.length) * HOUR;
    const input = {
      resource_id: must(central.resourceIds[at % central.resourceIds.length], 'a resource'),
      start_time: instantOf(start),
      end_time: instantOf(start + HOUR),
      title: `Ana Souza ${at}`,
      notes: 'Two more chairs, please.',
    };
    const started = performance.now();
    const reply = await host.invoke('bookings.create', input);
    const ms = performance.now() - started;
    if (!reply.ok) throw new Error(reply.error.code);
    return ms;
  };
  try {
    await book();
    const row = newest(desk);
    const ours: number[] = [];
    const theirs: number[] = [];
    while (ours.length < samples + WARM_UP) {
      for (let turn = 0; turn < TURN; turn++) ours.push(await book());
      for (let turn = 0; turn < TURN; turn++) {
        theirs.push(bare.insert({ ...row, id: desk.ports.ids.next() }));
      }
    }
    const measured = ours.slice(WARM_UP);
    const baseline = theirs.slice(WARM_UP);
    const [p95, bareP95] = [quantile(measured, 0.95), quantile(baseline, 0.95)];
    return {
      figure: {
        ...figureOf('local-write', 'ms', measured, baseline),
        targets: [judge(TARGETS.p95, p95), judge(TARGETS.bare, p95 / bareP95)],
      },
      says:
        `bookings.create to durable commit, ${shown(measured.length)} times on a replica of ${shown(central.bookings)} bookings; ` +
        `baseline bare insert of an equal row, synchronous=FULL, p95 ${shown(bareP95)} ms (p95 ratio ${shown(p95 / bareP95)})`,
    };
  } finally {
    bare.close();
    await host.stop();
  }
}

function newest({ connection }: Desk): CanonicalRow {
  const columns = Object.keys(bookings.columns).join(', ');
  const row = connection
    .prepare<CanonicalRow>(`SELECT ${columns} FROM bookings ORDER BY row_no DESC LIMIT 1`)
    .get();
  return must(row, 'a booking was just made');
}

function openBare(file: string): { insert(row: CanonicalRow & { id: Id }): number; close(): void } {
  const driver = openDriver(file, { readonly: false, fileMustExist: false, timeout: 0 });
  driver.pragma('journal_mode = WAL');
  driver.pragma('synchronous = FULL');
  driver.pragma('foreign_keys = OFF');
  driver.exec(
    must(
      sqliteDdl(registry).find(({ table }) => table === bookings),
      'DDL',
    ).create,
  );
  const columns = Object.keys(bookings.columns);
  const insert = driver.prepare(
    `INSERT INTO bookings (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return {
    insert: (row) => {
      const cells = columns.map((column) => row[column] ?? null);
      const started = performance.now();
      insert.run(cells);
      return performance.now() - started;
    },
    close: () => void driver.close(),
  };
}
