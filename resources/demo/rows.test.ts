import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { cellProblem } from '#db/schema/cell.ts';
import { registry } from '#db/domains/registry.ts';
import { must } from '#db/kernel/must.ts';
import { brokenAt } from '#db/domains/compliance/rules/audit-chain.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import { DEMO_ORGANIZATIONS, demoId } from './load.node.ts';
import { NODES_2_7, NODES_2_8 } from './nodes.ts';
import { demoRows } from './rows.ts';
import { createScene } from './scene.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

// Why no example of it is put into central.
const WITHOUT: Readonly<Record<string, string>> = {
  cache: 'never leaves a desk, which fills it by itself',
  analytics_realtime_metrics: 'never leaves a desk, which counts by itself',
  password_history: "central's own, and the demo has no passwords",
  refresh_tokens: "central's own, and the demo has no sign-in",
};

function rowsOfDemo(slug: string, now = '2026-11-21T14:30:00.000Z') {
  const organization = must(
    DEMO_ORGANIZATIONS.find((one) => one.slug === slug),
    slug,
  );
  const rows = new Map<string, CanonicalRow[]>();
  for (const { table, rows: some } of demoRows(
    createScene(organization, now, { idOf: demoId, sha256 }),
  )) {
    rows.set(table.name, [...(rows.get(table.name) ?? []), ...some]);
  }
  return rows;
}

test('no table of the first organization is empty, but for those that say why', () => {
  const rows = rowsOfDemo('casa-do-rio');
  const empty = registry.tables.map(({ name }) => name).filter((name) => !rows.has(name));
  expect(empty.toSorted()).toEqual(Object.keys(WITHOUT).toSorted());
});

test.each(DEMO_ORGANIZATIONS.map(({ slug }) => slug))(
  '%s: every cell fits its column, every row that is named is there',
  (slug) => {
    const rows = rowsOfDemo(slug);
    const ids = new Map(
      Array.from(rows, ([name, list]) => [name, new Set(list.map((row) => row['id']))] as const),
    );
    const problems: string[] = [];
    for (const [name, list] of rows) {
      const table = must(registry.get(name), name);
      expect([name, ids.get(name)?.size]).toEqual([name, list.length]);
      for (const row of list) {
        for (const column of Object.keys(row)) {
          if (!Object.hasOwn(table.own, column) && column !== 'id' && column !== 'created_by') {
            problems.push(`${name}.${column} is unknown`);
          }
        }
        for (const [column, { shape }] of Object.entries(table.own)) {
          const cell = row[column] ?? shape.defaultValue ?? null;
          const problem = cellProblem(shape, cell);
          if (problem !== undefined) problems.push(`${name}.${column} ${problem}`);
          const target = shape.reference?.table ?? '';
          if (cell === null || target === '') continue;
          if (ids.get(target)?.has(cell) !== true) problems.push(`${name}.${column} leads nowhere`);
        }
        for (const { type, id, tables } of table.options.links ?? []) {
          const to = row[type] ?? null;
          if (to === null) continue;
          const target = tables[String(to)] ?? '';
          if (ids.get(target)?.has(row[id] ?? null) !== true)
            problems.push(`${name}.${id} is not in ${target}`);
        }
      }
    }
    expect([...new Set(problems)]).toEqual([]);
  },
);

test('every role of the fourth document and it; who is who has the roles to match', () => {
  for (const { slug, people } of DEMO_ORGANIZATIONS) {
    const rows = rowsOfDemo(slug);
    const codes = rows.get('roles')?.map((row) => row['code']);
    expect(codes?.toSorted()).toEqual(['admin', 'agent', 'it', 'manager', 'supervisor']);
    for (const { email, role } of people) {
      const given = rows
        .get('user_roles')
        ?.some(
          (row) =>
            row['user_id'] === demoId(slug, 'user', email) &&
            row['role_id'] === demoId(slug, 'role', role),
        );
      expect([email, given]).toEqual([email, true]);
    }
    const mayRead = rows
      .get('role_permissions')
      ?.filter((row) => row['role_id'] === demoId(slug, 'role', 'it'))
      .map((row) => row['permission_id']);
    expect(mayRead).not.toContain(demoId(slug, 'permission', 'bookings', 'read'));
    expect(mayRead).toContain(demoId(slug, 'permission', 'devices', 'revoke'));
  }
});

test('twelve nodes of 2.7; 2.8 has one renamed, one of another type, one on its way out', () => {
  expect(NODES_2_7.map(({ path }) => path)).toHaveLength(12);
  expect(new Set(NODES_2_7.map(({ path }) => path)).size).toBe(12);
  const changed = NODES_2_8.flatMap((next, at) => {
    const { replacedBy, ...before } = must(NODES_2_7[at], 'as many nodes');
    return Object.entries({ ...before, ...next })
      .filter(
        ([key, value]) => Object.entries(before).find(([name]) => name === key)?.[1] !== value,
      )
      .map(([key]) =>
        `${before.name} ${key} ${replacedBy === next.path ? 'as announced' : ''}`.trim(),
      );
  });
  expect(changed).toEqual([
    'Date of Birth path as announced',
    'Date of Birth name as announced',
    'Verification Status deprecatedIn',
    'Confidence Score type',
    'Confidence Score shown',
  ]);
});

test('the audit chain holds; what looks like a secret is none and stays at central', () => {
  for (const now of ['2026-11-21T14:30:00.000Z', '2027-03-28T01:30:00.000Z']) {
    const chain = rowsOfDemo('casa-do-rio', now).get('audit_logs') ?? [];
    expect(chain.length).toBeGreaterThan(3);
    expect(brokenAt(chain, sha256)).toBeUndefined();
  }
  for (const { slug } of DEMO_ORGANIZATIONS) {
    const secrets = rowsOfDemo(slug).get('secrets') ?? [];
    expect(secrets.length).toBeGreaterThan(0);
    for (const row of secrets) expect(row['ciphertext']).toMatch(/^DEMO-NOT-A-/);
  }
  expect(registry.get('secrets')?.options.sync).toBe('central');
});

test('nobody real: addresses of nobody, numbers of nobody', () => {
  for (const { slug } of DEMO_ORGANIZATIONS) {
    const text = JSON.stringify([...rowsOfDemo(slug)]);
    const domains = Array.from(
      text.matchAll(/(?:@|https?:\/\/)([a-z0-9.-]+)/g),
      ([, name]) => name ?? '',
    );
    expect(domains.length).toBeGreaterThan(3);
    expect(domains.filter((name) => !name.endsWith('.example'))).toEqual([]);
    const phones = Array.from(text.matchAll(/"(\+[\d ]{8,})"/g), ([, phone]) => phone ?? '');
    expect(phones.filter((phone) => !/^\+(351 ?000|1 305 555 01)/.test(phone))).toEqual([]);
  }
});
