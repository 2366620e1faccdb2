import { expect, test } from 'vitest';
import { boxes, things } from '#tests/helpers/policy-tables.ts';
import { differing, firstOf } from './difference.ts';

const at = (bucket: number, count: number, sum: number) => ({ table: 'boxes', bucket, count, sum });

test('buckets that differ or are in doubt are named with the rows there are on the other side', () => {
  const mine = [at(1, 3, 30), at(2, 1, 10), at(4, 2, 20), at(6, 5, 50)];
  const theirs = [
    at(1, 3, 30),
    at(2, 2, 10),
    at(6, 5, 50),
    at(9, 7, 70),
    { ...at(0, 1, 1), table: 'unknown' },
  ];
  const doubts = [at(6, 0, 0), at(7, 0, 0)];
  expect(differing(mine, theirs, [things, boxes], doubts)).toEqual([
    { table: boxes, bucket: 2, rows: 2 },
    { table: boxes, bucket: 4, rows: 0 },
    { table: boxes, bucket: 6, rows: 5 },
    { table: boxes, bucket: 7, rows: 0 },
    { table: boxes, bucket: 9, rows: 7 },
  ]);
});

test('one call fetches no more rows than it may, a whole bucket at least, and not too many buckets', () => {
  const sizes = (rows: readonly number[]) => {
    const all: number[][] = [];
    let rest = rows.map((n, bucket) => ({ table: boxes, bucket, rows: n }));
    while (rest.length > 0) {
      const some = firstOf(rest, 10_000);
      all.push(some.map((scope) => scope.rows));
      rest = rest.slice(some.length);
    }
    return all;
  };
  expect(sizes([])).toEqual([]);
  expect(sizes([4000, 4000, 2000, 1, 25_000, 3])).toEqual([[4000, 4000, 2000], [1], [25_000], [3]]);
  expect(sizes(Array<number>(130).fill(1)).map((portion) => portion.length)).toEqual([64, 64, 2]);
});
