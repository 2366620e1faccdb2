import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { bookings } from '#db/domains/bookings/tables.ts';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { sqliteDdl } from '#db/schema/sqlite-ddl.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { DATA_PROCESS_FLAGS } from '#electron/process/node-flags.ts';
import { consoleTools } from './console-tools.node.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import type { FullCentral } from './full-central.node.ts';

const MEANT = { count: 1_000_000, of: 'bookings' } as const;
const TARGETS = {
  rate: { what: 'rows/s against the baseline', unit: '×', atLeast: 1, meant: MEANT },
  memory: { what: 'resident at the peak', unit: 'MB', atMost: 200, meant: MEANT },
} as const satisfies Record<string, Target>;

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
  const bare: number[] = [];
  const equal: number[] = [];
  const fills: Filled[] = [];
  let size = 0;
  for (let run = 1; run <= RUNS; run++) {
    if (missing === null) {
      bare.push(await piped(central, folder, bareTable()));
      equal.push(await piped(central, folder, productTable()));
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
  const peak = Math.max(...fills.map((each) => each.peak));
  const ratio = missing === null ? quantile(rates, 0.5) / quantile(bare, 0.5) : null;
  return {
    figure: {
      ...figureOf('first-fill', 'rows/s', rates, missing === null ? bare : null),
      targets: [
        judge(TARGETS.rate, ratio, central.bookings),
        judge(TARGETS.memory, peak, central.bookings),
      ],
    },
    says:
      `${shown(central.bookings)} bookings in ${seconds((each) => each.ms)} s (copied ${seconds((each) => each.loaded)}, ` +
      `indexed ${seconds((each) => each.ready - each.loaded)}, compared ${seconds((each) => each.ms - each.ready)}), ` +
      `peak ${shown(peak)} MB resident, ` +
      `file ${shown(size / table)} × the table in Postgres with its indexes; ` +
      `baseline psql COPY | sqlite3 .import into a bare table` +
      (missing === null
        ? `, with the product's checks, indexes and full text ${shown(quantile(equal, 0.5))} rows/s`
        : '') +
      `; ${RUNS} runs of each in turn`,
  };
}

/** Runs the fill of a desk's folder in a process of its own. */
export async function fillDesk(dir: string): Promise<Filled> {
  const script = join(import.meta.dirname, 'fill.child.node.ts');
  const child = spawn(process.execPath, [...DATA_PROCESS_FLAGS, script, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const out = (await buffer(child.stdout)).toString();
  const code = await ended;
  if (code !== 0) throw new Error(`the fill ended with ${code}`);
  return filled.parse(JSON.parse(out));
}

/** What the pipe ends in: SQL before the import and after it, and what is selected for it. */
interface PipeEnd {
  readonly before: string;
  readonly select: string;
  readonly after: string;
}

const NAMES = Object.keys(bookings.columns).map((name) => `"${name}"`);

/** The same columns, and nothing else. */
function bareTable(): PipeEnd {
  const columns = Object.values(bookings.columns).map(
    ({ shape }, at) =>
      `${NAMES[at]} ${shape.kind === 'integer' || shape.kind === 'boolean' ? 'INTEGER' : 'TEXT'}`,
  );
  return {
    before: `CREATE TABLE bookings (${columns.join(', ')})`,
    select: NAMES.join(', '),
    after: '',
  };
}

/** COPY writes t and f, which no INTEGER column of a STRICT table takes. */
const CELLS = Object.entries(bookings.columns).map(([name, { shape }]) =>
  shape.kind === 'boolean' ? `"${name}"::integer` : `"${name}"`,
);

/** What the product keeps: keys, checks, indexes, full text. */
function productTable(): PipeEnd {
  const ddl = must(
    sqliteDdl(registry).find(({ table }) => table === bookings),
    'DDL',
  );
  const { search, indexes } = ddl;
  return {
    before: ddl.create,
    select: `row_number() over (), ${CELLS.join(', ')}`,
    after: [...indexes.map(({ create }) => create), search?.create, search?.rebuild].join(' '),
  };
}

/** Rows a second from the start of both programs to their end. */
async function piped({ url, bookings: count }: FullCentral, folder: string, end: PipeEnd) {
  const file = join(folder, 'piped.sqlite');
  await rm(file, { force: true });
  const copy = `copy (select ${end.select} from data.bookings) to stdout with (format csv)`;
  const pipe = `set -o pipefail
    psql -qX "$1" -c "$2" | sqlite3 -bail "$3" "$4" '.import --csv /dev/stdin bookings' "$5"`;
  const started = performance.now();
  const args = ['-c', pipe, 'pipe', url, copy, file, end.before, end.after];
  const shell = spawn('bash', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => shell.once('close', resolve));
  const ms = performance.now() - started;
  if (code !== 0) throw new Error(`psql | sqlite3 ended with ${code}`);
  const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 0 });
  const arrived = driver.prepare<{ n: number }>('SELECT count(*) AS n FROM bookings').get()?.n;
  driver.close();
  if (arrived !== count) throw new Error(`${arrived} rows went through the pipe`);
  await rm(file);
  return count / (ms / 1000);
}

async function tableBytes({ admin }: FullCentral): Promise<number> {
  const { rows } = await admin.query<{ bytes: string }>(
    `select pg_total_relation_size('data.bookings') as bytes`,
  );
  return Number(must(rows[0], 'a size').bytes);
}
