import { holdsNumber } from '#db/schema/cell.ts';
import type { Cell, ColumnKind } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';

const TAB = 9;
const NEWLINE = 10;
const BACKSLASH = 92;

/**
 * Rows of COPY's text format: tab between cells, newline after rows, `\N` for null, backslash
 * escapes. Numbers where the table's column holds them, canonical instants out of the ISO style in
 * UTC. Takes whole lines, appends to `into`.
 */
export function createCopyParser(table: Table): (lines: Buffer, into: Cell[][]) => void {
  const kinds = Object.values(table.columns).map(({ shape }) => shape.kind);
  const width = kinds.length;
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
            kinds[column] ?? 'text',
            escaped,
          );
        at++;
      }
      into.push(row);
      last = row;
    }
  };
}

function cellOf(text: string, kind: ColumnKind, escaped: boolean): Cell {
  if (escaped && text === '\\N') return null;
  if (holdsNumber(kind)) return Number(text);
  if (kind === 'instant') return instantIn(text);
  return escaped ? text.replace(ESCAPE, (_, letter: string) => LETTERS[letter] ?? letter) : text;
}

/** `2026-03-01 08:30:00.5+00` → canonical: central leaves out zeros at the end of a fraction. */
function instantIn(text: string): string {
  const fraction = FRACTIONS[text.length];
  if (fraction === undefined || !text.endsWith('+00')) {
    throw new RangeError('Bug: an instant is neither ISO nor in UTC');
  }
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3)}${fraction}Z`;
}

/** What is missing from the fraction of an instant of so many characters. */
const FRACTIONS: Readonly<Record<number, string>> = { 22: '000', 24: '00', 25: '0', 26: '' };

const ESCAPE = /\\(.)/gs;
const LETTERS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
