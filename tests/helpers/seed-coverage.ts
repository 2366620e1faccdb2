import { STAMPED, columnNames } from '#db/schema/table.ts';
import type { Table } from '#db/schema/table.ts';
import type { ColumnKind, ColumnShape } from '#db/schema/column.ts';
import type { Registry } from '#db/schema/registry.ts';
import type { SeedColumn, SeedDocument } from '#tests/helpers/seed-documents.ts';

/** One line of `docs/seed-coverage.md`. */
interface Line {
  /** `S1` to `S4`. */
  readonly document: string;
  /** The table whose columns the section lists; undefined where it lists what is only named. */
  readonly table: string | undefined;
  /** What the source document has: a column, or what the first cell names. */
  readonly named: string;
  /** `table` or `table.column`; empty where there is a reason instead. */
  readonly homes: readonly string[];
  readonly note: string;
}

export interface Coverage {
  readonly lines: readonly Line[];
  /** Tables of the closing section, with their reason. */
  readonly others: ReadonlyMap<string, string>;
  /** What the first table counts, by document: tables with columns, columns, other lines. */
  readonly figures: ReadonlyMap<string, readonly number[]>;
}

/** Reads the document; whatever it does not understand is left out and then missed by the checks. */
export function readCoverage(markdown: string): Coverage {
  const lines: Line[] = [];
  const others = new Map<string, string>();
  const figures = new Map<string, readonly number[]>();
  let heading = '';
  for (const text of markdown.split('\n')) {
    if (text.startsWith('#')) heading = text;
    if (!text.startsWith('| ') || text.startsWith('| ---')) continue;
    const cells = text.slice(1, text.lastIndexOf('|')).split('|');
    const [first = '', second = '', note = ''] = cells.map((cell) => cell.trim());
    const [, document, table] = /^### (S\d)(?: `(\w+)`$)?/.exec(heading) ?? [];
    if (document !== undefined && second !== 'Home') {
      const named = table === undefined ? first : first.replaceAll('`', '');
      lines.push({ document, table, named, homes: quoted(second), note });
    } else if (heading.startsWith('## Not from')) {
      for (const name of quoted(first)) others.set(name, second);
    } else if (/^S\d$/.test(first)) {
      figures.set(first, cells.slice(1).map(Number));
    }
  }
  return { lines, others, figures };
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function subject({ document, table, named }: Line): string {
  return table === undefined ? `${document} ${named}` : `${document} ${table}.${named}`;
}

/** Everything wrong between the document and the definitions, one sentence each. */
export function coverageProblems(coverage: Coverage, registry: Registry): readonly string[] {
  const { lines, others, figures } = coverage;
  const names = lines.map(subject);
  const homes = new Set(lines.flatMap((line) => line.homes).map((home) => home.split('.')[0]));
  const absent = lines.flatMap((line) =>
    line.homes
      .filter((home) => !isThere(registry, home))
      .map((home) => `${subject(line)}: its home ${home} is not in the schema`),
  );
  const homeless = lines
    .filter((line) => line.homes.length === 0 && line.note.length === 0)
    .map((line) => `${subject(line)}: neither a home nor a reason`);
  const twice = names.filter((name, at) => names.indexOf(name) !== at).map((n) => `${n}: twice`);
  const unexplained = registry.tables
    .filter(({ name }) => !homes.has(name) && (others.get(name) ?? '') === '')
    .map(({ name }) => `${name}: no source document's home, and no reason why it is there`);
  const closing = [...others.keys()]
    .filter((name) => homes.has(name) || registry.get(name) === undefined)
    .map((name) => `${name}: listed as nobody's home, but it is one or is not there`);
  return [
    ...absent,
    ...homeless,
    ...twice,
    ...unexplained,
    ...closing,
    ...miscounts(lines, figures),
  ];
}

function isThere(registry: Registry, home: string): boolean {
  const [name = '', column] = home.split('.');
  const table = registry.get(name);
  return table !== undefined && (column === undefined || columnNames(table).includes(column));
}

/** A line that is lost where the source documents are not at hand still changes a figure. */
function miscounts(lines: readonly Line[], figures: Coverage['figures']): string[] {
  const documents = new Set(lines.map((line) => line.document));
  return [...documents].flatMap((document) => {
    const own = lines.filter((line) => line.document === document);
    const listed = own.filter((line) => line.table !== undefined);
    const counted = [
      new Set(listed.map((line) => line.table)).size,
      listed.length,
      own.length - listed.length,
    ];
    const said = figures.get(document) ?? [];
    return said.join() === counted.join()
      ? []
      : [`${document}: the first table says ${said.join(', ')}, counted are ${counted.join(', ')}`];
  });
}

/** Everything wrong between the document and the source documents themselves. */
export function seedProblems(
  { lines }: Coverage,
  registry: Registry,
  seeds: readonly SeedDocument[],
): readonly string[] {
  return seeds.flatMap((seed) => {
    const own = lines.filter((line) => line.document === seed.name);
    const tables = new Set(own.flatMap((line) => line.table ?? quoted(line.named)));
    const given = new Set(seed.columns.map(({ table, column }) => `${table}.${column}`));
    const unnamed = [...seed.tables]
      .filter((table) => !tables.has(table))
      .map((table) => `${seed.name} ${table}: the source document names it, no line does`);
    const invented = own
      .filter((line) => line.table !== undefined && !given.has(`${line.table}.${line.named}`))
      .map((line) => `${subject(line)}: the source document has no such column`);
    const columns = seed.columns.flatMap((column) => {
      const line = own.find(
        ({ table, named }) => table === column.table && named === column.column,
      );
      const name = `${seed.name} ${column.table}.${column.column}`;
      if (line === undefined) return [`${name}: the source document has it, no line does`];
      if (line.note !== '') return [];
      return deviations(column, line, own, registry).map((how) => `${name}: ${how}, and no note`);
    });
    return [...unnamed, ...invented, ...columns];
  });
}

const KINDS: Readonly<Record<string, readonly ColumnKind[]>> = {
  UUID: ['id'],
  BIGINT: ['id'],
  TEXT: ['text', 'enum'],
  VARCHAR: ['text', 'enum'],
  INET: ['text'],
  ENUM: ['enum'],
  BOOLEAN: ['boolean'],
  JSON: ['json'],
  JSONB: ['json'],
  TIMESTAMP: ['instant'],
  DATE: ['day'],
  INT: ['integer'],
  INTEGER: ['integer'],
  DECIMAL: ['decimal'],
};

/** How a column's home differs from what the source document says of it. */
function deviations(
  seed: SeedColumn,
  { homes }: Line,
  lines: readonly Line[],
  registry: Registry,
): string[] {
  const [name = '', column = ''] = homes[0]?.split('.') ?? [];
  const table = registry.get(name);
  const shape = table?.columns[column]?.shape;
  // The document's own rules speak of these.
  if (table === undefined || shape === undefined || STAMPED.includes(column)) return [];
  const found: string[] = [];
  if (column !== seed.column) found.push(`it is called ${column}`);
  if (!(KINDS[seed.type] ?? [shape.kind]).includes(shape.kind)) found.push(`it is ${shape.kind}`);
  const missing = seed.values.filter((value) => shape.values?.includes(value) !== true);
  const more = (shape.values ?? []).filter((value) => !seed.values.includes(value));
  if (missing.length > 0) found.push(`it lacks ${missing.join(', ')}`);
  if (seed.values.length > 0 && more.length > 0) found.push(`it knows ${more.join(', ')} as well`);
  return [...found, ...narrower(seed, shape), ...otherTarget(seed, shape, lines)];
}

function narrower(seed: SeedColumn, shape: ColumnShape): string[] {
  const found: string[] = [];
  const [size = 0, scale] = seed.size;
  if (shape.maxLength !== undefined && shape.maxLength < size) {
    found.push(`it ends after ${shape.maxLength} characters`);
  }
  if (scale !== undefined && (shape.digits?.precision !== size || shape.digits.scale !== scale)) {
    found.push('it has other digits');
  }
  if (seed.defaultValue !== undefined && String(shape.defaultValue) !== seed.defaultValue) {
    found.push(`its default is ${String(shape.defaultValue)}`);
  }
  if (seed.required && shape.nullable) found.push('it may be null');
  return found;
}

function otherTarget(seed: SeedColumn, shape: ColumnShape, lines: readonly Line[]): string[] {
  if (seed.references === undefined) return [];
  const target = lines.find(
    ({ table, named }) => table === seed.references || quoted(named)[0] === seed.references,
  );
  const home = target?.homes[0]?.split('.')[0];
  if (shape.reference?.table !== home)
    return [`it refers to ${shape.reference?.table ?? 'nothing'}`];
  return shape.reference?.enforced === true ? [] : ['nothing enforces its reference'];
}

/** The definitions without one column, to see that somebody notices. */
export function withoutColumn(registry: Registry, name: string, column: string): Registry {
  const tables = registry.tables.map((table): Table => {
    if (table.name !== name) return table;
    const { [column]: _, ...columns } = table.columns;
    return { ...table, columns };
  });
  return { ...registry, tables, get: (wanted) => tables.find((table) => table.name === wanted) };
}
