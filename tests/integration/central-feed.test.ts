import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { addResource, bookingCells, insert, push, update } from '#tests/helpers/central-changes.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;

beforeEach(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
});
afterEach(() => central.drop());

const INSERT = `insert into data.resources (id, organization_id, name, kind, timezone)
  values ($1::uuid, $2, $1::uuid::text, 'space', 'UTC')`;

async function cursorNow(): Promise<string> {
  return (await device.link.pull(null, false)).cursor;
}

describe('one pull', () => {
  test('brings each changed row once, in reference order, as it is now', async () => {
    const start = await cursorNow();
    const room = await addResource(device, 'Sala 1');
    const id = randomUUID();
    await push(device, device.op([insert('bookings', id, bookingCells(room, 10, 11))]));
    await push(device, device.op([update('bookings', id, { title: ['Bia', 'Ana'] })]));
    const reply = await device.link.pull(start, false);
    expect(reply.images.map(({ table, row_id }) => [table, row_id])).toEqual([
      ['resources', room],
      ['bookings', id],
    ]);
    expect(reply.images[1]?.row).toMatchObject({ title: 'Ana', organization_id: mine.id });
    expect(must(reply.images[0]?.row, 'a row')['is_active']).toBe(1);
    expect((await device.link.pull(reply.cursor, false)).images).toEqual([]);
  });

  test('a deleted row comes as null, and so does one that came and went', async () => {
    const room = await addResource(device, 'Sala 1');
    const start = await cursorNow();
    const brief = await addResource(device, 'Sala 2');
    for (const row_id of [room, brief]) {
      await push(device, device.op([{ table: 'resources', row_id, kind: 'delete', values: {} }]));
    }
    const { images } = await device.link.pull(start, false);
    expect(new Map(images.map(({ row_id, row }) => [row_id, row]))).toEqual(
      new Map([
        [room, null],
        [brief, null],
      ]),
    );
  });

  test('a row that moves to another organization is gone for the first and news for the second', async () => {
    const other = await central.organization();
    const second = await central.enrol(other);
    const room = await addResource(device, 'Sala 1');
    const [from, to] = [await cursorNow(), (await second.link.pull(null, false)).cursor];
    await central.admin.query('update data.resources set organization_id = $1 where id = $2', [
      other.id,
      room,
    ]);
    expect((await device.link.pull(from, false)).images).toEqual([
      { table: 'resources', row_id: room, row: null },
    ]);
    const arrived = (await second.link.pull(to, false)).images;
    expect(arrived).toMatchObject([{ row_id: room, row: { organization_id: other.id } }]);
  });

  test('TRUNCATE, which would escape the feed, is refused to everybody', async () => {
    await expect(central.admin.query('truncate data.conflict_actions')).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('a change of nothing leaves no trace', async () => {
    const room = await addResource(device, 'Sala 1');
    const start = await cursorNow();
    const op = device.op([update('resources', room, { name: ['Sala 1', 'Sala 1'] })]);
    expect((await push(device, op)).outcome).toBe('applied');
    expect((await device.link.pull(start, false)).images).toEqual([]);
  });

  test('looks up what is new, however long the feed is, and reads no table from end to end', async () => {
    const room = await addResource(device, 'Sala 1');
    await central.admin.query(
      `insert into sync.change_feed (xid, organization_id, row_id, table_number, kind)
       select (3 + n / 1000)::text::xid8, $1, gen_random_uuid(), 1, 'u' from generate_series(1, 30000) n`,
      [mine.id],
    );
    await central.admin.query('analyze sync.change_feed');
    const read = async () => {
      const { rows } = await central.admin.query<{ whole: string; looked: string }>(
        `select sum(seq_tup_read)::text as whole, sum(idx_scan)::text as looked from pg_stat_user_tables
         where relname like 'change_feed%' or relname in ('resources', 'bookings')`,
      );
      return must(rows[0], 'sums');
    };
    const start = await cursorNow();
    await push(device, device.op([update('resources', room, { name: ['Sala 1', 'Sala 2'] })]));
    const other = await central.enrol(mine);
    await central.admin.query('select pg_stat_force_next_flush()');
    const before = await read();
    for (let pull = 0; pull < 3; pull++) {
      expect((await other.link.pull(start, false)).images).toHaveLength(1);
    }
    // Counts arrive when the session ends.
    await other.link.close();
    let after = before;
    while (after.looked === before.looked) after = await read();
    expect(after.whole).toBe(before.whole);
  });

  test('outside one snapshot it is refused', async () => {
    const call = device.transactions.transaction('write', (session) =>
      session.rows('select * from api.pull($1, $2)', [device.enrolment.token, null]),
    );
    await expect(call).rejects.toMatchObject({ failure: 'broken', code: 'HF003' });
  });

  test('a long transaction holds nobody else’s changes back, and arrives when it commits', async () => {
    const start = await cursorNow();
    const slow = await openAdmin(central.adminUrl);
    await slow.query('begin');
    const late = randomUUID();
    await slow.query(INSERT, [late, mine.id]);
    const early = await addResource(device, 'Sala 1');
    const first = await device.link.pull(start, false);
    expect(first.images.map(({ row_id }) => row_id)).toEqual([early]);
    await slow.query('commit');
    await slow.end();
    const second = await device.link.pull(first.cursor, false);
    expect(second.images.map(({ row_id }) => row_id)).toEqual([late]);
  });
});

describe('no row is lost whatever the order of commits', () => {
  // What each cursor would be, and which keys it would deliver: the text is the function's body.
  const designs: [string, string | undefined, string | undefined, 'complete' | 'loses'][] = [
    ['a whole snapshot', undefined, undefined, 'complete'],
    [
      'seq > cursor',
      `select coalesce(max(seq), 0)::text from sync.change_feed`,
      `f.seq > p_cursor::bigint`,
      'loses',
    ],
    [
      'seq > cursor and xid < xmin',
      `select coalesce(max(seq), 0)::text from sync.change_feed
       where xid < pg_snapshot_xmin(pg_current_snapshot())`,
      `f.seq > p_cursor::bigint and f.xid < pg_snapshot_xmin(pg_current_snapshot())`,
      'loses',
    ],
    [
      'updated_at > cursor',
      `select coalesce(max(updated_at), '-infinity')::text from data.resources`,
      `f.row_id in (select id from data.resources where updated_at > p_cursor::timestamptz)`,
      'loses',
    ],
  ];

  test.each(designs)('%s', async (_name, cursor, condition, expected) => {
    if (cursor !== undefined && condition !== undefined) await plant(cursor, condition);
    const lost = await racing(6, 40);
    if (expected === 'complete') expect(lost).toBe(0);
    else expect(lost).toBeGreaterThan(0);
  });

  async function plant(cursor: string, condition: string): Promise<void> {
    await central.admin.query(`
      create or replace function sync.feed_cursor() returns text language sql stable as $$ ${cursor} $$;
      create or replace function sync.cursor_standing(p_organization uuid, p_cursor text)
      returns text language sql as $$ select 'good' $$;
      create or replace function sync.feed_keys(p_organization uuid, p_cursor text)
      returns table (table_number smallint, row_ids uuid[]) language sql stable as $$
        select f.table_number, array_agg(distinct f.row_id) from sync.change_feed f
        where f.organization_id = p_organization and ${condition}
        group by f.table_number $$;`);
  }

  /** Writers that commit in an order of their own against one reader; answers how many rows it missed. */
  async function racing(writers: number, each: number): Promise<number> {
    const written = new Set<string>();
    const seen = new Set<string>();
    let cursor = await cursorNow();
    const take = async (): Promise<void> => {
      const reply = await device.link.pull(cursor, false);
      for (const { row_id } of reply.images) seen.add(row_id);
      cursor = reply.cursor;
    };
    // The one order that every wrong design misses: a takes its xid, b its xid and its seq, then a its
    // seq and commits before b.
    const [a, b] = [await openAdmin(central.adminUrl), await openAdmin(central.adminUrl)];
    const [rowA, rowB] = [randomUUID(), randomUUID()];
    await a.query('begin');
    await b.query('begin');
    await a.query('select pg_current_xact_id()');
    await b.query(INSERT, [rowB, mine.id]);
    await a.query(INSERT, [rowA, mine.id]);
    await a.query('commit');
    await take();
    await b.query('commit');
    await take();
    await Promise.all([a.end(), b.end()]);
    written.add(rowA).add(rowB);

    const clients = await Promise.all(
      Array.from({ length: writers }, () => openAdmin(central.adminUrl)),
    );
    const writing = { done: false };
    const reading = (async () => {
      while (!writing.done) await take();
    })();
    await Promise.all(clients.map((client, index) => write(client, index, each, written)));
    writing.done = true;
    await reading;
    await take();
    await Promise.all(clients.map((client) => client.end()));
    return [...written].filter((id) => !seen.has(id)).length;
  }

  async function write(
    client: pg.Client,
    index: number,
    each: number,
    written: Set<string>,
  ): Promise<void> {
    for (let n = 0; n < each; n++) {
      const ids = Array.from({ length: 1 + ((n + index) % 3) }, () => randomUUID());
      await client.query('begin');
      for (const id of ids) {
        await client.query(INSERT, [id, mine.id]);
        written.add(id);
      }
      // Some transactions stay open for a while, so that others overtake them.
      if (n % 5 === index % 5) await client.query('select pg_sleep(0.02)');
      await client.query('commit');
    }
  }
});

describe('hints', () => {
  test('reach the other devices of the organization and not the one that sent them', async () => {
    const listener = await central.enrol(mine);
    const stranger = await central.enrol(await central.organization());
    const heard: string[] = [];
    const arrived = new Promise<void>((done) => {
      void listener.link.listen(() => {
        heard.push('other');
        done();
      });
    });
    expect(await device.link.listen(() => heard.push('self'))).toBe(true);
    expect(await stranger.link.listen(() => heard.push('stranger'))).toBe(true);
    // Until the first listen above is in force, too.
    await listener.link.pull(null, false);
    await device.link.wake();
    await arrived;
    await device.link.pull(null, false);
    await stranger.link.pull(null, false);
    expect(heard).toEqual(['other']);
  });
});
