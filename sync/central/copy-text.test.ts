import { expect, test } from 'vitest';
import { boolean, integer, json, text } from '#db/schema/column.ts';
import type { Cell } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { createCopyParser } from './copy-text.ts';

const things = table(
  'things',
  { name: text(), count: integer().orNull(), flag: boolean(), body: json() },
  { sync: 'both' },
);
const before = ['id', 'org'];
const after = ['t', 't', '\\N', '\\N', '7'];

function parse(...rows: string[][]): Cell[][] {
  const into: Cell[][] = [];
  const lines = rows.map((own) => `${[...before, ...own, ...after].join('\t')}\n`).join('');
  createCopyParser(things)(lines, into);
  return into.map((row) => row.slice(2, 6));
}

test('cells by their column: numbers, null, escapes', () => {
  expect(
    parse(
      ['plain', '12', '1', '{}'],
      ['', '\\N', '0', '{"a": "\\\\n"}'],
      ['a\\tb\\nc\\\\d\\re\\bf\\fg\\vh', '-9007199254740991', '0', '[]'],
    ),
  ).toEqual([
    ['plain', 12, 1, '{}'],
    ['', null, 0, '{"a": "\\n"}'],
    ['a\tb\nc\\d\re\bf\fg\vh', -9007199254740991, 0, '[]'],
  ]);
});

test('a text that reads like null is none', () => {
  expect(parse(['\\\\N', '1', '0', '{}'])[0]?.[0]).toBe('\\N');
});

test('the whole width of a row, and nothing for nothing', () => {
  const into: Cell[][] = [];
  const parser = createCopyParser(things);
  parser('', into);
  expect(into).toEqual([]);
  parser(`${[...before, 'n', '1', '1', '{}', ...after].join('\t')}\n`, into);
  expect(into[0]).toEqual(['id', 'org', 'n', 1, 1, '{}', 't', 't', null, null, 7]);
});
