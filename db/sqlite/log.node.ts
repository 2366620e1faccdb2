import { readFileSync, writeFileSync } from 'node:fs';
import { isUnreadable } from './failures.node.ts';

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
    sound &&= isOfThisLife(log, at) && equal(after, storedSums(log, at));
    before = after;
    if (!sound && commitOf(log, at) !== 0) commits += 1;
  }
  return commits;
}

/**
 * Writes a copy of the log in which every frame counts as sound: for reading what is left of it where
 * pages are authenticated, never for use. Answers as `writeSoundLog` does.
 */
export function writeMendedLog(file: string, target: string): ReadonlySet<number> {
  const log = readLog(file);
  if (log !== null) writeFileSync(target, chained(log, framesOf(log)));
  return new Set();
}

/**
 * Writes a copy of the log in which only its sound frames are, up to its last commit: whatever is read
 * through it was written so, if perhaps changed since. Answers the pages of which the last image is
 * missing. For reading, never for use.
 */
export function writeSoundLog(file: string, target: string): ReadonlySet<number> {
  const stale = new Set<number>();
  const log = readLog(file);
  if (log === null) return stale;
  const frames = judged(log);
  const end = frames.findLastIndex(({ at }) => commitOf(log, at) !== 0);
  const taken: number[] = [];
  let size = 0;
  for (const { at, sound } of frames.slice(0, end + 1)) {
    const page = log.bytes.readUInt32BE(at);
    if (!sound) {
      stale.add(page);
      continue;
    }
    stale.delete(page);
    taken.push(at);
    size = Math.max(size, page, commitOf(log, at));
  }
  const last = taken.at(-1);
  // The commit that ends it may be among the damaged ones.
  if (last !== undefined) log.bytes.writeUInt32BE(size, last + 4);
  writeFileSync(target, chained(log, taken));
  return stale;
}

interface Frame {
  readonly at: number;
  sound: boolean;
}

/** Each frame by itself: one that is damaged takes those behind it along in SQLite's eyes only. */
function judged(log: Log): readonly Frame[] {
  const frames: Frame[] = [];
  let before = headerSums(log);
  // What the frame before is in truth if only its own sums are damaged.
  let meant = before;
  for (const at of framesOf(log)) {
    const stored = storedSums(log, at);
    const sound = equal(frameSums(log, at, before), stored);
    const proves = !sound && equal(frameSums(log, at, meant), stored);
    const previous = frames.at(-1);
    if (proves && previous !== undefined) previous.sound = true;
    meant = proves ? stored : frameSums(log, at, before);
    before = stored;
    frames.push({ at, sound: sound || proves });
  }
  return frames;
}

/** A log of these frames, each of which counts as sound. */
function chained(log: Log, frames: Iterable<number>): Buffer {
  const { bytes, pageSize } = log;
  let before = headerSums(log);
  const header = Buffer.from(bytes.subarray(0, HEADER));
  header.writeUInt32BE(before[0], 24);
  header.writeUInt32BE(before[1], 28);
  const parts = [header];
  for (const at of frames) {
    before = frameSums(log, at, before);
    const frame = Buffer.from(bytes.subarray(at, at + FRAME + pageSize));
    bytes.copy(frame, 8, 16, 24);
    frame.writeUInt32BE(before[0], 16);
    frame.writeUInt32BE(before[1], 20);
    parts.push(frame);
  }
  return Buffer.concat(parts);
}

function readLog(file: string): Log | null {
  const bytes = bytesOf(file);
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

/** Empty where the disk does not give them back: SQLite meets that as well. */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isUnreadable(error)) return Buffer.alloc(0);
    throw error;
  }
}

function headerSums({ sums }: Log): Sums {
  return sums(0, 24, [0, 0]);
}

function frameSums({ sums, pageSize }: Log, at: number, before: Sums): Sums {
  return sums(at + FRAME, at + FRAME + pageSize, sums(at, at + 8, before));
}

/** In a commit's last frame the pages of the file, in others 0. */
function commitOf({ bytes }: Log, at: number): number {
  return bytes.readUInt32BE(at + 4);
}

function storedSums({ bytes }: Log, at: number): Sums {
  return [bytes.readUInt32BE(at + 16), bytes.readUInt32BE(at + 20)];
}

const equal = (a: Sums, b: Sums) => a[0] === b[0] && a[1] === b[1];

/** Frames of an earlier life of the log have other salts. */
function isOfThisLife({ bytes }: Log, at: number): boolean {
  return bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0;
}

/** Where the frames of this life of the log begin. It is written from its begin on, without a gap. */
function framesOf(log: Log): readonly number[] {
  const length = FRAME + log.pageSize;
  const frames: number[] = [];
  for (let at = HEADER; at + length <= log.bytes.length; at += length) frames.push(at);
  // One in the middle whose salts differ is damaged.
  return frames.slice(0, frames.findLastIndex((at) => isOfThisLife(log, at)) + 1);
}
