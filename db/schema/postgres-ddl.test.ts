import { expect, test } from 'vitest';
import { instant, integer, oneOf, ref, text } from './column.ts';
import { applyFunctions } from './postgres-apply.ts';
import { postgresDdl, tableDdl } from './postgres-ddl.ts';
import { createRegistry } from './registry.ts';
import { table } from './table.ts';
import { registry } from '#db/domains/registry.ts';

const rooms = table(
  'rooms',
  { name: text().max(40), seats: integer().default(1) },
  { sync: 'both', unique: [['name']], checks: ['seats >= 1'] },
);

const stays = table(
  'stays',
  {
    room_id: ref('rooms').together('slot'),
    start_time: instant().together('slot'),
    end_time: instant().together('slot'),
    status: oneOf('on', 'lost').default('on'),
  },
  {
    sync: 'both',
    noOverlap: {
      by: 'room_id',
      from: 'start_time',
      to: 'end_time',
      while: { column: 'status', values: ['on'] },
      loser: 'lost',
    },
  },
);

test('the DDL of a small table reads like one written by hand', async () => {
  await expect(tableDdl(stays, 2)).toMatchFileSnapshot('postgres-ddl.stays.sql');
});

test('the functions that apply a change read like ones written by hand', async () => {
  const functions = applyFunctions(createRegistry([rooms])).split('\n\n');
  const update = functions.find((sql) => sql.includes('function sync.update_rooms('));
  await expect(update).toMatchFileSnapshot('postgres-apply.rooms.sql');
});

test('a column may be called what PL/pgSQL calls its own', () => {
  const odd = table(
    'odd',
    { type: text(), message: text(), position: integer() },
    { sync: 'both' },
  );
  const sql = applyFunctions(createRegistry([odd]));
  expect(sql).toContain('v_new."message"');
  expect(sql).not.toMatch(/v_\w+\.(type|message|position)\b/);
});

test('names that are no names are refused', () => {
  const evil = table('x; drop table y', { name: text() }, { sync: 'both' });
  expect(() => tableDdl(evil, 1)).toThrow('no plain SQL name');
});

test('a name made of several fits into Postgres and stays the only one of its kind', () => {
  const [first, second] = ['b', 'c'].map((last) => {
    const name = `${'a'.repeat(39)}${last}`;
    const long = table('t'.repeat(30), { [name]: text() }, { sync: 'both', unique: [[name]] });
    return tableDdl(long, 1).match(/(?<=constraint )\w+/g) ?? [];
  });
  const names = [...(first ?? []), ...(second ?? [])];
  expect(names.every((name) => name.length <= 63)).toBe(true);
  expect(first).toContain(`${'t'.repeat(30)}_form_${'a'.repeat(18)}_111d3904`);
  expect(new Set(first).size).toBe(first?.length);
  // Only the key and the forms of stamped columns are called alike.
  expect(new Set(names).size).toBe(names.length - 4);
});

test('no two objects of the product’s tables have one name', () => {
  const ddl = postgresDdl(registry);
  // Keys and exclusions are indexes, whose names are one schema's; checks and references are a table's.
  const indexes = ddl.matchAll(
    /create (?:unique )?index (\w+)|constraint (\w+) (?:primary|unique|exclude)/g,
  );
  const others = ddl.matchAll(/constraint (\w+) (?:check|foreign)/g);
  for (const found of [indexes, others]) {
    const names = Array.from(found, ([, first, second]) => first ?? second ?? '');
    expect(names.filter((name) => name.length > 63)).toEqual([]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.length).toBeGreaterThan(registry.tables.length);
  }
});

test('columns that merge together must agree how', () => {
  const torn = table(
    'torn',
    { a: text().together('g'), b: text().together('g').merge('last') },
    { sync: 'both' },
  );
  expect(() => applyFunctions(createRegistry([torn]))).toThrow('merge together but differently');
});
