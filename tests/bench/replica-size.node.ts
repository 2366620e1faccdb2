import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '#db/kernel/must.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { figureOf, judge, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import { fillDesk } from './first-fill.node.ts';
import type { FullCentral } from './full-central.node.ts';

const MB = 1e6;

const TARGET: Target = { what: 'file against the table', unit: '×', atMost: 1.3 };

/**
 * The file of a desk just filled, with its indexes and full text, against the table of bookings in
 * Postgres with its indexes; both as they are. Beside it: the file after VACUUM, the rows alone.
 */
export async function replicaSize(central: FullCentral): Promise<Measured> {
  const { dir } = await central.enrol('size');
  const file = join(dir, REPLICA_FILE);
  const empty = statSync(file).size;
  await fillDesk(dir);
  const size = statSync(file).size;
  const packed = join(dir, 'packed.sqlite');
  const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
  driver.exec(`VACUUM INTO '${packed.replaceAll("'", "''")}'`);
  const parts = driver
    .prepare<{ name: string; bytes: number }>(
      `SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE name LIKE 'bookings%' AND name <> 'bookings'
       GROUP BY name ORDER BY bytes DESC`,
    )
    .all();
  const rows = driver
    .prepare<{ bytes: number }>(`SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = 'bookings'`)
    .get();
  driver.close();
  const { whole, heap } = await tableSizes(central);
  const ratio = (bytes: number, to: number) => shown(bytes / to);
  const measured: Measured = {
    figure: {
      ...figureOf('replica-size', 'MB', [size / MB], [whole / MB]),
      targets: [judge(TARGET, size / whole)],
    },
    says:
      `file of ${shown(central.bookings)} bookings, ${shown(empty / MB)} MB of it the empty schema, ` +
      `against the table in Postgres with its indexes; after VACUUM ${ratio(statSync(packed).size, whole)} ×; ` +
      `rows alone ${ratio(must(rows, 'a size').bytes, heap)} × the heap of ${shown(heap / MB)} MB; largest besides: ` +
      parts
        .slice(0, 4)
        .map(({ name, bytes }) => `${name} ${shown(bytes / MB)} MB`)
        .join(', '),
  };
  await rm(dir, { recursive: true });
  return measured;
}

async function tableSizes({ admin }: FullCentral): Promise<{ whole: number; heap: number }> {
  const { rows } = await admin.query<{ whole: string; heap: string }>(
    `select pg_total_relation_size('data.bookings') as whole, pg_table_size('data.bookings') as heap`,
  );
  const { whole, heap } = must(rows[0], 'a size');
  return { whole: Number(whole), heap: Number(heap) };
}
