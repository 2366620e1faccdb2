import type { Id } from '#db/kernel/id.ts';
import { must, unreachable } from '#db/kernel/must.ts';
import type { Cell, ColumnShape } from '#db/schema/column.ts';

export interface CellContext {
  readonly name: string;
  /** Place of the column in its table: later columns get later times and larger numbers. */
  readonly at: number;
  /** Makes texts unique. */
  readonly token: string;
  /** Which of several states of the row. */
  readonly variant: number;
  /** Values that the table's checks name. */
  readonly literals: readonly Cell[];
  /** For ids. */
  readonly ids: readonly Id[];
}

/** Cells for a column, best first; not all of them need to be valid. */
export function candidates(shape: ColumnShape, context: CellContext): readonly Cell[] {
  const { defaultValue } = shape;
  const usual = cellsOf(shape, context);
  return [
    ...usual,
    ...(defaultValue === undefined ? [] : [defaultValue]),
    ...(shape.nullable ? [null] : []),
  ];
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
// Long over: nobody must settle what a closure or a resource out of use does to it.
const START = Date.UTC(2020, 0, 1, 8);

function cellsOf(shape: ColumnShape, context: CellContext): readonly Cell[] {
  const { at, token, variant, literals } = context;
  const numbers = literals.filter((literal) => typeof literal === 'number');
  const time = (days: number): string =>
    new Date(START + days * DAY + (at * 10 + variant) * MINUTE).toISOString();
  switch (shape.kind) {
    case 'id':
      return context.ids;
    case 'boolean':
      return (shape.defaultValue === 1) === (variant % 2 === 0) ? [1, 0] : [0, 1];
    case 'enum': {
      const values = must(shape.values, 'choices');
      const first = Math.max(0, values.indexOf(String(shape.defaultValue ?? values[0])));
      return values.map((_, n) => values[(first + variant + n) % values.length] ?? null);
    }
    case 'integer':
    case 'money':
      // Room for whoever comes where a resource is shared.
      if (context.name === 'capacity') return [1000 + variant];
      return [at + 2 + variant, ...numbers, ...numbers.map((n) => n + 1), 0, 1, 100];
    case 'decimal':
      return decimals(shape, [at + 2 + variant, variant, 0, 1, ...numbers]);
    case 'instant':
      return [0, 1, 30, -1].map(time);
    case 'day':
      return [0, 1, 30, -1].map((days) => time(days + at + variant).slice(0, 10));
    case 'wall':
      return [0, 1, 30, -1].map((days) => time(days).slice(0, 16));
    case 'clock':
      return [time(0).slice(11, 16), '00:00', '23:59'];
    case 'json':
      return jsons(shape, `${token}${variant}`);
    case 'text':
      return texts(shape, context);
    default:
      return unreachable(shape.kind);
  }
}

function decimals({ digits }: ColumnShape, wholes: readonly number[]): readonly string[] {
  const { precision, scale } = must(digits, 'digits');
  const within = (whole: number): number => whole % 10 ** Math.min(precision - scale, 9);
  const after = (fraction: string): string =>
    scale === 0 ? '' : `.${fraction.padEnd(scale, '0')}`;
  return [
    ...wholes.map((whole) => `${within(whole)}${after('25'.slice(0, scale))}`),
    ...wholes.map((whole) => `${within(whole)}${after('')}`),
  ];
}

// As Postgres spells JSON, so that nothing changes on the way.
function jsons({ merge, defaultValue }: ColumnShape, word: string): readonly string[] {
  const list = `["${word}", "ñ🏨"]`;
  const object = `{"n": "${word}"}`;
  return merge === 'union' || String(defaultValue).startsWith('[')
    ? [list, object]
    : [object, list];
}

function texts(shape: ColumnShape, { name, token, variant, literals }: CellContext): string[] {
  const word = `${token}${variant}`;
  const long = Array.from(`${word} ${name} ñ🏨 'quoted' "twice"\n\t\\N`);
  const short = Array.from(word).toReversed();
  const limit = must(shape.maxLength, 'a limit');
  return [
    (limit < 12 ? short : long).slice(0, limit).join(''),
    word,
    ...literals.map(String),
    ...literals.map((literal) => `${literal}${word}`),
    `${word}@a.example`,
    word.padEnd(64, '0').slice(0, 64),
    word.padEnd(Math.min(limit, 64), '0').slice(0, limit),
    'EUR',
    'BR',
    '',
  ];
}
