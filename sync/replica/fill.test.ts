import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Cell } from '#db/schema/column.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { SnapshotChunk } from '#sync/core/protocol.ts';
import { boxes, policyRegistry, things } from '#tests/helpers/policy-tables.ts';
import type { PolicyDatabase } from '#tests/helpers/policy-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = PolicyDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

const stamps = {
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  created_by: null,
  updated_by: null,
};

function centralRows(count: number): Map<Table, CanonicalRow[]> {
  const { organization_id, ids } = replica;
  const box = ids.next();
  const sorted = Array.from({ length: count }, () => ids.next()).toSorted();
  return new Map<Table, CanonicalRow[]>([
    [boxes, [{ id: box, organization_id, label: 'Box', kind: 'bag', ...stamps, row_version: 1 }]],
    [
      things,
      sorted.map((id, at) => ({
        id,
        organization_id,
        box_id: box,
        title: `Chambre ${at} José`,
        note: '',
        counted: at,
        highest: null,
        lowest: null,
        tags: '[]',
        judged: '',
        strict: 0,
        opens: 1,
        closes: 2,
        seen_at: null,
        made_by: null,
        ...stamps,
        row_version: 10 + at,
      })),
    ],
  ]);
}

function chunkOf(table: Table, rows: readonly CanonicalRow[], after: string | null, limit: number) {
  const found = rows.filter((row) => after === null || String(row['id']) > after).slice(0, limit);
  const last = found.length < limit ? null : must(found.at(-1), 'a full chunk')['id'];
  const chunk: SnapshotChunk = {
    rows: found.map((row) => Object.keys(table.columns).map((name): Cell => row[name] ?? null)),
    bytes: found.length * 100,
    last_id: last === null ? null : String(last),
  };
  return chunk;
}

/** Fills as an engine does: whatever is not done, from where it stopped. `cut` ends it early. */
function fill(central: Map<Table, CanonicalRow[]>, limit: number, cut = Infinity): boolean {
  let chunks = 0;
  for (;;) {
    const next = replica.sync.fillProgress().find((progress) => !progress.done);
    if (next === undefined) return true;
    if (chunks++ >= cut) return false;
    const rows = central.get(next.table) ?? [];
    replica.sync.applyChunk(next.table, chunkOf(next.table, rows, next.after, limit));
  }
}

function expectWhole(central: Map<Table, CanonicalRow[]>): void {
  for (const [table, rows] of central) {
    expect([...replica.rows(table).values()]).toEqual(rows);
  }
  expect(replica.sync.checksums()).toEqual(replica.sync.recomputeChecksums());
  const objects = replica.connection
    .prepare<{ name: string }>(`SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`)
    .all()
    .map((row) => row.name);
  expect(objects).toEqual(expect.arrayContaining(['things_box_id', 'things_search_update']));
  const found = replica.connection
    .prepare<{ n: number }>(
      `SELECT count(*) AS n FROM things_search WHERE things_search MATCH 'jose'`,
    )
    .get();
  expect(found?.n).toBe(central.get(things)?.length);
}

describe('first fill', () => {
  // Forty files, each opened several times: a busy disk takes its time.
  test(
    'interrupted at any chunk, with the file closed in between, ends whole',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 12 }),
          fc.integer({ min: 1, max: 5 }),
          fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
          async (count, limit, cuts) => {
            replica = testReplica<DB>({ registry: policyRegistry, phase: 'empty' });
            const central = centralRows(count);
            replica.sync.beginFill('5:5:');
            for (const cut of cuts) {
              fill(central, limit, cut);
              replica = replica.reopened();
              expect(replica.sync.state()).toMatchObject({ phase: 'filling', cursor: '5:5:' });
            }
            fill(central, limit);
            await replica.sync.finishFill();
            expect(replica.sync.state().phase).toBe('ready');
            expectWhole(central);
            replica.remove();
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  test('a chunk that arrives twice counts once', async () => {
    replica = testReplica<DB>({ registry: policyRegistry, phase: 'empty' });
    const central = centralRows(10);
    replica.sync.beginFill('5:5:');
    const chunk = chunkOf(things, central.get(things) ?? [], null, 4);
    replica.sync.applyChunk(things, chunk);
    replica.sync.applyChunk(things, chunk);
    expect(replica.sync.fillProgress().find((each) => each.table === things)?.rows).toBe(4);
    fill(central, 4);
    await replica.sync.finishFill();
    expectWhole(central);
  });

  test('cells that all rows of a chunk share, and those that the last row or the next chunk does not', async () => {
    replica = testReplica<DB>({ registry: policyRegistry, phase: 'empty' });
    const central = centralRows(2600);
    const rows = must(central.get(things), 'rows');
    const change = (at: number, cells: CanonicalRow) => {
      rows[at] = { ...must(rows[at], 'a row'), ...cells };
    };
    change(1099, { note: 'the last of the first chunk' });
    change(1700, { judged: 'in the second chunk', highest: 5, seen_at: stamps.created_at });
    change(2300, { box_id: null, strict: 1 });
    replica.sync.beginFill('5:5:');
    fill(central, 1100);
    await replica.sync.finishFill();
    expectWhole(central);
  });

  test('a refill keeps what waits and puts it on top of what came', async () => {
    replica = testReplica<DB>({ registry: policyRegistry });
    const central = centralRows(60);
    replica.sync.beginFill('5:5:');
    fill(central, 50);
    await replica.sync.finishFill();
    const [edited, deleted] = must(central.get(things), 'rows').map((row) => String(row['id']));
    const result = replica.writer.write({ command: 'x', actor: replica.actor }, (tx) => {
      tx.update(things, must(edited, 'id'), { counted: 100 });
      tx.delete(things, must(deleted, 'id'));
      return ok(tx.insert(things, { title: 'mine' }));
    });
    const made = result.ok ? result.value.value : '';
    replica.sync.beginFill('6:6:');
    expect(replica.rows(things).size).toBe(0);
    must(central.get(things), 'rows')[0] = {
      ...must(central.get(things)?.[0], 'row'),
      counted: 1000,
      row_version: 99,
    };
    fill(central, 50);
    await replica.sync.finishFill();
    const rows = replica.rows(things);
    expect(rows.get(must(edited, 'id'))).toMatchObject({ counted: 1100, row_version: 99 });
    expect(rows.has(must(deleted, 'id'))).toBe(false);
    expect(rows.get(made)).toMatchObject({ title: 'mine' });
    expect(replica.sync.state().waiting).toBe(1);
    expect(replica.sync.checksums()).toEqual(replica.sync.recomputeChecksums());
  });

  test('references torn by the chunked copy are an incident, not the end', async () => {
    replica = testReplica<DB>({ registry: policyRegistry, phase: 'empty' });
    const central = centralRows(2);
    central.delete(boxes);
    replica.sync.beginFill('5:5:');
    fill(central, 10);
    await replica.sync.finishFill();
    const incidents = replica.reads.all(replica.reads.sql.selectFrom('incidents').selectAll());
    expect(incidents).toMatchObject([{ kind: 'missing_reference', detail: '2 in things' }]);
  });
});

describe('a large pull', () => {
  test('goes in in slices; a local write in between survives, the cursor moves at the end', async () => {
    replica = testReplica<DB>({ registry: policyRegistry });
    const central = centralRows(21_000);
    const images = [...central].flatMap(([table, rows]) =>
      rows.map((row) => ({ table: table.name, row_id: String(row['id']), row })),
    );
    const before = replica.sync.state().cursor;
    const pulling = replica.sync.applyPull({ cursor: '9:9:', images, checksums: null });
    expect(replica.sync.state().cursor).toBe(before);
    const first = must(images[1], 'image').row_id;
    const result = replica.writer.write({ command: 'x', actor: replica.actor }, (tx) =>
      ok(tx.update(things, first, { note: 'in between' })),
    );
    expect(result.ok).toBe(true);
    await pulling;
    expect(replica.sync.state().cursor).toBe('9:9:');
    expect(replica.rows(things).size).toBe(21_000);
    expect(replica.rows(things).get(first)).toMatchObject({ note: 'in between' });
    expect(replica.sync.checksums()).toEqual(replica.sync.recomputeChecksums());
  });
});
