import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messages as en } from './en.ts';
import { messages as ptBR } from './pt-BR.ts';

const renderer = new URL('../..', import.meta.url).pathname;
const sources = globSync('**/*.{ts,tsx}', { cwd: renderer })
  .filter((path) => !path.includes('.test.') && !path.includes('locales/'))
  .map((path) => ({ path, text: readFileSync(`${renderer}/${path}`, 'utf8') }));

const CALL = /\bi18n\._\(\s*/g;
const LITERAL = /\bi18n\._\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

/** Messages as the sources spell them. */
function used(): Set<string> {
  const found = new Set<string>();
  for (const { text } of sources) {
    for (const [, single, double] of text.matchAll(LITERAL)) {
      found.add((single ?? double ?? '').replace(/\\(.)/g, '$1'));
    }
  }
  return found;
}

test('every message is written out in the source, so that it can be extracted', () => {
  const computed = sources
    .filter(({ text }) => [...text.matchAll(CALL)].length !== [...text.matchAll(LITERAL)].length)
    .map(({ path }) => path);
  expect(computed).toEqual([]);
});

test('the catalogs hold every message in use and no other', () => {
  expect(Object.keys(en).toSorted()).toEqual([...used()].toSorted());
});

test('Portuguese is complete', () => {
  const missing = Object.keys(en).filter((key) => ptBR[key] === undefined || ptBR[key] === '');
  expect(missing).toEqual([]);
});

test('translations use the same values as the source', () => {
  const names = (message: unknown): string[] =>
    Array.isArray(message)
      ? message.flatMap((part) => (Array.isArray(part) ? [String(part[0])] : [])).toSorted()
      : [];
  const different = Object.keys(en).filter(
    (key) => JSON.stringify(names(en[key])) !== JSON.stringify(names(ptBR[key])),
  );
  expect(different).toEqual([]);
});
