import { createRequire } from 'node:module';
import type { Cell } from '#db/schema/column.ts';

/** All that we use of better-sqlite3, so that the plain build and the cipher build are one to us. */
export interface Driver {
  readonly inTransaction: boolean;
  readonly open: boolean;
  prepare<R>(sql: string): Statement<R>;
  exec(sql: string): unknown;
  pragma(text: string, options?: { readonly simple: boolean }): unknown;
  /** Cipher build only. */
  key?(key: Uint8Array): number;
  close(): unknown;
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

type DriverConstructor = new (
  file: string,
  options: {
    readonly readonly: boolean;
    readonly fileMustExist: boolean;
    readonly timeout: number;
  },
) => Driver;

const NODE_API = 10;

/**
 * Opens a file with the native library. Below Node-API 10 the library does not fail to load, it
 * crashes the process, so that is refused first.
 */
export function openDriver(
  file: string,
  options: {
    readonly readonly: boolean;
    readonly fileMustExist: boolean;
    readonly timeout: number;
  },
): Driver {
  const napi = Number(process.versions['napi'] ?? 0);
  if (napi < NODE_API) {
    throw new Error(
      `SQLite needs Node-API ${NODE_API} (Node 22.14 or newer); this is Node ${process.versions.node} ` +
        `with Node-API ${napi}. Start it with node_modules/.bin/node.`,
    );
  }
  const SqliteDatabase: DriverConstructor = createRequire(import.meta.url)('better-sqlite3');
  return new SqliteDatabase(file, options);
}
