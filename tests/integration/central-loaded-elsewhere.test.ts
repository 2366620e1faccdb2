import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import type { EmbeddedCentral } from '#db/postgres/embedded-central.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { loadElsewhere } from '#tests/helpers/loaded-elsewhere.ts';
import { makePassable } from '#tests/helpers/passable.ts';
import { addOrganization, only } from '#tests/helpers/postgres.ts';
import type { TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced, titles } from '#tests/helpers/real-desks.ts';
import type { RealDesks } from '#tests/helpers/real-desks.ts';

// Two real clusters: a central in one that has run many transactions, loaded into one that has run few,
// as with pg_dump.
let folder: string;
let old: EmbeddedCentral;
let oldAdmin: pg.Client;
let fresh: EmbeddedCentral;
let admin: pg.Client;
let organization: TestOrganization;
let desks: RealDesks;

const started = (name: string) =>
  startEmbedded({
    dir: join(folder, name),
    definitions: productDefinitions,
    durable: false,
    ...(process.env['POSTGRES_BIN'] === undefined ? {} : { bin: process.env['POSTGRES_BIN'] }),
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-elsewhere-'));
  makePassable(folder);
  old = await started('old');
  oldAdmin = await openAdmin(old.url);
  organization = await addOrganization(oldAdmin);
  desks = createRealDesks();
});
afterEach(async () => {
  await desks.close();
  await admin.end();
  await fresh.stop();
  await oldAdmin.end();
  await old.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Transactions that the old cluster is ahead of the new one, twice. */
const BURNT = 10_000;

/** Uses transactions up until the next one has at least this number. */
async function burn(client: pg.Client, number: number): Promise<void> {
  await client.query(`do $$ begin
    while pg_current_xact_id()::text::bigint < ${number} loop commit; end loop;
  end $$`);
}

interface Numbers {
  readonly next: number;
  readonly floor: number;
  readonly newest: number;
}

/** The next transaction's, and what the feed knows. */
async function numbers(client: pg.Client): Promise<Numbers> {
  const { rows } = await client.query<Numbers>(
    `select pg_snapshot_xmax(pg_current_snapshot())::text::integer as next,
       (select last_value::integer from sync.feed_floor) as floor,
       (select coalesce(max(xid::text::integer), 0) from sync.change_feed) as newest`,
  );
  return only(rows);
}

/** Everything in the feed was written forty days ago, and upkeep drops it. */
async function forget(client: pg.Client): Promise<void> {
  await client.query(`update sync.change_feed set written_at = now() - interval '40 days'`);
  await client.query('select sync.upkeep()');
  expect((await numbers(client)).floor).toBeGreaterThan(BURNT);
}

async function load(): Promise<void> {
  fresh = await started('fresh');
  await loadElsewhere(old.url, fresh.url, join(folder, 'rows'));
  admin = await openAdmin(fresh.url);
}

async function expectEqual(all: readonly string[], ...some: readonly Desk[]): Promise<void> {
  for (const desk of [...some, ...some]) await synced(desk);
  for (const desk of some) {
    expect(titles(desk)).toEqual(all);
    expect(desk.replica.recomputeChecksums()).toEqual(desk.replica.checksums());
    expect(desk.replica.state()).toMatchObject({ waiting: 0, attention: 0, doubted: false });
    expect(desk.engine.status().light).toBe('up_to_date');
  }
  const { rows } = await admin.query('select title from data.bookings order by title collate "C"');
  expect(rows).toEqual(all.map((title) => ({ title })));
}

test.each([
  ['that has forgotten days of its feed', true],
  ['that remembers everything', false],
])(
  'a central %s, loaded into a cluster that has run fewer transactions: nothing lost, nothing doubled, everything compares equal',
  async (_which, forgets) => {
    const open = [
      await desks.enrol(old.url, organization, 'a'),
      await desks.enrol(old.url, organization, 'b'),
    ] as const;
    const [a, b] = open;
    await burn(oldAdmin, BURNT);
    book(a, organization, 'of long ago');
    await synced(a);
    await burn(oldAdmin, 2 * BURNT);
    await oldAdmin.query('select sync.upkeep()');
    if (forgets) await forget(oldAdmin);
    book(b, organization, 'before the copy');
    for (const desk of [b, a]) await synced(desk);

    await load();
    book(a, organization, 'confirmed after the copy');
    await synced(a);
    book(a, organization, 'waits at a');
    book(b, organization, 'waits at b');
    for (const desk of open) await desk.close();
    const before = await numbers(oldAdmin);
    expect((await numbers(admin)).next).toBeLessThan(BURNT);

    const again = [desks.reopen('a', fresh.url), desks.reopen('b', fresh.url)] as const;
    // Both at once: whoever is first puts the feed right, and the other finds it done.
    await Promise.all(again.map((desk) => synced(desk)));
    const all = [
      'before the copy',
      'confirmed after the copy',
      'of long ago',
      'waits at a',
      'waits at b',
    ];
    await expectEqual(all, ...again);
    const third = await desks.enrol(fresh.url, organization, 'c');
    await expectEqual(all, ...again, third);

    // The numbers of the old cluster are given out once more, for other work.
    await burn(admin, before.next + 100);
    book(third, organization, 'with old numbers');
    await synced(third);
    await admin.query('select sync.upkeep()');
    await admin.query(`select sync.compare_checksums('0')`);
    await expectEqual([...all, 'with old numbers'].toSorted(), ...again, third);
    const incidents = await admin.query('select kind from sync.incidents');
    expect(incidents.rows).toEqual([{ kind: 'feed_restarted' }]);
    const ops = await admin.query(
      `select count(*)::integer as ops, count(distinct op_id)::integer as ids,
         count(*) filter (where outcome = 'rejected')::integer as rejected from sync.op_log`,
    );
    expect(ops.rows).toEqual([{ ops: 6, ids: 6, rejected: 0 }]);
  },
  120_000,
);
