import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { bookings } from '#db/domains/bookings/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import type { BookingSearch } from '#db/domains/bookings/tables-seen.ts';
import type { Database } from '#db/domains/registry.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';

interface Searched extends Database, ReplicaTables, BookingSearch {}

let replica: TestReplica<Searched>;
afterEach(() => replica.remove());

function write<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]): T {
  const result = replica.writer.write({ command: 'x', actor: replica.actor }, command);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.value;
}

function search(text: string) {
  return replica.reads.sql
    .selectFrom('bookings_search')
    .innerJoin('bookings', (join) => join.on(sql<boolean>`bookings.row_no = bookings_search.rowid`))
    .select('bookings.title')
    .where(sql<boolean>`bookings_search MATCH ${text}`)
    .orderBy('bookings.title');
}

const found = (text: string) => replica.reads.all(search(text)).map((row) => row.title);

function book(title: string, notes = ''): string {
  return write((tx) =>
    ok(
      tx.insert(bookings, {
        title,
        notes,
        timezone: 'UTC',
        status: 'draft',
        start_time: '2026-11-21T09:00:00.000Z',
        end_time: '2026-11-21T10:00:00.000Z',
      }),
    ),
  );
}

test('accents do not count, beginnings are enough, changes and deletions are followed', async () => {
  replica = testReplica<Searched>();
  const joao = book('João Conceição', 'janela');
  book('Zoë Müller');
  expect(found('joao')).toEqual(['João Conceição']);
  expect(found('CONCEI*')).toEqual(['João Conceição']);
  expect(found('mu*')).toEqual(['Zoë Müller']);
  expect(found('janela')).toEqual(['João Conceição']);
  write((tx) => ok(tx.update(bookings, joao, { title: 'Maria' })));
  expect(found('joao')).toEqual([]);
  expect(found('maria')).toEqual(['Maria']);
  const row = must(replica.rows(bookings).get(joao), 'row');
  await replica.sync.applyPull({
    cursor: '1:1:',
    images: [
      { table: 'bookings', row_id: joao, row: { ...row, notes: 'varanda', row_version: 4 } },
    ],
    checksums: null,
  });
  // Central's notes and the pending title on top of its row, each found by its words.
  expect(found('varanda')).toEqual(['Maria']);
  expect(found('janela')).toEqual([]);
  expect(found('maria')).toEqual(['Maria']);
  write((tx) => ok(tx.delete(bookings, joao)));
  expect(found('maria')).toEqual([]);
  replica.connection.exec(
    `INSERT INTO bookings_search(bookings_search, rank) VALUES ('integrity-check', 1)`,
  );
});

test('a live query over the index depends on the rows behind it', () => {
  replica = testReplica<Searched>();
  const { tables } = replica.reads.tracked(() => replica.reads.all(search('x')));
  expect([...tables]).toEqual(['bookings']);
});

test('reads say which tables they looked at, joins, subqueries and raw parts included', () => {
  replica = testReplica<Searched>();
  const { reads } = replica;
  const query = reads.sql
    .selectFrom('resources as r')
    .selectAll()
    .where((eb) => eb.exists(eb.selectFrom('resource_closures').select('id')))
    .where('r.id', 'in', (eb) => eb.selectFrom('bookings').select('resource_id').$castTo<string>())
    .where(sql<boolean>`(select count(*) from ${sql.table('outbox')}) >= 0`);
  const { value, tables } = reads.tracked(() => {
    reads.tracked(() => reads.first(reads.sql.selectFrom('users').select('id')));
    return reads.all(query);
  });
  expect(value).toEqual([]);
  expect([...tables].toSorted()).toEqual([
    'bookings',
    'outbox',
    'resource_closures',
    'resources',
    'users',
  ]);
  expect(() =>
    reads.tracked(() => reads.all(sql`select 1 from bookings`.compile(reads.sql) as never)),
  ).toThrow();
});

test('a read that would change rows is refused', () => {
  replica = testReplica<Searched>();
  const { reads } = replica;
  const remove = sql<object>`delete from ${sql.table('bookings')}`;
  expect(() => reads.all({ compile: () => remove.compile(reads.sql) })).toThrow(
    'a read that changes rows',
  );
});

test('what runs on every write, pull and keystroke uses an index', () => {
  replica = testReplica<Searched>();
  const plan = (text: string, ...cells: (string | number)[]) =>
    replica.connection
      .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      .all(...cells)
      .map((row) => row.detail)
      .join('; ');
  const compiled = search('x').compile();
  expect(plan(compiled.sql, 'x')).toMatch(
    /SCAN bookings_search VIRTUAL TABLE INDEX.*SEARCH bookings USING INTEGER PRIMARY KEY/,
  );
  expect(
    plan(
      'SELECT op_no FROM pending_rows WHERE table_name = ? AND row_id = ? ORDER BY op_no',
      'a',
      'b',
    ),
  ).toBe('SEARCH pending_rows USING PRIMARY KEY (table_name=? AND row_id=?)');
  expect(plan('DELETE FROM pending_rows WHERE op_no = ?', 1)).toMatch(/pending_rows_op_no/);
  expect(plan('DELETE FROM outbox WHERE op_id = ?', 'a')).toMatch(/sqlite_autoindex_outbox_1/);
  expect(plan('SELECT 1 FROM bookings WHERE resource_id = ? LIMIT 1', 'a')).toMatch(
    /USING COVERING INDEX bookings_resource_id/,
  );
  expect(plan(`SELECT count(*) FROM rejected_ops WHERE state = 'open'`)).toMatch(
    /rejected_ops_state/,
  );
  expect(
    plan('SELECT 1 FROM resources WHERE place = ? AND name = ? AND id <> ?', 'a', 'b', 'c'),
  ).toMatch(/resources_place_name/);
});
