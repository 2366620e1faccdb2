import { holdsNumber } from '#db/schema/cell.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';

/**
 * Rows of COPY's text format: tab between cells, newline after rows, `\N` for null, backslash
 * escapes. Numbers where the table's column holds them. Appends to `into`.
 */
export function createCopyParser(table: Table): (lines: string, into: Cell[][]) => void {
  const numeric = Object.values(table.columns).map(({ shape }) => holdsNumber(shape.kind));
  const width = numeric.length;
  return (lines, into) => {
    let at = 0;
    while (at < lines.length) {
      const end = lines.indexOf('\n', at);
      const row: Cell[] = [];
      for (let column = 0; column < width; column++) {
        const tab = column === width - 1 ? end : lines.indexOf('\t', at);
        row.push(cell(lines.slice(at, tab), numeric[column] ?? false));
        at = tab + 1;
      }
      into.push(row);
    }
  };
}

function cell(text: string, isNumber: boolean): Cell {
  if (isNumber) return text === '\\N' ? null : Number(text);
  if (!text.includes('\\')) return text;
  return text === '\\N'
    ? null
    : text.replace(ESCAPE, (_, letter: string) => LETTERS[letter] ?? letter);
}

const ESCAPE = /\\(.)/gs;
const LETTERS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
