import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { cli } from '#tests/helpers/cli.ts';

const LOG = fileURLToPath(new URL('../fixtures/incidents/good.csv', import.meta.url));
const HOTEL = fileURLToPath(new URL('../fixtures/hotel/good.csv', import.meta.url));
const ADMIN = 'ana@casa.example';

let folder: string;
let dir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-import-'));
  dir = join(folder, 'desk');
  const desk = ['--name', 'Casa', '--zone', 'Europe/Lisbon', '--admin', ADMIN];
  expect(await cli('standalone', '--dir', dir, ...desk)).toMatchObject({ code: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function undo(printed: unknown) {
  const { import_id } = z.object({ import_id: z.string() }).parse(printed);
  return await cli('import', 'undo', import_id, '--dir', dir);
}

test('an incident log: dry run, import, again, another zone, undo', async () => {
  const dry = await cli('import', 'incidents', LOG, '--dir', dir, '--dry-run');
  expect(dry).toMatchObject({
    code: 0,
    json: { dry_run: true, created: 20, timezone: 'Europe/Lisbon' },
  });
  const made = await cli('import', 'incidents', LOG, '--dir', dir, '--as', ADMIN);
  expect(made).toMatchObject({ code: 0, json: { created: 20, tickets_created: 4 } });
  const again = await cli('import', 'incidents', LOG, '--dir', dir);
  expect(again).toMatchObject({ code: 0, json: { created: 0, skipped: 20 } });
  const moved = await cli('import', 'incidents', LOG, '--dir', dir, '--zone', 'Asia/Tokyo');
  expect(moved).toMatchObject({ code: 1, json: { accepted: false, timezone: 'Asia/Tokyo' } });
  expect(await undo(made.json)).toMatchObject({
    code: 0,
    json: { deleted: 20, tickets_deleted: 4, statuses_deleted: 8 },
  });
});

test('one undo for every import', async () => {
  const hotel = await cli('import', 'hotel-bookings', HOTEL, '--dir', dir);
  expect(hotel).toMatchObject({ code: 0, json: { resources_created: 8 } });
  expect(await undo(hotel.json)).toMatchObject({
    code: 0,
    json: { resources_deleted: 8, kept: 0 },
  });
});

test('a refused log ends with code 1 and the report, a wrong zone with code 2', async () => {
  const empty = join(folder, 'empty.csv');
  await writeFile(empty, '');
  expect(await cli('import', 'incidents', empty, '--dir', dir)).toMatchObject({
    code: 1,
    json: { accepted: false, refused: [{ code: 'empty_file' }] },
  });
  const wrong = await cli('import', 'incidents', LOG, '--dir', dir, '--zone', 'Nowhere/Land');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(await cli('import', 'incidents', join(folder, 'none'), '--dir', dir)).toMatchObject({
    code: 1,
    json: { ok: false, error: { code: 'bad_file' } },
  });
});
