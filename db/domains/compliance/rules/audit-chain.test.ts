import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CanonicalRow } from '#db/schema/table.ts';
import { brokenAt, CHAIN_START, chainHashes } from './audit-chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function chain(length: number): CanonicalRow[] {
  let previous = CHAIN_START;
  return Array.from({ length }, (_, at) => {
    const row = {
      category: 'data',
      action: 'UPDATE',
      entity_id: `row ${at}`,
      before_values: '{"b":1,"a":2}',
      after_values: `{"a":${at}}`,
      reason: 'because',
      sequence: at + 1,
    };
    const hashes = chainHashes(row, previous, sha256);
    previous = hashes.hash;
    return { ...row, ...hashes };
  });
}

test('a chain holds, also when its values are erased or written in another way', () => {
  const rows = chain(6);
  expect(brokenAt(rows, sha256)).toBeUndefined();
  expect(brokenAt([], sha256)).toBeUndefined();
  const erased = rows.map((row) => ({ ...row, before_values: null, reason: '' }));
  expect(brokenAt(erased, sha256)).toBeUndefined();
  const [first = {}] = rows;
  const respelt = { ...first, before_values: '{ "a": 2, "b": 1 }' };
  expect(chainHashes(respelt, CHAIN_START, sha256).hash).toBe(first['hash']);
});

test('whatever is changed, left out, swapped, put in or forgotten at the start is named', () => {
  const rows = chain(6);
  for (let at = 0; at < rows.length; at++) {
    for (const [column, cell] of Object.entries({
      action: 'DELETE',
      entity_id: 'another',
      sequence: 99,
      details_hash: 'f'.repeat(64),
      previous_hash: 'e'.repeat(64),
      hash: 'd'.repeat(64),
    })) {
      const flipped = rows.map((row, place) => (place === at ? { ...row, [column]: cell } : row));
      expect([column, brokenAt(flipped, sha256)]).toEqual([column, at]);
    }
    const doubled = [...rows.slice(0, at + 1), ...rows.slice(at)];
    expect(brokenAt(doubled, sha256)).toBe(at + 1);
    if (at === rows.length - 1) continue;
    expect(brokenAt(rows.toSpliced(at, 1), sha256)).toBe(at);
    const swapped = rows.with(at, rows[at + 1] ?? {}).with(at + 1, rows[at] ?? {});
    expect(brokenAt(swapped, sha256)).toBe(at);
  }
});
