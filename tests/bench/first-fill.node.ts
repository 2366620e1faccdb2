import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { bookings } from '#db/domains/bookings/tables.ts';
import { must } from '#db/kernel/must.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { consoleTools } from './console-tools.node.ts';
import { figureOf, quantile, shown } from './figures.ts';
import type { Measured } from './figures.ts';
import type { FullCentral } from './full-central.node.ts';

/** Runs of each side, in turn. */
const RUNS = 3;

const filled = z.object({
  ms: z.number(),
  bookings: z.number(),
  peak: z.number(),
  loaded: z.number(),
  ready: z.number(),
});
type Filled = z.infer<typeof filled>;

/**
 * The product's first fill of a new desk, in a process of its own: link, rights, rows, indexes, full
 * text, pull, checksums compared. Against `psql COPY` piped into `sqlite3 .import`: the same rows in
 * the same columns, without a key, an index, a check or a right.
 */
export async function firstFill(
  central: FullCentral,
  folder: string,
  say: (line: string) => void,
): Promise<Measured> {
  const missing = consoleTools(say);
  if (missing !== null) say(`first-fill: no baseline: ${missing}`);
  const rates: number[] = [];
  const piped: number[] = [];
  const fills: Filled[] = [];
  let size = 0;
  for (let run = 1; run <= RUNS; run++) {
    if (missing === null) {
      piped.push(central.bookings / ((await pipe(central, join(folder, 'piped.sqlite'))) / 1000));
    }
    const { dir } = await central.enrol(`fill-${run}`);
    const done = await fillDesk(dir);
    if (done.bookings !== central.bookings) throw new Error(`${done.bookings} bookings came`);
    fills.push(done);
    rates.push(done.bookings / (done.ms / 1000));
    size = statSync(join(dir, REPLICA_FILE)).size;
    await rm(dir, { recursive: true });
  }
  const seconds = (of: (each: Filled) => number) => shown(quantile(fills.map(of), 0.5) / 1000);
  const table = await tableBytes(central);
  return {
    figure: figureOf('first-fill', 'rows/s', rates, missing === null ? piped : null),
    says:
      `${shown(central.bookings)} bookings in ${seconds((each) => each.ms)} s (copied ${seconds((each) => each.loaded)}, ` +
      `indexed ${seconds((each) => each.ready - each.loaded)}, compared ${seconds((each) => each.ms - each.ready)}), ` +
      `peak ${shown(Math.max(...fills.map((each) => each.peak)))} MB resident, ` +
      `file ${shown(size / table)} × the table in Postgres with its indexes; ` +
      `baseline psql COPY | sqlite3 .import into a bare table, ${RUNS} runs of each in turn`,
  };
}

/** Runs the fill of a desk's folder in a process of its own. */
export async function fillDesk(dir: string): Promise<Filled> {
  const script = join(import.meta.dirname, 'fill.child.node.ts');
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const out = (await buffer(child.stdout)).toString();
  const code = await ended;
  if (code !== 0) throw new Error(`the fill ended with ${code}`);
  return filled.parse(JSON.parse(out));
}

/** Milliseconds from the start of both programs to the end of the import. */
async function pipe({ url, bookings: count }: FullCentral, file: string): Promise<number> {
  await rm(file, { force: true });
  const names = Object.keys(bookings.columns).map((name) => `"${name}"`);
  const types = Object.values(bookings.columns).map(({ shape }) =>
    shape.kind === 'integer' || shape.kind === 'boolean' ? 'INTEGER' : 'TEXT',
  );
  const create = `CREATE TABLE bookings (${names.map((name, at) => `${name} ${types[at]}`).join(', ')})`;
  const copy = `copy (select ${names.join(', ')} from data.bookings) to stdout with (format csv)`;
  const started = performance.now();
  const shell = spawn(
    'bash',
    [
      '-c',
      `set -o pipefail; psql -qX "$1" -c "$2" | sqlite3 "$3" "$4" '.import --csv /dev/stdin bookings'`,
      'pipe',
      url,
      copy,
      file,
      create,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise<number | null>((resolve) => shell.once('close', resolve));
  const ms = performance.now() - started;
  if (code !== 0) throw new Error(`psql | sqlite3 ended with ${code}`);
  const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 0 });
  const arrived = driver.prepare<{ n: number }>('SELECT count(*) AS n FROM bookings').get()?.n;
  driver.close();
  if (arrived !== count) throw new Error(`${arrived} rows went through the pipe`);
  await rm(file);
  return ms;
}

async function tableBytes({ admin }: FullCentral): Promise<number> {
  const { rows } = await admin.query<{ bytes: string }>(
    `select pg_total_relation_size('data.bookings') as bytes`,
  );
  return Number(must(rows[0], 'a size').bytes);
}
