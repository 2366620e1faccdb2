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
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { resources } from '#db/domains/bookings/tables.ts';
import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { keepIdentity } from '#db/sqlite/identity.node.ts';
import { suspect } from '#db/sqlite/suspicion.node.ts';
import type { Verdict } from '#sync/core/op.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { seededBytes, testReplica } from '#tests/helpers/replica.ts';
import { withoutWhatCameLater } from '#tests/helpers/replica-v1.ts';
import { openHealing } from './heal.node.ts';
import { createLocalChoices } from './local.node.ts';
import { readState } from './state.node.ts';

const FRAME = 4096 + 24;
/** A sweep opens the file many times, on a busy machine slowly. */
const SWEEP = { timeout: 180_000 };
const KEY = new Uint8Array(32).fill(5);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-settled-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A desk of a central, with what central told of its ops. */
function deskAtWork(key?: Uint8Array) {
  const replica = testReplica({ registry: bookingRegistry, ...(key === undefined ? {} : { key }) });
  onTestFinished(() => replica.remove());
  const { connection, file } = replica;
  keepIdentity(connection, key);
  const actor = { id: replica.actor.id, role: 'admin' } as const;
  return {
    connection,
    ids: replica.ids,
    choices: createLocalChoices(connection),
    add: (name: string): string => {
      const written = replica.writer.write({ command: 'resources.create', actor }, (tx) => {
        tx.insert(resources, { name, kind: 'space', timezone: 'Europe/Lisbon' });
        return ok({});
      });
      if (!written.ok) throw new Error(written.error.code);
      return must(written.value.op_id, 'a room is everybody’s');
    },
    settle: (op_id: string, more: Partial<Verdict> = {}) =>
      replica.sync.settle([
        {
          op_id,
          outcome: 'applied',
          code: null,
          detail: null,
          merged: [],
          conflicts: [],
          images: [],
          ...more,
        },
      ]),
    killed: (name: string): string => {
      const copy = join(folder, `${name}.sqlite`);
      copyKilled(file, copy);
      return copy;
    },
  };
}

/** Opens it; `before` runs before it is closed. */
function opened(file: string, key?: Uint8Array, before = () => {}) {
  const clock = { now: () => Date.UTC(2026, 10, 21, 10) };
  const connection = openHealing({
    file,
    registry: bookingRegistry,
    schemaVersion: SCHEMA_VERSION,
    ...(key === undefined ? {} : { key }),
    ids: createIds(clock, seededBytes(99)),
    clock,
    log: { write: () => {} },
  });
  const idsOf = (sql: string) =>
    connection
      .prepare<{ op_id: string }>(sql)
      .all()
      .map(({ op_id }) => op_id);
  try {
    return {
      state: readState(connection),
      waiting: connection
        .prepare<{ op_no: number; op_id: string }>('SELECT op_no, op_id FROM outbox ORDER BY op_no')
        .all(),
      sent: idsOf('SELECT op_id FROM outbox_sent ORDER BY rowid'),
      refused: connection
        .prepare<object>(
          'SELECT op_id, code, detail, state, conflict_id FROM rejected_ops ORDER BY op_id',
        )
        .all(),
      pending: connection
        .prepare<{ op_no: number }>('SELECT DISTINCT op_no FROM pending_rows ORDER BY op_no')
        .all()
        .map(({ op_no }) => op_no),
      shadows: connection.prepare<object>('SELECT * FROM shadow').all().length,
      told: connection
        .prepare<{ detail: string }>('SELECT detail FROM incidents')
        .all()
        .map(({ detail }): unknown => JSON.parse(detail)),
    };
  } finally {
    before();
    connection.close();
  }
}

/** Copies it as a kill leaves it. */
function copyKilled(file: string, copy: string): void {
  for (const suffix of ['', '-wal', '.identity']) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  }
}

/** Flips a bit in the page of a log's first frame. */
function spoilLog(file: string): void {
  const log = readFileSync(`${file}-wal`);
  expect(log.length).toBeGreaterThan(10 * FRAME);
  const place = 32 + 24 + 900;
  log[place] = (log[place] ?? 0) ^ 8;
  writeFileSync(`${file}-wal`, log);
}

describe.each([
  ['encrypted', KEY],
  ['plain', undefined],
])('what was settled behind the damage of a log, %s', (_kind, key) => {
  async function settledBehind() {
    const desk = deskAtWork(key);
    const old = desk.add('confirmed behind it');
    const dismissed = desk.add('refused before it');
    await desk.settle(dismissed, { outcome: 'rejected', code: 'duplicate_value' });
    desk.connection.pragma('wal_checkpoint(TRUNCATE)');
    const first = desk.add('in the damage');
    const refused = desk.add('refused');
    await desk.settle(old);
    await desk.settle(refused, { outcome: 'rejected', code: 'rule_broken', detail: 'too long' });
    const confirmed = desk.add('confirmed');
    await desk.settle(confirmed);
    desk.choices.fileRejected(dismissed, 'dismissed');
    const conflict = desk.ids.next();
    const asked = desk.add('asked about');
    await desk.settle(asked, { outcome: 'rejected', code: 'duplicate_row', conflicts: [conflict] });
    const last = desk.add('waits');
    return { desk, old, dismissed, first, refused, confirmed, asked, conflict, last };
  }

  type Settled = Awaited<ReturnType<typeof settledBehind>>;

  function expectAll(found: ReturnType<typeof opened>, all: Settled): void {
    const { old, dismissed, first, refused, confirmed, asked, conflict, last } = all;
    const row = (op_id: string, code: string, more: object) => ({
      op_id,
      code,
      detail: null,
      state: 'open',
      conflict_id: null,
      ...more,
    });
    expect(found.refused).toHaveLength(3);
    for (const each of [
      row(dismissed, 'duplicate_value', { state: 'dismissed' }),
      row(refused, 'rule_broken', { detail: 'too long' }),
      row(asked, 'duplicate_row', { conflict_id: conflict }),
    ]) {
      expect(found.refused).toContainEqual(each);
    }
    expect(found.state.attention).toBe(1);
    expect([...found.sent].sort()).toEqual([old, dismissed, refused, confirmed, asked].sort());
    expect(found.waiting.map(({ op_id }) => op_id)).toEqual([first, last]);
    // Dense, and nothing else is pending.
    expect(found.state.waiting).toBe(2);
    expect(found.pending).toEqual(found.waiting.map(({ op_no }) => op_no));
    expect(found.shadows).toBe(2);
    expect(found.told).toEqual([expect.objectContaining({ saved: 2, lost: 0 })]);
  }

  test('refusals with their reasons, and what central confirmed, are there as they were', async () => {
    const all = await settledBehind();
    const file = all.desk.killed('log');
    spoilLog(file);
    expectAll(opened(file, key), all);
  });

  test('killed at once when it is healed, it is found healed', async () => {
    const all = await settledBehind();
    const file = all.desk.killed('twice');
    spoilLog(file);
    const again = join(folder, 'again.sqlite');
    opened(file, key, () => copyKilled(file, again));
    expectAll(opened(again, key), all);
  });

  test('the same of a file that has to be made anew', async () => {
    const all = await settledBehind();
    const file = all.desk.killed('both');
    spoilLog(file);
    suspect(file, 'SQLITE_CORRUPT');
    expectAll(opened(file, key), all);
  });
});

test.each([
  ['encrypted', KEY],
  ['plain', undefined],
])('ops that a damaged log does not give back are told, and no others, %s', SWEEP, (_kind, key) => {
  const desk = deskAtWork(key);
  for (let at = 0; at < 3; at++) desk.add(`before ${at} `.repeat(20));
  desk.connection.pragma('wal_checkpoint(TRUNCATE)');
  for (let at = 3; at < 15; at++) desk.add(`behind ${at} `.repeat(20));
  const whole = readFileSync(`${desk.killed('whole')}-wal`);
  // What is damaged in other frames stands in a later one again.
  const last = new Map<number, number>();
  for (let at = 32; at + FRAME <= whole.length; at += FRAME) last.set(whole.readUInt32BE(at), at);
  let some = 0;
  let unknown = 0;
  for (const [page, at] of last) {
    const file = desk.killed(`page-${page}`);
    const log = Buffer.from(whole);
    log[at + 924] = (log[at + 924] ?? 0) ^ 8;
    writeFileSync(`${file}-wal`, log);
    const found = opened(file, key);
    const { lost } = found.told[0] as { readonly lost: number | null };
    if (lost === null) unknown += 1;
    else expect(found.waiting.length + lost, `page ${page}`).toBe(15);
    if (lost !== null && lost > 0) some += 1;
  }
  expect(some).toBeGreaterThan(0);
  // The number of the last op stands on one page only.
  expect(unknown).toBe(1);
});

describe('a refusal that a conflict tells of, in a file that is made anew', () => {
  async function refusedWith(conflicts: readonly string[]) {
    const desk = deskAtWork();
    const op = desk.add('double');
    await desk.settle(op, { outcome: 'rejected', code: 'duplicate_row', conflicts });
    return { desk, op };
  }

  test('does not come back as one that nobody has looked at', async () => {
    const conflict = '01940000-0000-7000-8000-000000000001';
    const { desk, op } = await refusedWith([conflict]);
    const file = desk.killed('asked');
    suspect(file, 'SQLITE_CORRUPT');
    const found = opened(file);
    expect(found.refused).toMatchObject([{ op_id: op, conflict_id: conflict }]);
    expect(found.state.attention).toBe(0);
  });

  test('one of version 1, which did not keep the conflict, is there too', async () => {
    const { desk, op } = await refusedWith([]);
    withoutWhatCameLater(desk.connection);
    const file = desk.killed('old');
    suspect(file, 'SQLITE_CORRUPT');
    expect(opened(file).refused).toMatchObject([
      { op_id: op, code: 'duplicate_row', conflict_id: null },
    ]);
  });
});
