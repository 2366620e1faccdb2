import { readdirSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

const KEY = new Uint8Array(32).map((_, at) => at * 7);

let replica: TestReplica<object>;
afterEach(() => replica.remove());

/** Open files that have no name any more: what SQLite sorts in. */
function nameless(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.endsWith(' (deleted)') ? [file] : [];
    } catch {
      return [];
    }
  });
}

/** Sorts some megabytes and answers what files that opened. */
function sorted(): readonly string[] {
  const before = new Set(nameless());
  const rows = replica.connection
    .prepare<object>(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
       SELECT hex(randomblob(50)) AS k, i FROM n ORDER BY k`,
    )
    .iterate();
  for (const _ of rows) return nameless().filter((file) => !before.has(file));
  return [];
}

describe.runIf(process.platform === 'linux')('a large sort', () => {
  test('goes to files beside the replica, and to memory again afterwards', () => {
    replica = testReplica<object>({ registry: bookingRegistry });
    replica.connection.pragma('cache_size = 100');
    expect(sorted()).toEqual([]);
    const files = replica.connection.spilling(sorted);
    expect(files).not.toEqual([]);
    expect(files.map((file) => dirname(file))).toEqual(files.map(() => dirname(replica.file)));
    expect(sorted()).toEqual([]);
  });

  test('of an encrypted replica never leaves memory', () => {
    replica = testReplica<object>({ registry: bookingRegistry, key: KEY });
    replica.connection.pragma('cache_size = 100');
    expect(replica.connection.spilling(sorted)).toEqual([]);
  });

  test('that fails leaves the next in memory', () => {
    replica = testReplica<object>({ registry: bookingRegistry });
    replica.connection.pragma('cache_size = 100');
    expect(() =>
      replica.connection.spilling(() => replica.connection.exec('SELECT * FROM nowhere')),
    ).toThrow('nowhere');
    expect(sorted()).toEqual([]);
  });
});
