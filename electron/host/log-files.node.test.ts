import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastLogLines, logFiles } from './log-files.node.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 21, 23, 59);

let dir: string;
let now: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-log-'));
  now = START;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a file a day, the last seven kept, and nothing that is not a log removed', () => {
  const logs = join(dir, 'logs');
  const stream = logFiles(logs, { now: () => now });
  stream.write('{"n":0}\n');
  writeFileSync(join(logs, 'notes.txt'), 'kept');
  for (let n = 1; n < 10; n++) {
    now += DAY;
    stream.write(`{"n":${n}}\n`);
  }
  expect(readdirSync(logs).sort()).toStrictEqual([
    ...['24', '25', '26', '27', '28', '29', '30'].map((day) => `desk-2026-11-${day}.ndjson`),
    'notes.txt',
  ]);
  expect(lastLogLines(logs, 3)).toStrictEqual(['{"n":7}', '{"n":8}', '{"n":9}']);
  expect(lastLogLines(logs, 100)).toHaveLength(7);
});

test('goes on in the file of the day after a restart', () => {
  logFiles(dir, { now: () => now }).write('one\n');
  logFiles(dir, { now: () => now }).write('two\n');
  expect(readFileSync(join(dir, 'desk-2026-11-21.ndjson'), 'utf8')).toBe('one\ntwo\n');
});

test('a folder that cannot be made costs the line, not the process', () => {
  const blocked = join(dir, 'blocked');
  writeFileSync(blocked, '');
  chmodSync(blocked, 0o600);
  const stream = logFiles(blocked, { now: () => now });
  expect(() => stream.write('one\n')).not.toThrow();
  expect(lastLogLines(blocked, 10)).toStrictEqual([]);
});

test.each([
  ['falls back by ten years', Date.UTC(2016, 0, 1)],
  ['was ten years ahead for a week, and is put right', Date.UTC(2016, 0, 1) + 3 * DAY],
])('a clock that %s: today is written and read all the same', (_, today) => {
  for (let n = 0; n < 7; n++) {
    logFiles(dir, { now: () => now }).write(`{"n":${n}}\n`);
    now += DAY;
  }
  const stream = logFiles(dir, { now: () => today });
  stream.write('{"n":"today"}\n');
  expect(lastLogLines(dir, 50)).toContain('{"n":"today"}');
  expect(readdirSync(dir)).toHaveLength(7);
});
