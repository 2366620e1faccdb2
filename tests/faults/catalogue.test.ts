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
    ['a file that is not there', 'faults/kill.test', 'faults/kills.test', 'F1: there is no'],
  ])('%s is noticed', (_what, from, to, found) => {
    expect(problems(markdown.replace(from, to)).join('\n')).toContain(found);
  });
});
