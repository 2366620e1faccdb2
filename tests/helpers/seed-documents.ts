import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '#db/kernel/must.ts';
import { sourceDocuments } from './outside.ts';

/** A column as a source document's SQL gives it. */
export interface SeedColumn {
  readonly table: string;
  readonly column: string;
  /** First word of its type: `VARCHAR`, `ENUM`. */
  readonly type: string;
  /** Characters, or digits in all and after the point. */
  readonly size: readonly number[];
  readonly required: boolean;
  /** In canonical form; undefined where there is none, or where the database computes it. */
  readonly defaultValue: string | undefined;
  readonly values: readonly string[];
  readonly references: string | undefined;
}

export interface SeedDocument {
  /** `S1` to `S4`. */
  readonly name: string;
  readonly columns: readonly SeedColumn[];
  /** Tables it names, with columns or without. */
  readonly tables: ReadonlySet<string>;
}

const NAMES = ['S1', 'S2', 'S3', 'S4'];

/** The four source documents; undefined where they are not at hand. */
export function readSeedDocuments(): readonly SeedDocument[] | undefined {
  const folder = sourceDocuments();
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).toSorted();
  return NAMES.map((name, at) => {
    const file = must(files[at], `${name} is missing among the source documents`);
    return seedDocument(name, readFileSync(join(folder, file), 'utf8'));
  });
}

export function seedDocument(name: string, text: string): SeedDocument {
  const columns = [...created(text), ...added(text), ...policed(text)];
  const tables = [
    ...columns.flatMap(({ table, references }) => [table, references ?? table]),
    ...listed(text),
    ...ticked(text),
  ];
  return { name, columns, tables: new Set(tables) };
}

function created(text: string): SeedColumn[] {
  return [...text.matchAll(/CREATE TABLE (\w+) \((.*?)\n\)/gs)].flatMap(([, table = '', body]) =>
    columnsOf(table, body ?? ''),
  );
}

function added(text: string): SeedColumn[] {
  const single = text.matchAll(/ALTER TABLE (\w+) ADD COLUMN (\w+ (?!NOT\b).*?);/g);
  const several = text.matchAll(/ALTER TABLE (\w+) ADD COLUMN IF NOT EXISTS \((.*?)\n\)/gs);
  return [...single, ...several].flatMap(([, table = '', body]) => columnsOf(table, body ?? ''));
}

/** Columns that only a policy of row security speaks of. */
function policed(text: string): SeedColumn[] {
  return [...text.matchAll(/SELECT (\w+) FROM (\w+)\s+WHERE (\w+) = \S+ AND (\w+) = /g)]
    .filter(([, , table]) => table !== undefined && !table.startsWith('pg_'))
    .filter(([, , table]) => table !== 'information_schema')
    .flatMap(([, selected = '', table = '', first = '', second = '']) =>
      [selected, first, second].flatMap((column) => columnsOf(table, `${column} ANY`)),
    );
}

function columnsOf(table: string, body: string): SeedColumn[] {
  const lines = body.split('\n').map((line) => line.replace(/--.*$/, '').trim());
  const foreign = new Map(
    lines.flatMap((line) => {
      const found = /^FOREIGN KEY \((\w+)\) REFERENCES (\w+)/.exec(line);
      return found?.[1] === undefined ? [] : [[found[1], found[2]] as const];
    }),
  );
  return lines.flatMap((line) => {
    const [, column, type, rest = ''] = /^([a-z_]+)\s+([A-Z]+)\b(.*)$/.exec(line) ?? [];
    if (column === undefined || type === undefined) return [];
    const choices = rest.startsWith("('") ? rest : (/ IN \((.*?)\)/.exec(rest)?.[1] ?? '');
    return [
      {
        table,
        column,
        type,
        size: (/^\(([\d,]+)\)/.exec(rest)?.[1] ?? '').split(',').filter(Boolean).map(Number),
        required: /\bNOT NULL\b|\bPRIMARY KEY\b/.test(rest),
        defaultValue: constant(/\bDEFAULT ('[^']*'|\w+\(?)/.exec(rest)?.[1]),
        values: [...(choices.split(')')[0]?.matchAll(/'(\w+)'/g) ?? [])].map(([, one = '']) => one),
        references: foreign.get(column) ?? /\bREFERENCES (\w+)/.exec(rest)?.[1],
      },
    ];
  });
}

function constant(sql: string | undefined): string | undefined {
  if (sql === undefined || sql.endsWith('(') || sql === 'CURRENT_TIMESTAMP') return undefined;
  if (/^true$/i.test(sql)) return '1';
  if (/^false$/i.test(sql)) return '0';
  return sql.replaceAll(`'`, '');
}

/** Tables that stand in the first column of a list of tables. */
function listed(text: string): string[] {
  const head = /^\| Table \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)/gm;
  return [...text.matchAll(head)].flatMap(([, rows = '']) =>
    [...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name),
  );
}

/** `✅ roles - Role definitions`. */
function ticked(text: string): string[] {
  return [...text.matchAll(/^✅ ([a-z]+(?:_[a-z]+)*) - /gm)].map(([, name = '']) => name);
}
