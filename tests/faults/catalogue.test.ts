import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultProblems, readFaults } from '#tests/helpers/fault-catalogue.ts';

const root = join(import.meta.dirname, '../..');
const markdown = readFileSync(join(root, 'docs/faults.md'), 'utf8');
const LAST = 38;

const sourceOf = (file: string) => {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};
const problems = (text: string) => faultProblems(readFaults(text), LAST, sourceOf);

describe('docs/faults.md', () => {
  test('every fault has a promise, and tests that exist', () => {
    expect(problems(markdown).join('\n')).toBe('');
  });

  test.each([
    ['a fault without its line', /^\| F17 .*\n/m, '', 'F17 has not exactly one line'],
    ['a test that is not there', 'of the first fill', 'of the last fill', 'F1: tests/faults/kill'],
    [
      'a test without its file',
      '`tests/faults/kill.test.ts` "of the first',
      '"of the first',
      'F1: ',
    ],
    ['a file that is not there', 'faults/kill.test', 'faults/kills.test', 'F1: there is no'],
  ])('%s is noticed', (_what, from, to, found) => {
    expect(problems(markdown.replace(from, to)).join('\n')).toContain(found);
  });

  test('a test that stands in a comment alone is noticed', () => {
    const line = '| F1 | a | b | `a.test.ts` "of one" |';
    const found = (source: string) => faultProblems(readFaults(line), 1, () => source);
    expect(found("  test('of one and two', () => {")).toEqual([]);
    expect(found("  // test('of one and two', () => {")).toHaveLength(1);
    expect(found("/**\n * 'of one'\n */")).toHaveLength(1);
  });
});
