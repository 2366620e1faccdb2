import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Op, Verdict } from '#sync/core/op.ts';
import { addResource, bookingCells, insert, push, update } from '#tests/helpers/central-changes.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

// What a desk parks arrives without its changes and is refused: nothing that they name is in the way.

let central: TestCentral;
let mine: TestOrganization;
let device: TestDevice;
let room: string;
beforeAll(async () => {
  central = await createCentral();
  mine = await central.organization();
  device = await central.enrol(mine);
  room = await addResource(device, 'Sala 1');
});
afterEach(() => central.admin.query('drop trigger if exists planted on data.bookings'));
afterAll(() => central.drop());

const parked = (op: Op, by = '55P03'): Op => ({ ...op, parked: by });

const booking = (id: string, title = id) =>
  insert('bookings', id, bookingCells(room, 10, 11, { title }));

async function verdictsOf(ops: readonly Op[]): Promise<readonly Verdict[]> {
  const reply = await device.link.push(ops);
  if (reply.kind !== 'verdicts') throw new Error(reply.kind);
  return reply.verdicts;
}

/** A bug that central meets with every booking called `Poison`. */
const plant = (state: string) =>
  central.admin.query(`
    create or replace function sync.planted() returns trigger language plpgsql as $$
    begin
      raise exception 'planted' using errcode = '${state}';
    end $$;
    create trigger planted before insert on data.bookings
      for each row when (new.title = 'Poison') execute function sync.planted()
  `);

/** Which of these bookings central has. */
async function kept(...ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await central.admin.query<{ id: string }>(
    'select id from data.bookings where id = any($1)',
    [ids],
  );
  return ids.filter((wanted) => rows.some(({ id }) => id === wanted));
}

test.each(['XX000', 'P0001', '42883', '55P03'])(
  'an op that central cannot judge for %s: with it nothing goes on, parked it is refused',
  async (state) => {
    await plant(state);
    const [poison, behind] = [randomUUID(), randomUUID()];
    const op = device.op([booking(poison, 'Poison')]);
    const next = device.op([insert('bookings', behind, bookingCells(room, 12, 13))]);
    await expect(device.link.push([op, next])).rejects.toMatchObject({ code: state });
    await expect(device.link.push([op])).rejects.toMatchObject({ code: state });
    const [verdict] = await verdictsOf([parked(op)]);
    expect(verdict).toStrictEqual({
      op_id: op.op_id,
      outcome: 'rejected',
      code: 'parked',
      detail: '55P03',
      merged: [],
      conflicts: [],
      images: [],
    });
    expect(await push(device, next)).toMatchObject({ outcome: 'applied' });
    expect(await kept(poison, behind)).toStrictEqual([behind]);
    // The verdict stands: sent as any other, and long after the bug was mended.
    await central.admin.query('drop trigger planted on data.bookings');
    expect(await verdictsOf([op])).toStrictEqual([verdict]);
    expect(await kept(poison)).toStrictEqual([]);
    await central.admin.query('delete from data.bookings where id = $1', [behind]);
  },
);

test('neither its slot nor its table is waited for, whoever holds them', async () => {
  const id = randomUUID();
  await push(device, device.op([insert('bookings', id, bookingCells(room, 14, 15))]));
  const another = await central.enrol(mine);
  const late = another.op([booking(randomUUID())]);
  const holder = await openAdmin(central.adminUrl);
  try {
    await holder.query('begin');
    await holder.query('lock table data.bookings in access exclusive mode');
    await holder.query(`select sync.lock_slots($1, array[$2::jsonb])`, [
      mine.id,
      JSON.stringify(late),
    ]);
    for (const op of [
      device.op([update('bookings', id, { party_size: [1, 2] })]),
      device.op([booking(randomUUID())]),
    ]) {
      expect(await verdictsOf([parked(op)])).toMatchObject([
        { outcome: 'rejected', code: 'parked' },
      ]);
    }
  } finally {
    await holder.end();
  }
});

test('among others it alone is refused, even where they travel in sets', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  const ops = ids.map((id, at) =>
    device.op([insert('bookings', id, bookingCells(room, 16 + at, 17 + at))], {
      schema_version: SCHEMA_VERSION,
    }),
  );
  const verdicts = await verdictsOf(ops.map((op, at) => (at === 1 ? parked(op) : op)));
  expect(verdicts.map(({ outcome }) => outcome)).toStrictEqual(['applied', 'rejected', 'applied']);
  // Only what goes in sets is told by its stamps.
  expect(verdicts.map(({ stamps }) => stamps !== undefined)).toStrictEqual([true, false, true]);
  expect(await kept(...ids)).toStrictEqual([ids[0], ids[2]]);
});

test('what says `parked` in another way is not parked', async () => {
  for (const odd of [false, null, true, 'true', '5', 'WITH', 1, {}]) {
    const { rows } = await central.admin.query('select sync.is_parked($1) as it', [
      JSON.stringify({ parked: odd }),
    ]);
    expect(rows).toStrictEqual([{ it: false }]);
  }
});

test('what was built on a parked op says so', async () => {
  const op = device.op([booking(randomUUID())]);
  expect(await verdictsOf([parked(op, 'with')])).toMatchObject([
    { outcome: 'rejected', code: 'parked_with', detail: null, images: [] },
  ]);
});

test('a central that knows nothing of parking refuses it as well: it has no changes', async () => {
  await central.admin.query(`
    create or replace function sync.is_parked(p_op jsonb) returns boolean
    language sql immutable as 'select false'
  `);
  const id = randomUUID();
  const op = device.op([insert('bookings', id, bookingCells(room, 20, 21))]);
  expect(await verdictsOf([parked(op)])).toMatchObject([
    { outcome: 'rejected', code: 'bad_value', detail: 'changes' },
  ]);
  expect(await kept(id)).toStrictEqual([]);
});
