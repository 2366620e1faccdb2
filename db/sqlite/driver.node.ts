import { createRequire } from 'node:module';
import type { Cell } from '#db/schema/column.ts';

/** All that we use of better-sqlite3; the plain build and the cipher build are one to us. */
export interface Driver {
  readonly inTransaction: boolean;
  readonly open: boolean;
  prepare<R>(sql: string): Statement<R>;
  exec(sql: string): unknown;
  pragma(text: string, options?: { readonly simple: boolean }): unknown;
  close(): unknown;
}

interface EncryptedDriver extends Driver {
  key(key: Uint8Array): number;
}

export interface Statement<R> {
  readonly reader: boolean;
  /** A record gives the cells of named parameters. */
  run(...cells: (Cell | readonly Cell[] | Readonly<Record<string, Cell>>)[]): {
    readonly changes: number;
  };
  get(...cells: (Cell | readonly Cell[])[]): R | undefined;
  all(...cells: (Cell | readonly Cell[])[]): R[];
  iterate(...cells: (Cell | readonly Cell[])[]): IterableIterator<R>;
}

interface FileOptions {
  readonly readonly: boolean;
  readonly fileMustExist: boolean;
  readonly timeout: number;
}

export interface DriverOptions extends FileOptions {
  /** 32 bytes; the file is then encrypted and authenticated with AEGIS-256. A wrong one shows at the first read. */
  readonly key?: Uint8Array | undefined;
}

type DriverConstructor<D = Driver> = new (file: string, options: FileOptions) => D;

const NODE_API = 10;

/**
 * Opens a file with the native library. Below Node-API 10 the library does not fail to load, it
 * crashes the process, so that is refused first. A file without a key never goes through the cipher
 * build, which takes a failed read for a good one: `docs/decisions/0025`.
 */
export function openDriver(file: string, { key, ...options }: DriverOptions): Driver {
  const napi = Number(process.versions['napi'] ?? 0);
  if (napi < NODE_API) {
    throw new Error(
      `SQLite needs Node-API ${NODE_API} (Node 22.14 or newer); this is Node ${process.versions.node} ` +
        `with Node-API ${napi}. Start it with node_modules/.bin/node.`,
    );
  }
  const require = createRequire(import.meta.url);
  if (key === undefined) {
    const Plain: DriverConstructor = require('better-sqlite3');
    return new Plain(file, options);
  }
  const Encrypted: DriverConstructor<EncryptedDriver> = require('better-sqlite3-multiple-ciphers');
  const driver = new Encrypted(file, options);
  try {
    unlock(driver, key);
  } catch (error) {
    driver.close();
    throw error;
  }
  return driver;
}

function unlock(driver: EncryptedDriver, key: Uint8Array): void {
  if (key.length !== 32) throw new RangeError('the key has 32 bytes');
  driver.pragma(`cipher = 'aegis'`);
  driver.pragma(`algorithm = 'aegis-256'`);
  // `raw:` because the key is random already: no derivation, 20 ms less at every start.
  driver.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}`));
}
