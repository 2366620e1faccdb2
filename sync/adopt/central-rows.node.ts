import type pg from 'pg';
import type { Id } from '#db/kernel/id.ts';
import { isId } from '#db/kernel/id.ts';
import type { Cell } from '#db/schema/column.ts';
import { copyExpression, plain, quoted } from '#db/schema/postgres-names.ts';
import type { Table } from '#db/schema/table.ts';
import { copyOut } from '#sync/central/copy.node.ts';
import { createCopyParser } from '#sync/central/copy-text.node.ts';
import { whileHeard } from '#sync/central/silence.node.ts';

/** Milliseconds central may be silent while it sends rows: it sorts a large table first. */
const SILENCE = 600_000;

/**
 * Every row of one organization in a table of central, ordered by id, in canonical form and the order
 * of `table.columns`. Handed on as they arrive, some at a time; `client` is an administrator's.
 */
export async function centralRows(
  client: pg.Client,
  table: Table,
  organization: Id,
  take: (rows: readonly (readonly Cell[])[]) => void,
): Promise<void> {
  // COPY takes no parameters.
  if (!isId(organization)) throw new TypeError('an organization has an id');
  const columns = Object.entries(table.columns).map(
    ([name, { shape }]) => `${copyExpression('r', name, shape)} as ${quoted(name)}`,
  );
  const parse = createCopyParser(table);
  await client.query(
    `select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false)`,
  );
  const sql = `copy (select ${columns.join(', ')} from data.${plain(table.name)} r
    where r.organization_id = '${organization}' order by r.id) to stdout`;
  const done = await whileHeard(client, SILENCE, () =>
    copyOut(client, sql, (lines) => {
      const rows: Cell[][] = [];
      parse(lines, rows);
      take(rows);
    }),
  );
  if ('error' in done) throw done.error;
}
