import type { Table } from './table.ts';

/** Full-text index over some columns of a table, kept by triggers. */
export interface SearchDdl {
  readonly name: string;
  readonly create: string;
  readonly triggers: readonly { readonly name: string; readonly create: string }[];
  /** Indexes all rows anew; much quicker than triggers during a fill. */
  readonly rebuild: string;
}

export function searchName(table: Table): string {
  return `${table.name}_search`;
}

/** FTS5 without a copy of the text; accents do not count, prefixes of 2 and 3 letters are indexed. */
export function searchDdl(table: Table): SearchDdl | undefined {
  const columns = table.options.search;
  if (columns === undefined) return undefined;
  const name = searchName(table);
  const list = columns.join(', ');
  const values = (of: 'old' | 'new') => columns.map((column) => `${of}.${column}`).join(', ');
  const add = `INSERT INTO ${name}(rowid, ${list}) VALUES (new.row_no, ${values('new')});`;
  // External content: the index forgets a row only when told exactly what it had indexed.
  const remove = `INSERT INTO ${name}(${name}, rowid, ${list}) VALUES ('delete', old.row_no, ${values('old')});`;
  const changed = columns.map((column) => `old.${column} IS NOT new.${column}`).join(' OR ');
  const trigger = (suffix: string, when: string, body: string) => ({
    name: `${name}_${suffix}`,
    create: `CREATE TRIGGER ${name}_${suffix} ${when} BEGIN\n  ${body}\nEND;`,
  });
  return {
    name,
    create:
      `CREATE VIRTUAL TABLE ${name} USING fts5(${list}, content='${table.name}', ` +
      `content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');`,
    triggers: [
      trigger('insert', `AFTER INSERT ON ${table.name}`, add),
      trigger('delete', `AFTER DELETE ON ${table.name}`, remove),
      trigger(
        'update',
        `AFTER UPDATE OF ${list} ON ${table.name} WHEN ${changed}`,
        `${remove}\n  ${add}`,
      ),
    ],
    rebuild: `INSERT INTO ${name}(${name}) VALUES ('rebuild');`,
  };
}
