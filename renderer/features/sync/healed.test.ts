import { expect, test } from 'vitest';
import type { Healed } from '#electron/contract/sync.ts';
import { createI18n } from '#renderer/app/i18n.ts';
import { healedWords } from './healed.ts';

const i18n = createI18n(['en']);
const NOW = Date.UTC(2026, 10, 21, 10);

function told(healed: Partial<Healed>): string {
  const at = '2026-11-21T09:00:00.000Z';
  const whole = {
    at,
    part: 'log',
    saved: 0,
    lost: 0,
    kept: null,
    alone: false,
    ...healed,
  } as const;
  // Without its first sentence, which tells when.
  return healedWords(i18n, whole, NOW).replace(/^.*?\)\. /, '');
}

test.each<[Partial<Healed>, string]>([
  [{ part: 'file' }, 'Nothing was waiting to be sent.'],
  // Others may well wait.
  [{ part: 'log' }, 'No waiting change was lost.'],
  [{ saved: 2 }, '2 waiting changes were saved. None was lost.'],
  [{ alone: true }, 'No change was lost.'],
  [{ alone: true, saved: 3, lost: 1 }, '3 changes were saved. 1 could not be read.'],
  [
    { alone: true, lost: null, kept: 'replica.sqlite.log-damaged-1' },
    'No change could be saved. There is no way to tell how many were lost. The damaged file is kept as replica.sqlite.log-damaged-1.',
  ],
])('%j', (healed, words) => {
  expect(told(healed)).toBe(words);
});
