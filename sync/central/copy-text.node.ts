import { holdsNumber } from '#db/schema/cell.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';

const TAB = 9;
const NEWLINE = 10;
const BACKSLASH = 92;

/**
 * Rows of COPY's text format: tab between cells, newline after rows, `\N` for null, backslash
 * escapes. Numbers where the table's column holds them. Takes whole lines, appends to `into`.
 */
export function createCopyParser(table: Table): (lines: Buffer, into: Cell[][]) => void {
  const numeric = Object.values(table.columns).map(({ shape }) => holdsNumber(shape.kind));
  const width = numeric.length;
  // Where the cell above begins: most columns repeat it, and what repeats is not made anew.
  const above = new Int32Array(width);
  return (lines, into) => {
    // One character a byte, so that both have the same positions; cells beyond ASCII are read again.
    const text = lines.toString('latin1');
    const end = lines.length;
    let last: readonly Cell[] | undefined;
    let at = 0;
    while (at < end) {
      const row = Array<Cell>(width);
      for (let column = 0; column < width; column++) {
        const from = at;
        const shift = (above[column] ?? from) - from;
        let bits = 0;
        let escaped = false;
        let same = last !== undefined;
        for (; at < end; at++) {
          const byte = lines[at] ?? NEWLINE;
          if (same && lines[at + shift] !== byte) same = false;
          if (byte === TAB || byte === NEWLINE) break;
          bits |= byte;
          if (byte === BACKSLASH) escaped = true;
        }
        above[column] = from;
        row[column] =
          (same ? last?.[column] : undefined) ??
          cellOf(
            bits < 128 ? text.slice(from, at) : lines.toString('utf8', from, at),
            numeric[column] ?? false,
            escaped,
          );
        at++;
      }
      into.push(row);
      last = row;
    }
  };
}

function cellOf(text: string, isNumber: boolean, escaped: boolean): Cell {
  if (escaped && text === '\\N') return null;
  if (isNumber) return Number(text);
  return escaped ? text.replace(ESCAPE, (_, letter: string) => LETTERS[letter] ?? letter) : text;
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
