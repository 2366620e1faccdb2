import type { Cell } from '#db/schema/column.ts';

/** One row in COPY's text format, the reverse of `createCopyParser`. Canonical cells fit as they are. */
export function copyLine(cells: readonly Cell[]): string {
  return `${cells.map(copyCell).join('\t')}\n`;
}

function copyCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  return SPECIAL.test(cell)
    ? cell.replaceAll(/[\\\t\n\r]/g, (letter) => LETTERS[letter] ?? letter)
    : cell;
}

const SPECIAL = /[\\\t\n\r]/;
const LETTERS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
