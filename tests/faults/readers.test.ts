import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resources } from '#db/domains/bookings/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import { ok } from '#db/kernel/result.ts';
import { keepIdentity } from '#db/sqlite/identity.node.ts';
import { suspect } from '#db/sqlite/suspicion.node.ts';
import { openDesk, REPLICA_FILE } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { takeLease } from '#electron/host/lease.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { cli } from '#tests/helpers/cli.ts';
import { makeReplicaV1 } from '#tests/helpers/replica-v1.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

let dir: string;
let file: string;
const replicas: TestReplica<unknown>[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-readers-'));
  file = join(dir, REPLICA_FILE);
});
afterEach(() => {
  for (const replica of replicas.splice(0)) replica.remove();
  rmSync(dir, { recursive: true, force: true });
});

/** Commands that only read, each in its own way. */
const READING = [
  ['diagnostics'],
  ['export', 'resources'],
  ['call', 'resources.board', '{"search":"","offset":0,"limit":50}'],
  ['sync', '--explain', '01900000-0000-7000-8000-000000000001'],
] as const;

function add({ writer, actor }: TestReplica<unknown>, name: string): void {
  const written = writer.write(
    { command: 'resources.create', actor: { id: actor.id, role: 'admin' } },
    (tx) => ok({ id: tx.insert(resources, { name, kind: 'space', timezone: 'Europe/Lisbon' }) }),
  );
  if (!written.ok) throw new Error(written.error.code);
}

/** A desk at work: ten ops of which the file itself has five, the others its log alone. */
function atWork(seed: number): TestReplica<unknown> {
  const replica = testReplica<unknown>({ seed });
  replicas.push(replica);
  keepIdentity(replica.connection);
  const { writer, actor, connection } = replica;
  const person = { email: 'ana@example.com', display_name: 'Ana', role: 'admin' } as const;
  writer.write({ command: 'users.create', actor: { id: actor.id, role: 'admin' } }, (tx) =>
    ok({ id: tx.insert(users, person) }),
  );
  for (let at = 1; at < 5; at++) add(replica, `Room ${at}`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  for (let at = 5; at < 10; at++) add(replica, `Room ${at}`);
  return replica;
}

/** Leaves its files in the folder as a kill does. */
function killed(replica: TestReplica<unknown>): TestReplica<unknown> {
  for (const suffix of ['', '-wal', '.identity']) {
    copyFileSync(replica.file + suffix, file + suffix);
  }
  return replica;
}

/** Flips a bit of a frame in the middle of the log: whole commits stand before it and behind it. */
function spoilLog(): void {
  const log = readFileSync(`${file}-wal`);
  const place = 32 + Math.floor((log.length - 32) / 2);
  log[place] = (log[place] ?? 0) ^ 8;
  writeFileSync(`${file}-wal`, log);
}

const opsOf = ({ connection }: Pick<Desk, 'connection'>) =>
  connection
    .prepare<{ op_id: string; changes: string }>('SELECT op_id, changes FROM outbox ORDER BY op_no')
    .all();

/** What stays as it is when somebody only looks. */
function bytesOf(): ReadonlyMap<string, string> {
  const names = readdirSync(dir).filter((name) => !/-shm$|\.lock$/.test(name));
  // An empty log says what none says.
  const full = names.filter((name) => !name.endsWith('-wal') || statSync(join(dir, name)).size > 0);
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(dir, name)))
      .digest('hex');
  return new Map(full.map((name) => [name, digest(name)]));
}

function open(writes: boolean): Desk {
  return openDesk({ dir, ports: createPorts(), log: { write: () => {} }, writes });
}

/** The next start of Holdfast. */
async function started() {
  const desk = open(true);
  try {
    return {
      ops: opsOf(desk),
      incidents: desk.connection.prepare<{ kind: string }>('SELECT kind FROM incidents').all(),
    };
  } finally {
    await desk.close();
  }
}

/** Every reading command is refused, says where and why, and changes nothing. */
async function expectRefused(cause: string): Promise<void> {
  const before = bytesOf();
  for (const [name, ...rest] of READING) {
    const run = await cli(name, ...rest, '--dir', dir);
    if (name === 'diagnostics') {
      expect(run).toMatchObject({
        code: 0,
        json: { replica: { failed: 'replica_damaged', cause } },
      });
    } else {
      expect(run).toMatchObject({
        code: 1,
        json: {
          error: {
            code: 'replica_damaged',
            message: expect.stringContaining('Start Holdfast'),
            details: { folder: dir, cause },
          },
        },
      });
    }
    expect(bytesOf()).toEqual(before);
  }
}

describe('what healing would save is still there after somebody looked', () => {
  test('ops behind a bad frame of the log', async () => {
    const ops = opsOf(killed(atWork(1)));
    spoilLog();
    await expectRefused('log_damaged');
    const next = await started();
    expect(next.incidents).toEqual([{ kind: 'log_damaged' }]);
    expect(next.ops.map(({ op_id }) => op_id).sort()).toEqual(ops.map(({ op_id }) => op_id).sort());
  });

  test('ops behind a bad frame of the log, although somebody looked past it', async () => {
    const ops = opsOf(killed(atWork(1)));
    spoilLog();
    const before = bytesOf();
    // Whoever has the folder may be about to heal it.
    const lease = takeLease(dir);
    for (let looks = 0; looks < 2; looks++) {
      const reader = open(false);
      expect(opsOf(reader).length).toBeLessThan(ops.length);
      await reader.close();
    }
    lease.release();
    expect(bytesOf()).toEqual(before);
    expect((await started()).ops.map(({ op_id }) => op_id).sort()).toEqual(
      ops.map(({ op_id }) => op_id).sort(),
    );
  });

  test("the file, where the log is another device's", async () => {
    const ops = opsOf(killed(atWork(1)));
    copyFileSync(`${atWork(2).file}-wal`, `${file}-wal`);
    await expectRefused('log_foreign');
    const next = await started();
    expect(next.incidents).toEqual([{ kind: 'log_damaged' }]);
    expect(next.ops).toEqual(ops.slice(0, 5));
  });

  test('a file under which the disk failed', async () => {
    const ops = opsOf(killed(atWork(1)));
    suspect(file, 'SQLITE_IOERR_FSYNC');
    await expectRefused('SQLITE_IOERR_FSYNC');
    expect(await started()).toEqual({ ops, incidents: [] });
  });

  test('a rebuild that was cut off between its two names', async () => {
    const ops = opsOf(killed(atWork(1)));
    for (const suffix of ['', '-wal']) {
      renameSync(file + suffix, `${file}.damaged-2026-11-21T09-00-00.000Z${suffix}`);
    }
    await expectRefused('being_healed');
    expect(await started()).toEqual({ ops, incidents: [] });
  });
});

describe('looking changes nothing', () => {
  const exported = async () => {
    const run = await cli('export', 'resources', '--dir', dir);
    expect(run).toMatchObject({ code: 0 });
    return run.lines;
  };

  test('in a folder whose desk was killed: the log is read, and stays', async () => {
    const ops = opsOf(killed(atWork(1)));
    const before = bytesOf();
    for (const [name, ...rest] of READING.slice(0, 3)) {
      expect(await cli(name, ...rest, '--dir', dir)).toMatchObject({ code: 0 });
    }
    expect(await exported()).toHaveLength(9);
    expect(bytesOf()).toEqual(before);
    expect(await started()).toEqual({ ops, incidents: [] });
  });

  test('in a folder that was closed', async () => {
    const replica = atWork(1);
    const ops = opsOf(replica);
    replica.connection.close();
    copyFileSync(replica.file, file);
    const before = bytesOf();
    expect(await exported()).toHaveLength(9);
    expect(bytesOf()).toEqual(before);
    expect(await started()).toEqual({ ops, incidents: [] });
  });

  test('in a folder that is at work, whatever was noted beside it', async () => {
    killed(atWork(1));
    const desk = open(true);
    suspect(file, 'SQLITE_CORRUPT');
    const reader = open(false);
    expect(opsOf(reader)).toHaveLength(10);
    expect(await exported()).toHaveLength(9);
    await reader.close();
    rmSync(`${file}.suspect`);
    await desk.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});

test('a start waits for the moment in which somebody examines the folder', async () => {
  killed(atWork(1));
  const holder = spawn(process.execPath, ['-e', HOLDS, join(dir, 'replica.lock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  expect((await started()).ops).toHaveLength(10);
});

/** Has the lock of a folder for a moment. */
const HOLDS = `
  const driver = new (require('better-sqlite3'))(process.argv[1]);
  driver.pragma('locking_mode = EXCLUSIVE');
  driver.exec('BEGIN EXCLUSIVE');
  console.log('has it');
  setTimeout(() => driver.close(), 100);
`;

describe('a file of an older version', () => {
  test('is brought to this one by who looks, where nobody works on it', async () => {
    makeReplicaV1({ file, bookings: 3 });
    const run = await cli('export', 'bookings', '--dir', dir);
    expect(run).toMatchObject({ code: 0 });
    expect(run.lines.length).toBeGreaterThanOrEqual(3);
    expect(readdirSync(dir).filter((name) => name.includes('.before-'))).toHaveLength(1);
  });

  test('stays as it is while an older program works on it', () => {
    makeReplicaV1({ file, bookings: 3 });
    const before = bytesOf();
    const lease = takeLease(dir);
    try {
      expect(() => open(false)).toThrow(expect.objectContaining({ code: 'replica_locked' }));
    } finally {
      lease.release();
    }
    expect(bytesOf()).toEqual(before);
  });
});
