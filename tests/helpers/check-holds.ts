import { openDriver } from '#db/sqlite/driver.node.ts';
import type { Statement } from '#db/sqlite/driver.node.ts';
import { quoted } from '#db/schema/sqlite-ddl.ts';
import type { CanonicalRow, Table } from '#db/schema/table.ts';

/** Evaluates checks of tables on rows that are nowhere, as SQLite would. A null counts as yes. */
export function createChecks(): (table: Table) => (check: string, row: CanonicalRow) => boolean {
  const driver = openDriver(':memory:', { readonly: false, fileMustExist: false, timeout: 0 });
  const statements = new Map<string, Statement<{ holds: number | null }>>();
  return (table) => {
    const columns = Object.keys(table.columns);
    const stored = columns.map((name) => `? AS ${quoted(name)}`).join(', ');
    const computed = Object.entries(table.options.generated ?? {}).map(
      ([name, sql]) => `, (${sql}) AS ${quoted(name)}`,
    );
    return (check, row) => {
      const key = `${table.name} ${check}`;
      let statement = statements.get(key);
      if (statement === undefined) {
        statement = driver.prepare(
          `SELECT (${check}) AS holds FROM (SELECT *${computed.join('')} FROM (SELECT ${stored}))`,
        );
        statements.set(key, statement);
      }
      return statement.get(columns.map((name) => row[name] ?? null))?.holds !== 0;
    };
  };
}
