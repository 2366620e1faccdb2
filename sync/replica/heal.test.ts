import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import { ok } from '#db/kernel/result.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { keepIdentity } from '#db/sqlite/identity.node.ts';
import { suspect } from '#db/sqlite/suspicion.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { createRandom } from '#tests/helpers/fault-random.ts';
import { seededBytes, testReplica } from '#tests/helpers/replica.ts';
import { openHealing } from './heal.node.ts';

const KEY = new Uint8Array(32).fill(5);
const OPS = 60;
const FLIPS = 60;
/** A sweep opens the file a hundred times, on a busy machine slowly. */
const SWEEP = { timeout: 180_000 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-heal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Op {
  readonly op_id: string;
  readonly changes: string;
}

const OPS_OF = 'SELECT op_id, changes FROM outbox ORDER BY op_no';
const ROWS_OF = 'SELECT * FROM bookings ORDER BY id';

/** A desk with work that waits; `file` is as it was when its process was killed, log and all. */
function worked(key: Uint8Array | undefined) {
  const replica = testReplica({
    registry: bookingRegistry,
    ...(key === undefined ? {} : { key }),
  });
  onTestFinished(() => replica.remove());
  keepIdentity(replica.connection, key);
  const actor = { id: replica.actor.id, role: 'admin' } as const;
  const write = (title: string) => {
    const written = replica.writer.write({ command: 'bookings.create', actor }, (tx) => {
      const room = tx.insert(resources, { name: title, kind: 'space', timezone: 'Europe/Lisbon' });
      tx.insert(bookings, {
        resource_id: room,
        start_time: '2031-01-01T09:00:00.000Z',
        end_time: '2031-01-01T10:00:00.000Z',
        timezone: 'Europe/Lisbon',
        title: title.repeat(12),
      });
      return ok({});
    });
    if (!written.ok) throw new Error(written.error.code);
  };
  for (let at = 0; at < OPS; at++) write(`booking ${at} `);
  const { connection, file } = replica;
  return {
    replica,
    life: lifeOf(connection),
    ops: connection.prepare<Op>(OPS_OF).all(),
    rows: connection.prepare<object>(ROWS_OF).all(),
    /** Copies it as it is now into a folder of its own. */
    image: (name: string): string => {
      const copy = join(folder, `${name}.sqlite`);
      for (const suffix of ['', '-wal', '.identity']) {
        if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
      }
      return copy;
    },
  };
}

function options(file: string, key: Uint8Array | undefined, seed = 1) {
  const clock = { now: () => Date.UTC(2026, 10, 21, 10) + seed };
  return {
    file,
    registry: bookingRegistry,
    schemaVersion: SCHEMA_VERSION,
    ...(key === undefined ? {} : { key }),
    ids: createIds(clock, seededBytes(seed + 1000)),
    clock,
    log: { write: () => {} },
  };
}

const phaseOf = (connection: Connection) =>
  connection.prepare<{ phase: string }>('SELECT phase FROM replica').get()?.phase;

const lifeOf = (connection: Connection) =>
  connection.prepare<{ incarnation: string }>('SELECT incarnation FROM replica').get()?.incarnation;

/** What a person meets: whatever reading shows damage ends the process, and the next start heals. */
function started(file: string, key: Uint8Array | undefined) {
  for (let starts = 1; ; starts++) {
    const connection = openHealing(options(file, key, starts));
    try {
      const found = {
        phase: phaseOf(connection),
        life: lifeOf(connection),
        ops: connection.prepare<Op>(OPS_OF).all(),
        rows: connection.prepare<object>(ROWS_OF).all(),
        incidents: connection
          .prepare<{ kind: string; detail: string }>('SELECT kind, detail FROM incidents')
          .all(),
      };
      return found;
    } catch (error) {
      const typed = connection.met(error);
      if (starts > 1 || !(typed instanceof ReplicaError) || typed.code !== 'replica_damaged') {
        throw typed;
      }
    } finally {
      connection.close();
    }
  }
}

/** Complaints of `wrongWith` about what rows and ops say, not about which there are. */
const OF_VALUES = /^other rows$|^\d+ ops are not what was written$/;

/** The damaged file is there under another name, byte for byte. */
function keptAside(name: string, bytes: Buffer): void {
  const aside = readdirSync(folder).find((each) => each.startsWith(`${name}.sqlite.damaged-`));
  expect(aside && readFileSync(join(folder, aside)).equals(bytes)).toBe(true);
}

type Desk = ReturnType<typeof worked>;
type Found = ReturnType<typeof started>;

/** Same rows, or a new file in which each op that was saved is the one that was there. */
function wrongWith(desk: Desk, found: Found): string | undefined {
  const known = new Map(desk.ops.map(({ op_id, changes }) => [op_id, changes]));
  const strange = found.ops.filter(({ op_id, changes }) => known.get(op_id) !== changes);
  if (strange.length > 0) return `${strange.length} ops are not what was written`;
  if (found.phase === 'ready') {
    if (JSON.stringify(found.rows) !== JSON.stringify(desk.rows)) return 'other rows';
    return found.ops.length === OPS ? undefined : 'ops are gone without a word';
  }
  if (found.life === desk.life) return 'the old life goes on';
  const told = found.incidents.find(({ kind }) => kind === 'salvage');
  if (told === undefined) return 'nothing was told';
  const detail = JSON.parse(told.detail) as { saved: number; lost: number | null };
  if (detail.saved !== found.ops.length) return 'it tells of other ops';
  if (detail.lost !== null && detail.saved + detail.lost !== OPS)
    return `${detail.saved} saved, ${detail.lost} lost`;
  return undefined;
}

describe.each([
  ['encrypted', KEY],
  ['plain', undefined],
])('a closed file, %s', (_kind, key) => {
  const limit =
    key === undefined
      ? '; what SQLite cannot notice in a plain page is a value, of a row or of an op that waits'
      : '';
  test(
    `flipped bits anywhere: the same rows, or healed with what can be read${limit}`,
    SWEEP,
    () => {
      const desk = worked(key);
      desk.replica.connection.close();
      const bytes = readFileSync(desk.image('whole'));
      const random = createRandom(7);
      const seen = { same: 0, healed: 0, unnoticed: 0 };
      for (let at = 0; at < FLIPS; at++) {
        const file = desk.image(`flip-${at}`);
        const flipped = Buffer.from(bytes);
        const place = Math.floor(random() * bytes.length);
        flipped[place] = (flipped[place] ?? 0) ^ (1 << Math.floor(random() * 8));
        writeFileSync(file, flipped);
        const found = started(file, key);
        const wrong = wrongWith(desk, found);
        // Nothing authenticates a plain page. What a row says wrongly, contents compared with central tell;
        // what an op that waits says is compared with nothing.
        const unnoticed = key === undefined && wrong !== undefined && OF_VALUES.test(wrong);
        expect(wrong && !unnoticed && `byte ${place}: ${wrong}`).toBeFalsy();
        if (found.phase !== 'ready') keptAside(`flip-${at}`, flipped);
        if (unnoticed) seen.unnoticed += 1;
        else seen[found.phase === 'ready' ? 'same' : 'healed'] += 1;
      }
      console.log(`${_kind}: ${JSON.stringify(seen)}`);
      // Damage is met where it is read. Of this file that is three pages in ten: schema, outbox and
      // bookings. The rest are indexes and tables without rows; ops say only what is not a default.
      expect(seen.healed).toBeGreaterThan(key === undefined ? 0 : FLIPS / 5);
    },
  );

  test('a zeroed page, a cut, an emptied file', SWEEP, () => {
    const desk = worked(key);
    desk.replica.connection.close();
    const { length } = readFileSync(desk.image('whole'));
    const spoil: readonly ((file: string) => void)[] = [
      ...[0, 1, 2, 3, 5, 8].map((page) => (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0, page * 4096, (page + 1) * 4096);
        writeFileSync(file, bytes);
      }),
      ...[0, 100, 4096, length / 2, length - 4096].map(
        (to) => (file: string) => truncateSync(file, Math.floor(to)),
      ),
    ];
    for (const [at, damage] of spoil.entries()) {
      const file = desk.image(`spoilt-${at}`);
      damage(file);
      const found = started(file, key);
      const lost = found.incidents.some(({ kind }) => kind === 'salvage');
      expect(lost || found.phase === 'ready').toBe(true);
      if (found.phase === 'ready') expect(wrongWith(desk, found)).toBeUndefined();
      else {
        expect(
          readdirSync(folder).some((name) => name.startsWith(`spoilt-${at}.sqlite.damaged-`)),
        ).toBe(true);
      }
    }
  });
});

describe.each([
  ['encrypted', KEY],
  ['plain', undefined],
])('a log left by a killed process, %s', (_kind, key) => {
  test('cut anywhere: what was committed before the cut is there, whole', SWEEP, () => {
    const desk = worked(key);
    const log = readFileSync(`${desk.image('whole')}-wal`);
    let cuts = 0;
    for (let to = 0; to < log.length; to += 512 * 97) {
      const file = desk.image(`cut-${to}`);
      writeFileSync(`${file}-wal`, log.subarray(0, to));
      const found = started(file, key);
      expect(found.phase).toBe('ready');
      expect(found.ops).toEqual(desk.ops.slice(0, found.ops.length));
      expect(found.rows).toHaveLength(found.ops.length);
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(10);
  });

  test('a flipped bit: the ops behind it are found and wait again', SWEEP, () => {
    const desk = worked(key);
    const log = readFileSync(`${desk.image('whole')}-wal`);
    const random = createRandom(3);
    let found = 0;
    for (let at = 0; at < 15; at++) {
      const file = desk.image(`flip-${at}`);
      const flipped = Buffer.from(log);
      // Behind the header; not in the last commit.
      const place = 32 + Math.floor(random() * (log.length - 40_000));
      flipped[place] = (flipped[place] ?? 0) ^ 8;
      writeFileSync(`${file}-wal`, flipped);
      const after = started(file, key);
      const known = new Map(desk.ops.map(({ op_id, changes }) => [op_id, changes]));
      const strange = after.ops.filter(({ op_id, changes }) => known.get(op_id) !== changes);
      if (key !== undefined) expect(strange).toEqual([]);
      const told = after.incidents.find(({ kind }) => kind === 'log_damaged' || kind === 'salvage');
      if (after.ops.length < OPS) expect(told).toBeDefined();
      if (told !== undefined) {
        found += 1;
        const { saved, lost } = JSON.parse(told.detail) as { saved: number; lost: number };
        expect(saved + lost).toBeGreaterThan(0);
        // What is not there is what is told, and nothing else.
        if (key !== undefined) expect(after.ops.length + lost).toBe(OPS);
        expect(after.ops.length).toBeGreaterThan(OPS / 2);
      }
    }
    expect(found).toBeGreaterThan(5);
  });
});

test('a rebuild that died between its two names goes on', () => {
  const desk = worked(undefined);
  desk.replica.connection.close();
  const file = desk.image('died');
  suspect(file, 'SQLITE_CORRUPT');
  started(file, undefined);
  const aside = readdirSync(folder).find((name) => name.startsWith('died.sqlite.damaged-')) ?? '';
  expect(aside).not.toBe('');
  rmSync(file);
  suspect(file, 'SQLITE_CORRUPT');
  const found = started(file, undefined);
  expect(found.phase).toBe('empty');
  expect(found.ops).toEqual(desk.ops);
});

test('a desk without a central is not emptied: its file is the only one', () => {
  const desk = worked(undefined);
  desk.replica.connection.prepare(`UPDATE replica SET login_role = '', central = ''`).run();
  keepIdentity(desk.replica.connection);
  desk.replica.connection.close();
  const file = desk.image('alone');
  truncateSync(file, 100_000);
  expect(() => started(file, undefined)).toThrow(
    expect.objectContaining({ code: 'replica_damaged' }),
  );
  expect(readFileSync(file)).toHaveLength(100_000);
});

test('with a wrong key nothing is touched', () => {
  const desk = worked(KEY);
  desk.replica.connection.close();
  const file = desk.image('locked');
  const before = readFileSync(file);
  expect(() => openHealing(options(file, new Uint8Array(32).fill(6)))).toThrow(
    expect.objectContaining({ code: 'replica_key_wrong' }),
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});
