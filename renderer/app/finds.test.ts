import { expect, test } from 'vitest';
import { finds } from './finds.ts';

test.each([
  ['Abrir conflitos', 'conf', true],
  ['Ação: próxima', 'acao proxima', true],
  ['Ação: próxima', 'PRÓX açã', true],
  ['Sync now', '', true],
  ['Sync now', 'sync later', false],
])('%s has the words of %s: %s', (text, wanted, expected) => {
  expect(finds(text, wanted)).toBe(expected);
});
