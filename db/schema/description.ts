import { unreachable } from '#db/kernel/must.ts';

/** What a schema consists of. `data`, `sync` and `api` of central are one; so is a replica file. */
export type ObjectKind =
  | 'schema'
  | 'role'
  | 'table'
  | 'column'
  | 'check'
  | 'key'
  | 'reference'
  | 'exclusion'
  | 'index'
  | 'search'
  | 'trigger'
  | 'policy'
  | 'function'
  | 'sequence'
  | 'type';

export type Property = string | boolean | null;

/**
 * One part of a schema in normal form: neither the order of columns nor names that nothing depends on
 * take part, so that two databases which behave alike are described alike.
 */
export interface SchemaObject {
  readonly kind: ObjectKind;
  /** The table it belongs to; empty for what belongs to none. */
  readonly table: string;
  /** Its name, or what it says where the name does not matter. */
  readonly name: string;
  readonly properties: Readonly<Record<string, Property>>;
}

export type Description = readonly SchemaObject[];

/** One way in which a found schema is not the expected one. */
export interface Difference {
  readonly what: 'missing' | 'unexpected' | 'different';
  readonly kind: ObjectKind;
  readonly table: string;
  readonly name: string;
  /** Of a `different` one: which of its properties. */
  readonly property: string | null;
  readonly expected: Property;
  readonly found: Property;
}

/** Every difference, tables in alphabetical order; empty when both are the same schema. */
export function compareDescriptions(
  expected: Description,
  found: Description,
): readonly Difference[] {
  const wanted = byKey(expected);
  const there = byKey(found);
  const keys = [...new Set([...wanted.keys(), ...there.keys()])].sort();
  return keys.flatMap((key) => {
    const [a, b] = [wanted.get(key), there.get(key)];
    if (a === undefined && b !== undefined) return whole('unexpected', b);
    if (b === undefined && a !== undefined) return tableGone(a, there) ? [] : whole('missing', a);
    return a === undefined || b === undefined ? [] : properties(a, b);
  });
}

/** The difference as a sentence for people. */
export function sentenceOf(difference: Difference): string {
  const { kind, table, name, property } = difference;
  const subject =
    table === '' || kind === 'table' ? `${kind} ${name}` : `${kind} ${name} of ${table}`;
  switch (difference.what) {
    case 'missing':
      return `${subject} is missing.`;
    case 'unexpected':
      return `${subject} is not part of this version.`;
    case 'different':
      return `${subject}: ${property} is ${said(difference.found)}, expected ${said(difference.expected)}.`;
    default:
      return unreachable(difference.what);
  }
}

// Parts in the order of their table; two of the same meaning are told apart by counting.
function byKey(description: Description): Map<string, SchemaObject> {
  const map = new Map<string, SchemaObject>();
  for (const object of description) {
    const key = [object.kind === 'table' ? object.name : object.table, object.kind, object.name];
    let place = key.join('\0');
    for (let copy = 2; map.has(place); copy++) place = [...key, copy].join('\0');
    map.set(place, object);
  }
  return map;
}

/** A table that is missing as a whole is one difference, not one for each of its columns. */
function tableGone(
  { kind, table }: SchemaObject,
  there: ReadonlyMap<string, SchemaObject>,
): boolean {
  if (kind === 'table' || table === '') return false;
  return !there.has([table, 'table', table].join('\0'));
}

function whole(what: 'missing' | 'unexpected', object: SchemaObject): readonly Difference[] {
  const { kind, table, name } = object;
  return [{ what, kind, table, name, property: null, expected: null, found: null }];
}

function properties(a: SchemaObject, b: SchemaObject): readonly Difference[] {
  const names = [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])].sort();
  return names.flatMap((property): Difference[] => {
    const expected = a.properties[property] ?? null;
    const found = b.properties[property] ?? null;
    if (expected === found) return [];
    const { kind, table, name } = a;
    return [{ what: 'different', kind, table, name, property, expected, found }];
  });
}

function said(value: Property): string {
  return value === null ? 'nothing' : String(value);
}
