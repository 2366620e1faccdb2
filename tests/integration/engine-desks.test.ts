import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk, REPLICA_FILE } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';

// Real replicas, real Postgres, the real engine: what fakes cannot prove.
const ports = createPorts();
const log = { write: () => {} };
let folder: string;
let central: TestCentral;
let organization: TestOrganization;
let open: Desk[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-engine-'));
  central = await createCentral();
  organization = await central.organization();
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((desk) => desk.close()));
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

function opened(name: string): Desk {
  const desk = openDesk({ dir: join(folder, name), ports, log, writes: true });
  open.push(desk);
  return desk;
}

async function enrolled(name: string): Promise<Desk> {
  const made = await createEnrolCode(central.adminUrl, organization.slug);
  if (!made.ok) throw new Error(made.error.code);
  const { code } = made.value;
  await enrolDesk({ central: central.adminUrl, code, dir: join(folder, name), name, ports });
  const desk = opened(name);
  await synced(desk);
  return desk;
}

async function synced(desk: Desk) {
  const done = await desk.engine.syncOnce();
  expect(done).toMatchObject({ ok: true, value: { verified: true } });
  return must(done.ok ? done.value : null, 'it is ok');
}

function book(desk: Desk, title: string): string {
  const actor = { id: organization.users.admin, role: 'admin' as const };
  const written = desk.writer.write({ command: 'bookings.create', actor }, (tx) => {
    const room = tx.insert(resources, { name: title, kind: 'space', timezone: 'Europe/Lisbon' });
    return ok(
      tx.insert(bookings, {
        resource_id: room,
        start_time: '2031-01-01T09:00:00.000Z',
        end_time: '2031-01-01T10:00:00.000Z',
        timezone: 'Europe/Lisbon',
        title,
      }),
    );
  });
  if (!written.ok) throw new Error(written.error.code);
  desk.engine.localWrite();
  return written.value.value;
}

function titles(desk: Desk): readonly string[] {
  return desk.reads
    .all(desk.reads.sql.selectFrom('bookings').select('title').orderBy('title'))
    .map(({ title }) => title);
}

/** Resolves once the desk shows it; what it waits for is the commit, not the clock. */
function shows(desk: Desk, title: string): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (!titles(desk).includes(title)) return;
      unlisten();
      done();
    };
    const unlisten = desk.connection.onTouched(look);
    look();
  });
}

test('a write on one desk appears on another by itself, long before the next poll', async () => {
  const a = await enrolled('a');
  const b = await enrolled('b');
  // Hidden desks poll every 30 seconds, which is longer than this test may take: only a hint is left.
  for (const desk of [a, b]) desk.engine.start();
  book(a, 'Ana');
  await shows(b, 'Ana');
  book(b, 'Bia');
  await shows(a, 'Bia');
}, 25_000);

test('a file put back from a copy gets a new incarnation, and nothing is lost or doubled', async () => {
  const a = await enrolled('a');
  const b = await enrolled('b');
  book(a, 'before');
  await synced(a);
  await a.close();
  copyFileSync(join(folder, 'a', REPLICA_FILE), join(folder, 'copy'));

  const later = opened('a');
  book(later, 'sent after the copy');
  await synced(later);
  const life = later.replica.state().incarnation;
  await later.close();
  copyFileSync(join(folder, 'copy'), join(folder, 'a', REPLICA_FILE));

  const restored = opened('a');
  book(restored, 'made on the copy');
  await synced(restored);
  await synced(b);
  expect(restored.replica.state().incarnation).not.toBe(life);
  const all = ['before', 'made on the copy', 'sent after the copy'];
  expect([titles(restored), titles(b)]).toStrictEqual([all, all]);
  expect(restored.replica.recomputeChecksums()).toStrictEqual(restored.replica.checksums());
});

test('a change that the feed lost is found by checksums and fetched', async () => {
  const a = await enrolled('a');
  book(a, 'Ana');
  await synced(a);
  await central.admin.query(`update data.bookings set title = 'Ana Souza'`);
  await central.admin.query('delete from sync.change_feed');
  // What is kept comes from the feed too; the comparison with the rows finds that and counts them again.
  await central.admin.query("select sync.compare_checksums('0')");
  await synced(a);
  expect(titles(a)).toStrictEqual(['Ana Souza']);
  const incidents = a.reads.all(a.reads.sql.selectFrom('incidents').select(['kind', 'detail']));
  expect(incidents).toMatchObject([{ kind: 'checksums_differ' }]);
  expect(incidents[0]?.detail).toMatch(/^\d+ buckets: bookings:\d+/);
});

test('another epoch of central makes the desk compare everything and remember it', async () => {
  const a = await enrolled('a');
  book(a, 'Ana');
  await synced(a);
  await a.close();
  await central.admin.query('update sync.epoch set epoch = gen_random_uuid()');
  await central.admin.query(`delete from data.bookings`);
  await central.admin.query('delete from sync.change_feed');
  const again = opened('a');
  await synced(again);
  expect(titles(again)).toStrictEqual([]);
  const { rows } = await central.admin.query('select sync.present_epoch() as epoch');
  expect(rows).toStrictEqual([{ epoch: again.replica.state().epoch }]);
});

test('a withdrawn device is told so, and local work goes on', async () => {
  const a = await enrolled('a');
  await central.admin.query('update sync.devices set revoked_at = now()');
  book(a, 'Ana');
  expect(await a.engine.syncOnce()).toMatchObject({ ok: false, error: { code: 'device_revoked' } });
  expect(a.engine.status().light).toBe('revoked');
  book(a, 'Bia');
  expect(titles(a)).toStrictEqual(['Ana', 'Bia']);
  expect(a.replica.state().waiting).toBe(2);
});

test('stop returns although central does not answer, and the outbox is whole afterwards', async () => {
  const a = await enrolled('a');
  book(a, 'Ana');
  await central.admin.query('begin');
  // Whoever pushes waits for this lock.
  await central.admin.query('lock table sync.devices in access exclusive mode');
  const running = a.engine.syncOnce();
  await blockedAtCentral();
  const began = ports.clock.now();
  await a.close();
  // Central itself would give up after 5 seconds.
  expect(ports.clock.now() - began).toBeLessThan(3000);
  await central.admin.query('rollback');
  expect(await running).toMatchObject({ ok: false });
  const again = opened('a');
  await synced(again);
  const { rows } = await central.admin.query('select count(*)::int as n from data.bookings');
  expect(rows).toStrictEqual([{ n: 1 }]);
});

async function blockedAtCentral(): Promise<void> {
  for (;;) {
    // Without locks of its own: this session is in a transaction.
    const { rowCount } = await central.admin.query('select from pg_locks where not granted');
    if ((rowCount ?? 0) > 0) return;
  }
}
