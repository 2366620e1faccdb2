import { describe, expect, test } from 'vitest';
import { resources } from '#db/domains/bookings/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Table } from '#db/schema/table.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { CentralLink, SnapshotChunk } from '#sync/core/protocol.ts';
import { readAhead } from './read-ahead.node.ts';

const idOf = (at: number): Id => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;

/** A central whose tables hold `count` rows of nothing but an id and the generation they are read in. */
function central(count: number) {
  const calls: (Id | null)[] = [];
  const state = { generation: 1, failing: false };
  const unused = () => Promise.reject(new Error('not part of a fill'));
  const link: CentralLink = {
    hello: unused,
    leave: () => Promise.resolve(),
    reincarnate: unused,
    push: unused,
    bucketRows: unused,
    bucketPart: unused,
    wake: unused,
    listen: unused,
    close: () => Promise.resolve(),
    pull: () => Promise.resolve({ cursor: '2:2:', images: [], checksums: null }),
    snapshotChunk: async (_table, after, limit) => {
      calls.push(after);
      if (state.failing) throw new LinkError('unreachable', 'gone', 'gone');
      const from = after === null ? 0 : Number(after.slice(24)) + 1;
      const rows = Array.from({ length: Math.max(0, Math.min(limit, count - from)) }, (_, at) => [
        idOf(from + at),
        state.generation,
      ]);
      const full = rows.length === limit;
      return { rows, bytes: rows.length * 10, last_id: full ? idOf(from + limit - 1) : null };
    },
  };
  return { link: readAhead(link), calls, state };
}

async function all(link: CentralLink, table: Table, limit: number): Promise<SnapshotChunk[]> {
  const chunks: SnapshotChunk[] = [];
  for (let after: Id | null = null; ;) {
    const chunk: SnapshotChunk = await link.snapshotChunk(table, after, limit);
    chunks.push(chunk);
    after = chunk.last_id;
    if (after === null) return chunks;
  }
}

describe('chunks fetched ahead', () => {
  test.each([0, 1, 1999, 2000, 2001, 5000, 5001, 10_000, 12_345])(
    '%i rows arrive once each, in order, in slices',
    async (count) => {
      const { link } = central(count);
      for (const table of [users, resources]) {
        const chunks = await all(link, table, 2000);
        const ids = chunks.flatMap(({ rows }) => rows.map(([id]) => id));
        expect(ids).toEqual(Array.from({ length: count }, (_, at) => idOf(at)));
        expect(chunks.every(({ rows }) => rows.length <= 2000)).toBe(true);
        expect(chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(count * 10);
      }
    },
  );

  test('the next is on its way while the last is stored', async () => {
    const { link, calls } = central(12_000);
    await link.snapshotChunk(users, null, 2000);
    expect(calls).toEqual([null, idOf(1999)]);
  });

  test('no more is asked for than is wanted, and what is there already is not asked for again', async () => {
    const { link, calls } = central(12_000);
    await link.snapshotChunk(users, null, 5000);
    for (const from of [5000, 6000, 7000, 8000, 9000, 10_000]) {
      const { rows } = await link.snapshotChunk(users, idOf(from - 1), 1000);
      expect(rows.map(([id]) => id)).toEqual(
        Array.from({ length: 1000 }, (_, n) => idOf(from + n)),
      );
    }
    expect(calls).toEqual([null, idOf(4999), idOf(9999), idOf(10_999)]);
    const { rows } = await link.snapshotChunk(users, idOf(10_999), 5000);
    expect(rows).toHaveLength(1000);
  });

  test('a cursor taken in between is never older than the rows that follow', async () => {
    const { link, state } = central(12_000);
    const first = await link.snapshotChunk(users, null, 2000);
    state.generation = 2;
    await link.pull(null, false);
    for (const after of [null, first.last_id]) {
      const { rows } = await link.snapshotChunk(users, after, 2000);
      expect(rows.every(([, generation]) => generation === 2)).toBe(true);
    }
  });

  test('a failure reaches who asks for those rows', async () => {
    const { link, state } = central(6000);
    await link.snapshotChunk(users, null, 4000);
    state.failing = true;
    await link.pull(null, false);
    await expect(link.snapshotChunk(users, idOf(3999), 2000)).rejects.toThrow('gone');
    state.failing = false;
    const { rows } = await link.snapshotChunk(users, idOf(3999), 2000);
    expect(rows[0]?.[0]).toBe(idOf(4000));
  });
});
