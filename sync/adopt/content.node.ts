import { createHash } from 'node:crypto';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import type { Cell } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';
import { movedColumns } from './moved-tables.ts';

/** How many rows a table has, and a digest of all their cells: equal on two sides, equal rows. */
export interface Content {
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

export interface ContentReader {
  /** One row, `cells` in the order of `movedColumns`. Rows come ordered by id. */
  add(cells: readonly Cell[]): void;
  end(): Content;
}

/**
 * SHA-256 over canonical rows. JSON counts by what it says, not by how it is written: central keeps
 * it parsed and writes it in its own way.
 */
export function readContent(table: Table): ContentReader {
  const hash = createHash('sha256');
  const json = movedColumns(table).flatMap((name, at) =>
    table.columns[name]?.shape.kind === 'json' ? [at] : [],
  );
  let rows = 0;
  return {
    add: (cells) => {
      rows += 1;
      hash.update(`${JSON.stringify(json.length === 0 ? cells : spelledAlike(cells, json))}\n`);
    },
    end: () => ({ table: table.name, rows, digest: hash.digest('hex') }),
  };
}

function spelledAlike(cells: readonly Cell[], json: readonly number[]): readonly Cell[] {
  const alike = [...cells];
  for (const at of json) {
    const cell = cells[at];
    if (typeof cell === 'string') alike[at] = canonicalJson(JSON.parse(cell) as Json);
  }
  return alike;
}

/** Names a state of all tables together. */
export function fingerprintOf(contents: readonly Content[], ...more: readonly string[]): string {
  return createHash('sha256')
    .update(
      JSON.stringify([more, contents.map(({ table, rows, digest }) => [table, rows, digest])]),
    )
    .digest('hex');
}
