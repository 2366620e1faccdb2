import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAdmin } from '#db/postgres/open.node.ts';
import { addResource } from '#tests/helpers/central-changes.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, createRealDesks, synced, titles } from '#tests/helpers/real-desks.ts';
import type { RealDesks } from '#tests/helpers/real-desks.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;
let desks: RealDesks;

beforeEach(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
  desks = createRealDesks();
  await addOldDay();
});
afterEach(async () => {
  await desks.close();
  await central.drop();
});

const OLD_DAY = `(now() - interval '40 days')::date`;

async function addOldDay(): Promise<void> {
  await central.admin.query(`do $$
    declare v_name text := 'sync.change_feed_' || to_char(${OLD_DAY}, 'YYYYMMDD');
    begin
      execute format('create table %s partition of sync.change_feed for values from (%L) to (%L)',
        v_name, ${OLD_DAY}, ${OLD_DAY} + 1);
      execute format('alter table %s owner to hf_owner', v_name);
    end $$`);
}

/** Everything the feed holds now was written forty days ago, and upkeep comes by. */
async function ageAndKeepUp(): Promise<Record<string, unknown>> {
  await central.admin.query(
    `update sync.change_feed set written_at = ${OLD_DAY} + interval '1 hour'`,
  );
  const { rows } = await central.admin.query<{ done: Record<string, unknown> }>(
    'select sync.upkeep() as done',
  );
  return rows[0]?.done ?? {};
}

/** The same until the day is gone: transactions of other tests in this cluster hold its fold back. */
async function ageAway(): Promise<void> {
  await expect.poll(ageAndKeepUp, { timeout: 60_000 }).toMatchObject({ dropped: 1, skipped: {} });
}

async function cursorNow(): Promise<string> {
  return (await device.link.pull(null, false)).cursor;
}

describe('a day that is older than the retention', () => {
  test('leaves the feed; a cursor of before is refused by name, one of now is good', async () => {
    const before = await cursorNow();
    await addResource(device, 'Sala 1');
    await ageAway();
    const { rows } = await central.admin.query(
      'select count(*)::integer as n from sync.change_feed',
    );
    expect(rows).toEqual([{ n: 0 }]);
    await expect(device.link.pull(before, false)).rejects.toMatchObject({
      failure: 'forgotten',
      code: 'HF006',
    });
    expect((await device.link.pull(await cursorNow(), false)).images).toEqual([]);
  });

  test('would be missed without a word if the floor were not looked at', async () => {
    const before = await cursorNow();
    await addResource(device, 'Sala 1');
    await ageAway();
    await central.admin
      .query(`create or replace function sync.cursor_standing(p_organization uuid, p_cursor text)
      returns text language sql as $$ select 'good' $$`);
    expect((await device.link.pull(before, false)).images).toEqual([]);
  });

  test('is noticed by a pull whose snapshot is older than the drop', async () => {
    const before = await cursorNow();
    await addResource(device, 'Sala 1');
    const pulling = device.transactions.transaction('read', async (session) => {
      await session.rows('select 1', []);
      await ageAway();
      return await session.rows('select * from api.pull($1, $2)', [device.enrolment.token, before]);
    });
    await expect(pulling).rejects.toMatchObject({ code: 'HF006' });
  });

  test('waits while a pull reads it', async () => {
    const before = await cursorNow();
    const room = await addResource(device, 'Sala 1');
    const rows = await device.transactions
      .transaction('read', async (session) => {
        await session.rows('select * from api.pull($1, $2)', [device.enrolment.token, before]);
        // Shorter than central lets a transaction idle.
        await expect
          .poll(ageAndKeepUp, { timeout: 20_000 })
          .toMatchObject({ skipped: { dropped: '55P03' } });
        return await session.rows<{ row_id: string }>('select * from api.pull($1, $2)', [
          device.enrolment.token,
          before,
        ]);
      })
      .catch((error: unknown) => error);
    // The floor was raised before the drop was given up: refused is right, missing is not.
    if (Array.isArray(rows)) expect(rows.map(({ row_id }) => row_id)).toContain(room);
    else expect(rows).toMatchObject({ code: 'HF006' });
  });

  test('stays as long as its sums are not folded', async () => {
    await addResource(device, 'Sala 1');
    const slow = await openAdmin(central.adminUrl);
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await addResource(device, 'Sala 2');
    expect(await ageAndKeepUp()).toMatchObject({ dropped: 0, skipped: {} });
    await slow.query(
      `insert into data.resources (id, organization_id, name, kind, timezone)
       values ($1, $2, 'Late', 'space', 'UTC')`,
      [randomUUID(), mine.id],
    );
    await slow.query('commit');
    await slow.end();
    await ageAway();
    const kept = await central.admin.query('select * from sync.checksums($1) order by 1, 2', [
      mine.id,
    ]);
    const counted = await central.admin.query('select * from sync.recount($1) order by 1, 2', [
      mine.id,
    ]);
    expect(kept.rows).toEqual(counted.rows);
  });

  test('a desk that slept through it compares, fetches what differs, and loses nothing of its own', async () => {
    const a = await desks.enrol(central.adminUrl, mine, 'a');
    const b = await desks.enrol(central.adminUrl, mine, 'b');
    for (const title of ['kept', 'renamed', 'removed']) book(a, mine, title);
    await synced(a);
    await synced(b);
    await b.close();
    await central.admin.query(
      `update data.bookings set title = 'new name' where title = 'renamed'`,
    );
    await central.admin.query(`delete from data.bookings where title = 'removed'`);
    book(a, mine, 'added');
    await synced(a);
    await ageAway();

    const awake = desks.reopen('b');
    book(awake, mine, 'made while away');
    await synced(awake);
    expect(titles(awake)).toEqual(['added', 'kept', 'made while away', 'new name']);
    const incidents = awake.reads.all(awake.reads.sql.selectFrom('incidents').select('kind'));
    expect(incidents.map(({ kind }) => kind)).toContain('feed_forgotten');
    expect(awake.replica.recomputeChecksums()).toEqual(awake.replica.checksums());
    await synced(a);
    expect(titles(a)).toEqual(titles(awake));
  });
});

test('what fits no day is written all the same, reaches devices, and goes with its age', async () => {
  const start = await cursorNow();
  await central.admin.query(`do $$
    declare v_name text;
    begin
      for v_name in select c.oid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'sync.change_feed'::regclass and c.relname <> 'change_feed_rest'
      loop
        execute 'drop table ' || v_name;
      end loop;
    end $$`);
  const room = await addResource(device, 'Sala 1');
  expect((await device.link.pull(start, false)).images).toMatchObject([{ row_id: room }]);
  // Today has rows in the rest: its partition cannot be made, those of the days to come can.
  const { rows } = await central.admin.query<{ made: number }>(
    'select sync.make_partitions() as made',
  );
  expect(rows).toEqual([{ made: 7 }]);
  await central.admin.query(
    `update sync.change_feed_rest set written_at = now() - interval '31 days'`,
  );
  const left = async () => {
    await central.admin.query('select sync.upkeep()');
    return (await central.admin.query('select from sync.change_feed')).rowCount;
  };
  await expect.poll(left, { timeout: 60_000 }).toBe(0);
  await expect(device.link.pull(start, false)).rejects.toMatchObject({ failure: 'forgotten' });
});

describe('more rows behind one long transaction than a pull may look through', () => {
  const LIMIT = `create or replace function sync.scan_limit() returns bigint language sql as 'select 5'`;

  test('pulls go to the horizon until it ends; then everything is there, nothing twice', async () => {
    await central.admin.query(LIMIT);
    const slow = await openAdmin(central.adminUrl);
    await slow.query('begin');
    const late = randomUUID();
    await slow.query(
      `insert into data.resources (id, organization_id, name, kind, timezone)
       values ($1, $2, 'Late', 'space', 'UTC')`,
      [late, mine.id],
    );
    const seen: string[] = [];
    let cursor = await cursorNow();
    const take = async (): Promise<number> => {
      const reply = await device.link.pull(cursor, false);
      cursor = reply.cursor;
      seen.push(...reply.images.map(({ row_id }) => row_id));
      return reply.images.length;
    };
    const written: string[] = [];
    for (let n = 0; n < 4; n++) {
      written.push(await addResource(device, `Before ${n}`));
      await take();
    }
    expect(seen).toEqual(written);
    for (let n = 0; n < 8; n++) written.push(await addResource(device, `After ${n}`));
    await take();
    const far = seen.length;
    expect(await take()).toBe(0);
    expect(far).toBeLessThan(written.length);
    // Comparing asks for everything, or it would find differences that are none.
    expect((await device.link.pull(cursor, true)).images).toHaveLength(written.length - far);
    await slow.query('commit');
    await slow.end();
    // The horizon is the whole cluster's: what else runs on it may hold it back a little longer.
    while (seen.length <= written.length) await take();
    expect(seen.toSorted()).toEqual([...written, late].toSorted());
  });
});

test('more rows than one pull may bring are compared and fetched bucket by bucket', async () => {
  const a = await desks.enrol(central.adminUrl, mine, 'busy');
  const b = await desks.enrol(central.adminUrl, mine, 'away');
  await synced(a);
  await synced(b);
  await b.close();
  for (let n = 0; n < 8; n++) book(a, mine, `Booked ${n}`);
  await synced(a);
  await central.admin.query(
    `create or replace function sync.pull_limit() returns bigint language sql as 'select 5'`,
  );
  const awake = desks.reopen('away');
  await synced(awake);
  expect(titles(awake)).toEqual(titles(a));
  const incidents = awake.reads.all(awake.reads.sql.selectFrom('incidents').select('kind'));
  expect(incidents.map(({ kind }) => kind)).toContain('feed_forgotten');
  // What fits comes by the feed again.
  book(a, mine, 'One more');
  await synced(a);
  await synced(awake);
  expect(titles(awake)).toContain('One more');
});
