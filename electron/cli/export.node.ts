import { sql } from 'kysely';
import { registry } from '#db/domains/registry.ts';
import type { Cell } from '#db/schema/column.ts';
import { deviceRegistry } from '#db/schema/sync-class.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { withDesk } from './open.node.ts';
import { parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

const PAGE = 2000;

export const exportTable: CliCommand = {
  usage: 'TABLE --dir D',
  summary: 'Prints the rows of a table, one JSON object a line, ordered by id.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['TABLE'], { dir: { type: 'string' } });
    const name = required(positionals[0], 'TABLE');
    const known = deviceRegistry(registry);
    const table = known.get(name);
    if (table === undefined) {
      const names = known.tables.map((each) => each.name).join(', ');
      throw new UsageError(`there is no table ${JSON.stringify(name)}; there are ${names}`);
    }
    return await withDesk(values.dir, terminal, false, async (desk) => {
      for (let after = ''; !terminal.signal.aborted;) {
        const rows = pageOf(desk, table, after);
        for (const row of rows) await terminal.print(exported(table, row));
        const last = rows.at(-1)?.['id'];
        if (rows.length < PAGE || typeof last !== 'string') break;
        after = last;
      }
      return { ok: true };
    });
  },
};

// Table and columns are the registry's, never the caller's text.
function pageOf({ reads }: Desk, table: Table, after: string): readonly CanonicalRow[] {
  const columns = sql.join(Object.keys(table.columns).map((column) => sql.ref(column)));
  const page = sql<CanonicalRow>`select ${columns} from ${sql.table(table.name)}
    where id > ${after} order by id limit ${PAGE}`;
  return reads.all({ compile: () => page.compile(reads.sql) });
}

/** A row in column order, JSON columns as values. */
function exported(table: Table, row: CanonicalRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table.columns).map(([column, { shape }]) => {
      const cell: Cell = row[column] ?? null;
      return [column, shape.kind === 'json' && typeof cell === 'string' ? JSON.parse(cell) : cell];
    }),
  );
}
