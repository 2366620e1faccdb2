import { isId } from '#db/kernel/id.ts';
import { isInstant } from '#db/kernel/instant.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { ColumnKind, ColumnShape } from './column.ts';

/** Whether cells of this kind are numbers; all others are text. */
export function holdsNumber(kind: ColumnKind): boolean {
  return kind === 'integer' || kind === 'money' || kind === 'boolean';
}

/** Why a value may not stand in a column; undefined when it may. Never names the value. */
export function cellProblem(shape: ColumnShape, value: unknown): string | undefined {
  if (value === null) return shape.nullable ? undefined : 'missing';
  switch (shape.kind) {
    case 'integer':
    case 'money':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : 'not_an_integer';
    case 'boolean':
      return value === 0 || value === 1 ? undefined : 'not_a_boolean';
    case 'id':
      return typeof value === 'string' && isId(value) ? undefined : 'not_an_id';
    case 'instant':
      return typeof value === 'string' && isInstant(value) ? undefined : 'not_an_instant';
    case 'day':
      return typeof value === 'string' && isDay(value) ? undefined : 'not_a_day';
    case 'clock':
      return typeof value === 'string' && CLOCK.test(value) ? undefined : 'not_a_clock_time';
    case 'wall':
      return typeof value === 'string' && isWall(value) ? undefined : 'not_a_wall_time';
    case 'decimal':
      return decimalProblem(value, shape.digits);
    case 'enum':
      return typeof value === 'string' && shape.values?.includes(value) === true
        ? undefined
        : 'not_a_choice';
    case 'text':
      return textProblem(value, shape.maxLength);
    case 'json':
      return textProblem(value, JSON_LONGEST) ?? jsonProblem(value);
    default:
      return unreachable(shape.kind);
  }
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

function isDay(text: string): boolean {
  // Postgres has no year 0.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '0001' && isInstant(`${text}T00:00:00.000Z`);
}

function isWall(text: string): boolean {
  return (
    text.length === 16 && text[10] === 'T' && isDay(text.slice(0, 10)) && CLOCK.test(text.slice(11))
  );
}

// One spelling per number, the one Postgres answers: no plus, no leading zeros, no minus zero.
function decimalProblem(value: unknown, digits: ColumnShape['digits']): string | undefined {
  const { precision, scale } = must(digits, 'a decimal has digits');
  if (typeof value !== 'string') return 'not_a_decimal';
  const parts = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/.exec(value);
  if (parts === null || (parts[2] ?? '').length !== scale) return 'not_a_decimal';
  if (value.startsWith('-') && !/[1-9]/.test(value)) return 'not_a_decimal';
  const whole = parts[1] === '0' ? 0 : (parts[1] ?? '').length;
  return whole > precision - scale ? 'too_large' : undefined;
}

// Postgres stores neither NUL nor half a surrogate pair: refused here, where somebody can still act.
function textProblem(value: unknown, maxLength: number | undefined): string | undefined {
  if (typeof value !== 'string') return 'not_a_text';
  if (value.includes('\0') || !value.isWellFormed()) return 'bad_character';
  if (maxLength === undefined || value.length <= maxLength) return undefined;
  // Both databases count code points, `length` counts UTF-16 units.
  return Array.from(value).length <= maxLength ? undefined : 'too_long';
}

/** Deepest JSON that is taken: SQLite reads 1000 levels, and a row it cannot read would be shown nowhere. */
const JSON_LEVELS = 100;
const JSON_LONGEST = 2 ** 20;

function jsonProblem(value: unknown): string | undefined {
  try {
    return typeof value === 'string' ? partProblem(JSON.parse(value), 0) : undefined;
  } catch {
    return 'not_json';
  }
}

// `JSON.stringify` escapes what Postgres cannot store; 1e400 is a number to it and none to us.
function partProblem(value: unknown, level: number): string | undefined {
  if (level > JSON_LEVELS) return 'too_deep';
  if (typeof value === 'string') return textProblem(value, undefined);
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'too_large';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const problem = textProblem(key, undefined) ?? partProblem(inner, level + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
