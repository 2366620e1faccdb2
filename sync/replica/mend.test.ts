import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { keepIdentity } from '#db/sqlite/identity.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { suspect } from '#db/sqlite/suspicion.node.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { seededBytes, testReplica } from '#tests/helpers/replica.ts';
import { openHealing } from './heal.node.ts';

const KEY = new Uint8Array(32).fill(5);
const PAGE = 4096;
const FRAME = PAGE + 24;
/** Coprime to the frames of a commit, which are much alike; all frames take minutes. */
const STRIDE = 5;
/** A sweep opens the file a hundred times, on a busy machine slowly. */
const SWEEP = { timeout: 180_000 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-mend-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface State {
  readonly last: number;
  readonly bookings: readonly CanonicalRow[];
  readonly resources: readonly CanonicalRow[];
}

function stateOf(connection: Connection): State {
  const rows = (table: string) =>
    connection.prepare<CanonicalRow>(`SELECT * FROM ${table} ORDER BY id`).all().map(unnumbered);
  const head = connection.prepare<{ n: number }>('SELECT last_op_no AS n FROM replica').get();
  return {
    last: must(head, 'a replica knows who it is').n,
    bookings: rows('bookings'),
    resources: rows('resources'),
  };
}

// `row_no` numbers rows in the order in which this file got them.
const unnumbered = (row: CanonicalRow): CanonicalRow =>
  Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'row_no'));

/** A desk without a central at work: each op makes, edits or takes away. Its log is never cut short. */
function worked(key: Uint8Array | undefined) {
  const replica = testReplica({ registry: bookingRegistry, ...(key === undefined ? {} : { key }) });
  onTestFinished(() => replica.remove());
  replica.connection.prepare(`UPDATE replica SET login_role = '', central = ''`).run();
  keepIdentity(replica.connection, key);
  const actor = { id: replica.actor.id, role: 'admin' } as const;
  const states: State[] = [];
  const write = (command: string, run: Parameters<typeof replica.writer.write>[1]) => {
    replica.time.now += 60_000;
    const written = replica.writer.write({ command, actor }, run);
    if (!written.ok) throw new Error(written.error.code);
    states.push(stateOf(replica.connection));
  };
  let room = '';
  write('resources.create', (tx) => {
    room = tx.insert(resources, { name: 'Room', kind: 'space', timezone: 'Europe/Lisbon' });
    return ok({});
  });
  replica.connection.pragma('wal_checkpoint(TRUNCATE)');
  let last = '';
  for (let at = 0; at < 24; at++) {
    if (at % 6 === 4) {
      write('bookings.edit', (tx) => {
        tx.update(bookings, last, { title: `edited ${at}` });
        return ok({});
      });
    } else if (at % 6 === 5) {
      write('bookings.remove', (tx) => {
        tx.delete(bookings, last);
        return ok({});
      });
    } else {
      write('bookings.create', (tx) => {
        last = tx.insert(bookings, {
          resource_id: room,
          start_time: `2031-01-${10 + at}T09:00:00.000Z`,
          end_time: `2031-01-${10 + at}T10:00:00.000Z`,
          timezone: 'Europe/Lisbon',
          title: `booking ${at} `.repeat(12),
        });
        return ok({});
      });
    }
  }
  const image = (name: string) => {
    const copy = join(folder, `${name}.sqlite`);
    copyKilled(replica.file, copy);
    return copy;
  };
  return { replica, states, image };
}

/** Copies it as a kill leaves it. */
function copyKilled(file: string, copy: string): void {
  for (const suffix of ['', '-wal', '.identity']) copyFileSync(file + suffix, copy + suffix);
}

const optionsOf = (file: string, key: Uint8Array | undefined) => ({
  file,
  registry: bookingRegistry,
  schemaVersion: SCHEMA_VERSION,
  ...(key === undefined ? {} : { key }),
});

/** Opens it; `before` runs before it is closed. */
function opened(file: string, key: Uint8Array | undefined, start = 1, before = () => {}) {
  const clock = { now: () => Date.UTC(2026, 10, 21, 10) + start };
  const connection = openHealing({
    ...optionsOf(file, key),
    ids: createIds(clock, seededBytes(start + 1000)),
    clock,
    log: { write: () => {} },
  });
  try {
    return {
      state: stateOf(connection),
      ops: connection
        .prepare<{ op_no: number; op_id: string }>(
          'SELECT op_no, op_id FROM outbox_sent ORDER BY op_no',
        )
        .all(),
      waiting: connection.prepare<object>('SELECT * FROM outbox').all(),
      integrity: connection.pragma('integrity_check(1)'),
      told: connection
        .prepare<{ kind: string; detail: string }>('SELECT kind, detail FROM incidents')
        .all()
        .map(({ kind, detail }) => ({ kind, ...(JSON.parse(detail) as Told) })),
    };
  } finally {
    before();
    connection.close();
  }
}

interface Told {
  readonly saved: number;
  readonly lost: number | null;
  readonly lost_numbers: readonly number[];
  readonly kept: string | null;
}

/** Where the commits of a log end: offsets of their last frames. */
function commitsOf(log: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = 32; at + FRAME <= log.length; at += FRAME) {
    if (log.readUInt32BE(at + 4) !== 0) ends.push(at);
  }
  return ends;
}

function spoil(file: string, place: number): Buffer {
  const log = readFileSync(`${file}-wal`);
  log[place] = (log[place] ?? 0) ^ 8;
  writeFileSync(`${file}-wal`, log);
  return log;
}

describe.each([
  ['encrypted', KEY],
  ['plain', undefined],
])('a desk without a central, killed, a bit of its log flipped, %s', (_kind, key) => {
  test('in any frame: what was saved is there again, and what is not is told', SWEEP, () => {
    const desk = worked(key);
    const whole = readFileSync(`${desk.image('whole')}-wal`);
    const lastCommit = must(commitsOf(whole).at(-2), 'it worked') + FRAME;
    const final = must(desk.states.at(-1), 'it worked');
    const numbers = final.last;
    const seen = { whole: 0, partly: 0, unknown: 0 };
    const parts = [0, 5, 9, 17, 24 + 900, 24 + 3900];
    const places = Array.from({ length: (whole.length - 32) / FRAME }, (_, at) => 32 + at * FRAME);
    for (const [nth, at] of places.entries()) {
      if (nth % STRIDE !== 0 && at < lastCommit) continue;
      const file = desk.image(`flip-${nth}`);
      const part = at < lastCommit ? must(parts[nth % parts.length], 'a part') : 24 + 900;
      const log = spoil(file, at + part);
      const main = readFileSync(file);
      const found = opened(file, key);
      expect(found.integrity).toBe('ok');
      expect(found.waiting).toEqual([]);
      const [told, ...more] = found.told;
      expect(more).toEqual([]);
      // A log that is read to its end anyway has nothing to tell.
      if (told === undefined) {
        expect(found.state).toEqual(final);
        seen.whole += 1;
        continue;
      }
      expect(told.kind).toBe('log_damaged');
      if (told.lost === null) {
        // Only the last commit's number is nowhere but in itself.
        expect(at).toBeGreaterThanOrEqual(lastCommit);
        expect(found.ops.length).toBeGreaterThanOrEqual(numbers - 1);
        seen.unknown += 1;
        continue;
      }
      const { lost } = told;
      expect(told.lost_numbers).toHaveLength(lost);
      const kept = found.ops.map(({ op_no }) => op_no);
      const missing = Array.from({ length: numbers }, (_, index) => index + 1).filter(
        (number) => !kept.includes(number),
      );
      expect(missing).toEqual(told.lost_numbers);
      // Mostly the op of the damaged commit, and what was done to its row; at most a page of ops.
      expect(lost, `frame ${nth}`).toBeLessThanOrEqual(6);
      expect(found.state.last).toBe(numbers);
      if (lost === 0) expect(found.state, `frame ${nth}`).toEqual(final);
      seen[lost === 0 ? 'whole' : 'partly'] += 1;
      // Both as they were, under the name that is told.
      const aside = join(folder, must(told.kept, 'it is kept'));
      expect(readFileSync(aside).equals(main)).toBe(true);
      expect(readFileSync(`${aside}-wal`).equals(log)).toBe(true);
    }
    console.log(`${_kind}: ${JSON.stringify(seen)}`);
    expect(seen.whole).toBeGreaterThan(seen.partly);
  });

  /** A desk whose log is damaged in its fourth commit, as a kill leaves it. */
  function spoilt(name: string) {
    const desk = worked(key);
    const file = desk.image(name);
    spoil(file, must(commitsOf(readFileSync(`${file}-wal`))[3], 'a commit') + 24 + 900);
    return { file, final: must(desk.states.at(-1), 'it worked') };
  }

  const names = () => readdirSync(folder).filter((name) => /mend|-damaged-|anew/.test(name));
  const STAMP = '2026-11-21T10-00-00.001Z';

  test('another start finds nothing to mend, nor does one after a kill', () => {
    const { file, final } = spoilt('again');
    const again = join(folder, 'killed.sqlite');
    const first = opened(file, key, 1, () => copyKilled(file, again));
    expect(first.state).toEqual(final);
    expect(first.told).toHaveLength(1);
    expect(opened(file, key, 2)).toEqual(first);
    expect(opened(again, key, 2)).toEqual(first);
    expect(names()).toEqual([
      `again.sqlite.log-damaged-${STAMP}`,
      `again.sqlite.log-damaged-${STAMP}-wal`,
    ]);
  });

  test('killed while it was mended, before the commit: the next start goes on from the copy', () => {
    const { file, final } = spoilt('cut');
    for (const suffix of ['', '-wal'])
      copyFileSync(file + suffix, `${file}.mending-${STAMP}${suffix}`);
    // What SQLite reads is in the file, and the log is gone.
    openReplica(optionsOf(file, key)).close();
    const found = opened(file, key, 2);
    expect(found.state).toEqual(final);
    expect(found.told).toMatchObject([{ lost: 0, kept: `cut.sqlite.log-damaged-${STAMP}` }]);
    expect(names()).toHaveLength(2);
  });

  test('killed after the commit: it is told once', () => {
    const { file } = spoilt('done');
    const first = opened(file, key);
    for (const suffix of ['', '-wal']) {
      renameSync(`${file}.log-damaged-${STAMP}${suffix}`, `${file}.mending-${STAMP}${suffix}`);
    }
    expect(opened(file, key, 2)).toEqual(first);
    expect(names()).toEqual([
      `done.sqlite.log-damaged-${STAMP}`,
      `done.sqlite.log-damaged-${STAMP}-wal`,
    ]);
  });

  test('another file in its place since: nothing is done in that', () => {
    const { file } = spoilt('replaced');
    const older = worked(key);
    for (const suffix of ['', '-wal'])
      copyFileSync(file + suffix, `${file}.mending-${STAMP}${suffix}`);
    older.replica.connection.close();
    rmSync(`${file}-wal`);
    copyFileSync(older.replica.file, file);
    const found = opened(file, key, 2);
    expect(found.told).toEqual([]);
    expect(found.state).toEqual(older.states.at(-1));
    expect(names()).toHaveLength(2);
  });

  test('an older file in its place since, with a damaged log of its own: that is mended', () => {
    const { file, final } = spoilt('older');
    for (const suffix of ['', '-wal']) {
      renameSync(file + suffix, `${file}.mending-${STAMP}${suffix}`);
    }
    worked(key).image('older');
    spoil(file, must(commitsOf(readFileSync(`${file}-wal`))[0], 'a commit') + 24 + 900);
    const found = opened(file, key, 2);
    expect(found.told).toMatchObject([{ lost: 0 }]);
    expect(found.state).toEqual(final);
    expect(names()).toHaveLength(4);
  });

  test('where the file is damaged too nothing is touched, and its log is kept once', () => {
    const { file } = spoilt('both');
    const log = readFileSync(`${file}-wal`);
    suspect(file, 'SQLITE_CORRUPT');
    for (let start = 1; start <= 2; start++) {
      expect(() => opened(file, key, start)).toThrow(
        expect.objectContaining({ code: 'replica_damaged' }),
      );
    }
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
    expect(names()).toEqual([`both.sqlite.mending-${STAMP}`, `both.sqlite.mending-${STAMP}-wal`]);
    expect(readFileSync(`${file}.mending-${STAMP}-wal`).equals(log)).toBe(true);
  });
});
