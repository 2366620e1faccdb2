import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** One entry of a zip's central directory. `mode` holds the Unix permission bits, 0 if unknown. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly mode: number;
  readonly headerAt: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;

/**
 * Unpacks the entries for which `place` gives a path (relative to `into`); null skips one.
 * Throws on a damaged archive, on zip64, and on a path that would leave `into`.
 */
export async function unpackZip(
  file: string,
  into: string,
  place: (name: string) => string | null,
): Promise<number> {
  const zip = await open(file, 'r');
  try {
    let written = 0;
    for (const entry of await readDirectory(zip)) {
      const path = entry.name.endsWith('/') ? null : place(entry.name);
      if (path === null) continue;
      await unpackEntry(zip, file, entry, inside(into, path));
      written++;
    }
    return written;
  } finally {
    await zip.close();
  }
}

/** `path` under `root`, or a throw when it points elsewhere. */
export function inside(root: string, path: string): string {
  const clean = normalize(path);
  if (clean.startsWith('..') || clean.startsWith('/') || clean.includes('\0')) {
    throw new Error(`Archive entry leaves its folder: ${JSON.stringify(path)}`);
  }
  return join(root, clean);
}

async function readDirectory(zip: FileHandle): Promise<ZipEntry[]> {
  const { size } = await zip.stat();
  const tail = await slice(
    zip,
    Math.max(0, size - END_BYTES - MAX_COMMENT),
    Math.min(size, END_BYTES + MAX_COMMENT),
  );
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('Not a zip file, or cut short: no end of central directory');
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start === 0xffffffff || count === 0xffff) throw new Error('zip64 archives are not supported');
  const directory = await slice(zip, start, bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('Damaged zip directory');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      mode: directory.readUInt16LE(at + 40) & 0o777,
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function unpackEntry(
  zip: FileHandle,
  file: string,
  entry: ZipEntry,
  path: string,
): Promise<void> {
  const header = await slice(zip, entry.headerAt, 30);
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(path), { recursive: true });
  if (entry.compressedBytes === 0) await writeFile(path, '');
  else {
    const raw = createReadStream(file, { start, end: start + entry.compressedBytes - 1 });
    const target = createWriteStream(path);
    if (entry.method === 0) await pipeline(raw, target);
    else if (entry.method === 8) await pipeline(raw, createInflateRaw(), target);
    else throw new Error(`Zip entry ${entry.name} uses unknown method ${entry.method}`);
    if (target.bytesWritten !== entry.bytes) throw new Error(`Zip entry ${entry.name} is damaged`);
  }
  if (entry.mode !== 0) await chmod(path, entry.mode);
}

async function slice(zip: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await zip.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('Zip file is cut short');
  return buffer;
}
