/** Changes files in the folder it is given, one call at a time, and says what each call came to. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
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
process.stdout.write(JSON.stringify({ said, points: faultState().points }));
