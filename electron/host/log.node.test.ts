import { expect, test } from 'vitest';
import { createLog } from './log.node.ts';

test('only fields on the list reach the log, whatever a caller hands over', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  log.write('warn', 'sync.lost', { code: 'x', title: 'Ana Souza', token: 'secret', failures: 2 });
  log.write('debug', 'too.quiet');
  expect(lines.map((line): unknown => JSON.parse(line))).toStrictEqual([
    { level: 40, time: expect.any(Number), event: 'sync.lost', code: 'x', failures: 2 },
  ]);
});
