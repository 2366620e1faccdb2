import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { makePassable } from '#tests/helpers/passable.ts';
import { addOrganization } from '#tests/helpers/postgres.ts';
import type { TestOrganization } from '#tests/helpers/postgres.ts';

// A real cluster: stopped, its folder put back from an earlier copy, started. The desks stay open.
const ports = createPorts();
const log = { write: () => {} };
let base: string;
let central: EmbeddedCentral;
let admin: pg.Client;
let dataFolder: string;
let organization: TestOrganization;
let desks: readonly [Desk, Desk, Desk];

const start = async () => {
  central = await startEmbedded({
    dir: join(base, 'central'),
    definitions: productDefinitions,
    durable: false,
    ...(process.env['POSTGRES_BIN'] === undefined ? {} : { bin: process.env['POSTGRES_BIN'] }),
  });
  admin = await openAdmin(central.url);
  const { rows } = await admin.query<{ dir: string }>(
    `select current_setting('data_directory') as dir`,
  );
  dataFolder = must(rows[0], 'a cluster has a folder').dir;
};
const stop = async () => {
  await admin.end();
  await central.stop();
};
const copy = (from: string, to: string) => {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
};

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'holdfast-put-back-'));
  makePassable(base);
  await start();
  organization = await addOrganization(admin);
  const enrolled = async (name: string): Promise<Desk> => {
    const made = await createEnrolCode(central.url, organization.slug);
    if (!made.ok) throw new Error(made.error.code);
    const dir = join(base, name);
    await enrolDesk({ central: central.url, code: made.value.code, dir, name, ports });
    return openDesk({ dir, ports, log, writes: true });
  };
  desks = [await enrolled('a'), await enrolled('b'), await enrolled('c')];
});
afterEach(async () => {
  for (const desk of desks) await desk.close();
  await stop();
  rmSync(base, { recursive: true, force: true });
});

function write(desk: Desk, title: string): string {
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

async function synced(...some: readonly Desk[]) {
  for (const desk of some) {
    expect(await desk.engine.syncOnce()).toMatchObject({ ok: true, value: { verified: true } });
  }
}

// A connection that died is noticed by the call that meets it.
async function reconnected(...some: readonly Desk[]) {
  for (const desk of some) {
    for (let tries = 0; tries < 3; tries++) if ((await desk.engine.syncOnce()).ok) break;
    await synced(desk);
  }
}

const confirmed = (desk: Desk) =>
  desk.connection
    .prepare<{ op_id: string }>('SELECT op_id FROM outbox_sent')
    .all()
    .map(({ op_id }) => op_id);

const titles = (desk: Desk) =>
  desk.reads
    .all(desk.reads.sql.selectFrom('bookings').select('title').orderBy('title'))
    .map(({ title }) => title);

const incidents = (desk: Desk) =>
  desk.connection
    .prepare<{ kind: string }>('SELECT kind FROM incidents')
    .all()
    .map(({ kind }) => kind);

async function centralTitles() {
  const { rows } = await admin.query<{ title: string }>(
    'select title from data.bookings order by title collate "C"',
  );
  return rows.map(({ title }) => title);
}

/** Other work at central, `transactions` of it, before any desk comes back. */
async function goOn(transactions: number) {
  for (let at = 0; at < transactions; at++) {
    await admin.query(
      `insert into data.resources (id, organization_id, name, kind, timezone)
       values (gen_random_uuid(), $1, $2, 'space', 'Europe/Lisbon')`,
      [organization.id, `Later ${at}`],
    );
  }
}

test.each([
  ['as it was', 0],
  ['and gone on beyond where the desks had been', 300],
])(
  'every desk converges with a central put back %s; nothing confirmed is lost or doubled',
  async (_how, later) => {
    const [a, b, c] = desks;
    await synced(a, b, c);
    for (const [at, desk] of desks.entries()) write(desk, `before ${at}`);
    await synced(a, b, c, a, b, c);
    await stop();
    const kept = join(base, 'kept');
    copy(dataFolder, kept);
    await start();
    await reconnected(a, b, c);

    write(a, 'a after');
    await synced(a);
    write(b, 'b after');
    await synced(b);
    // c only reads: nothing but the feed can tell it that what it saw is gone.
    await synced(c, a, b);
    const acknowledged = [...confirmed(a), ...confirmed(b), ...confirmed(c)];
    expect(acknowledged).toHaveLength(5);
    write(c, 'c waits');

    await stop();
    copy(kept, dataFolder);
    await start();
    expect(await centralTitles()).toEqual(['before 0', 'before 1', 'before 2']);
    await goOn(later);

    await reconnected(c, b, a);
    await synced(c, b, a, c);
    const all = ['a after', 'b after', 'before 0', 'before 1', 'before 2', 'c waits'];
    expect(await centralTitles()).toEqual(all);
    for (const desk of desks) {
      expect(titles(desk)).toEqual(all);
      expect(incidents(desk)).toContain('resent');
      expect(desk.replica.state()).toMatchObject({ waiting: 0, attention: 0 });
      expect(desk.engine.status().light).toBe('up_to_date');
    }
    const { rows } = await admin.query<{ op_id: string; outcome: string }>(
      'select op_id, outcome from sync.op_log where op_id = any($1)',
      [acknowledged],
    );
    expect(rows).toHaveLength(5);
    expect(rows.every(({ outcome }) => outcome !== 'rejected')).toBe(true);
    // A second meeting finds nothing to tell.
    const before = desks.map((desk) => incidents(desk).length);
    await synced(a, b, c);
    expect(desks.map((desk) => incidents(desk).length)).toEqual(before);
  },
);

test('a version that a central put back gives out once more is not taken for the row of its lost life', async () => {
  const [a, b] = desks;
  await synced(a, b);
  write(a, 'the room');
  await synced(a, b);
  await stop();
  const kept = join(base, 'kept');
  copy(dataFolder, kept);
  const rename = (name: string) =>
    admin.query<{ row_version: string }>(
      `update data.resources set name = $2 where organization_id = $1 returning row_version`,
      [organization.id, name],
    );
  await start();
  const lost = await rename('Lost');
  await reconnected(a, b);

  await stop();
  copy(kept, dataFolder);
  await start();
  const present = await rename('Present');
  expect(present.rows).toEqual(lost.rows);
  await reconnected(a, b);
  for (const desk of [a, b]) {
    const rows = desk.reads.all(desk.reads.sql.selectFrom('resources').select('name'));
    expect(rows).toEqual([{ name: 'Present' }]);
    expect(desk.replica.doubts()).toEqual([]);
  }
});
