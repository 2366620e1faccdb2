import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cli } from '#tests/helpers/cli.ts';

// A desk that never hears of a central, by the command line alone.
const HOTEL = fileURLToPath(new URL('../fixtures/hotel/good.csv', import.meta.url));

let folder: string;
let dir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-alone-'));
  dir = join(folder, 'desk');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ORGANIZATION = ['--name', 'Café São João', '--zone', 'America/Sao_Paulo'];
const ADMIN = ['--admin', 'ana@cafe.example', '--person', 'Ana Souza'];

async function called(name: string, input: object = {}): Promise<unknown> {
  const { json } = await cli('call', name, JSON.stringify(input), '--dir', dir);
  return json;
}

const written = z.object({ ok: z.literal(true), value: z.object({ op_id: z.string() }) });

async function rows(table: string): Promise<readonly Record<string, unknown>[]> {
  const run = await cli('export', table, '--dir', dir);
  expect(run.code).toBe(0);
  return z.array(z.record(z.string(), z.unknown())).parse(run.lines);
}

test('is made with one organization and its administrator, once', async () => {
  const make = ['standalone', '--dir', dir, ...ORGANIZATION, ...ADMIN];
  expect(await cli(...make)).toMatchObject({
    code: 0,
    json: { name: 'Café São João', slug: 'cafe-sao-joao', timezone: 'America/Sao_Paulo' },
  });
  expect(await called('organizations.here')).toMatchObject({
    ok: true,
    value: { person: { email: 'ana@cafe.example', display_name: 'Ana Souza', role: 'admin' } },
  });
  expect(await cli(...make)).toMatchObject({ code: 1, json: { error: { code: 'bad_folder' } } });
});

test('a folder that is a file is refused by name', async () => {
  const where = join(folder, 'a-file');
  await writeFile(where, 'notes');
  for (const make of [['standalone', ...ORGANIZATION, ...ADMIN], ['generate']]) {
    expect(await cli(...make, '--dir', where)).toMatchObject({
      code: 1,
      json: { error: { code: 'bad_folder' } },
    });
  }
});

test.each([
  [['--name', 'A', '--zone', 'Mars/Olympus', ...ADMIN], 'time zone'],
  [['--name', 'A', '--zone', 'UTC', '--admin', 'nobody'], 'e-mail'],
  [['--name', '¿?', '--zone', 'UTC', ...ADMIN], '--slug'],
])('arguments that cannot be are refused: %s', async (args, word) => {
  const where = join(folder, 'never');
  const run = await cli('standalone', '--dir', where, ...args);
  expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(run.stderr).toContain(word);
});

describe('works as any desk does, and says that it is alone', () => {
  test('imports, books, moves, undoes; nothing waits', async () => {
    const imported = await cli('import', 'hotel-bookings', HOTEL, '--dir', dir);
    expect({ code: imported.code, stderr: imported.stderr }).toStrictEqual({ code: 0, stderr: '' });
    const [room] = await rows('resources');
    const slot = {
      resource_id: room?.['id'],
      start_time: '2031-05-06T09:00:00.000Z',
      end_time: '2031-05-06T10:00:00.000Z',
    };
    const made = written.parse(await called('bookings.create', { ...slot, title: 'Bia' }));
    expect(await called('bookings.create', { ...slot, title: 'Caio' })).toMatchObject({
      error: { code: 'booking_overlap' },
    });
    const before = await rows('bookings');
    expect(before.filter(({ title }) => title === 'Bia')).toMatchObject([{ row_version: 0 }]);
    expect(await called('sync.outbox', { tab: 'waiting', offset: 0, limit: 10 })).toMatchObject({
      value: { rows: [], total: 0 },
    });
    written.parse(await called('bookings.undo', { op_id: made.value.op_id }));
    expect((await rows('bookings')).length).toBe(before.length - 1);
    expect(await called('bookings.undo', { op_id: made.value.op_id })).toMatchObject({
      error: { code: 'undo_stale' },
    });
  });

  test('its state of sync is its own, and every way to sync is refused by name', async () => {
    expect(await called('sync.status')).toMatchObject({
      value: { light: 'standalone', ready: true, waiting: 0, central: null, verified_at: null },
    });
    const refused = { error: { code: 'no_central' } };
    expect(await called('sync.now')).toMatchObject(refused);
    for (const more of [[], ['--watch']]) {
      expect(await cli('sync', '--dir', dir, ...more)).toMatchObject({ code: 1, json: refused });
    }
    expect(await cli('verify', '--dir', dir)).toMatchObject({
      code: 0,
      json: { verified: true, integrity: 'ok', central: 'none' },
    });
  });
});
