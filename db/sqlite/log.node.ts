import { readFileSync, writeFileSync } from 'node:fs';

// The format of a write-ahead log: https://www.sqlite.org/fileformat2.html#walformat
const HEADER = 32;
const FRAME = 24;
const BIG_ENDIAN = 0x377f0683;
const LITTLE_ENDIAN = 0x377f0682;

type Sums = readonly [number, number];

interface Log {
  readonly bytes: Buffer;
  readonly pageSize: number;
  readonly sums: (from: number, to: number, before: Sums) => Sums;
}

/**
 * Commits that stand in a write-ahead log behind its first damaged frame. SQLite drops them without a
 * word. A log that a crash cut off has none, but for a last commit that was not on disk yet.
 */
export function commitsBehindDamage(file: string): number {
  const log = readLog(file);
  if (log === null) return 0;
  let sound = true;
  let before = headerSums(log);
  let commits = 0;
  for (const at of framesOf(log)) {
    const after = frameSums(log, at, before);
    sound &&=
      after[0] === log.bytes.readUInt32BE(at + 16) && after[1] === log.bytes.readUInt32BE(at + 20);
    before = after;
    if (!sound && log.bytes.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}

/** Writes a copy of the log in which every frame counts as sound: for reading what is left of it, never for use. */
export function writeMendedLog(file: string, target: string): void {
  const log = readLog(file);
  if (log === null) return;
  let before = headerSums(log);
  log.bytes.writeUInt32BE(before[0], 24);
  log.bytes.writeUInt32BE(before[1], 28);
  for (const at of framesOf(log)) {
    before = frameSums(log, at, before);
    log.bytes.writeUInt32BE(before[0], at + 16);
    log.bytes.writeUInt32BE(before[1], at + 20);
  }
  writeFileSync(target, log.bytes);
}

function readLog(file: string): Log | null {
  const bytes = readFileSync(file);
  if (bytes.length < HEADER + FRAME) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic !== BIG_ENDIAN && magic !== LITTLE_ENDIAN) return null;
  const word = magic === BIG_ENDIAN ? 'readUInt32BE' : 'readUInt32LE';
  const pageSize = bytes.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65_536) return null;
  return {
    bytes,
    pageSize,
    sums: (from, to, before) => {
      let [a, b] = before;
      for (let at = from; at < to; at += 8) {
        a = (a + bytes[word](at) + b) >>> 0;
        b = (b + bytes[word](at + 4) + a) >>> 0;
      }
      return [a, b];
    },
  };
}

function headerSums({ sums }: Log): Sums {
  return sums(0, 24, [0, 0]);
}

function frameSums({ sums, pageSize }: Log, at: number, before: Sums): Sums {
  return sums(at + FRAME, at + FRAME + pageSize, sums(at, at + 8, before));
}

/** Where the frames of this life of the log begin; those of an earlier one have other salts. */
function* framesOf({ bytes, pageSize }: Log): Generator<number> {
  const length = FRAME + pageSize;
  for (let at = HEADER; at + length <= bytes.length; at += length) {
    if (bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0) yield at;
  }
}
