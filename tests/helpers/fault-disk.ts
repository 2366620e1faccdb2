import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DiskCall } from './fault-record.ts';

/** Bytes a disk writes whole or not at all. */
const SECTOR = 512;

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number };

/** Contents of one file: what a sync has made safe, and what the operating system still holds. */
interface FileState {
  safe: Buffer;
  unsynced: Change[];
}

type NameChange =
  | { readonly kind: 'link'; readonly path: string; readonly file: FileState }
  | { readonly kind: 'unlink'; readonly path: string };

/** What the power failure leaves of the changes that no sync has made safe. */
export type Survival =
  /** Nothing. */
  | { readonly kind: 'dropped' }
  /** Everything: the disk was quick. */
  | { readonly kind: 'kept' }
  /** Each kept, dropped or torn, sector by sector, as `random` (0 ≤ x < 1) says. */
  | { readonly kind: 'torn'; readonly random: () => number };

/** Contents of a folder after power loss, by path. */
export type DiskImage = ReadonlyMap<string, Buffer>;

/**
 * A disk with a volatile cache, fed with recorded calls. Syncing a file makes its contents safe, syncing a folder its
 * names; changes of names reach the disk in order, changes of contents in any order and in parts, as the
 * POSIX promises allow and the file systems in use do at worst.
 */
export interface Disk {
  apply(call: DiskCall): void;
  /** Changes a power failure could take away. */
  unsynced(): number;
  afterPowerLoss(survival: Survival): DiskImage;
}

/** Starts from files that are safe on disk. */
export function createDisk(start: DiskImage): Disk {
  const files = new Map<string, FileState>();
  for (const [path, bytes] of start) files.set(path, { safe: bytes, unsynced: [] });
  let safeNames = new Map(files);
  let nameChanges: NameChange[] = [];

  function fileAt(path: string): FileState {
    const file = files.get(path);
    if (!file) throw new Error(`fault record changes ${path}, which does not exist`);
    return file;
  }

  function link(path: string, file: FileState): void {
    files.set(path, file);
    nameChanges.push({ kind: 'link', path, file });
  }

  function unlink(path: string): void {
    files.delete(path);
    nameChanges.push({ kind: 'unlink', path });
  }

  function sync(path: string): void {
    const folderFiles = files.get(path);
    if (folderFiles) {
      folderFiles.safe = applied(folderFiles.safe, folderFiles.unsynced);
      folderFiles.unsynced = [];
    } else {
      // Not a file: the folder. One level is enough, the replica's files lie side by side.
      safeNames = new Map(files);
      nameChanges = [];
    }
  }

  function apply(call: DiskCall): void {
    switch (call.kind) {
      case 'create':
        return link(call.path, { safe: Buffer.alloc(0), unsynced: [] });
      case 'write':
      case 'truncate':
        fileAt(call.path).unsynced.push(call);
        return;
      case 'sync':
        return sync(call.path);
      case 'unlink':
        return unlink(call.path);
      case 'rename': {
        const file = fileAt(call.path);
        unlink(call.path);
        return link(call.to, file);
      }
      case 'ack':
        return;
    }
  }

  function afterPowerLoss(survival: Survival): DiskImage {
    const names = new Map(safeNames);
    for (const change of nameChanges.slice(0, survivors(nameChanges.length, survival))) {
      if (change.kind === 'link') names.set(change.path, change.file);
      else names.delete(change.path);
    }
    return new Map([...names].map(([path, file]) => [path, contents(file, survival)]));
  }

  return {
    apply,
    unsynced: () =>
      nameChanges.length + [...files.values()].reduce((sum, file) => sum + file.unsynced.length, 0),
    afterPowerLoss,
  };
}

function survivors(count: number, survival: Survival): number {
  if (survival.kind === 'dropped') return 0;
  if (survival.kind === 'kept') return count;
  return Math.floor(survival.random() * (count + 1));
}

function contents(file: FileState, survival: Survival): Buffer {
  if (survival.kind === 'dropped') return file.safe;
  const pieces = file.unsynced.flatMap((change) =>
    survival.kind === 'kept' ? [change] : surviving(change, survival.random),
  );
  return applied(file.safe, pieces);
}

/** What a power failure leaves of one change: all, nothing, or some of its sectors. */
function surviving(change: Change, random: () => number): Change[] {
  const fate = random();
  if (fate < 1 / 3) return [];
  if (fate < 2 / 3 || change.kind === 'truncate') return [change];
  const torn: Change[] = [];
  for (let from = 0; from < change.bytes.length;) {
    // Sectors are the disk's, so the first piece of a write that starts inside one is shorter.
    const to = Math.min(change.bytes.length, from + SECTOR - ((change.at + from) % SECTOR));
    if (random() < 0.5)
      torn.push({ kind: 'write', at: change.at + from, bytes: change.bytes.subarray(from, to) });
    from = to;
  }
  return torn;
}

// In one buffer: a migration leaves thousands of changes before its first sync.
function applied(start: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map((change) =>
    change.kind === 'truncate' ? change.length : change.at + change.bytes.length,
  );
  const bytes = Buffer.alloc(Math.max(start.length, ...ends));
  start.copy(bytes);
  let length = start.length;
  for (const change of changes) {
    if (change.kind === 'truncate') {
      bytes.fill(0, change.length, length);
      length = change.length;
    } else {
      change.bytes.copy(bytes, change.at);
      length = Math.max(length, change.at + change.bytes.length);
    }
  }
  return bytes.subarray(0, length);
}

/** Files of a folder that live on the disk: the -shm is memory and is gone after power loss. */
export function readImage(folder: string): DiskImage {
  return new Map(
    readdirSync(folder)
      .filter((name) => !isMemory(name))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

/** Makes the folder hold exactly this image. */
export function writeImage(folder: string, image: DiskImage): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, bytes] of image) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** True for files that are shared memory and only look like files. */
export function isMemory(path: string): boolean {
  return path.endsWith('-shm');
}
