import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAdmin } from '#db/postgres/open.node.ts';
import { createLog } from '#electron/host/log.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
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
  folder = await mkdtemp(join(tmpdir(), 'holdfast-obstacles-'));
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

async function expectUntouched(): Promise<void> {
  expect(await centralState(central.admin, desk.organization_id)).toStrictEqual(untouched);
}

describe('what stands in the way', () => {
  async function refusal(url = central.adminUrl) {
    const run = await cli('central', 'adopt', '--from', desk.dir, '--url', url);
    expect(run.code).toBe(1);
    return run.lines.at(-1);
  }

  test('the desk is open', async () => {
    const { dir } = desk;
    const open = openDesk({ dir, ports: createPorts(), log: silent(), writes: true });
    try {
      expect(await refusal()).toMatchObject({ error: { code: 'replica_locked' } });
    } finally {
      await open.close();
    }
    await expectUntouched();
  });

  test('a central that is not migrated, or not there', async () => {
    const url = new URL(central.adminUrl);
    url.pathname = '/postgres';
    expect(await refusal(url.href)).toMatchObject({
      error: { details: { reason: 'schema_differs', central: null } },
    });
    url.port = '1';
    expect(await refusal(url.href)).toMatchObject({ error: { code: 'central_unreachable' } });
  });

  test('another adoption is running', async () => {
    const other = await openAdmin(central.adminUrl);
    try {
      await other.query('select pg_advisory_lock(4819205)');
      expect(await adoptHere(desk, central.adminUrl)).toMatchObject({
        error: { details: { reason: 'adoption_running' } },
      });
    } finally {
      await other.end();
    }
    await expectUntouched();
  });

  test('the connection is lost in the middle; the next run goes on', async () => {
    const lost = adoptHere(desk, central.adminUrl, async ({ phase, table }) => {
      if (phase !== 'check' || table !== 'bookings') return;
      await central.admin.query(
        `select pg_terminate_backend(pid, 5000) from pg_locks
         where locktype = 'advisory' and objid = 4819205
           and database = (select oid from pg_database where datname = current_database())`,
      );
    });
    await expect(lost).rejects.toThrow();
    await expectUntouched();
    expect(desk.with((db) => db.prepare('SELECT central FROM replica').get())).toStrictEqual({
      central: '',
    });
  });

  test('a replica that belongs to a living central, and one that central has', async () => {
    const elsewhere = await createCentral();
    try {
      expect(await adoptHere(desk, elsewhere.adminUrl)).toMatchObject({ ok: true });
      expect(await refusal()).toMatchObject({ error: { details: { reason: 'has_a_central' } } });
      copyFileSync(`${desk.file}.good`, desk.file);
      expect(await adoptHere(desk, elsewhere.adminUrl)).toMatchObject({
        error: { details: { reason: 'organization_exists', by: 'id' } },
      });
      const namesake = standaloneDesk(folder, 'Namesake');
      edit(`UPDATE organizations SET slug = 'namesake'`);
      const third = await createCentral();
      try {
        expect(await adoptHere(namesake, third.adminUrl)).toMatchObject({ ok: true });
        expect(await adoptHere(desk, third.adminUrl)).toMatchObject({
          error: { details: { reason: 'organization_exists', by: 'slug' } },
        });
      } finally {
        await third.drop();
      }
    } finally {
      await elsewhere.drop();
    }
    await expectUntouched();
  });
});

describe('staging that does not fit any more', () => {
  async function staged(): Promise<void> {
    const stop = new Error('enough');
    await expect(
      adoptHere(desk, central.adminUrl, async ({ phase }) => {
        if (phase === 'move') throw stop;
        await Promise.resolve();
      }),
    ).rejects.toBe(stop);
  }

  test.each([
    [
      'the file has changed since',
      async () => await Promise.resolve(edit(`UPDATE bookings SET party_size = party_size + 1`)),
    ],
    ['Postgres crashed and emptied it', () => central.admin.query('truncate adopt.bookings')],
    ['it is of another desk', () => central.admin.query(`update adopt.state set fingerprint = ''`)],
  ])('%s: it begins afresh', async (_, spoil) => {
    await staged();
    await spoil();
    const stop = new Error('far enough');
    const phases: string[] = [];
    const again = adoptHere(desk, central.adminUrl, async ({ phase, table, rows }) => {
      phases.push(`${phase} ${table} ${rows}`);
      if (phase === 'move') throw stop;
      await Promise.resolve();
    });
    await expect(again).rejects.toBe(stop);
    expect(phases).toContain('stage bookings 200');
    await expectUntouched();
  });
});

function silent() {
  return createLog({ write: () => undefined });
}
