import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cli } from '#tests/helpers/cli.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';
import {
  adoptHere,
  centralState,
  editByHand,
  generatedRows,
  standaloneDesk,
} from '#tests/helpers/standalone.ts';
import type { StandaloneDesk } from '#tests/helpers/standalone.ts';

let folder: string;
let central: TestCentral;
let desk: StandaloneDesk;
let untouched: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-refused-'));
  central = await createCentral();
  // Somebody else's organization must not notice either.
  await central.organization();
  desk = standaloneDesk(folder, 'Good');
  desk.load(generatedRows(200));
  untouched = await centralState(central.admin, desk.organization_id);
  copyFileSync(desk.file, `${desk.file}.good`);
});
afterAll(async () => {
  await central.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => copyFileSync(`${desk.file}.good`, desk.file));

const edit = (...statements: readonly string[]) => editByHand(desk.file, ...statements);

function idIn(sql: string): string {
  return desk.with((connection) => connection.prepare<{ id: string }>(sql).get()?.id ?? '');
}

async function expectUntouched(): Promise<void> {
  expect(await centralState(central.admin, desk.organization_id)).toStrictEqual(untouched);
}

const FIRST = `SELECT id FROM bookings WHERE status = 'confirmed' ORDER BY id LIMIT 1`;
const STRANGER = '0190aaaa-0000-7000-8000-000000000009';
// SQLite keeps ids apart by an index, which goes with the word in the definition.
const WITHOUT_UNIQUE = [
  `CREATE TABLE twins AS SELECT * FROM users`,
  `INSERT INTO twins SELECT * FROM users`,
  `DROP TABLE users`,
  `ALTER TABLE twins RENAME TO users`,
];

describe('a file that was edited by hand', () => {
  test.each([
    [
      'a reference to nothing',
      `UPDATE bookings SET resource_id = '${STRANGER}' WHERE id = (${FIRST})`,
      { reason: 'missing_reference', table: 'bookings', column: 'resource_id' },
    ],
    [
      'two bookings at one time',
      `UPDATE bookings SET (resource_id, start_time, end_time) =
         (SELECT resource_id, start_time, end_time FROM bookings WHERE id = (${FIRST}))
       WHERE id = (SELECT id FROM bookings WHERE status = 'confirmed' ORDER BY id DESC LIMIT 1)`,
      { reason: 'overlap', table: 'bookings', column: 'start_time' },
    ],
    [
      'a text that is too long',
      `UPDATE bookings SET title = '${'x'.repeat(201)}' WHERE id = (${FIRST})`,
      { reason: 'bad_value', table: 'bookings', column: 'title', problem: 'too_long' },
    ],
    [
      'no such choice',
      `UPDATE bookings SET status = 'eaten' WHERE id = (${FIRST})`,
      { reason: 'bad_value', table: 'bookings', column: 'status', problem: 'not_a_choice' },
    ],
    [
      'a row of another organization',
      `UPDATE bookings SET organization_id = '${STRANGER}' WHERE id = (${FIRST})`,
      { reason: 'foreign_organization', table: 'bookings', column: 'organization_id' },
    ],
    [
      'a day that there is not',
      `UPDATE bookings SET start_time = '2026-02-30T09:00:00.000Z' WHERE id = (${FIRST})`,
      { reason: 'bad_value', table: 'bookings', column: 'start_time', problem: 'not_an_instant' },
    ],
    [
      'an end before the start',
      `UPDATE bookings SET end_time = '2020-01-01T09:00:00.000Z' WHERE id = (${FIRST})`,
      { reason: 'rule_broken', table: 'bookings' },
    ],
    [
      'JSON that central cannot hold',
      `UPDATE organizations SET ai_settings = '{"a":"\\u0000"}'`,
      { reason: 'bad_value', table: 'organizations', column: 'ai_settings' },
    ],
  ] as const)('%s is named, and central is as it was', async (_, sql, details) => {
    const row_id = details.table === 'bookings' ? idIn(FIRST) : desk.organization_id;
    edit(sql);
    expect(await adoptHere(desk, central.adminUrl)).toMatchObject({
      ok: false,
      error: {
        code: 'adoption_refused',
        details: details.reason === 'overlap' ? details : { ...details, row_id },
      },
    });
    await expectUntouched();
  });

  test('two people with one address', async () => {
    edit(
      `CREATE TEMP TABLE twin AS SELECT * FROM users`,
      `UPDATE twin SET row_no = 1000, id = '${STRANGER}'`,
      `INSERT INTO users (row_no, id, organization_id, email, display_name, role, created_at,
         updated_at) SELECT row_no, id, organization_id, email, display_name, role, created_at,
         updated_at FROM twin`,
    );
    expect(await adoptHere(desk, central.adminUrl)).toMatchObject({
      error: { details: { reason: 'duplicate_value', table: 'users', row_id: expect.any(String) } },
    });
    await expectUntouched();
  });

  test('two rows with one id', async () => {
    edit(...WITHOUT_UNIQUE);
    expect(await adoptHere(desk, central.adminUrl)).toMatchObject({
      error: { details: { reason: 'duplicate_row', table: 'users', row_id: desk.user_id } },
    });
    await expectUntouched();
  });

  test('is refused on the command line in the same words', async () => {
    edit(`UPDATE bookings SET status = 'eaten' WHERE id = (${FIRST})`);
    const run = await cli('central', 'adopt', '--from', desk.dir, '--url', central.adminUrl);
    expect({ code: run.code, last: run.lines.at(-1) }).toMatchObject({
      code: 1,
      last: {
        ok: false,
        error: { code: 'adoption_refused', details: { table: 'bookings', column: 'status' } },
      },
    });
    expect(run.stdout).not.toContain('eaten');
    await expectUntouched();
  });
});

// What lies in staging was judged on the desk; these spoil it on the way.
describe('central judges by itself', () => {
  test.each([
    [
      'overlap',
      `update adopt.bookings set (resource_id, start_time, end_time) = (select resource_id,
         start_time, end_time from adopt.bookings where status = 'confirmed' order by id limit 1)
       where id = (select id from adopt.bookings where status = 'confirmed' order by id desc limit 1)`,
      'bookings',
    ],
    [
      'missing_reference',
      `update adopt.bookings set resource_id = '${STRANGER}'
       where id = (select id from adopt.bookings where status = 'confirmed' limit 1)`,
      'bookings',
    ],
    ['duplicate_value', `insert into adopt.bookings select * from adopt.bookings`, 'bookings'],
    ['rule_broken', `update adopt.bookings set end_time = start_time`, 'bookings'],
    ['bad_value', `update adopt.users set email = null`, 'users'],
    ['content_differs', `update adopt.bookings set party_size = party_size + 1`, 'bookings'],
    ['content_differs', `delete from adopt.bookings`, 'bookings'],
  ] as const)('%s: %s', async (reason, sql, table) => {
    let spoilt = 0;
    const done = await adoptHere(desk, central.adminUrl, async ({ phase }) => {
      if (phase !== 'move' || spoilt > 0) return;
      spoilt = (await central.admin.query(sql)).rowCount ?? 0;
    });
    expect(spoilt).toBeGreaterThan(0);
    expect(done).toMatchObject({
      ok: false,
      error: { code: 'adoption_refused', details: { reason, table } },
    });
    await expectUntouched();
    expect(JSON.stringify(done)).not.toContain('ana@');
  });
});
