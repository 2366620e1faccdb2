import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { logFiles, LOG_FOLDER } from '#electron/host/log-files.node.ts';
import { cli } from '#tests/helpers/cli.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

const CANARY = 'Zumbi dos Palmares';

let desks: OfflineDesks;
let a: OfflineDesk;
let dir: string;

beforeAll(async () => {
  desks = await offlineDesks();
  a = await desks.enrol(`a ${CANARY}`);
  dir = dirname(a.desk.connection.file);
});
afterAll(() => desks.close());

test('says all that matters and nothing anybody typed', async () => {
  const booking = { title: CANARY, notes: CANARY };
  await a.call('bookings.create', { ...hours(desks.rooms[0], 9, 10), ...booking });
  await a.sync();
  await a.call('bookings.create', { ...hours(desks.rooms[1], 9, 10), ...booking });
  // Refused by central: the room went while this desk was away.
  await desks.central.admin.query('delete from data.resources where id = $1', [desks.rooms[2]]);
  await a.call('bookings.create', { ...hours(desks.rooms[2], 9, 10), ...booking });
  const { desk } = a;
  const clock = { now: () => Date.UTC(2026, 10, 21) };
  const log = logFiles(join(dir, LOG_FOLDER), clock);
  log.write(`{"level":40,"event":"sync.lost","code":"x","title":"${CANARY}"}\n`);
  log.write(`${CANARY}\n`);
  writeFileSync(join(dir, `${CANARY}.csv`), CANARY);

  const run = await cli('diagnostics', '--dir', dir);

  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 0, stderr: '' });
  const secrets = must(
    desk.connection
      .prepare<Record<string, string>>('SELECT token, login_password, device_name FROM replica')
      .get(),
    'a replica knows who it is',
  );
  const people = desk.connection
    .prepare<{ email: string; display_name: string }>('SELECT email, display_name FROM users')
    .all();
  expect(people.length).toBeGreaterThan(0);
  const typed = [CANARY, ...Object.values(secrets), ...people.flatMap(Object.values<string>)];
  expect(typed.filter((text) => text !== '' && run.stdout.includes(text))).toStrictEqual([]);
  expect(run.json).toMatchObject({
    versions: { schema: 2 },
    replica: {
      phase: 'ready',
      waiting: 2,
      integrity: 'ok',
      counts_differ: [],
      waiting_ops: [{ command: 'bookings.create', ops: 2 }],
      confirmed_ops: [{ outcome: 'applied', ops: 1 }],
      tables: expect.arrayContaining([{ table: 'bookings', rows: 3 }]),
    },
    log: [{ level: 40, event: 'sync.lost', code: 'x' }, { event: 'unreadable' }],
  });
});

test('goes into a file, and never over one', async () => {
  const file = join(dir, 'replica-report.json');
  expect(await cli('diagnostics', '--dir', dir, '--to', file)).toMatchObject({
    code: 0,
    json: { file },
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('replica.phase', 'ready');
  expect(await cli('diagnostics', '--dir', dir, '--to', file)).toMatchObject({
    code: 1,
    json: { error: { code: 'bad_file', details: { reason: 'EEXIST' } } },
  });
});

test('a folder whose replica does not open still has something to say', async () => {
  const other = join(dir, 'broken');
  await cli('standalone', '--dir', other, '--name', 'x', '--zone', 'UTC', '--admin', 'a@b.example');
  const file = join(other, 'replica.sqlite');
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, 'not a replica, but long enough to be taken for one'.repeat(200));
  expect(await cli('diagnostics', '--dir', other)).toMatchObject({
    code: 0,
    json: {
      replica: { failed: expect.stringMatching(/^replica_/) },
      folder: {
        files: expect.arrayContaining([expect.objectContaining({ name: 'replica.sqlite' })]),
      },
    },
  });
  expect(await cli('diagnostics', '--dir', join(dir, 'nowhere'))).toMatchObject({
    code: 0,
    json: { replica: { failed: 'bad_folder' }, folder: { files: [] } },
  });
});
