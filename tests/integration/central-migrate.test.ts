import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import { migrate, migrateCentral } from '#db/postgres/migrate.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { createRegistry } from '#db/schema/registry.ts';
import { createCentral, only } from '#tests/helpers/postgres.ts';
import type { TestCentral } from '#tests/helpers/postgres.ts';

let central: TestCentral;
beforeEach(async () => {
  central = await createCentral();
});
afterEach(() => central.drop());

describe('migration', () => {
  test('a second one does nothing', async () => {
    expect(await migrateCentral(central.adminUrl, productDefinitions)).toEqual({
      version: 1,
      changed: false,
    });
  });

  test('a central of a newer program is left alone', async () => {
    await central.admin.query(
      `insert into sync.migrations (version, name, structure_hash, code_hash) values (2, 'later', '', '')`,
    );
    await expect(migrate(central.admin, productDefinitions)).rejects.toMatchObject({
      code: 'central_too_new',
    });
  });

  test('definitions that changed without a new version are refused', async () => {
    const fewer = createRegistry(registry.tables.slice(0, -1));
    await expect(
      migrate(central.admin, { ...productDefinitions, registry: fewer }),
    ).rejects.toMatchObject({ code: 'definitions_changed' });
  });

  test('functions are replaced when only they changed', async () => {
    await central.admin.query(`update sync.migrations set code_hash = 'older'`);
    await central.admin.query(
      `create or replace function sync.protocol_version() returns integer language sql as 'select 0'`,
    );
    expect(await migrate(central.admin, productDefinitions)).toMatchObject({ changed: true });
    const { rows } = await central.admin.query<{ v: number }>(
      'select sync.protocol_version() as v',
    );
    expect(only(rows).v).toBe(1);
  });

  test('several at once on fresh databases of one cluster: roles are made once', async () => {
    const fresh = await Promise.all([1, 2, 3].map(() => createCentral(productDefinitions)));
    await Promise.all(fresh.map((one) => one.drop()));
  });

  test('several at once on one database: one does the work', async () => {
    const bare = await createCentral(productDefinitions);
    await bare.admin.query('drop schema data, sync, api cascade');
    const clients = await Promise.all([1, 2, 3].map(() => openAdmin(bare.adminUrl)));
    const done = await Promise.all(clients.map((client) => migrate(client, productDefinitions)));
    await Promise.all(clients.map((client) => client.end()));
    expect(done.filter(({ changed }) => changed)).toHaveLength(1);
    await bare.drop();
  });
});
