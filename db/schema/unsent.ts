import { sql } from 'kysely';

/** Selects `unsent`: 1 while an op on the row of `table` waits to be sent, else 0. */
export function unsent(table: string) {
  return sql<0 | 1>`exists (
    select row_id from ${sql.table('pending_rows')}
    where pending_rows.table_name = ${table}
      and pending_rows.row_id = ${sql.ref(`${table}.id`)}
  )`.as('unsent');
}
