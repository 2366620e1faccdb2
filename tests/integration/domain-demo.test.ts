import { expect, test } from 'vitest';
import { DEMO_ORGANIZATIONS, demoId, loadDemo } from '#resources/demo/load.node.ts';
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
