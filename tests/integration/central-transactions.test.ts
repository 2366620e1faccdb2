import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestDevice } from '#tests/helpers/postgres.ts';

/** The first statement of a transaction travels with what begins it. */

let central: TestCentral;
let device: TestDevice;

beforeAll(async () => {
  central = await createCentral();
  device = await central.enrol(await central.organization());
});
afterAll(() => central.drop());

const SETTINGS = `select current_setting('transaction_isolation') as isolation,
  current_setting('transaction_read_only') as read_only, $1::text as given`;

/** A transaction has one of its own. */
const WHEN = 'select now()::text as at, $1::text as given';

test.each([
  ['read', 'repeatable read', 'on'],
  ['write', 'read committed', 'off'],
] as const)(
  'the first statement of a %s is inside the transaction',
  async (mode, isolation, only) => {
    const seen = await device.transactions.transaction(mode, async (session) => [
      ...(await session.rows(SETTINGS, ['é'])),
      ...(await session.rows(SETTINGS, ['later'])),
    ]);
    expect(seen).toEqual([
      { isolation, read_only: only, given: 'é' },
      { isolation, read_only: only, given: 'later' },
    ]);
  },
);

test('what the first statement of a read sees is what the next ones see', async () => {
  const { admin } = central;
  await admin.query('create schema shown');
  await admin.query('create table shown.seen (n integer)');
  await admin.query('grant usage on schema shown to public');
  await admin.query('grant select on shown.seen to public');
  const count = `select count(*)::integer as n, $1::text from shown.seen`;
  const seen = await device.transactions.transaction('read', async (session) => {
    const before = await session.rows(count, ['x']);
    await admin.query('insert into shown.seen values (1)');
    return [before, await session.rows(count, ['x'])];
  });
  expect(seen).toMatchObject([[{ n: 0 }], [{ n: 0 }]]);
  const after = await device.transactions.transaction('read', (session) =>
    session.rows(count, ['x']),
  );
  expect(after).toMatchObject([{ n: 1 }]);
});

test.each(['read', 'write'] as const)(
  'a first statement of a %s that fails leaves nothing open',
  async (mode) => {
    const failed = device.transactions.transaction(mode, (session) =>
      session.rows('select 1 / $1::integer', [0]),
    );
    await expect(failed).rejects.toMatchObject({ failure: 'broken', code: '22012' });
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        device.transactions.transaction(mode, (session) => session.rows(WHEN, [''])),
      ),
    );
    expect(first).not.toEqual(second);
  },
);

test('many at once are answered each their own', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      device.transactions.transaction(at % 3 === 0 ? 'write' : 'read', (session) =>
        session.rows<{ n: number }>('select $1::integer as n', [at]),
      ),
    ),
  );
  expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 40 }, (_, at) => at));
});
