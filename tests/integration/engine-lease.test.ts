import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk, REPLICA_FILE } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';

// What becomes of a file: copied, so that two live at once; damaged, so that it is made anew.
const ports = createPorts();
const log = { write: () => {} };
let folder: string;
let central: TestCentral;
let organization: TestOrganization;
let open: Set<Desk>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-lease-'));
  central = await createCentral();
  organization = await central.organization();
  open = new Set();
  const made = await createEnrolCode(central.adminUrl, organization.slug);
  if (!made.ok) throw new Error(made.error.code);
  const { code } = made.value;
  await enrolDesk({ central: central.adminUrl, code, dir: join(folder, 'a'), name: 'a', ports });
});
afterEach(async () => {
  await Promise.all([...open].map((desk) => desk.close()));
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

function opened(name: string): Desk {
  const desk = openDesk({ dir: join(folder, name), ports, log, writes: true });
  open.add(desk);
  return desk;
}

async function closed(desk: Desk): Promise<void> {
  open.delete(desk);
  await desk.close();
}

function book(desk: Desk, title: string): void {
  const actor = { id: organization.users.admin, role: 'admin' as const };
  const written = desk.writer.write({ command: 'bookings.create', actor }, (tx) => {
    const room = tx.insert(resources, { name: title, kind: 'space', timezone: 'Europe/Lisbon' });
    tx.insert(bookings, {
      resource_id: room,
      start_time: '2031-01-01T09:00:00.000Z',
      end_time: '2031-01-01T10:00:00.000Z',
      timezone: 'Europe/Lisbon',
      title,
    });
    return ok({});
  });
  if (!written.ok) throw new Error(written.error.code);
  desk.engine.localWrite();
}

const titles = (desk: Desk) =>
  desk.reads
    .all(desk.reads.sql.selectFrom('bookings').select('title').orderBy('title'))
    .map(({ title }) => title);

const synced = { ok: true, value: { verified: true } };
const refused = { ok: false, error: { code: 'desk_in_use' } };

/** Both copies have their own folder; only one may be at work. */
async function twins(): Promise<{ readonly a: Desk; readonly b: Desk }> {
  const first = opened('a');
  expect(await first.engine.syncOnce()).toMatchObject(synced);
  book(first, 'before');
  expect(await first.engine.syncOnce()).toMatchObject(synced);
  await closed(first);
  cpSync(join(folder, 'a'), join(folder, 'b'), { recursive: true });
  const a = opened('a');
  expect(await a.engine.syncOnce()).toMatchObject(synced);
  return { a, b: opened('b') };
}

const lives = async () =>
  Number(
    (await central.admin.query<{ n: string }>('select count(*) as n from sync.incarnations'))
      .rows[0]?.n,
  );

test('the second of two living copies is refused, and the first is not disturbed', async () => {
  const { a, b } = await twins();
  book(b, 'of b');
  expect(await b.engine.syncOnce()).toMatchObject(refused);
  expect(b.engine.status().light).toBe('in_use');
  expect(b.engine.status().state.waiting).toBe(1);
  book(a, 'of a');
  expect(await a.engine.syncOnce()).toMatchObject(synced);
  expect(await lives()).toBe(1);
  // The first is closed: it says so, and the second goes on at once, in a life of its own.
  await closed(a);
  expect(await b.engine.syncOnce()).toMatchObject(synced);
  expect(titles(b)).toEqual(['before', 'of a', 'of b']);
  expect(await lives()).toBe(2);
});

test('a copy older than the one at work does not end its life', async () => {
  const { a, b } = await twins();
  book(a, 'one');
  book(a, 'two');
  expect(await a.engine.syncOnce()).toMatchObject(synced);
  expect(await b.engine.syncOnce()).toMatchObject(refused);
  expect(await lives()).toBe(1);
  expect(await a.engine.syncOnce()).toMatchObject(synced);
});

test('after a crash the same place goes on at once; another one once the silence was long enough', async () => {
  const { a, b } = await twins();
  // Cut off without a word.
  await a.engine.setPlugged(false);
  await closed(a);
  const again = opened('a');
  expect(await again.engine.syncOnce()).toMatchObject(synced);
  expect(await b.engine.syncOnce()).toMatchObject(refused);
  await again.engine.setPlugged(false);
  expect(await b.engine.syncOnce()).toMatchObject(refused);
  await central.admin.query(`update sync.devices set held_until = now() - interval '1 second'`);
  book(b, 'of b');
  book(again, 'of a');
  expect(await b.engine.syncOnce()).toMatchObject(synced);
  // Now the first is the second.
  await again.engine.setPlugged(true);
  expect(await again.engine.syncOnce()).toMatchObject(refused);
  await closed(b);
  expect(await again.engine.syncOnce()).toMatchObject(synced);
  expect(titles(again)).toEqual(['before', 'of a', 'of b']);
});

test.each([
  ['met at work', 'waits 15'],
  ['met by the first look', 'waits 00'],
])(
  'a damaged file: its desk is filled again, and what waited arrives under its old ids: %s',
  async (met, title) => {
    const desk = opened('a');
    expect(await desk.engine.syncOnce()).toMatchObject(synced);
    book(desk, 'confirmed');
    expect(await desk.engine.syncOnce()).toMatchObject(synced);
    for (let at = 0; at < 30; at++) book(desk, `waits ${String(at).padStart(2, '0')}`);
    const waiting = desk.connection
      .prepare<{ op_id: string }>('SELECT op_id FROM outbox')
      .all()
      .map(({ op_id }) => op_id);
    await closed(desk);
    const file = join(folder, 'a', REPLICA_FILE);
    const bytes = readFileSync(file);
    // A page of the outbox, which alone holds titles as JSON: its cell count is nonsense.
    const page = Math.floor(bytes.indexOf(`"${title}"`) / 4096);
    bytes.fill(0xff, page * 4096, page * 4096 + 100);
    writeFileSync(file, bytes);
    if (met === 'met at work') {
      // Whoever starts next heals it.
      const again = opened('a');
      let told = 0;
      again.connection.onDamage(() => (told += 1));
      expect(await again.engine.syncOnce()).toMatchObject({ ok: false });
      expect(told).toBe(1);
      await closed(again);
    }
    const healed = opened('a');
    expect(await healed.engine.syncOnce()).toMatchObject(synced);
    const salvages = healed.connection
      .prepare<{ detail: string }>(`SELECT detail FROM incidents WHERE kind = 'salvage'`)
      .all()
      .map(({ detail }) => JSON.parse(detail) as { saved: number; lost: number; kept: string });
    expect(salvages).toHaveLength(1);
    expect(salvages[0]?.saved).toBeGreaterThan(0);
    expect((salvages[0]?.saved ?? 0) + (salvages[0]?.lost ?? 0)).toBe(30);
    expect(readdirSync(join(folder, 'a'))).toContain(salvages[0]?.kept);
    const { rows } = await central.admin.query<{ n: number }>(
      'select count(*)::integer as n from sync.op_log where op_id = any($1)',
      [waiting],
    );
    expect(rows).toEqual([{ n: salvages[0]?.saved }]);
    expect(titles(healed)).toContain('confirmed');
    expect(titles(healed)).toHaveLength(1 + (salvages[0]?.saved ?? 0));
  },
);
