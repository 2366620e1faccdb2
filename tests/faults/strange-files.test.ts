import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { resources } from '#db/domains/bookings/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { keepIdentity } from '#db/sqlite/identity.node.ts';
import { suspect } from '#db/sqlite/suspicion.node.ts';
import type { FromHost } from '#electron/transports/messages.ts';
import { openHealing } from '#sync/replica/heal.node.ts';
import { FILE } from '#tests/helpers/fault-sweep.ts';
import { workplace } from '#tests/helpers/fault-workplace.ts';
import { seededBytes, testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

let folder: string;
const replicas: TestReplica<unknown>[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-strange-'));
});
afterEach(() => {
  for (const replica of replicas.splice(0)) replica.remove();
  rmSync(folder, { recursive: true, force: true });
});

type Replica = TestReplica<unknown>;

function add(replica: Replica, name: string): void {
  const actor = { id: replica.actor.id, role: 'admin' } as const;
  const written = replica.writer.write({ command: 'resources.create', actor }, (tx) => {
    tx.insert(resources, { name, kind: 'space', timezone: 'Europe/Lisbon' });
    return ok({});
  });
  if (!written.ok) throw new Error(written.error.code);
}

/** A desk at work: some of its ops are in the file, the later ones in its log only. */
function desk(name: string, seed: number): Replica {
  const replica = testReplica<unknown>({ seed });
  replicas.push(replica);
  keepIdentity(replica.connection);
  for (let at = 0; at < 4; at++) add(replica, `${name} ${at}`);
  replica.connection.pragma('wal_checkpoint(TRUNCATE)');
  for (let at = 4; at < 8; at++) add(replica, `${name} ${at}`);
  return replica;
}

/** Its files as a kill leaves them, in a folder of their own. */
function killed({ file }: Replica, name: string): string {
  const copy = join(folder, `${name}.sqlite`);
  for (const suffix of ['', '-wal', '.identity']) copyFileSync(file + suffix, copy + suffix);
  return copy;
}

interface Op {
  readonly op_id: string;
  readonly changes: string;
}

const opsOf = ({ connection }: Pick<Replica, 'connection'>) =>
  connection.prepare<Op>('SELECT op_id, changes FROM outbox ORDER BY op_no').all();

function opened(file: string) {
  const clock = { now: () => Date.UTC(2026, 10, 21, 10) };
  const connection = openHealing({
    file,
    registry,
    schemaVersion: SCHEMA_VERSION,
    clock,
    ids: createIds(clock, seededBytes(99)),
    log: { write: () => {} },
  });
  const who = connection
    .prepare<{ device_id: string; incarnation: string }>(
      'SELECT device_id, incarnation FROM replica',
    )
    .get();
  return {
    connection,
    who: must(who, 'a replica knows who it is'),
    ops: opsOf({ connection }),
    names: connection
      .prepare<{ name: string }>('SELECT name FROM resources ORDER BY name')
      .all()
      .map(({ name }) => name),
    incidents: connection.prepare<{ kind: string }>('SELECT kind FROM incidents').all(),
  };
}

const whoIs = ({ connection }: Replica) =>
  must(
    connection
      .prepare<{ device_id: string; incarnation: string }>(
        'SELECT device_id, incarnation FROM replica',
      )
      .get(),
    'a replica knows who it is',
  );

describe('a log that is not the one the file had', () => {
  test('deleted: the file is what it was at its last checkpoint, whole, and op numbers tell central', () => {
    const a = desk('a', 1);
    const file = killed(a, 'deleted');
    rmSync(`${file}-wal`);
    const found = opened(file);
    found.connection.close();
    expect(found.ops).toEqual(opsOf(a).slice(0, 4));
    expect(found.names).toEqual(['a 0', 'a 1', 'a 2', 'a 3']);
    expect(found.who).toMatchObject(whoIs(a));
  });

  test("another device's: none of it gets into the file, a new life begins, the log is kept", () => {
    const a = desk('a', 1);
    const b = desk('b', 2);
    const file = killed(a, 'swapped');
    copyFileSync(`${b.file}-wal`, `${file}-wal`);
    const found = opened(file);
    found.connection.close();
    expect(found.who.device_id).toBe(whoIs(a).device_id);
    expect(found.who.incarnation).not.toBe(whoIs(a).incarnation);
    expect(found.ops).toEqual(opsOf(a).slice(0, 4));
    expect(found.names).toEqual(['a 0', 'a 1', 'a 2', 'a 3']);
    expect(found.incidents).toEqual([{ kind: 'log_damaged' }]);
    const aside = readdirSync(folder).find((name) => name.startsWith('swapped.sqlite.foreign-'));
    expect(
      readFileSync(join(folder, must(aside, 'kept'))).equals(readFileSync(`${b.file}-wal`)),
    ).toBe(true);
  });
});

test("another device's file in place of this one's: it is that device, whole, and nothing of this one", () => {
  const a = desk('a', 1);
  const b = desk('b', 2);
  const file = killed(a, 'replaced');
  for (const suffix of ['', '-wal']) copyFileSync(b.file + suffix, file + suffix);
  const found = opened(file);
  found.connection.close();
  expect(found.who).toMatchObject(whoIs(b));
  expect(found.ops).toEqual(opsOf(b));
  expect(found.incidents).toEqual([]);
});

describe('a disk that failed under it', () => {
  test('the process ends, and the next start writes the file anew and goes on with all of it', () => {
    const a = desk('a', 1);
    let told = 0;
    a.connection.onDamage(() => (told += 1));
    const broken = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    expect(a.connection.met(broken)).toMatchObject({ code: 'replica_failed' });
    expect(told).toBe(1);
    expect(() => add(a, 'after')).toThrow(expect.objectContaining({ code: 'replica_failed' }));
    const file = killed(a, 'failed');
    copyFileSync(`${a.file}.suspect`, `${file}.suspect`);
    // Keeps the old file alive, so that the new one cannot get its number.
    const old = openSync(file, 'r');
    const found = opened(file);
    found.connection.close();
    expect(statSync(file).ino).not.toBe(fstatSync(old).ino);
    closeSync(old);
    expect(found.ops).toEqual(opsOf(a));
    expect(found.who).toEqual(whoIs(a));
    expect(found.incidents).toEqual([]);
    expect(readdirSync(folder).filter((name) => /suspect|anew|damaged/.test(name))).toEqual([]);
  });

  test('what is not sound then is healed', () => {
    const a = desk('a', 1);
    const file = killed(a, 'spoilt');
    const root = a.connection
      .prepare<{ rootpage: number }>(`SELECT rootpage FROM sqlite_master WHERE name = 'resources'`)
      .get();
    const number = openSync(file, 'r+');
    rmSync(`${file}-wal`);
    writeSync(number, Buffer.alloc(4096), 0, 4096, (must(root, 'a table').rootpage - 1) * 4096);
    closeSync(number);
    suspect(file, 'SQLITE_IOERR_READ');
    const found = opened(file);
    found.connection.close();
    expect(found.incidents).toEqual([{ kind: 'salvage' }]);
    expect(found.ops).toEqual(opsOf(a).slice(0, 4));
    expect(existsSync(`${file}.suspect`)).toBe(false);
  });
});

describe('a backup tool that holds the file locked', () => {
  const holder = async (child: string, file: string, ms?: number) => {
    const tool = spawn(process.execPath, [child, file, ...(ms === undefined ? [] : [String(ms)])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(tool.stdout, 'data');
    return tool;
  };

  test('for a second: the write waits for it and is saved', async () => {
    using place = await workplace('tests/faults/hold-lock.child.node.ts');
    const a = desk('a', 1);
    await holder(place.child, a.file, 1000);
    add(a, 'during');
    expect(opsOf(a)).toHaveLength(9);
  });

  test('for longer than five seconds: refused as locked, nothing half-written, works again after', async () => {
    using place = await workplace('tests/faults/hold-lock.child.node.ts');
    const a = desk('a', 1);
    const before = opsOf(a);
    const tool = await holder(place.child, a.file);
    expect(() => add(a, 'during')).toThrow(expect.objectContaining({ code: 'replica_locked' }));
    expect(opsOf(a)).toEqual(before);
    tool.kill('SIGKILL');
    await once(tool, 'close');
    add(a, 'after');
    const numbers = a.connection
      .prepare<{ op_no: number }>('SELECT op_no FROM outbox ORDER BY op_no')
      .all();
    expect(numbers.map(({ op_no }) => op_no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(existsSync(`${a.file}.suspect`)).toBe(false);
  });
});

/** Whom the data process runs as: root may write whatever the mode says. */
const NOBODY = 65_534;

const notRoot = process.getuid?.() === 0 ? null : 'only root can become somebody else';

describeUnless(notRoot, 'files that only others may write', () => {
  function prepared(child: string, modes: { readonly dir: number; readonly file: number }) {
    const a = desk('a', 1);
    const actor = { id: a.actor.id, role: 'admin' } as const;
    const person = { email: 'ana@example.com', display_name: 'Ana', role: 'admin' } as const;
    a.writer.write({ command: 'users.create', actor }, (tx) =>
      ok({ id: tx.insert(users, person) }),
    );
    const [room] = a.connection.prepare<{ id: string }>('SELECT id FROM resources').all();
    a.connection.close();
    const dir = join(folder, 'desk');
    cpSync(join(a.file, '..'), dir, { recursive: true });
    for (const name of readdirSync(dir)) chmodSync(join(dir, name), modes.file);
    chownSync(dir, modes.dir === 0o755 ? NOBODY : 0, 0);
    chmodSync(dir, modes.dir);
    for (const place of [folder, join(child, '..'), join(child, '../..')]) chmodSync(place, 0o755);
    return { dir, before: readFileSync(join(dir, FILE)), room: must(room, 'it was added').id };
  }

  test('the folder: each start is refused with its code, nothing is touched', async () => {
    using place = await workplace('electron/process/data-process.node.ts');
    const { dir, before } = prepared(place.child, { dir: 0o555, file: 0o444 });
    for (let start = 0; start < 2; start++) {
      const ended = await startedAs(NOBODY, place.child, dir);
      expect(ended).toEqual({ said: ['fatal replica_failed'], code: 78, complaint: '' });
    }
    expect(readFileSync(join(dir, FILE))).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.includes('.damaged-'))).toEqual([]);
  });

  test('the file alone: it is served for reading, a command is refused with its code', async () => {
    using place = await workplace('electron/process/data-process.node.ts');
    const { dir, before, room } = prepared(place.child, { dir: 0o755, file: 0o444 });
    const ended = await startedAs(NOBODY, place.child, dir, room);
    expect(ended).toEqual({
      said: ['ready', 'resources.board ok', 'resources.close replica_failed', 'stopped'],
      code: 0,
      complaint: '',
    });
    expect(readFileSync(join(dir, FILE))).toEqual(before);
    expect(readdirSync(dir).filter((name) => /damaged|suspect/.test(name))).toEqual([]);
  });
});

const CLOSED = {
  start_time: '2031-01-01T09:00:00.000Z',
  end_time: '2031-01-01T10:00:00.000Z',
  reason: 'paint',
};

/** Reads, tries to write, and stops it, where it serves at all. */
async function startedAs(user: number, entry: string, dir: string, room = '') {
  const child = fork(entry, ['--options', JSON.stringify({ dir, development: false })], {
    execPath: 'setpriv',
    execArgv: [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', process.execPath],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  const calls = [
    ['resources.board', { search: '', offset: 0, limit: 10 }],
    ['resources.close', { resource_id: room, ...CLOSED }],
  ] as const;
  child.on('message', (message: FromHost) => {
    if (message.kind === 'fatal') said.push(`fatal ${message.message}`);
    else if (message.kind !== 'reply') said.push(message.kind);
    else {
      const { ok: done } = message.envelope;
      const [name] = must(calls[message.id - 1], 'it was asked');
      said.push(`${name} ${done ? 'ok' : message.envelope.error.code}`);
    }
    if (message.kind !== 'ready' && message.kind !== 'reply') return;
    const next = message.kind === 'ready' ? 1 : message.id + 1;
    const call = calls[next - 1];
    if (call === undefined) child.send({ kind: 'stop' });
    else child.send({ kind: 'invoke', id: next, name: call[0], input: call[1] });
  });
  const [code] = await once(child, 'close');
  return { said, code, complaint };
}
