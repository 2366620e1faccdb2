/** Changes files in the folder it is given, one call at a time, and says what each call came to. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { clearFaults, failAt, faultState } from '#tests/helpers/fault-shim.ts';

const [folder = '', refuses = ''] = process.argv.slice(2);
const said: string[] = [];

function attempt(name: string, call: () => unknown): void {
  try {
    call();
    said.push(`${name} ok`);
  } catch (error) {
    said.push(
      `${name} ${error instanceof Error && 'code' in error ? String(error.code) : 'failed'}`,
    );
  }
}

if (refuses === 'refuse') failAt(3, 'disk full until freed');
if (refuses === 'unreadable') failAt(2, 'unreadable for good');
let file = -1;
attempt('create', () => (file = openSync(join(folder, 'a'), 'w')));
attempt('write', () => writeSync(file, Buffer.alloc(1000, 'a'), 0, 1000, 0));
attempt('sync', () => fsyncSync(file));
attempt('overwrite', () => writeSync(file, Buffer.alloc(1000, 'b'), 0, 1000, 500));
if (refuses === 'refuse') clearFaults();
attempt('truncate', () => ftruncateSync(file, 1200));
attempt('rename', () => renameSync(join(folder, 'a'), join(folder, 'b')));
attempt('sync names', () => {
  const names = openSync(folder, 'r');
  fsyncSync(names);
  closeSync(names);
});
attempt('replace', () => writeFileSync(join(folder, 'c'), 'c'));
attempt('unlink', () => unlinkSync(join(folder, 'c')));
attempt('elsewhere', () => writeFileSync(join(folder, '../elsewhere'), 'not watched'));
attempt('read', () => {
  const number = openSync(join(folder, 'b'), 'r');
  readSync(number, Buffer.alloc(10), 0, 10, 0);
  closeSync(number);
});
attempt('read again', () => readFileSync(join(folder, 'b')));
// It gets the number of the file before it.
attempt('read elsewhere', () => readFileSync(join(folder, '../elsewhere')));
process.stdout.write(JSON.stringify({ said, points: faultState().points }));
