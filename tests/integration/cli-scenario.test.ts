import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openAdmin } from '#db/postgres/open.node.ts';
import { centralRows } from '#tests/helpers/central-rows.ts';
import { cli, cliService } from '#tests/helpers/cli.ts';
import type { CliService } from '#tests/helpers/cli.ts';
import { makePassable } from '#tests/helpers/passable.ts';
import { realData } from '#tests/helpers/outside.ts';
import { testUnless, whyAbsent } from '#tests/helpers/unless.ts';

// One central and two desks by the command line alone, as IT would do it.
let folder: string;
let central: CliService;
let url: string;
let admin: pg.Client;
let a: string;
let b: string;

const ADMIN = 'leonor@casadorio.example';
const SUPERVISOR = 'tomas@casadorio.example';
const AGENT = 'ines@casadorio.example';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-cli-'));
  makePassable(folder);
  central = cliService('central', 'start', '--dir', join(folder, 'central'), '--demo');
  ({ url } = z.object({ url: z.string() }).parse(await central.line(() => true)));
  admin = await openAdmin(url);
  a = await enrolled('Desk A', 'a');
  b = await enrolled('Desk B', 'b');
});
afterAll(async () => {
  await admin.end();
  expect(await central.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

async function enrolled(name: string, dir: string): Promise<string> {
  const organization = ['--organization', 'casa-do-rio'];
  const { json } = await cli('central', 'enrol-code', '--url', url, ...organization);
  const { code } = z.object({ code: z.string() }).parse(json);
  const path = join(folder, dir);
  const where = ['--central', url, '--dir', path];
  const done = await cli('device', 'enrol', ...where, '--code', code, '--name', name);
  expect(done).toMatchObject({ code: 0, json: { device_id: expect.any(String) } });
  expect(done.stdout).not.toContain('postgres:');
  await synced(path);
  return path;
}

async function synced(dir: string) {
  const run = await cli('sync', '--dir', dir);
  expect({ code: run.code, stderr: run.stderr }).toStrictEqual({ code: 0, stderr: '' });
  expect(run.json).toMatchObject({ verified: true, waiting: 0 });
  return run.json;
}

async function rows(table: string, dir: string): Promise<readonly Record<string, unknown>[]> {
  const run = await cli('export', table, '--dir', dir);
  expect(run.code).toBe(0);
  return z.array(z.record(z.string(), z.unknown())).parse(run.lines);
}

const SETTLED = ['bookings', 'conflict_logs', 'conflict_actions'];
// Of each kind one; that all are equal, `verify` counts.
const MANY = ['organizations', 'users', 'resources', 'statuses', 'integration_nodes', ...SETTLED];

async function expectEqual(tables: readonly string[]): Promise<void> {
  for (const name of tables) {
    const [central, here, there] = await Promise.all([
      centralRows(admin, name),
      rows(name, a),
      rows(name, b),
    ]);
    expect({ name, rows: here }).toStrictEqual({ name, rows: central });
    expect({ name, rows: there }).toStrictEqual({ name, rows: central });
  }
}

const reply = z.object({ ok: z.literal(true), value: z.record(z.string(), z.unknown()) });

async function call(dir: string, name: string, input: object, as = SUPERVISOR) {
  const run = await cli('call', name, JSON.stringify(input), '--dir', dir, '--as', as);
  expect({ code: run.code, json: run.json }).toMatchObject({ code: 0, json: { ok: true } });
  return reply.parse(run.json).value;
}

async function refusedCall(dir: string, name: string, input: object, as = SUPERVISOR) {
  const run = await cli('call', name, JSON.stringify(input), '--dir', dir, '--as', as);
  expect(run.code).toBe(1);
  return run.json;
}

async function freeRoom(): Promise<string> {
  const [room] = await rows('resources', a);
  return z.string().parse(room?.['id']);
}

describe('two desks that were both offline book the same room and time', () => {
  const desks = { a: 'Desk A', b: 'Desk B' } as const;
  const other = (desk: 'a' | 'b') => (desk === 'a' ? 'b' : 'a');
  const dirOf = (desk: 'a' | 'b') => (desk === 'a' ? a : b);

  test.each([
    ['a', 'a', 9],
    ['b', 'b', 11],
  ] as const)(
    'desk %s comes back first, the supervisor settles on desk %s',
    async (first, settler, hour) => {
      const last = other(first);
      const resource_id = await freeRoom();
      const slot = {
        resource_id,
        start_time: `2031-05-06T${String(hour).padStart(2, '0')}:00:00.000Z`,
        end_time: `2031-05-06T${String(hour + 1).padStart(2, '0')}:00:00.000Z`,
      };
      const winner = await call(dirOf(first), 'bookings.create', { ...slot, title: 'Ana' }, AGENT);
      const loser = await call(dirOf(last), 'bookings.create', { ...slot, title: 'Bia' }, AGENT);

      expect(await synced(dirOf(first))).toMatchObject({ pushed: 1, conflicts: 0 });
      expect(await synced(dirOf(last))).toMatchObject({
        pushed: 1,
        conflicts: 1,
        open_conflicts: 1,
      });
      await synced(dirOf(first));

      const states = async (dir: string) => {
        const all = new Map((await rows('bookings', dir)).map((row) => [row['id'], row['status']]));
        return { winner: all.get(winner['id']), loser: all.get(loser['id']) };
      };
      for (const dir of [a, b]) {
        expect(await states(dir)).toStrictEqual({ winner: 'confirmed', loser: 'conflicted' });
      }

      const dir = dirOf(settler);
      const inbox = await call(dir, 'conflicts.inbox', { tab: 'open', offset: 0, limit: 10 });
      expect(inbox).toMatchObject({
        total: 1,
        rows: [{ title: 'Bia', other_title: 'Ana', device_name: desks[last] }],
      });
      const id = z.object({ rows: z.tuple([z.object({ id: z.string() })]) }).parse(inbox)
        .rows[0].id;
      const keep = { id, action: 'keep', to: null, note: 'Bia called first' };
      expect(await refusedCall(dir, 'conflicts.settle', keep, AGENT)).toMatchObject({
        error: { code: 'not_allowed' },
      });
      const settled = await call(dir, 'conflicts.settle', keep);
      await synced(dir);
      await synced(dirOf(other(settler)));
      await expectEqual(SETTLED);
      for (const each of [a, b]) {
        expect(await states(each)).toStrictEqual({ winner: 'cancelled', loser: 'confirmed' });
      }

      await call(dir, 'bookings.undo', { op_id: settled['op_id'] });
      await synced(dir);
      await synced(dirOf(other(settler)));

      for (const each of [a, b]) {
        expect(await states(each)).toStrictEqual({ winner: 'confirmed', loser: 'conflicted' });
      }
      // Leaves nothing open for the next order.
      await call(dir, 'conflicts.settle', { id, action: 'cancel', note: '' });
      await synced(dir);
      await synced(dirOf(other(settler)));
      await expectEqual(SETTLED);
    },
  );
});

test('a desk that is shown a taken slot is refused at once, with who has it', async () => {
  const resource_id = await freeRoom();
  const slot = {
    resource_id,
    start_time: '2031-06-01T09:00:00.000Z',
    end_time: '2031-06-01T10:00:00.000Z',
  };
  await call(a, 'bookings.create', { ...slot, title: 'Ana' }, AGENT);
  expect(await refusedCall(a, 'bookings.create', { ...slot, title: 'Bia' }, AGENT)).toMatchObject({
    ok: false,
    error: { code: 'booking_overlap', details: { with: { title: 'Ana' } } },
  });
  await synced(a);
  await synced(b);
});

describe('sync --watch', () => {
  test("follows the other desk's writes and ends cleanly", async () => {
    const watching = cliService('sync', '--dir', b, '--watch');
    await watching.line(
      (line) => z.object({ light: z.literal('up_to_date') }).safeParse(line).success,
    );
    const locked = await cli('sync', '--dir', b);
    expect(locked).toMatchObject({
      code: 1,
      json: { error: { code: 'replica_locked', retry: true } },
    });
    const [booking] = await rows('bookings', a);
    await call(a, 'bookings.edit', { id: booking?.['id'], notes: 'window seat' });
    await synced(a);
    await watching.line(
      (line) => z.object({ light: z.literal('syncing') }).safeParse(line).success,
    );
    await watching.line(
      (line) => z.object({ light: z.literal('up_to_date') }).safeParse(line).success,
    );
    // Reading does not need the folder to itself.
    const seen = (await rows('bookings', b)).find((row) => row['id'] === booking?.['id']);
    expect(seen).toMatchObject({ notes: 'window seat' });
    expect(await watching.stop()).toBe(0);
    expect(await cli('verify', '--dir', b)).toMatchObject({
      code: 0,
      json: { verified: true, integrity: 'ok', counts: 'equal', central: 'equal' },
    });
  });
});

const hotels = realData('hotel_bookings.csv');

testUnless(whyAbsent(hotels), 'real hotel reservations travel from desk to desk', async () => {
  const dry = await cli('import', 'hotel-bookings', hotels, '--dir', a, '--as', ADMIN, '--dry-run');
  expect(dry).toMatchObject({ code: 0, json: { created: 14_938, dry_run: true } });
  expect(await synced(a)).toMatchObject({ pushed: 0 });
  const made = await cli('import', 'hotel-bookings', hotels, '--dir', a, '--as', ADMIN);
  expect(made).toMatchObject({ code: 0, json: { created: 14_938, refused_count: 0 } });
  await synced(a);
  await synced(b);
  await expectEqual(MANY);
  for (const dir of [a, b]) {
    const again = await cli('import', 'hotel-bookings', hotels, '--dir', dir, '--as', ADMIN);
    expect(again).toMatchObject({ code: 0, json: { created: 0, skipped: 14_938 } });
    expect(await synced(dir)).toMatchObject({ pushed: 0, pulled: 0 });
  }
});
