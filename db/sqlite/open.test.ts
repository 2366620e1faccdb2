import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { ok } from '#db/kernel/result.ts';
import { policyRegistry } from '#tests/helpers/policy-tables.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { backup } from './backup.node.ts';
import { createReplica } from './create.node.ts';
import { ReplicaError, typedFailure } from './failures.node.ts';
import { openReplica } from './open.node.ts';
import { createReads } from './reads.node.ts';
import type { Database } from '#db/domains/registry.ts';

const KEY = new Uint8Array(32).map((_, at) => at * 7);
const CANARY = 'Brigitte-Canary-Zwölf';

let folder: string;
let replica: TestReplica<Database> | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'holdfast-open-'))));
afterEach(() => {
  replica?.remove();
  replica = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function book(target: TestReplica<Database>, title: string): void {
  const result = target.writer.write({ command: 'x', actor: target.actor }, (tx) => {
    const resource_id = tx.insert(resources, { name: title, kind: 'space', timezone: 'UTC' });
    return ok(
      tx.insert(bookings, {
        resource_id,
        title,
        timezone: 'UTC',
        start_time: '2026-11-21T09:00:00.000Z',
        end_time: '2026-11-21T10:00:00.000Z',
      }),
    );
  });
  if (!result.ok) throw new Error(result.error.code);
}

function failureOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof ReplicaError ? error.code : String(error);
  }
}

const open = (file: string, key?: Uint8Array, schemaVersion = SCHEMA_VERSION) => {
  const connection = openReplica({
    file,
    registry,
    schemaVersion,
    ...(key === undefined ? {} : { key }),
  });
  connection.close();
};

describe('encryption', () => {
  test('with a key no text of a row, an op or an identity stands in any file', () => {
    for (const [key, readable] of [
      [undefined, true],
      [KEY, false],
    ] as const) {
      replica = testReplica<Database>(key === undefined ? {} : { key });
      book(replica, CANARY);
      const found = (file: string) =>
        [CANARY, 'hf_org_test', 'SQLite format'].some((text) => readFileSync(file).includes(text));
      expect(found(`${replica.file}-wal`) || found(replica.file)).toBe(readable);
      const copy = join(folder, `copy-${String(readable)}`);
      backup(replica.connection, copy);
      expect(found(copy)).toBe(readable);
      replica = replica.reopened();
      expect(found(replica.file)).toBe(readable);
      expect([...replica.rows(bookings).values()]).toMatchObject([{ title: CANARY }]);
      replica.remove();
    }
  });

  test('the wrong key, no key, and a key for a plain file are refused and change nothing', () => {
    replica = testReplica<Database>({ key: KEY });
    book(replica, CANARY);
    replica.connection.close();
    const before = readFileSync(replica.file);
    expect(failureOf(() => open(String(replica?.file)))).toBe('replica_key_wrong');
    expect(failureOf(() => open(String(replica?.file), KEY.toReversed()))).toBe(
      'replica_key_wrong',
    );
    expect(readFileSync(replica.file).equals(before)).toBe(true);
    expect(failureOf(() => open(String(replica?.file), KEY))).toBe('none');
    replica.remove();
    replica = testReplica<Database>();
    replica.connection.close();
    expect(failureOf(() => open(String(replica?.file), KEY))).toBe('replica_key_wrong');
  });

  test('one flipped bit anywhere in a page is noticed', () => {
    replica = testReplica<Database>({ key: KEY, registry: bookingRegistry });
    book(replica, CANARY);
    replica.connection.close();
    const bytes = readFileSync(replica.file);
    const file = join(folder, 'flipped.sqlite');
    const small = { registry: bookingRegistry, schemaVersion: SCHEMA_VERSION };
    for (let at = 5000; at < bytes.length; at += 9973) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      writeFileSync(file, flipped);
      const failure = failureOf(() => {
        const connection = openReplica({ ...small, file, key: KEY });
        try {
          const found = connection.pragma('integrity_check');
          if (found !== 'ok') throw new ReplicaError('replica_damaged', 'none', String(found));
        } finally {
          connection.close();
        }
      });
      expect(['replica_damaged', 'replica_key_wrong']).toContain(failure);
    }
  });
});

describe('opening', () => {
  test('sets what durability and safety rest on', () => {
    replica = testReplica<Database>();
    const { connection } = replica;
    const setting = (name: string) => connection.pragma(name);
    expect({
      journal: setting('journal_mode'),
      synchronous: setting('synchronous'),
      fullfsync: setting('fullfsync'),
      references: setting('foreign_keys'),
      trusted: setting('trusted_schema'),
      cells: setting('cell_size_check'),
      erase: setting('secure_delete'),
      patience: setting('busy_timeout'),
      log: setting('wal_autocheckpoint'),
    }).toEqual({
      journal: 'wal',
      synchronous: 2,
      fullfsync: 1,
      references: 1,
      trusted: 0,
      cells: 1,
      erase: 1,
      patience: 5000,
      log: 1000,
    });
  });

  test('refuses a file of a later version, of other definitions, of a stranger, and none at all', () => {
    replica = testReplica<Database>();
    const { file } = replica;
    replica.connection.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    replica.connection.close();
    expect(failureOf(() => open(file))).toBe('replica_too_new');
    expect(failureOf(() => open(file, undefined, SCHEMA_VERSION + 1))).toBe('none');
    expect(failureOf(() => open(file, undefined, SCHEMA_VERSION + 2))).toBe('replica_failed');
    expect(
      failureOf(() =>
        openReplica({ file, registry: policyRegistry, schemaVersion: SCHEMA_VERSION + 1 }),
      ),
    ).toBe('replica_failed');
    expect(failureOf(() => open(join(folder, 'nowhere.sqlite')))).toBe('bad_folder');
    expect(existsSync(join(folder, 'nowhere.sqlite'))).toBe(false);
    const noise = join(folder, 'noise.sqlite');
    writeFileSync(noise, 'this is not a database, it only says so at some length. '.repeat(100));
    expect(failureOf(() => open(noise))).toBe('replica_key_wrong');
  });

  test('creating over an existing file is refused and leaves it alone', () => {
    replica = testReplica<Database>();
    book(replica, CANARY);
    const { file } = replica;
    const identity = {
      device_id: replica.ids.next(),
      device_name: 'Second',
      organization_id: replica.organization_id,
      central: '',
      login_role: '',
      login_password: '',
      token: '',
      incarnation: replica.ids.next(),
    };
    const options = { file, registry, schemaVersion: SCHEMA_VERSION, identity };
    expect(failureOf(() => createReplica(options))).toBe('bad_folder');
    expect(replica.rows(bookings).size).toBe(1);
  });

  test('after a kill the file is checked, acknowledged work is there', () => {
    replica = testReplica<Database>();
    book(replica, CANARY);
    expect(replica.connection.unclean).toBe(false);
    // What is on disk while the process lives is what a kill leaves.
    const file = join(folder, 'killed.sqlite');
    for (const suffix of ['', '-wal']) copyFileSync(replica.file + suffix, file + suffix);
    const connection = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
    expect(connection.unclean).toBe(true);
    const reads = createReads<Database>(connection);
    expect(reads.first(reads.sql.selectFrom('bookings').select('title'))).toEqual({
      title: CANARY,
    });
    connection.close();
    const clean = openReplica({ file, registry, schemaVersion: SCHEMA_VERSION });
    expect(clean.unclean).toBe(false);
    clean.close();
  });

  test('errors of file and disk have types, other errors stay what they are', () => {
    const sqlite = (code: string) => Object.assign(new Error('x'), { code });
    const typed = (code: string) => {
      const error = typedFailure(sqlite(code), join(folder, 'replica.sqlite'));
      return error instanceof ReplicaError ? error.code : 'untyped';
    };
    expect(typed('SQLITE_FULL')).toBe('disk_full');
    expect(typed('SQLITE_IOERR_FSYNC')).toBe('replica_failed');
    expect(typed('SQLITE_CORRUPT_VTAB')).toBe('replica_damaged');
    expect(typed('SQLITE_BUSY_SNAPSHOT')).toBe('replica_locked');
    expect(typed('SQLITE_NOTADB')).toBe('replica_key_wrong');
    expect(typed('SQLITE_CONSTRAINT_CHECK')).toBe('untyped');
    expect(typed('ENOENT')).toBe('untyped');
    expect(typed('ENOSPC')).toBe('disk_full');
    expect(typed('EBUSY')).toBe('replica_failed');
    const unread = Object.assign(new Error('x'), { code: 'EIO', syscall: 'read' });
    expect(typedFailure(unread, folder)).toMatchObject({ code: 'replica_damaged' });
    expect(typed('EIO')).toBe('replica_failed');
  });

  test('a full disk refuses the write, keeps everything before it, and works again after', () => {
    replica = testReplica<Database>();
    book(replica, 'first');
    const pages = Number(replica.connection.pragma('page_count'));
    replica.connection.pragma(`max_page_count = ${pages}`);
    let written = 1;
    const failure = failureOf(() => {
      for (let at = 0; at < 500; at++, written++) book(replica as TestReplica<Database>, `b${at}`);
    });
    expect(failure).toBe('disk_full');
    expect(replica.connection.inTransaction).toBe(false);
    expect(replica.rows(bookings).size).toBe(written);
    expect(replica.sync.state().waiting).toBe(written);
    replica.connection.pragma('max_page_count = 100000');
    book(replica, 'after');
    expect(replica.sync.state()).toMatchObject({ last_op_no: written + 1 });
  });
});
