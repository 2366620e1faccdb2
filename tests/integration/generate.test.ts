import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenAt } from '#db/domains/compliance/rules/audit-chain.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { fillReplica } from '#resources/generate/fill-replica.node.ts';
import { readContent } from '#sync/adopt/content.node.ts';
import { movedColumns, movedTables } from '#sync/adopt/moved-tables.ts';
import type { Cell } from '#db/schema/column.ts';
import { cli } from '#tests/helpers/cli.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const COUNTS = { bookings: 900, tickets: 120, leads: 60, audit: 300, requests: 50 };
const folder = mkdtempSync(join(tmpdir(), 'holdfast-generate-'));
const desk = join(folder, 'desk');

beforeAll(() => {
  mkdirSync(desk);
  fillReplica({ file: join(desk, 'replica.sqlite'), seed: 5, now: NOW, counts: COUNTS });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opened<T>(dir: string, work: (connection: Connection) => T): T {
  const file = join(dir, 'replica.sqlite');
  const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const contents = (dir: string) =>
  opened(dir, (connection) =>
    movedTables(connection.registry).map((table) => {
      const reader = readContent(table);
      const columns = movedColumns(table).map((name) => `"${name}"`);
      const all = connection.prepare<Record<string, Cell>>(
        `SELECT ${columns.join(', ')} FROM "${table.name}" ORDER BY id`,
      );
      for (const row of all.iterate()) reader.add(Object.values(row));
      return reader.end();
    }),
  );

test('a desk full of rows: counted, searchable, sound, with nothing waiting to be sent', async () => {
  const there = await cli('call', 'bookings.search', '{"text":"sou","limit":20}', '--dir', desk);
  expect([there.code, there.stderr]).toEqual([0, '']);
  expect(JSON.stringify(there.json)).toContain('Souza');
  opened(desk, (connection) => {
    const count = (from: string) =>
      connection.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get()?.n;
    for (const [table, rows] of Object.entries({
      bookings: 900,
      tickets: 120,
      sla_tracking: 240,
      leads: 60,
      audit_logs: 300,
      external_requests: 50,
      outbox: 0,
      pending_rows: 0,
    })) {
      expect([table, count(table)]).toEqual([table, rows]);
    }
    expect(count('comments')).toBeGreaterThan(240);
    expect(connection.pragma('journal_mode')).toBe('wal');
    expect(connection.pragma('integrity_check')).toBe('ok');
    expect(connection.prepare('SELECT 1 FROM pragma_foreign_key_check').all()).toEqual([]);
    const chains = Map.groupBy(
      connection
        .prepare<CanonicalRow>('SELECT * FROM audit_logs ORDER BY chain_id, sequence')
        .all(),
      (row) => row['chain_id'],
    );
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    for (const chain of chains.values()) expect(brokenAt(chain, sha256)).toBeUndefined();
  });
});

test('the command makes the same rows from the same numbers, others from another seed', async () => {
  const numbers = Object.entries(COUNTS).flatMap(([kind, count]) => [`--${kind}`, `${count}`]);
  const run = (name: string, seed: string) =>
    cli('generate', '--dir', join(folder, name), '--seed', seed, '--now', NOW, ...numbers);
  const again = await run('again', '5');
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(again.json).toMatchObject({ seed: 5, now: NOW, rows: { bookings: 900, leads: 60 } });
  expect(contents(join(folder, 'again'))).toEqual(contents(desk));
  expect((await run('other', '6')).code).toBe(0);
  expect(contents(join(folder, 'other'))).not.toEqual(contents(desk));
});

test('a desk that is there stays as it is; what broke on the way leaves nothing', async () => {
  const before = contents(desk);
  const refused = await cli('generate', '--dir', desk, '--bookings', '1');
  expect([refused.code, refused.json]).toMatchObject([1, { error: { code: 'bad_folder' } }]);
  expect(contents(desk)).toEqual(before);
  expect((await cli('generate', '--dir', desk, '--bookings', '-1')).code).toBe(2);
  expect((await cli('generate', '--dir', desk, '--now', 'soon')).code).toBe(2);

  // Left by a process that died on the way: made anew, not added to.
  const died = join(folder, 'died');
  mkdirSync(died);
  writeFileSync(join(died, 'replica.sqlite.unfinished'), 'half a file');
  const file = join(died, 'replica.sqlite');
  const nothing = { bookings: 0, tickets: 0, leads: 0, audit: 0, requests: 0 };
  expect(() => fillReplica({ file, seed: 1, now: 'no time', counts: nothing })).toThrow(RangeError);
  expect(existsSync(file)).toBe(false);
  fillReplica({ file, seed: 1, now: NOW, counts: nothing });
  expect(readdirSync(died)).toEqual(['replica.sqlite']);
});
