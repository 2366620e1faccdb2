import { openDriver } from '#db/sqlite/driver.node.ts';
import type { Driver } from '#db/sqlite/driver.node.ts';
import { holdsNumber } from '#db/schema/cell.ts';
import type { Cell, ColumnShape } from '#db/schema/column.ts';
import type { Table } from '#db/schema/table.ts';

export interface Choice {
  readonly name: string;
  readonly shape: ColumnShape;
  /** Best first. */
  readonly cells: readonly Cell[];
}

/**
 * One cell of each choice such that all checks of the table hold; undefined when there is none. Checks
 * of what nobody chooses, such as the row's id, are left out.
 */
export function meetingChecks(
  table: Table,
  choices: readonly Choice[],
): Readonly<Record<string, Cell>> | undefined {
  const row: Record<string, Cell> = {};
  for (const { name, cells } of choices) row[name] = cells[0] ?? null;
  const driver = openDriver(':memory:', { readonly: false, fileMustExist: false, timeout: 0 });
  try {
    for (const checks of connected(table, choices)) {
      const found = solve(driver, checks, choices);
      if (found === undefined) return undefined;
      Object.assign(row, found);
    }
    return row;
  } finally {
    driver.close();
  }
}

interface Checks {
  readonly columns: ReadonlySet<string>;
  readonly sql: readonly string[];
}

/** Checks in groups that have no column in common. */
function connected(table: Table, choices: readonly Choice[]): readonly Checks[] {
  const open = new Set(choices.map(({ name }) => name));
  let groups: Checks[] = [];
  for (const check of table.options.checks ?? []) {
    const words = check.replaceAll(/'[^']*'/g, '').match(/[a-z_][a-z0-9_]*/g) ?? [];
    const closed = Object.keys(table.columns).filter((name) => !open.has(name));
    if (words.some((word) => closed.includes(word))) continue;
    const columns = new Set(words.filter((word) => open.has(word)));
    const touching = groups.filter((group) => !group.columns.isDisjointFrom(columns));
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      {
        columns: touching.reduce((all, group) => all.union(group.columns), columns),
        sql: [...touching.flatMap(({ sql }) => sql), check],
      },
    ];
  }
  return groups;
}

// CROSS JOIN keeps the order, so that what is found first deviates least from the best cells.
function solve(
  driver: Driver,
  { columns, sql }: Checks,
  choices: readonly Choice[],
): Record<string, Cell> | undefined {
  const open = choices.filter(({ name }) => columns.has(name));
  const sources = open.map(({ name, shape, cells }) => {
    const type = holdsNumber(shape.kind) ? 'integer' : 'text';
    const rows = cells.map(() => '(?)').join(', ');
    return `(select cast(column1 as ${type}) as "${name}" from (values ${rows}))`;
  });
  // As a check reads it: unknown is not false.
  const where = sql.map((check) => `(${check}) is not 0`).join(' and ');
  return driver
    .prepare<Record<string, Cell>>(
      `select * from ${sources.join(' cross join ')} where ${where} limit 1`,
    )
    .get(...open.flatMap(({ cells }) => cells));
}
