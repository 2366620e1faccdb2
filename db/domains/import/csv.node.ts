import Papa from 'papaparse';
import type { Refusal } from './report.ts';
import type { CsvFile, CsvRecord } from './rows.ts';

const LARGEST = 256 * 1024 * 1024;
const LONGEST_LINE = 100_000;

/**
 * Bytes of a comma-separated UTF-8 file (with or without BOM, LF or CRLF) → trimmed cells with line
 * numbers, blank lines left out. Any doubt about the file as a whole refuses it.
 */
export function readCsv(bytes: Uint8Array): CsvFile | Refusal {
  if (bytes.length > LARGEST) return refusal(1, 'too_large', 'The file is larger than 256 MB.');
  const decoded = decode(bytes);
  if (typeof decoded !== 'string') return decoded;
  const text = decoded.replaceAll(/\r\n?/g, '\n');
  if (text.trim() === '') return refusal(1, 'empty_file', 'The file is empty.');
  const long = longLine(text);
  if (long !== null) {
    return refusal(long, 'line_too_long', `The line is longer than ${LONGEST_LINE} characters.`);
  }
  return records(text);
}

function decode(bytes: Uint8Array): string | Refusal {
  // Text has no control characters but tab and line breaks; UTF-16 and archives are full of zeros.
  const odd = bytes.findIndex((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13);
  if (odd >= 0) {
    const line = bytes.subarray(0, odd).filter((byte) => byte === 10).length + 1;
    return refusal(line, 'binary', 'This is not a text file.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError)
      return refusal(1, 'not_utf8', 'The file is not encoded as UTF-8.');
    throw error;
  }
}

function longLine(text: string): number | null {
  let from = 0;
  for (let line = 1; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (to - from > LONGEST_LINE) return line;
    from = to + 1;
  }
  return null;
}

function records(text: string): CsvFile {
  const found: CsvRecord[] = [];
  let problem: Refusal | null = null;
  let line = 1;
  let cursor = 0;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      if (errors.length > 0) {
        problem = refusal(line, 'bad_quotes', 'A quote is not closed, or text follows one.');
        parser.abort();
        return;
      }
      const cells = data.map((cell) => cell.trim());
      if (cells.some((cell) => cell !== '')) found.push({ line, cells });
      for (let i = cursor; i < meta.cursor; i++) if (text[i] === '\n') line++;
      cursor = meta.cursor;
    },
  });
  return { records: found, openEnd: !text.endsWith('\n'), problem };
}

function refusal(line: number, code: Refusal['code'], message: string): Refusal {
  return { line, column: null, code, message };
}
