import { afterEach, describe, expect, test } from 'vitest';
import { fail, ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import { boxes, locked, policyRegistry, rules, things } from '#tests/helpers/policy-tables.ts';
import type { PolicyDatabase } from '#tests/helpers/policy-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';

type DB = PolicyDatabase & ReplicaTables;
let replica: TestReplica<DB>;
afterEach(() => replica.remove());

function fresh(role: 'agent' | 'supervisor' | 'admin' = 'admin') {
  replica = testReplica<DB>({ registry: policyRegistry, role });
  return replica;
}

function counts() {
  const one = replica.reads.first(
    replica.reads.sql.selectFrom('replica').select(['last_op_no', 'acked_op_no']),
  );
  const count = (table: string) =>
    replica.connection.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;
  return {
    last: one?.last_op_no,
    outbox: count('outbox'),
    pending: count('pending_rows'),
    shadow: count('shadow'),
    things: count('things'),
  };
}

const nothing = { last: 0, outbox: 0, pending: 0, shadow: 0, things: 0 };

function write<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]) {
  return replica.writer.write({ command: 'things.test', actor: replica.actor }, command);
}

function written<T>(command: Parameters<typeof replica.writer.write<T, string>>[1]): T {
  const result = write(command);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.value;
}

const opsOf = () => replica.sync.pendingOps(1000, 10_000_000);

describe('one op for one command', () => {
  test('an insert leaves out what stands at its default, and is stamped', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'Kettle' })));
    const [op] = opsOf();
    expect(op).toMatchObject({
      op_no: 1,
      actor_id: replica.actor.id,
      command: 'things.test',
      at: '2026-11-21T09:00:00.000Z',
      proof: null,
    });
    expect(op?.changes).toEqual([
      {
        table: 'things',
        row_id: id,
        kind: 'insert',
        values: { title: [null, 'Kettle'] },
      },
    ]);
    expect(replica.rows(things).get(id)).toMatchObject({
      organization_id: replica.organization_id,
      created_by: replica.actor.id,
      updated_at: '2026-11-21T09:00:00.000Z',
      row_version: 0,
    });
    expect(counts()).toEqual({ last: 1, outbox: 1, pending: 1, shadow: 1, things: 1 });
  });

  test('an update names only what changed, and the whole of a group', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'Kettle' })));
    written((tx) => ok(tx.update(things, id, { title: 'Kettle', note: 'hot', closes: 5 })));
    expect(opsOf()[1]?.changes[0]).toMatchObject({
      kind: 'update',
      values: { note: ['', 'hot'], opens: [1, 1], closes: [2, 5] },
    });
    expect(Object.keys(opsOf()[1]?.changes[0]?.values ?? {})).toHaveLength(3);
  });

  test('a delete keeps every own column', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'Kettle', counted: 4 })));
    written((tx) => ok(tx.delete(things, id)));
    const change = must(opsOf()[1]?.changes[0], 'the deletion');
    expect(change.kind).toBe('delete');
    expect(change.values).toMatchObject({ title: ['Kettle', null], counted: [4, null] });
    expect(Object.keys(change.values)).toEqual(Object.keys(things.own));
  });

  test('several steps on one row fold into one change', () => {
    fresh();
    const kept = written((tx) => ok(tx.insert(things, { title: 'Kept' })));
    const made = written((tx) => {
      const id = tx.insert(things, { title: 'a' });
      tx.update(things, id, { title: 'b' });
      tx.update(things, kept, { title: 'x' });
      tx.update(things, id, { title: 'c' });
      const passing = tx.insert(things, { title: 'never' });
      tx.delete(things, passing);
      tx.update(things, kept, { title: 'Kept', note: 'n' });
      return ok(id);
    });
    const changes = must(opsOf()[1], 'second op').changes;
    expect(changes.map((change) => [change.kind, change.row_id])).toEqual([
      ['insert', made],
      ['update', kept],
    ]);
    expect(changes[0]?.values['title']).toEqual([null, 'c']);
    expect(changes[1]?.values).toEqual({ note: ['', 'n'] });
  });

  test('deleted and made again in one command is an update', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'a', note: 'old' })));
    written((tx) => {
      tx.delete(things, id);
      return ok(tx.insert(things, { title: 'b', note: 'old' }, id));
    });
    expect(opsOf()[1]?.changes).toEqual([
      { table: 'things', row_id: id, kind: 'update', version: 0, values: { title: ['a', 'b'] } },
    ]);
  });

  test('a command that changes nothing makes no op', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'a' })));
    const result = write((tx) => {
      tx.update(things, id, { title: 'a' });
      tx.update(things, id, { title: 'b' });
      return ok(tx.update(things, id, { title: 'a' }));
    });
    expect(result).toMatchObject({ ok: true, value: { op_id: null } });
    expect(counts().last).toBe(1);
  });

  test('op numbers are dense over refused commands in between', () => {
    fresh();
    for (let at = 0; at < 5; at++) {
      write((tx) => ok(tx.insert(things, { title: `t${at}` })));
      write((tx) => {
        tx.insert(things, { title: 'refused' });
        return fail('booking_overlap');
      });
    }
    expect(opsOf().map((op) => op.op_no)).toEqual([1, 2, 3, 4, 5]);
    expect(replica.sync.state()).toMatchObject({ last_op_no: 5, acked_op_no: 0, waiting: 5 });
  });
});

describe('nothing is left behind', () => {
  test('by a failure the command returns', () => {
    fresh();
    const result = write((tx) => {
      tx.insert(things, { title: 'gone' });
      return fail('booking_overlap', { with: 'x' });
    });
    expect(result).toEqual(fail('booking_overlap', { with: 'x' }));
    expect(counts()).toEqual(nothing);
  });

  test('by a throw', () => {
    fresh();
    expect(() =>
      write((tx) => {
        tx.insert(things, { title: 'gone' });
        throw new Error('bug in a command');
      }),
    ).toThrow('bug in a command');
    expect(counts()).toEqual(nothing);
  });

  test('by a refusal of the write path', () => {
    fresh();
    const result = write((tx) => {
      tx.insert(things, { title: 'gone' });
      return ok(tx.insert(things, { title: 'x'.repeat(201) }));
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'bad_value' } });
    expect(counts()).toEqual(nothing);
  });

  test('by a batch whose run fails, though its writes had succeeded', () => {
    fresh();
    const result = replica.writer.batch(() => {
      written((tx) => ok(tx.insert(things, { title: 'one' })));
      written((tx) => ok(tx.insert(things, { title: 'two' })));
      return fail('bad_file');
    });
    expect(result).toEqual(fail('bad_file'));
    expect(counts()).toEqual(nothing);
  });

  test('by one failed write of a batch that goes on', () => {
    fresh();
    const result = replica.writer.batch(() => {
      written((tx) => ok(tx.insert(things, { title: 'one' })));
      write((tx) => {
        tx.insert(things, { title: 'refused' });
        return fail('booking_overlap');
      });
      written((tx) => ok(tx.insert(things, { title: 'two' })));
      return ok(null);
    });
    expect(result.ok).toBe(true);
    expect(counts()).toMatchObject({ last: 2, outbox: 2, things: 2 });
  });
});

describe('refusals', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['too long', { title: 'x'.repeat(201) }, 'bad_value', 'too_long'],
    ['no text', { title: 5 }, 'bad_value', 'not_a_text'],
    ['a missing value', { title: null }, 'bad_value', 'missing'],
    ['a NUL', { title: 'a\0b' }, 'bad_value', 'bad_character'],
    ['half an emoji', { title: '\ud83d' }, 'bad_value', 'bad_character'],
    ['a fraction', { title: 'a', counted: 1.5 }, 'bad_value', 'not_an_integer'],
    ['an unsafe integer', { title: 'a', counted: 2 ** 53 }, 'bad_value', 'not_an_integer'],
    [
      'an instant without milliseconds',
      { title: 'a', seen_at: '2026-11-21T09:00:00Z' },
      'bad_value',
      'not_an_instant',
    ],
    [
      '30 February',
      { title: 'a', seen_at: '2026-02-30T09:00:00.000Z' },
      'bad_value',
      'not_an_instant',
    ],
    [
      'an id in capitals',
      { title: 'a', made_by: '018F6B2E-0000-7000-8000-000000000001' },
      'bad_value',
      'not_an_id',
    ],
    ['broken JSON', { title: 'a', tags: '[1' }, 'bad_value', 'not_json'],
  ];
  test.each(cases)('%s', (_, row, code, problem) => {
    fresh();
    const result = write((tx) => ok(tx.insert(things, row as { title: string })));
    expect(result).toMatchObject({ ok: false, error: { code, details: { problem } } });
    expect(JSON.stringify(result)).not.toContain('xxx');
    expect(counts()).toEqual(nothing);
  });

  test('two hundred characters outside the BMP fit into 200', () => {
    fresh();
    expect(write((tx) => ok(tx.insert(things, { title: '🏨'.repeat(200) }))).ok).toBe(true);
  });

  test('unknown and stamped columns', () => {
    fresh();
    for (const column of ['nope', 'row_version', 'organization_id', 'toString', '__proto__x']) {
      const row = { title: 'a', [column]: 1 };
      expect(write((tx) => ok(tx.insert(things, row)))).toEqual(
        fail('unknown_column', { table: 'things', column }),
      );
    }
  });

  test('a table rule', () => {
    fresh();
    const result = write((tx) => ok(tx.insert(things, { title: 'a', opens: 5, closes: 5 })));
    expect(result).toEqual(fail('rule_broken', { table: 'things', check: 'closes > opens' }));
  });

  test('a missing reference, and a row others still refer to', () => {
    fresh();
    const nowhere = replica.ids.next();
    expect(write((tx) => ok(tx.insert(things, { title: 'a', box_id: nowhere })))).toEqual(
      fail('missing_reference', { table: 'things', column: 'box_id' }),
    );
    const box = written((tx) => {
      const id = tx.insert(boxes, { label: 'Box' });
      tx.insert(things, { title: 'a', box_id: id });
      return ok(id);
    });
    expect(write((tx) => ok(tx.delete(boxes, box)))).toEqual(
      fail('missing_reference', { table: 'things', column: 'box_id' }),
    );
  });

  test('a value that must be unique, unless its holder gives it up within the command', () => {
    fresh();
    const [a, b] = written((tx) =>
      ok([tx.insert(boxes, { label: 'A' }), tx.insert(boxes, { label: 'B' })] as const),
    );
    expect(write((tx) => ok(tx.update(boxes, a, { label: 'B' })))).toEqual(
      fail('duplicate_value', { table: 'boxes', columns: ['label'], with: b }),
    );
    const handed = write((tx) => {
      tx.update(boxes, a, { label: 'B' });
      return ok(tx.update(boxes, b, { label: 'C' }));
    });
    expect(handed.ok).toBe(true);
  });

  test('an id that exists, a row that does not', () => {
    fresh();
    const id = written((tx) => ok(tx.insert(things, { title: 'a' })));
    expect(write((tx) => ok(tx.insert(things, { title: 'b' }, id)))).toEqual(
      fail('duplicate_row', { table: 'things' }),
    );
    const missing = replica.ids.next();
    expect(write((tx) => ok(tx.update(things, missing, { title: 'b' })))).toEqual(
      fail('row_missing', { table: 'things' }),
    );
    expect(write((tx) => ok(tx.delete(things, missing)))).toEqual(
      fail('row_missing', { table: 'things' }),
    );
  });

  test('a role that is too low, and what only central writes', () => {
    fresh('agent');
    expect(write((tx) => ok(tx.insert(locked, { text: 'a' })))).toEqual(
      fail('not_allowed', { table: 'locked', kind: 'insert', needs: 'supervisor' }),
    );
    expect(write((tx) => ok(tx.insert(rules, { text: 'a' })))).toEqual(
      fail('not_allowed', { table: 'rules', kind: 'insert', needs: 'central' }),
    );
    expect(write((tx) => ok(tx.insert(things, { title: 'a' }))).ok).toBe(true);
  });

  test('before the first fill is done', () => {
    replica = testReplica<DB>({ registry: policyRegistry, phase: 'empty' });
    expect(write((tx) => ok(tx.insert(things, { title: 'a' })))).toEqual(fail('replica_not_ready'));
  });
});

describe('notifications', () => {
  test('come once, after the commit, with the touched tables; none for a refusal', () => {
    fresh();
    const heard: [string[], boolean][] = [];
    replica.connection.onTouched((tables) =>
      heard.push([[...tables].toSorted(), replica.connection.inTransaction]),
    );
    written((tx) => ok(tx.insert(things, { title: 'a' })));
    write(() => fail('booking_overlap'));
    replica.writer.batch(() => {
      written((tx) => ok(tx.insert(things, { title: 'b' })));
      written((tx) => ok(tx.insert(boxes, { label: 'c' })));
      return ok(null);
    });
    expect(heard).toEqual([
      [['outbox', 'pending_rows', 'replica', 'things'], false],
      [['boxes', 'outbox', 'pending_rows', 'replica', 'things'], false],
    ]);
  });
});
