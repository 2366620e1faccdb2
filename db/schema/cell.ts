import { isId } from '#db/kernel/id.ts';
import { isInstant } from '#db/kernel/instant.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { ColumnShape } from './column.ts';

/** Why a value may not stand in a column; undefined when it may. Never names the value. */
export function cellProblem(shape: ColumnShape, value: unknown): string | undefined {
  if (value === null) return shape.nullable ? undefined : 'missing';
  switch (shape.kind) {
    case 'integer':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : 'not_an_integer';
    case 'boolean':
      return value === 0 || value === 1 ? undefined : 'not_a_boolean';
    case 'id':
      return typeof value === 'string' && isId(value) ? undefined : 'not_an_id';
    case 'instant':
      return typeof value === 'string' && isInstant(value) ? undefined : 'not_an_instant';
    case 'enum':
      return typeof value === 'string' && shape.values?.includes(value) === true
        ? undefined
        : 'not_a_choice';
    case 'text':
      return textProblem(value, shape.maxLength);
    case 'json':
      return textProblem(value, undefined) ?? jsonProblem(value);
    default:
      return unreachable(shape.kind);
  }
}

// Postgres stores neither NUL nor half a surrogate pair: refused here, where somebody can still act.
function textProblem(value: unknown, maxLength: number | undefined): string | undefined {
  if (typeof value !== 'string') return 'not_a_text';
  if (value.includes('\0') || !value.isWellFormed()) return 'bad_character';
  if (maxLength === undefined || value.length <= maxLength) return undefined;
  // Both databases count code points, `length` counts UTF-16 units.
  return Array.from(value).length <= maxLength ? undefined : 'too_long';
}

function jsonProblem(value: unknown): string | undefined {
  try {
    if (typeof value === 'string') JSON.parse(value);
    return undefined;
  } catch {
    return 'not_json';
  }
}
