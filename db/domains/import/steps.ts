import type { Id } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { NewRow, Table } from '#db/schema/table.ts';
import { roleFor, ROLES } from '#db/schema/table.ts';
import type { ImportTarget } from './target.ts';

/** One row change of an import or of its undoing. */
export type Step =
  | {
      readonly kind: 'insert' | 'update';
      readonly table: Table;
      readonly id: Id;
      /** The write path checks them against the table's definition. */
      readonly cells: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'delete'; readonly table: Table; readonly id: Id };

/** Row changes in one op, at most: what central takes in one slice. */
const OP_ROWS = 500;

/** A step whose row is checked against its table's definition. */
export function inserting<T extends Table>(table: T, id: Id, row: NewRow<T>): Step {
  return { kind: 'insert', table, id, cells: row };
}

export function slices<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(of.length / size) }, (_, i) =>
    of.slice(i * size, (i + 1) * size),
  );
}

/**
 * Carries the steps out in their order, as ops of a size that central takes; inside a `batch` of the
 * target all or none. Refuses what the write path refuses.
 */
export function carryOut<DB>(
  { writer, actor }: Pick<ImportTarget<DB>, 'writer' | 'actor'>,
  command: string,
  steps: readonly Step[],
): Result<null> {
  for (const some of slices(steps, OP_ROWS)) {
    const done = writer.write({ command, actor }, (tx) => {
      for (const step of some) {
        if (step.kind === 'insert') tx.insert(step.table, step.cells, step.id);
        else if (step.kind === 'update') tx.update(step.table, step.id, step.cells);
        else tx.delete(step.table, step.id);
      }
      return ok(null);
    });
    if (!done.ok) return done;
  }
  return ok(null);
}

/** Whether the actor may do all this, asked before anything is written; a dry run asks as well. */
export function allowed<DB>(
  { actor }: Pick<ImportTarget<DB>, 'actor'>,
  steps: readonly Step[],
): Result<null, 'not_allowed'> {
  for (const { table, kind } of steps) {
    const needs = roleFor(table, kind);
    if (ROLES.indexOf(actor.role) < ROLES.indexOf(needs)) {
      return fail('not_allowed', { table: table.name, kind, needs });
    }
  }
  return ok(null);
}
