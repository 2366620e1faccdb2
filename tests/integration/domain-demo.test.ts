import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenAt } from '#db/domains/compliance/rules/audit-chain.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { wireExpression } from '#db/schema/postgres-names.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { DEMO_ORGANIZATIONS, demoId, loadDemo } from '#resources/demo/load.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { centralRows } from '#tests/helpers/central-rows.ts';
import { cli } from '#tests/helpers/cli.ts';
import { createCentral } from '#tests/helpers/postgres.ts';

test('the demo loads once, whenever it is loaded', async () => {
  const central = await createCentral();
  try {
    const count = async (what: string): Promise<number> => {
      const sql = `select count(*)::int as n from data.${what}`;
      const { rows } = await central.admin.query<{ n: number }>(sql);
      return rows[0]?.n ?? 0;
    };
    await loadDemo(central.admin, '2026-11-21T14:30:00.000Z');
    const first = [];
    const tables = ['organizations', 'users', 'resources', 'resource_closures', 'bookings'];
    for (const table of tables) first.push(await count(table));
    expect(first.slice(0, 4)).toEqual([3, 12, 33, 9]);
    expect(first[4]).toBeGreaterThan(500);
    expect(await count(`bookings where status = 'conflicted'`)).toBe(0);
    expect(await count(`bookings where created_by is null or row_version = 0`)).toBe(0);
    const { rows } = await central.admin.query<{ slug: string; id: string }>(
      'select slug, id from data.organizations order by slug',
    );
    expect(rows).toEqual(
      DEMO_ORGANIZATIONS.map(({ slug }) => ({ slug, id: demoId(slug) })).sort((a, b) =>
        a.slug < b.slug ? -1 : 1,
      ),
    );
    await loadDemo(central.admin, '2027-03-02T09:00:00.000Z');
    await loadDemo(central.admin);
    const again = [];
    for (const table of tables) again.push(await count(table));
    expect(again).toEqual(first);
  } finally {
    await central.drop();
  }
});

test('central holds an example of every table, an unbroken chain, and once is enough', async () => {
  const central = await createCentral();
  try {
    const began = performance.now();
    await loadDemo(central.admin);
    const seconds = (performance.now() - began) / 1000;
    console.log(`demo loaded in ${seconds.toFixed(2)} s`);
    const counts = async (): Promise<Record<string, number>> => {
      const { rows } = await central.admin.query<{ name: string; n: number }>(
        registry.tables
          .filter(({ options }) => options.sync !== 'local')
          .map(({ name }) => `select '${name}' as name, count(*)::int as n from data.${name}`)
          .join(' union all '),
      );
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
    };
    const first = await counts();
    const empty = Object.keys(first).filter((name) => first[name] === 0);
    // Central's own: the demo has neither passwords nor a sign-in.
    expect(empty.toSorted()).toEqual(['password_history', 'refresh_tokens']);
    await loadDemo(central.admin);
    expect(await counts()).toEqual(first);

    const audit = must(registry.get('audit_logs'), 'audit_logs');
    const columns = Object.entries(audit.own).map(
      ([name, { shape }]) => `${wireExpression('r', name, shape)} as "${name}"`,
    );
    const { rows } = await central.admin.query<Record<string, string | number | null>>(
      `select ${columns.join(', ')} from data.audit_logs r order by r.sequence`,
    );
    const chain: CanonicalRow[] = rows.map((row) => ({
      ...row,
      sequence: Number(row['sequence']),
    }));
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(chain.length).toBeGreaterThan(3);
    expect(brokenAt(chain, sha256)).toBeUndefined();
    expect(brokenAt(chain.toSpliced(2, 1), sha256)).toBe(2);
  } finally {
    await central.drop();
  }
});

test('a desk holds the demo as central does, and nothing that is not for desks', async () => {
  const central = await createCentral();
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-demo-'));
  try {
    await loadDemo(central.admin);
    const made = await createEnrolCode(central.adminUrl, 'casa-do-rio');
    if (!made.ok) throw new Error(made.error.code);
    const { code } = made.value;
    const where = ['--central', central.adminUrl, '--dir', folder];
    expect((await cli('device', 'enrol', ...where, '--code', code, '--name', 'Desk')).code).toBe(0);
    const synced = await cli('sync', '--dir', folder);
    expect(synced).toMatchObject({ code: 0, json: { verified: true } });
    const file = join(folder, 'replica.sqlite');
    const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
    try {
      expect(connection.prepare('SELECT * FROM incidents').all()).toEqual([]);
      expect(connection.prepare('SELECT * FROM quarantine').all()).toEqual([]);
      for (const table of connection.registry.tables) {
        const columns = Object.keys(table.columns).map((name) => `"${name}"`);
        const rows = connection
          .prepare<CanonicalRow>(`SELECT ${columns.join(', ')} FROM "${table.name}" ORDER BY id`)
          .all()
          .map((row) => parsedJson(table, row));
        const { name } = table;
        expect([name, rows]).toEqual([
          name,
          arrives(table) ? await centralRows(central.admin, name) : [],
        ]);
      }
      const tables = connection.prepare<{ sql: string }>('SELECT sql FROM sqlite_schema').all();
      expect(tables.some(({ sql }) => sql?.includes('CREATE TABLE "secrets"'))).toBe(false);
    } finally {
      connection.close();
    }
    expect((await readFile(file)).includes('DEMO-NOT-A-SECRET')).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await central.drop();
  }
});

function parsedJson(table: Table, row: CanonicalRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => {
      const isJson = table.columns[column]?.shape.kind === 'json' && typeof cell === 'string';
      return [column, isJson ? JSON.parse(cell) : cell];
    }),
  );
}
