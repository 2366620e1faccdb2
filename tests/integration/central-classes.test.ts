import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Change } from '#sync/core/op.ts';
import { imageOf, insert, push, update } from '#tests/helpers/central-changes.ts';
import { classDefinitions, goods, tariffs, vault, visits } from '#tests/helpers/class-tables.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let mine: TestOrganization;
let a: TestDevice;
let b: TestDevice;

beforeAll(async () => {
  central = await createCentral(classDefinitions);
  mine = await central.organization();
  a = await central.enrol(mine, 'Desk A');
  b = await central.enrol(mine, 'Desk B');
});
afterAll(() => central.drop());

const WHOLE: Record<string, Cell> = {
  name: 'Chair',
  price: -9_007_199_254_740_991,
  weight: '-999.99',
  pieces: '9999',
  bought_on: '0001-01-01',
  opens: '23:59',
  meets: '2028-02-29T00:00',
  seen_at: '0999-12-31T23:59:59.999Z',
  is_main: 0,
  state: 'old',
  tags: '["x"]',
};

async function added(table: string, cells: Record<string, Cell>): Promise<string> {
  const id = randomUUID();
  const verdict = await push(a, a.op([insert(table, id, cells)]));
  expect([verdict.outcome, verdict.code, verdict.detail]).toEqual(['applied', null, null]);
  return id;
}

function name(): string {
  return randomUUID().slice(0, 20);
}

describe('every kind of value', () => {
  test('goes in and comes back in its canonical form, on every way', async () => {
    const start = (await b.link.pull(null, false)).cursor;
    const id = randomUUID();
    const verdict = await push(a, a.op([insert('goods', id, WHOLE)]));
    expect(imageOf(verdict, id)).toMatchObject(WHOLE);
    const { images } = await b.link.pull(start, false);
    expect(images).toEqual([{ table: 'goods', row_id: id, row: imageOf(verdict, id) }]);
    const { rows } = await b.link.snapshotChunk(goods, null, 10);
    expect(rows).toEqual([Object.keys(goods.columns).map((column) => images[0]?.row?.[column])]);
    const bucket = Number.parseInt(id.slice(-2), 16);
    expect(await b.link.bucketRows([{ table: goods, bucket }])).toEqual(images);
  });

  test('has its default, and is changed', async () => {
    const id = await added('goods', { name: 'Table' });
    const first = await push(
      a,
      a.op([update('goods', id, { weight: ['0.00', '1.50'], bought_on: [null, '9999-12-31'] })]),
    );
    expect(imageOf(first, id)).toMatchObject({
      price: 0,
      weight: '1.50',
      opens: '08:00',
      bought_on: '9999-12-31',
    });
    const second = await push(
      b,
      b.op([update('goods', id, { price: [0, 250], bought_on: [null, '2026-01-01'] })]),
    );
    expect(imageOf(second, id)).toMatchObject({ price: 250, bought_on: '9999-12-31' });
  });

  const misfits: [string, Cell][] = [
    ['price', 0.5],
    ['price', '1'],
    ['price', 9_007_199_254_740_992],
    ['weight', 1.5],
    ['weight', '1.5'],
    ['weight', '1.505'],
    ['weight', '01.50'],
    ['weight', '-0.00'],
    ['weight', 'NaN'],
    ['weight', 'Infinity'],
    ['weight', '1e2'],
    ['weight', '1000.00'],
    ['pieces', '1.0'],
    ['pieces', '-0'],
    ['pieces', '10000'],
    ['bought_on', '2026-02-29'],
    ['bought_on', '0000-01-01'],
    ['bought_on', '10000-01-01'],
    ['bought_on', 'today'],
    ['bought_on', 'infinity'],
    ['bought_on', '2026-1-1'],
    ['opens', '24:00'],
    ['opens', '8:00'],
    ['opens', '08:00\n'],
    ['meets', '2026-02-29T10:00'],
    ['meets', '2026-02-28T24:00'],
    ['meets', '0000-02-28T10:00'],
    ['meets', '2026-02-28 10:00'],
    ['seen_at', 'now'],
    ['seen_at', '2026-01-01T24:00:00.000Z'],
    ['seen_at', '2026-01-01T00:00:00Z'],
    ['seen_at', '2026-01-01T00:00:00.000+01'],
    ['is_main', 2],
    ['is_main', 'yes'],
    ['state', 'newer'],
    ['state', 1],
    ['name', 1],
    ['name', null],
    ['name', 'x'.repeat(21)],
    ['shelf_id', 'A0000000-0000-0000-0000-000000000000'],
    ['tags', '['],
    ['tags', 1],
  ];
  test.each(misfits)('%s is not %j', async (column, cell) => {
    const verdict = await push(
      a,
      a.op([insert('goods', randomUUID(), { name: name(), [column]: cell })]),
    );
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'bad_value' });
    expect(verdict.detail).toMatch(new RegExp(`goods|${column}`));
  });

  test('JSON that some replica could not read is refused, to the last level', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}"x"${']'.repeat(levels)}`;
    const outcome = async (tags: string) =>
      (await push(a, a.op([insert('goods', randomUUID(), { ...WHOLE, name: name(), tags })]))).code;
    for (const tags of [nested(101), nested(1500), nested(20_000), '[1e400]', '["\\u0000"]', '[']) {
      expect([tags.slice(0, 10), await outcome(tags)]).toEqual([tags.slice(0, 10), 'bad_value']);
    }
    for (const tags of [nested(100), '[1.7e308, -1.7e308]', '{"a": {"b": [null]}}']) {
      expect(await outcome(tags)).toBeNull();
    }
  });

  test('not even an administrator stores what no device could read', async () => {
    for (const [column, value] of [
      ['weight', `'NaN'`],
      ['bought_on', `'infinity'`],
      ['bought_on', `'0001-01-01 BC'`],
      ['meets', `'soon'`],
    ]) {
      const change = `insert into data.goods (id, organization_id, name, ${column}) values (gen_random_uuid(), $1, 'x', ${value})`;
      await expect(central.admin.query(change, [mine.id]), column).rejects.toMatchObject({
        code: '23514',
      });
    }
  });
});

describe('keys', () => {
  test('with a condition hold for the rows that meet it', async () => {
    const shelf_id = await added('shelves', { name: 'A' });
    await added('goods', { name: name(), shelf_id, is_main: 1 });
    await added('goods', { name: name(), shelf_id });
    const second = await push(
      a,
      a.op([insert('goods', randomUUID(), { name: name(), shelf_id, is_main: 1 })]),
    );
    expect(second).toMatchObject({
      code: 'duplicate_value',
      detail: 'goods.goods_scope_key_while_is_main_1_key',
    });
  });

  test('of computed columns follow the columns they are computed from', async () => {
    const [one, two] = [
      await added('shelves', { name: 'B' }),
      await added('shelves', { name: 'C' }),
    ];
    const id = await added('goods', { name: 'Lamp', shelf_id: one });
    await added('goods', { name: 'Lamp', shelf_id: two });
    const verdict = await push(a, a.op([update('goods', id, { shelf_id: [one, two] })]));
    expect(verdict).toMatchObject({ code: 'duplicate_value' });
    const given = await push(
      a,
      a.op([insert('goods', randomUUID(), { name: 'Lamp', scope_key: 'none' })]),
    );
    expect(given).toMatchObject({ code: 'unknown_column', detail: 'goods.scope_key' });
  });
});

describe('rows that only go to central', () => {
  const cells = (good_id: string): Record<string, Cell> => ({
    good_id,
    place: 'Lisboa',
    length: 1,
  });

  test('arrive once, and their sender alone learns what became of them', async () => {
    const good = await added('goods', { name: name() });
    const start = (await b.link.pull(null, false)).cursor;
    const id = randomUUID();
    const op = a.op([insert('visits', id, cells(good))]);
    const verdict = await push(a, op);
    expect(imageOf(verdict, id)).toMatchObject({
      ...cells(good),
      created_by: mine.users.admin,
      row_version: expect.any(Number),
    });
    expect(await push(a, op)).toEqual(verdict);
    const pulled = await b.link.pull(start, true);
    expect(pulled.images).toEqual([]);
    expect(must(pulled.checksums, 'asked for').map(({ table }) => table)).not.toContain('visits');
    const bucket = Number.parseInt(id.slice(-2), 16);
    expect(await b.link.bucketRows([{ table: visits, bucket }])).toEqual([]);
    await expect(b.link.snapshotChunk(visits, null, 10)).rejects.toMatchObject({ code: '42883' });
  });

  test('are neither changed nor deleted, nor shown to one who tries', async () => {
    const good = await added('goods', { name: name() });
    const id = await added('visits', cells(good));
    const tries: Change[] = [
      update('visits', id, { place: ['Lisboa', 'Porto'] }),
      { table: 'visits', row_id: id, kind: 'delete', values: {} },
      { table: 'visits', row_id: id, kind: 'insert', values: { good_id: [null, good] } },
    ];
    const codes = ['not_allowed', 'not_allowed', 'bad_value'];
    for (const [at, change] of tries.entries()) {
      const verdict = await push(b, b.op([change]));
      expect([change.kind, verdict.code]).toEqual([change.kind, codes[at]]);
      expect(verdict.images).toEqual([{ table: 'visits', row_id: id, row: null }]);
    }
    const other = await push(
      b,
      b.op([insert('visits', id, { ...cells(good), place: 'elsewhere' })]),
    );
    expect(other).toMatchObject({ code: 'duplicate_row', images: [{ row: null }] });
  });

  test('leave nothing in the feed, even when central deletes them', async () => {
    const id = await added('visits', cells(await added('goods', { name: name() })));
    await central.admin.query('delete from data.visits where id = $1', [id]);
    const { rows } = await central.admin.query(
      `select row_id from sync.change_feed where row_id = $1
       union all select row_id from sync.tombstones where row_id = $1`,
      [id],
    );
    expect(rows).toEqual([]);
    await expect(central.admin.query('truncate data.visits')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

test('rows of central alone reach no device and come from none', async () => {
  const start = (await b.link.pull(null, false)).cursor;
  const id = randomUUID();
  await central.admin.query(
    `insert into data.vault (id, organization_id, secret) values ($1, $2, 'x')`,
    [id, mine.id],
  );
  expect((await b.link.pull(start, false)).images).toEqual([]);
  await expect(b.link.snapshotChunk(vault, null, 10)).rejects.toMatchObject({ code: '42883' });
  const bucket = Number.parseInt(id.slice(-2), 16);
  expect(await b.link.bucketRows([{ table: vault, bucket }])).toEqual([]);
  const verdict = await push(b, b.op([update('vault', id, { secret: ['x', 'y'] })]));
  expect(verdict).toMatchObject({ code: 'not_allowed', images: [{ row: null }] });
});

test('rows that come down only are read, whoever wrote them', async () => {
  const start = (await b.link.pull(null, false)).cursor;
  const id = randomUUID();
  await central.admin.query(
    `insert into data.tariffs (id, organization_id, name) values ($1, $2, 'x')`,
    [id, mine.id],
  );
  expect((await b.link.pull(start, false)).images).toMatchObject([{ row: { name: 'x' } }]);
  expect((await b.link.snapshotChunk(tariffs, null, 10)).rows).toHaveLength(1);
  const verdict = await push(b, b.op([update('tariffs', id, { name: ['x', 'y'] })]));
  expect(verdict).toMatchObject({ code: 'not_allowed' });
});

test('rows of a device alone have no table at central', async () => {
  const verdict = await push(b, b.op([insert('drafts', randomUUID(), { text: 'x' })]));
  expect(verdict).toMatchObject({ code: 'unknown_table' });
});

test('a pull comes in the order of references, whatever numbers tables have', async () => {
  const start = (await b.link.pull(null, false)).cursor;
  const shelf_id = randomUUID();
  await push(
    a,
    a.op([
      insert('shelves', shelf_id, { name: 'Z' }),
      insert('goods', randomUUID(), { name: name(), shelf_id }),
    ]),
  );
  const { images } = await b.link.pull(start, false);
  expect(images.map(({ table }) => table)).toEqual(['shelves', 'goods']);
});

test('what the feed holds of a table that left it is passed over', async () => {
  const start = (await b.link.pull(null, false)).cursor;
  await central.admin.query(
    `insert into sync.change_feed (organization_id, table_number, row_id, kind)
     values ($1, 999, gen_random_uuid(), 'u')`,
    [mine.id],
  );
  expect((await b.link.pull(start, false)).images).toEqual([]);
});
