import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookings } from '#db/domains/bookings/tables.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import type { Checksum } from '#sync/core/protocol.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced, titles } from '#tests/helpers/real-desks.ts';
import type { RealDesks } from '#tests/helpers/real-desks.ts';

// What central has confirmed may lie in the log only. Real files, real Postgres: who notices, and what comes back.
let folder: string;
let central: TestCentral;
let organization: TestOrganization;
let desks: RealDesks;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-log-'));
  central = await createCentral();
  organization = await central.organization();
  desks = createRealDesks();
});
afterEach(async () => {
  await desks.close();
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

const HEADER = 32;
const FRAME = 4096 + 24;

function change(desk: Desk, command: string, run: (tx: Writes<DeskTables>) => void): void {
  const actor = { id: organization.users.admin, role: 'admin' as const };
  const written = desk.writer.write({ command, actor }, (tx) => {
    run(tx);
    return ok({});
  });
  if (!written.ok) throw new Error(written.error.code);
}

/** Copies a desk's files as a kill leaves them, and puts the copy back in their place. */
async function killed(desk: Desk): Promise<string> {
  const { file } = desk.connection;
  const suffixes = ['', '-wal', '.identity'];
  // Cut off without a word.
  await desk.engine.setPlugged(false);
  for (const suffix of suffixes) copyFileSync(file + suffix, join(folder, `kept${suffix}`));
  await desk.close();
  for (const suffix of suffixes) copyFileSync(join(folder, `kept${suffix}`), file + suffix);
  return file;
}

/**
 * A desk that was killed with everything in its log that central confirmed since the last checkpoint. In
 * the file there is one op from before, and one that waits there.
 */
async function worked({ waits }: { readonly waits: readonly string[] }) {
  const desk = await desks.enrol(central.adminUrl, organization, 'a');
  book(desk, organization, 'in the file');
  await synced(desk);
  const early = book(desk, organization, 'waits in the file');
  desk.connection.pragma('wal_checkpoint(TRUNCATE)');
  const checkpointed = readFileSync(desk.connection.file);
  await synced(desk);
  change(desk, 'bookings.edit', (tx) => tx.update(bookings, early, { title: 'edited in the log' }));
  for (let at = 1; at <= 5; at++) {
    book(desk, organization, `in the log ${at}`);
    await synced(desk);
  }
  const gone = book(desk, organization, 'taken away in the log');
  await synced(desk);
  change(desk, 'bookings.remove', (tx) => tx.delete(bookings, gone));
  await synced(desk);
  for (const title of waits) book(desk, organization, title);
  const { incarnation, last_op_no } = desk.replica.state();
  const shown = titles(desk);
  const file = await killed(desk);
  expect(readFileSync(file).equals(checkpointed)).toBe(true);
  return { file, incarnation, last_op_no, shown };
}

/** Everything central has of ops and of what they did; a second effect would raise a version. */
async function atCentral() {
  const ops = await central.admin.query<{ op_id: string; op: { command: string } }>(
    'select op_id, incarnation, op_no, outcome, op from sync.op_log order by received_at, op_no',
  );
  const rows = await central.admin.query<{ id: string }>(
    `select id, to_jsonb(b) as row from data.bookings b
     union all select id, to_jsonb(r) from data.resources r order by id`,
  );
  return { ops: ops.rows, rows: rows.rows };
}

async function lives() {
  const { rows } = await central.admin.query<{ incarnation: string; is_open: boolean }>(
    'select incarnation, is_open from sync.incarnations where device_id = $1 order by is_open',
    [(await device()).id],
  );
  return rows;
}

async function device() {
  const { rows } = await central.admin.query<{ id: string }>(
    `select id from sync.devices where name = 'a'`,
  );
  return must(rows[0], 'it is enrolled');
}

const incidents = (desk: Desk) =>
  desk.reads.all(desk.reads.sql.selectFrom('incidents').select(['kind', 'detail']));

const inOrder = (checksums: readonly Checksum[]) =>
  checksums
    .filter(({ count, sum }) => count !== 0 || sum !== 0)
    .map(({ table, bucket, count, sum }) => `${table}:${bucket} ${count} ${sum}`)
    .sort();

/** What central counts, asked for with the desk's own login. */
async function checksumsOfCentral(desk: Desk): Promise<readonly string[]> {
  const link = desk.connect();
  try {
    const { checksums } = await link.pull(null, true);
    return inOrder(must(checksums, 'asked for'));
  } finally {
    await link.close();
  }
}

/** The number of the last op that SQLite by itself reads of these files, on copies. */
function readBySqlite(file: string): number {
  const copy = join(folder, 'read.sqlite');
  for (const suffix of ['', '-wal'])
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  const driver = openDriver(copy, { readonly: false, fileMustExist: true, timeout: 0 });
  try {
    expect(driver.pragma('integrity_check', { simple: true })).toBe('ok');
    const head = driver.prepare<{ n: number }>('SELECT last_op_no AS n FROM replica').get();
    return must(head, 'a replica knows who it is').n;
  } finally {
    driver.close();
  }
}

function flip(log: string, place: number): void {
  const bytes = readFileSync(log);
  bytes[place] = (bytes[place] ?? 0) ^ 8;
  writeFileSync(log, bytes);
}

/** In the content of a frame that is so many parts of ten from its begin. */
function within(log: string, tenths: number): number {
  const frames = Math.floor((statSync(log).size - HEADER) / FRAME);
  return HEADER + Math.floor((frames * tenths) / 10) * FRAME + 24 + 900;
}

/** Syncs it: central has what it had, unchanged, and one op more for each of `late`. */
async function goesOn(desk: Desk, before: Awaited<ReturnType<typeof atCentral>>, late: string[]) {
  await synced(desk);
  const after = await atCentral();
  const known = new Set(before.ops.map(({ op_id }) => op_id));
  const ids = new Set(before.rows.map(({ id }) => id));
  expect(after.ops.filter(({ op_id }) => known.has(op_id))).toStrictEqual(before.ops);
  expect(after.rows.filter(({ id }) => ids.has(id))).toStrictEqual(before.rows);
  expect(after.ops).toHaveLength(before.ops.length + late.length);
}

describe('a desk killed with confirmed ops in its log alone', () => {
  test.each<[string, (log: string) => void]>([
    ['deleted', (log) => rmSync(log)],
    ['cut in the middle', (log) => truncateSync(log, within(log, 5))],
  ])(
    '%s: central notices by the op numbers, every row comes back, no op twice',
    async (_how, damage) => {
      const { file, incarnation, last_op_no, shown } = await worked({ waits: [] });
      const before = await atCentral();
      expect(before.ops).toHaveLength(last_op_no);
      expect(readBySqlite(file)).toBe(last_op_no);
      damage(`${file}-wal`);
      expect(readBySqlite(file)).toBeLessThan(last_op_no);

      const desk = desks.reopen('a');
      // Nothing here can tell.
      expect(desk.replica.state()).toMatchObject({ incarnation });
      expect(incidents(desk)).toStrictEqual([]);
      expect(titles(desk)).not.toStrictEqual(shown);
      await goesOn(desk, before, []);
      await isWhole(desk, incarnation, shown);
      expect(incidents(desk).map(({ kind }) => kind)).toStrictEqual(['reincarnated']);
    },
  );

  test.each([
    ['its first frame', 0],
    ['an early one', 2],
    ['one in the middle', 5],
  ])(
    'a bit flipped in %s: a new life begins, every row comes back, what waited goes up, no op twice',
    async (_which, tenths) => {
      const late = ['waits in the log', 'waits there too'];
      const { file, incarnation, last_op_no, shown } = await worked({ waits: late });
      const before = await atCentral();
      expect(before.ops).toHaveLength(last_op_no - late.length);
      flip(`${file}-wal`, within(`${file}-wal`, tenths));
      expect(readBySqlite(file)).toBeLessThan(last_op_no - late.length);

      const desk = desks.reopen('a');
      await goesOn(desk, before, late);
      await isWhole(desk, incarnation, shown);
      expect(incidents(desk)).toMatchObject([{ kind: 'log_damaged' }, { kind: 'reincarnated' }]);
      expect(JSON.parse(incidents(desk)[0]?.detail ?? '')).toMatchObject({ saved: 2, lost: 0 });
    },
  );

  /** In a life of its own, with the same rows as central and as a desk that was never away. */
  async function isWhole(desk: Desk, former: string, shown: readonly string[]) {
    const { incarnation, waiting } = desk.replica.state();
    expect(incarnation).not.toBe(former);
    expect(waiting).toBe(0);
    expect(await lives()).toStrictEqual([
      { incarnation: former, is_open: false },
      { incarnation, is_open: true },
    ]);
    expect(titles(desk)).toStrictEqual(shown);
    const { ops } = await atCentral();
    book(desk, organization, 'made after');
    await synced(desk);
    expect((await atCentral()).ops).toHaveLength(ops.length + 1);
    const theirs = await checksumsOfCentral(desk);
    expect(inOrder(desk.replica.checksums())).toStrictEqual(theirs);
    expect(inOrder(desk.replica.recomputeChecksums())).toStrictEqual(theirs);
    const other = await desks.enrol(central.adminUrl, organization, 'b');
    expect(titles(other)).toStrictEqual([...shown, 'made after'].sort());
    expect(titles(desk)).toStrictEqual(titles(other));
  }
});
