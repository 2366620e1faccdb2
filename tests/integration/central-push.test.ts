import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import type { Change, Op, Verdict } from '#sync/core/op.ts';
import type { Hello, PushReply } from '#sync/core/protocol.ts';
import {
  addResource,
  bookingCells,
  imageOf,
  insert,
  push,
  update,
} from '#tests/helpers/central-changes.ts';
import { helloOf } from '#tests/helpers/hello.ts';
import { createCentral, deviceUrl, only } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from '#tests/helpers/postgres.ts';

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
afterAll(() => central.drop());

function verdictsOf(reply: PushReply): readonly Verdict[] {
  if (reply.kind !== 'verdicts') throw new Error(reply.kind);
  return reply.verdicts;
}

async function count(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await central.admin.query<{ n: number }>(
    `select count(*)::integer n ${sql}`,
    values,
  );
  return only(rows).n;
}

const booking = (id: string, more = {}): Change =>
  insert('bookings', id, bookingCells(null, 10, 11, { status: 'draft', ...more }));

describe('order and repetition', () => {
  test('the same ops again give the same verdicts and change nothing', async () => {
    const ops = [1, 2, 3].map(() => device.op([booking(randomUUID())]));
    const first = verdictsOf(await device.link.push(ops));
    const feed = await count('from sync.change_feed');
    const second = verdictsOf(await device.link.push(ops));
    expect(second).toEqual(first);
    expect(await count('from sync.change_feed')).toBe(feed);
    expect(await count('from sync.op_log where op_id = any($1)', [ops.map((op) => op.op_id)])).toBe(
      3,
    );
  });

  test('a batch that was partly known continues where it stopped', async () => {
    const ops = [1, 2, 3].map(() => device.op([booking(randomUUID())]));
    await device.link.push(ops.slice(0, 2));
    const outcomes = verdictsOf(await device.link.push(ops)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['applied', 'applied', 'applied']);
  });

  test('a verdict repeated later carries the row as it is then', async () => {
    const id = randomUUID();
    const op = device.op([booking(id, { title: 'old' })]);
    await push(device, op);
    await push(device, device.op([update('bookings', id, { title: ['old', 'new'] })]));
    expect(imageOf(await push(device, op), id)['title']).toBe('new');
  });

  test('a missing number is asked for and nothing of the batch is applied', async () => {
    const fresh = await central.enrol(mine);
    const [first, , third] = [1, 2, 3].map(() => fresh.op([booking(randomUUID())]));
    const reply = await fresh.link.push([first, third].filter((op) => op !== undefined));
    expect(reply).toEqual({ kind: 'gap', expected: 2 });
    expect(await count('from sync.op_log where device_id = $1', [fresh.enrolment.device_id])).toBe(
      0,
    );
  });

  test('a known number under another op id means the file was restored', async () => {
    const fresh = await central.enrol(mine);
    await push(fresh, fresh.op([booking(randomUUID())]));
    await push(fresh, fresh.op([booking(randomUUID())]));
    const reply = await fresh.link.push([fresh.op([booking(randomUUID())], { op_no: 2 })]);
    expect(reply).toEqual({ kind: 'restored', central_op_no: 2 });
  });

  test('ops sent again in a new life are recognised by their id', async () => {
    const fresh = await central.enrol(mine);
    const id = randomUUID();
    const op = fresh.op([booking(id)]);
    await push(fresh, op);
    const incarnation = randomUUID();
    await fresh.link.reincarnate(incarnation);
    await fresh.link.reincarnate(incarnation);
    const again: Op = { ...op, incarnation, op_no: 1 };
    const next = fresh.op([booking(randomUUID())], { incarnation, op_no: 2 });
    const verdicts = verdictsOf(await fresh.link.push([again, next]));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(await count('from data.bookings where id = $1', [id])).toBe(1);
    await expect(fresh.link.push([op])).rejects.toMatchObject({ failure: 'broken', code: 'HF004' });
  });

  test('two connections with the same ops apply them once', async () => {
    const twin = await central.enrol(mine);
    const ops = [1, 2, 3, 4].map(() => twin.op([booking(randomUUID())]));
    const client = await openAdmin(deviceUrl(central, twin));
    const direct = client.query<{ reply: PushReply }>('select api.push($1, $2) as reply', [
      twin.enrolment.token,
      JSON.stringify(ops),
    ]);
    const [viaLink, other] = await Promise.all([twin.link.push(ops), direct]);
    await client.end();
    expect(verdictsOf(viaLink)).toEqual(verdictsOf(only(other.rows).reply));
    expect(await count('from sync.op_log where op_id = any($1)', [ops.map((op) => op.op_id)])).toBe(
      4,
    );
  });
});

describe('handshake', () => {
  const hello = (more: Partial<Hello> = {}) => helloOf(device, { last_op_no: 1000, ...more });

  test('a file older than what central knows of it was restored', async () => {
    const fresh = await central.enrol(mine);
    await push(fresh, fresh.op([booking(randomUUID())]));
    const reply = await fresh.link.hello(hello({ incarnation: fresh.incarnation, last_op_no: 0 }));
    expect(reply).toEqual({ kind: 'restored', central_op_no: 1, continuity: 'unbroken' });
  });

  test('another life under the same device is refused until it is opened', async () => {
    expect(await device.link.hello(hello({ incarnation: randomUUID() }))).toEqual({
      kind: 'incarnation_refused',
      continuity: 'unbroken',
    });
  });

  test('versions out of range are told apart', async () => {
    expect(await device.link.hello(hello({ protocol_version: 2 }))).toEqual({
      kind: 'incompatible',
      needs: 'central_update',
    });
    expect(await device.link.hello(hello({ protocol_version: 0 }))).toEqual({
      kind: 'incompatible',
      needs: 'device_update',
    });
    expect(await device.link.hello(hello({ schema_version: 99 }))).toMatchObject({
      needs: 'central_update',
    });
  });

  test.each([
    ['a cursor that central has not reached yet', { cursor: '99999999:99999999:' }, 'broken'],
    ['more confirmed than central knows of', { acked_op_no: 999 }, 'broken'],
    [
      'a confirmed op that is not in the log',
      { confirmed: { op_id: randomUUID(), at: new Date().toISOString() } },
      'broken',
    ],
    [
      'one so old that it may have left the log',
      { confirmed: { op_id: randomUUID(), at: '2020-01-01T00:00:00.000Z' } },
      'unbroken',
    ],
    ['a row of the feed that is not there', { witness: '99999999:1:x' }, 'broken'],
    ['a row older than the feed', { witness: '3:1:x' }, 'unknown'],
    ['nothing of the kind', {}, 'unbroken'],
  ])('%s', async (_what, more, continuity) => {
    expect(await device.link.hello(hello(more))).toMatchObject({ kind: 'welcome', continuity });
  });

  test('what a pull saw of the feed is found there again, and not after it was put back', async () => {
    const own = await central.enrol(mine);
    await push(own, own.op([booking(randomUUID())]));
    const { cursor, witness } = await own.link.pull(null, false);
    const of = { incarnation: own.incarnation, cursor, witness: witness ?? null, renews: true };
    expect(await own.link.hello(hello(of))).toMatchObject({
      continuity: 'unbroken',
      current: true,
    });
    // The same number for other work: what a central does that was put back and went on.
    await central.admin.query(
      `update sync.change_feed set op_id = gen_random_uuid()
       where seq = (select max(seq) from sync.change_feed where organization_id = $1)`,
      [mine.id],
    );
    expect(await own.link.hello(hello(of))).toMatchObject({ continuity: 'broken' });
  });
});

describe('what is refused', () => {
  const bad: [string, () => Change, Partial<Verdict>][] = [
    [
      'unknown table',
      () => ({ ...booking(randomUUID()), table: 'pg_class' }),
      { code: 'unknown_table', detail: null },
    ],
    [
      'unknown column',
      () => booking(randomUUID(), { price: 1 }),
      { code: 'unknown_column', detail: 'bookings.price' },
    ],
    [
      'stamped column',
      () => booking(randomUUID(), { row_version: 1 }),
      { code: 'unknown_column', detail: 'bookings.row_version' },
    ],
    [
      'instant that is none',
      () => booking(randomUUID(), { start_time: 'noon' }),
      { code: 'bad_value', detail: 'bookings.start_time' },
    ],
    [
      'text that is too long',
      () => booking(randomUUID(), { title: 'x'.repeat(201) }),
      { code: 'bad_value', detail: 'bookings.bookings_form_title' },
    ],
    [
      'choice that is none',
      () => booking(randomUUID(), { status: 'maybe' }),
      { code: 'bad_value', detail: 'bookings.bookings_form_status' },
    ],
    ['fraction', () => booking(randomUUID(), { party_size: 1.5 }), { code: 'bad_value' }],
    [
      'missing title',
      () => booking(randomUUID(), { title: null }),
      { code: 'bad_value', detail: 'bookings.title' },
    ],
    [
      'end before start',
      () => booking(randomUUID(), { end_time: '2040-03-01T09:00:00.000Z' }),
      { code: 'rule_broken', detail: 'bookings.bookings_rule_1' },
    ],
    [
      'end before start, occupying',
      () => insert('bookings', randomUUID(), bookingCells(room, 12, 11)),
      { code: 'rule_broken' },
    ],
    [
      'reference to nothing',
      () => booking(randomUUID(), { resource_id: randomUUID() }),
      { code: 'missing_reference', detail: 'bookings.bookings_resource_id_fkey' },
    ],
    [
      'name that is taken',
      () =>
        insert('resources', randomUUID(), {
          name: 'Sala 1',
          place: 'Casa',
          kind: 'space',
          timezone: 'UTC',
        }),
      {
        code: 'duplicate_value',
        detail: 'resources.resources_place_name_key',
        conflicts: [expect.any(String)],
      },
    ],
    [
      'deletion of what is in use',
      () => ({ table: 'resources', row_id: room, kind: 'delete', values: {} }),
      { code: 'rule_broken', conflicts: [expect.any(String)] },
    ],
    [
      'row of nowhere',
      () => update('bookings', randomUUID(), { title: ['a', 'b'] }),
      { code: 'row_missing', detail: 'bookings' },
    ],
  ];

  test.each(bad)('%s', async (_name, change, expected) => {
    await addResource(device, `in use ${randomUUID()}`);
    await central.admin.query(
      `insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, status)
       select gen_random_uuid(), $1, $2, '2039-01-01Z', '2039-01-02Z', 'UTC', 'uses the room', 'cancelled'
       where not exists (select from data.bookings where resource_id = $2)`,
      [mine.id, room],
    );
    const verdict = await push(device, device.op([change()]));
    expect(verdict).toMatchObject({ outcome: 'rejected', conflicts: [], ...expected });
  });

  test('nothing of a rejected op stays, and the ops around it go on', async () => {
    const [kept, half, after] = [randomUUID(), randomUUID(), randomUUID()];
    const verdicts = verdictsOf(
      await device.link.push([
        device.op([booking(kept)]),
        device.op([booking(half), booking(randomUUID(), { party_size: -1 })]),
        device.op([booking(after)]),
      ]),
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'rejected', 'applied']);
    expect(await count('from data.bookings where id = any($1)', [[kept, half, after]])).toBe(2);
    expect(await count('from sync.change_feed where row_id = $1', [half])).toBe(0);
    expect(
      await count(
        `from sync.op_log where outcome = 'rejected' and op->'changes'->0->>'row_id' = $1`,
        [half],
      ),
    ).toBe(1);
  });

  test('a rejection is remembered like any verdict', async () => {
    const op = device.op([booking(randomUUID(), { party_size: -1 })]);
    expect(await push(device, op)).toEqual(await push(device, op));
  });

  test('an op of a newer schema', async () => {
    const verdict = await push(
      device,
      device.op([booking(randomUUID())], { schema_version: SCHEMA_VERSION + 1 }),
    );
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'schema_too_new' });
  });

  test('text that Postgres cannot hold does not stop the queue', async () => {
    const id = randomUUID();
    const title = `a\0b\\u0000c\ud800d\u{1F600}`;
    const verdict = await push(device, device.op([booking(id, { title })]));
    expect(imageOf(verdict, id)['title']).toBe('a\ufffdb\\u0000c\ufffdd\u{1F600}');
  });
});

describe('rights, as they are when the op arrives', () => {
  const resource = (): Change =>
    insert('resources', randomUUID(), { name: randomUUID(), kind: 'space', timezone: 'UTC' });

  test.each([
    ['agent', 'rejected'],
    ['supervisor', 'applied'],
    ['admin', 'applied'],
  ] as const)('%s makes a resource: %s', async (role, outcome) => {
    const verdict = await push(device, device.op([resource()], { actor_id: mine.users[role] }));
    expect(verdict.outcome).toBe(outcome);
    if (outcome === 'rejected') expect(verdict.code).toBe('not_allowed');
  });

  test('nobody, somebody of another organization, and a former user', async () => {
    const other = await central.organization();
    const former = randomUUID();
    await central.admin.query(
      `insert into data.users (id, organization_id, email, display_name, role, is_active)
       values ($1, $2, 'former', 'former', 'admin', false)`,
      [former, mine.id],
    );
    for (const actor_id of [randomUUID(), other.users.admin, former]) {
      const verdict = await push(device, device.op([booking(randomUUID())], { actor_id }));
      expect(verdict).toMatchObject({
        outcome: 'rejected',
        code: 'not_allowed',
        detail: 'acting person',
      });
    }
  });
});

describe('trouble that passes is the caller’s to repeat', () => {
  test('a lock that is held: busy, nothing stored, and the same op works afterwards', async () => {
    const id = randomUUID();
    await push(device, device.op([booking(id)]));
    const holder = await openAdmin(central.adminUrl);
    await holder.query('begin');
    await holder.query('select from data.bookings where id = $1 for update', [id]);
    const impatient = await openAdmin(deviceUrl(central, device));
    await impatient.query(`set lock_timeout = '50ms'`);
    const op = device.op([update('bookings', id, { title: ['Bia', 'Ana'] })]);
    await expect(
      impatient.query('select api.push($1, $2)', [device.enrolment.token, JSON.stringify([op])]),
    ).rejects.toMatchObject({ code: '55P03' });
    await holder.query('rollback');
    await Promise.all([holder.end(), impatient.end()]);
    expect(await count('from sync.op_log where op_id = $1', [op.op_id])).toBe(0);
    expect((await push(device, op)).outcome).toBe('applied');
  });

  test('a connection that is cut in the middle: unreachable, then it connects again', async () => {
    const op = device.op([booking(randomUUID())]);
    const cut = device.transactions.transaction('write', async (session) => {
      await session.rows('select api.push($1, $2)', [device.enrolment.token, JSON.stringify([op])]);
      await central.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = $1 and state = 'idle in transaction'`,
        [device.enrolment.login_role],
      );
    });
    await expect(cut).rejects.toMatchObject({ name: 'LinkError', failure: 'unreachable' });
    expect(await count('from sync.op_log where op_id = $1', [op.op_id])).toBe(0);
    expect((await push(device, op)).outcome).toBe('applied');
  });
});
