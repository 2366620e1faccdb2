import { readFileSync } from 'node:fs';

/** One call that changed a file, in the order it reached the disk; paths are relative to the watched folder. */
export type DiskCall =
  | { readonly kind: 'create' | 'sync' | 'unlink'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  /** Not a change: the process told its parent that something is saved. */
  | { readonly kind: 'ack'; readonly text: string };

const HEAD = 24;

/** Reads what the shim recorded. A record cut short by the kill ends the list. */
export function readRecord(file: string): DiskCall[] {
  const all = readFileSync(file);
  const calls: DiskCall[] = [];
  let at = 0;
  while (at + HEAD <= all.length) {
    const kind = all.readUInt32LE(at);
    const pathEnd = at + HEAD + all.readUInt32LE(at + 4);
    const number = Number(all.readBigUInt64LE(at + 8));
    const end = pathEnd + Number(all.readBigUInt64LE(at + 16));
    if (end > all.length) break;
    const path = all.toString('utf8', at + HEAD, pathEnd);
    calls.push(callOf(kind, path, number, all.subarray(pathEnd, end)));
    at = end;
  }
  return calls;
}

function callOf(kind: number, path: string, number: number, bytes: Buffer): DiskCall {
  switch (kind) {
    case 1:
      return { kind: 'create', path };
    case 2:
      return { kind: 'write', path, at: number, bytes };
    case 3:
      return { kind: 'truncate', path, length: number };
    case 4:
      return { kind: 'sync', path };
    case 5:
      return { kind: 'unlink', path };
    case 6:
      return { kind: 'rename', path, to: bytes.toString('utf8') };
    case 7:
      return { kind: 'ack', text: bytes.toString('utf8') };
    default:
      throw new Error(`unknown kind ${kind} in a fault record`);
  }
}
