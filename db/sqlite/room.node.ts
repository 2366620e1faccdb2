import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

// What a small transaction needs.
const PROBE = 65_536;

/** True where the disk under a file takes nothing more, found out by trying beside it. */
export function isFull(file: string): boolean {
  const probe = `${file}.probe`;
  try {
    const opened = openSync(probe, 'w');
    try {
      writeSync(opened, Buffer.alloc(PROBE));
      fsyncSync(opened);
    } finally {
      closeSync(opened);
      rmSync(probe, { force: true });
    }
    return false;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) return false;
    return error.code === 'ENOSPC' || error.code === 'EDQUOT';
  }
}
