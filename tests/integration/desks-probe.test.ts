import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';
import { deviceUrl } from '#tests/helpers/postgres.ts';
import { insert, push, update } from '#tests/helpers/central-changes.ts';

let desks: OfflineDesks;
let a: OfflineDesk;
let b: OfflineDesk;
beforeEach(async () => {
  desks = await offlineDesks();
  a = await desks.enrol('A');
  b = await desks.enrol('B');
});
afterEach(() => desks.close());
const book = async (desk: OfflineDesk, title: string, room: number, from: number, to: number) =>
  await desk.call('bookings.create', { ...hours(must(desks.rooms[room], 'a room'), from, to), title });
const open = async (desk: OfflineDesk) =>
  (await desk.call('conflicts.inbox', { tab: 'open', offset: 0, limit: 50 })).rows;

test('C lost reply then pull', async () => {
  const one = await book(a, 'Ana', 0, 9, 10);
  await book(b, 'Bia', 1, 9, 10); await b.sync();
  await book(a, 'lost', 1, 9, 10);
  await a.call('bookings.edit', { id: one.id, notes: 'x' });
  const link = a.desk.connect();
  await link.push(a.desk.replica.pendingOps(500, 1e6));
  const cursor = must(a.desk.replica.state().cursor, 'c');
  await a.desk.replica.applyPull(await link.pull(cursor, false));
  await link.close();
  console.log('C mid', a.desk.replica.state().waiting, (await open(a)).length, (await a.call('bookings.get', { id: one.id }))?.notes);
  expect(a.desk.replica.recomputeChecksums()).toStrictEqual(a.desk.replica.checksums());
  console.log('C', await a.sync(), (await open(a)).length);
  const { rows } = await desks.central.admin.query('select (select count(*) from data.bookings) b, (select count(*) from sync.op_log) o, (select count(*) from data.conflict_logs) c');
  console.log(rows);
  expect(a.desk.replica.recomputeChecksums()).toStrictEqual(a.desk.replica.checksums());
});

test('poison conflict data', async () => {
  const one = await book(a, 'Ana', 0, 9, 10);
  await a.sync();
  const bad = await desks.central.enrol(desks.organization, 'bad');
  const v = await push(bad, bad.op([update('bookings', one.id, { title: ['other', { x: 1 } as never] })], { at: null as never }));
  console.log('poison', v.outcome, v.code);
  const id = randomUUID();
  const v2 = await push(bad, bad.op([insert('conflict_logs', id, { conflict_type: 'concurrent_edit', table_name: 'bookings', row_id: one.id, op_id: randomUUID(), conflict_data: '{}' })]));
  console.log('poison2', v2.outcome, v2.code);
  await a.sync();
  console.log('inbox', await a.code('conflicts.inbox', { tab: 'open', offset: 0, limit: 50 }));
});

test('alter role', async () => {
  const dev = await desks.central.enrol(desks.organization, 'bad');
  const c = new pg.Client({ connectionString: deviceUrl(desks.central, dev) });
  await c.connect();
  const tryIt = async (sql: string) => { try { const r = await c.query(sql); console.log('OK', sql, JSON.stringify(r.rows).slice(0, 200)); } catch (e) { console.log('NO', sql, (e as Error).message); } };
  await tryIt(`select count(*) from pg_roles where rolname like 'hf_org%'`);
  await tryIt(`select rolname from pg_roles where rolname like 'hf_org%' limit 2`);
  await tryIt(`listen hf_0123`);
  await tryIt(`notify hf_0123`);
  await tryIt(`create temp table x(a int)`);
  await tryIt(`do $$ begin perform 1; end $$`);
  await tryIt(`select pg_stat_get_activity(null) limit 1`);
  await tryIt(`select datname, usename, query from pg_stat_activity where query <> '' limit 3`);
  await tryIt(`select * from pg_stats where schemaname = 'data' limit 1`);
  await tryIt(`select n_live_tup, relname from pg_stat_all_tables where schemaname='data' limit 2`);
  await tryIt(`select reltuples, relname from pg_class where relname='bookings'`);
  await tryIt(`select last_value from sync.row_versions`);
  await tryIt(`select pg_sequence_last_value('sync.row_versions'::regclass)`);
  await tryIt(`select * from pg_sequences`);
  await tryIt(`select pg_relation_size(c.oid) from pg_class c where relname='bookings'`);
  await tryIt(`select current_setting('data_directory')`);
  await tryIt(`select pg_read_file('PG_VERSION')`);
  await tryIt(`alter role current_user set statement_timeout = '1ms'`);
  await tryIt(`alter role current_user password 'stolen'`);
  await c.end();
  const r = await b.desk.engine.syncOnce();
  await b.desk.engine.setPlugged(false); await b.desk.engine.setPlugged(true);
  console.log('B after', JSON.stringify(r), JSON.stringify(await b.desk.engine.syncOnce()), b.desk.engine.status().light);
});
