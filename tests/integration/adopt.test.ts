import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Table } from '#db/schema/table.ts';
import { cli, cliService } from '#tests/helpers/cli.ts';
import { expectSameRows, rowsAtCentral, rowsIn } from '#tests/helpers/moved-rows.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';
import {
  centralState,
  generatedRows,
  rowsOfEveryTable,
  standaloneDesk,
} from '#tests/helpers/standalone.ts';
import type { StandaloneDesk } from '#tests/helpers/standalone.ts';

let folder: string;
let central: TestCentral;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-adopt-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  central = await createCentral();
});
afterEach(() => central.drop());

const progress = z.object({ phase: z.string(), table: z.string().optional(), rows: z.number() });
const adopted = z.object({
  adopted: z.literal(true),
  organization_id: z.string(),
  rows: z.number(),
  resumed: z.number(),
});

function adoption(desk: StandaloneDesk): readonly string[] {
  return ['central', 'adopt', '--from', desk.dir, '--url', central.adminUrl];
}

async function adopts(desk: StandaloneDesk) {
  const run = await cli(...adoption(desk));
  expect({ code: run.code, stderr: run.stderr, last: run.lines.at(-1) }).toMatchObject({
    code: 0,
    stderr: '',
  });
  return adopted.parse(run.lines.at(-1));
}

async function verified(dir: string) {
  const run = await cli('sync', '--dir', dir);
  expect({ code: run.code, json: run.json }).toMatchObject({ code: 0, json: { verified: true } });
  expect((await cli('verify', '--dir', dir)).json).toMatchObject({
    counts: 'equal',
    central: 'equal',
  });
}

/** Shown with 100,000 as well: `ADOPT_ROWS`. */
const ROWS = Number(process.env['ADOPT_ROWS'] ?? 40_000);

test(`${ROWS} rows, killed half-way and run again: equal table by table`, async () => {
  const desk = standaloneDesk(folder, 'Large');
  desk.load(generatedRows(ROWS));
  const before = rowsIn(desk.file);
  const facts = desk.with((db) => db.prepare<Fact>(`SELECT ${FACTS} FROM bookings`).all());
  const untouched = await centralState(central.admin, desk.organization_id);

  const cutOff = cliService(...adoption(desk));
  await cutOff.line((line) => {
    const { success, data } = progress.safeParse(line);
    return success && data.phase === 'stage' && data.rows >= ROWS / 2;
  });
  await cutOff.stop('SIGKILL');
  await noOtherSession();
  expect(await centralState(central.admin, desk.organization_id)).toStrictEqual(untouched);

  const done = await adopts(desk);
  expect(done.resumed).toBeGreaterThanOrEqual(ROWS / 2);
  expect(done.rows).toBe(ROWS + 52);
  const there = await central.admin.query<Fact>(`select ${FACTS} from data.bookings`);
  expect(digestOf(there.rows)).toBe(digestOf(facts));
  // Every cell here was compared with central's when the desk became its device.
  expectSameRows(rowsIn(desk.file), before);
  await verified(desk.dir);
  const staging = await central.admin.query(`select to_regnamespace('adopt') as there`);
  expect(staging.rows).toStrictEqual([{ there: null }]);
});

// What of a booking both databases spell alike, read past the product.
const FACTS = 'id, resource_id, title, notes, status, source, party_size';
type Fact = Readonly<Record<string, unknown>>;

function digestOf(rows: readonly Fact[]): string {
  const lines = rows.map((row) => Object.values(row).map(String).join('\t'));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** Waits until the adoption's session, whatever became of its client, has ended at central. */
async function noOtherSession(): Promise<void> {
  await until(
    `select not exists (select from pg_stat_activity where datname = current_database()
       and pid <> pg_backend_pid() and backend_type = 'client backend') as yes`,
  );
}

async function until(sql: string): Promise<void> {
  for (;;) {
    const { rows } = await central.admin.query<{ yes: boolean }>(sql);
    if (rows[0]?.yes === true) return;
    await new Promise((next) => setImmediate(next));
  }
}

const WAITING = (relation: string) =>
  `select exists (select from pg_locks where not granted and relation = '${relation}'::regclass)
     as yes`;

describe('killed at the end', () => {
  let desk: StandaloneDesk;
  let before: ReadonlyMap<Table, readonly string[]>;
  let untouched: Readonly<Record<string, string>>;
  let names = 0;
  beforeEach(async () => {
    desk = standaloneDesk(folder, `Small${(names += 1)}`);
    desk.load([...rowsOfEveryTable(desk), ...generatedRows(500)]);
    before = rowsIn(desk.file);
    untouched = await centralState(central.admin, desk.organization_id);
  });

  test('before the commit: central is as it was, and the next run succeeds', async () => {
    const holder = await openAdmin(central.adminUrl);
    try {
      // The device is the last that central learns of before the commit.
      await holder.query('begin; lock table sync.devices in share mode');
      const cutOff = cliService(...adoption(desk));
      await until(WAITING('sync.devices'));
      await cutOff.stop('SIGKILL');
    } finally {
      await holder.end();
    }
    await noOtherSession();
    expect(await centralState(central.admin, desk.organization_id)).toStrictEqual(untouched);
    expect((await cli('sync', '--dir', desk.dir)).json).toMatchObject({
      error: { code: 'no_central' },
    });

    expect((await adopts(desk)).resumed).toBeGreaterThan(0);
    expectSameRows(await rowsAtCentral(central, desk.organization_id), before);
    await verified(desk.dir);
  });

  test('after the commit: nothing can be changed here until the next run finishes it', async () => {
    const [holder, next] = [await openAdmin(central.adminUrl), await openAdmin(central.adminUrl)];
    try {
      await holder.query('begin; lock table sync.devices in share mode');
      const cutOff = cliService(...adoption(desk));
      await until(WAITING('sync.devices'));
      // Waits for the commit, and then stands in the way of whoever comes for the login.
      const held = next.query('begin; lock table sync.org_logins in access exclusive mode');
      await until(WAITING('sync.org_logins'));
      await holder.query('commit');
      await held;
      await until(
        `select exists (select from pg_locks where not granted and mode = 'AccessShareLock'
           and relation = 'sync.org_logins'::regclass) as yes`,
      );
      await cutOff.stop('SIGKILL');
    } finally {
      await Promise.all([holder.end(), next.end()]);
    }
    await noOtherSession();
    expectSameRows(await rowsAtCentral(central, desk.organization_id), before);
    const [room] = before.get(must(registry.get('resources'), 'resources')) ?? [];
    const [resource_id] = z.array(z.unknown()).parse(JSON.parse(room ?? ''));
    const slot = { start_time: '2031-01-01T09:00:00.000Z', end_time: '2031-01-01T10:00:00.000Z' };
    const input = JSON.stringify({ resource_id, ...slot, title: 'Too early' });
    for (const args of [
      ['sync', '--dir', desk.dir],
      ['call', 'bookings.create', input, '--dir', desk.dir],
    ]) {
      const { code, json } = await cli(...args);
      expect({ code, json }).toMatchObject({
        code: 1,
        json: { error: { code: 'adoption_unfinished' } },
      });
    }
    expect((await cli('call', 'sync.status', '--dir', desk.dir)).json).toMatchObject({
      value: { light: 'adopting' },
    });

    copyFileSync(desk.file, `${desk.file}.doubt`);
    expect(await adopts(desk)).toMatchObject({ resumed: 0 });
    expectSameRows(rowsIn(desk.file), before);
    await verified(desk.dir);

    // Somebody who gave up instead works on alone, and is not taken a second time.
    copyFileSync(`${desk.file}.doubt`, desk.file);
    const givenUp = await cli('central', 'adopt', '--from', desk.dir, '--give-up');
    expect(givenUp).toMatchObject({ code: 0, json: { given_up: true } });
    expect((await cli('call', 'bookings.create', input, '--dir', desk.dir)).code).toBe(0);
    expect((await cli(...adoption(desk))).lines.at(-1)).toMatchObject({
      error: { details: { reason: 'organization_exists', by: 'id' } },
    });
  });
});

test('every table: adopted, filled by another desk, dumped, and adopted elsewhere, always the same', async () => {
  const desk = standaloneDesk(folder, 'Whole');
  desk.load(rowsOfEveryTable(desk));
  const before = rowsIn(desk.file);
  expect([...before.values()].every((rows) => rows.length > 0)).toBe(true);
  copyFileSync(desk.file, `${desk.file}.before`);
  await adopts(desk);
  await verified(desk.dir);

  const dumped = join(folder, 'dumped');
  const dumping = ['central', 'dump', '--url', central.adminUrl, '--dir', dumped];
  const run = await cli(...dumping, '--organization', 'whole');
  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 0, stderr: '' });
  expectSameRows(rowsIn(join(dumped, 'replica.sqlite')), before);
  expect((await cli('verify', '--dir', dumped)).json).toMatchObject({ verified: true });
  expect((await cli('call', 'sync.status', '--dir', dumped)).json).toMatchObject({
    value: { light: 'standalone', central: null },
  });
  expect(await cli(...dumping, '--organization', 'whole')).toMatchObject({
    code: 1,
    json: { error: { code: 'bad_folder' } },
  });

  const elsewhere = await createCentral();
  try {
    const again = ['central', 'adopt', '--from', dumped, '--url', elsewhere.adminUrl];
    expect((await cli(...again)).code).toBe(0);
    await verified(dumped);
    expectSameRows(rowsIn(join(dumped, 'replica.sqlite')), before);
  } finally {
    await elsewhere.drop();
  }

  const other = join(folder, 'other');
  const { json } = await cli(
    'central',
    'enrol-code',
    '--url',
    central.adminUrl,
    '--organization',
    'whole',
  );
  const { code } = z.object({ code: z.string() }).parse(json);
  const where = ['--central', central.adminUrl, '--dir', other];
  expect((await cli('device', 'enrol', ...where, '--code', code, '--name', 'Other')).code).toBe(0);
  await verified(other);
});
