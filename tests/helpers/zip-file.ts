import { crc32, deflateRawSync } from 'node:zlib';

/** The bytes of a zip file with these entries; `mode` are Unix permission bits. */
export function zipOf(
  entries: readonly { name: string; text: string; mode?: number; stored?: boolean }[],
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, mode = 0o644, stored = false } of entries) {
    const raw = Buffer.from(text);
    const body = stored ? raw : deflateRawSync(raw);
    const path = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(stored ? 0 : 8, 8);
    header.writeUInt32LE(crc32(raw), 14);
    header.writeUInt32LE(body.length, 18);
    header.writeUInt32LE(raw.length, 22);
    header.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    header.copy(entry, 6, 4, 30);
    entry.writeUInt16LE(0, 30);
    entry.writeUInt32LE(((mode << 16) | 0) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    parts.push(header, path, body);
    directory.push(entry, path);
    at += header.length + path.length + body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
