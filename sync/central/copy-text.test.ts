import { describe, expect, test } from 'vitest';
import { boolean, instant, integer, json, text } from '#db/schema/column.ts';
import type { Cell } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { createCopyParser } from './copy-text.node.ts';

const things = table(
  'things',
  { name: text(), count: integer().orNull(), flag: boolean(), body: json() },
  { sync: 'both' },
);
const before = ['id', 'org'];
const after = ['2026-01-01 00:00:00+00', '2026-01-02 03:04:05.67+00', '\\N', '\\N', '7'];

function parse(...rows: string[][]): Cell[][] {
  const into: Cell[][] = [];
  const lines = rows.map((own) => `${[...before, ...own, ...after].join('\t')}\n`).join('');
  createCopyParser(things)(Buffer.from(lines), into);
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
  parser(Buffer.of(), into);
  expect(into).toEqual([]);
  parser(Buffer.from(`${[...before, 'n', '1', '1', '{}', ...after].join('\t')}\n`), into);
  const stamps = ['2026-01-01T00:00:00.000Z', '2026-01-02T03:04:05.670Z'];
  expect(into[0]).toEqual(['id', 'org', 'n', 1, 1, '{}', ...stamps, null, null, 7]);
});

test('what is like the cell above it, begins like it, or is longer than it', () => {
  const names = [
    'ab',
    'ab',
    'abc',
    'ab',
    '',
    '',
    '\\N',
    '\\N',
    'é',
    'é',
    'éa',
    'ab\\\\',
    'ab\\\\',
    'ab',
  ];
  const counts = ['1', '1', '12', '1', '\\N', '\\N', '0', '0', '7', '7', '7', '7', '7', '-7'];
  const rows = names.map((name, at) => [name, counts[at] ?? '', '1', '{}']);
  expect(parse(...rows).map((row) => row.slice(0, 2))).toEqual([
    ['ab', 1],
    ['ab', 1],
    ['abc', 12],
    ['ab', 1],
    ['', null],
    ['', null],
    [null, 0],
    [null, 0],
    ['é', 7],
    ['é', 7],
    ['éa', 7],
    ['ab\\', 7],
    ['ab\\', 7],
    ['ab', -7],
  ]);
});

test('lines that arrive in several pieces are read as in one', () => {
  const line = (name: string) =>
    Buffer.from(`${[...before, name, '1', '1', '{}', ...after].join('\t')}\n`);
  const into: Cell[][] = [];
  const parser = createCopyParser(things);
  for (const name of ['Zoë', 'Zoë', 'Zo', '']) parser(line(name), into);
  expect(into.map((row) => row[2])).toEqual(['Zoë', 'Zoë', 'Zo', '']);
});

describe('instants', () => {
  const moments = table('moments', { at: instant().orNull() }, { sync: 'both' });
  const read = (...cells: string[]) => {
    const into: Cell[][] = [];
    const lines = cells.map((cell) => `${[...before, cell, ...after].join('\t')}\n`).join('');
    createCopyParser(moments)(Buffer.from(lines), into);
    return into.map((row) => row[2]);
  };

  test('come in canonical form, whatever zeros their fraction leaves out', () => {
    expect(
      read(
        '0001-01-01 00:00:00+00',
        '2026-03-01 08:30:00.5+00',
        '2026-03-01 08:30:00.5+00',
        '\\N',
        '2026-03-01 08:30:00.05+00',
        '9999-12-31 23:59:59.999+00',
      ),
    ).toEqual([
      '0001-01-01T00:00:00.000Z',
      '2026-03-01T08:30:00.500Z',
      '2026-03-01T08:30:00.500Z',
      null,
      '2026-03-01T08:30:00.050Z',
      '9999-12-31T23:59:59.999Z',
    ]);
  });

  test.each([
    '',
    'infinity',
    '2026-03-01 08:30:00.123456+00',
    '2026-03-01 08:30:00+01',
    '2026-03-01 08:30:00+05:30',
    '2026-03-01T08:30:00.000Z',
    '0044-03-15 00:00:00+00 BC',
    '10000-01-01 00:00:00+00',
  ])('%s is none: refused, not guessed', (cell) => {
    expect(() => read(cell)).toThrow(RangeError);
  });
});
