import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import type { Timers } from '#db/kernel/clock.ts';
import { createIds } from '#db/kernel/id.ts';
import type { LogFields } from '#db/kernel/log.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { HostPort } from '#electron/transports/messages.ts';
import { createDesk, slot } from '#tests/fixtures/desk.ts';
import type { Desk as Fixture } from '#tests/fixtures/desk.ts';
import { FakeCentral } from '#tests/helpers/fake-central.ts';
import { createManualTime } from '#tests/helpers/manual-time.ts';
import type { ManualTime } from '#tests/helpers/manual-time.ts';
import { seededBytes } from '#tests/helpers/replica.ts';
import { openDesk } from './desk.node.ts';
import type { Desk } from './desk.node.ts';
import { createHost } from './host.ts';
import { actingPerson } from './person.ts';

let fixture: Fixture;
let time: ManualTime;
let desk: Desk;
let host: HostPort;
let logged: LogFields[];
let central: FakeCentral;

beforeEach(() => {
  fixture = createDesk();
  fixture.replica.connection.close();
  time = createManualTime();
  logged = [];
  // What only makes way for others needs no time, here as in life.
  const timers: Timers = {
    after: (delay, run) => {
      if (delay > 0) return time.timers.after(delay, run);
      const next = setImmediate(run);
      return { cancel: () => clearImmediate(next) };
    },
  };
  central = new FakeCentral(registry.tables, time.clock);
  central.organizationId = fixture.replica.organization_id;
  desk = openDesk({
    dir: dirname(fixture.replica.file),
    ports: { ...time, timers, random: () => 0.5, ids: createIds(time.clock, seededBytes(7)) },
    log: { write: (_level, event, fields) => void logged.push({ ...fields, event }) },
    writes: true,
    connect: () => central.connect(),
  });
  host = createHost({ desk, person: actingPerson, mayUnplug: false });
});
afterEach(async () => {
  await host.stop();
  fixture.replica.remove();
});

const draft = () => ({ title: 'Bia', ...slot(fixture.rooms.sala1, '10:00', '11:00') });

function codeOf(envelope: Envelope): string {
  return envelope.ok ? 'ok' : envelope.error.code;
}

async function actAs(name: 'ana' | 'bia' | 'carla'): Promise<void> {
  const done = await host.invoke('organizations.actAs', { user_id: fixture.people[name] });
  expect(codeOf(done)).toBe('ok');
}

describe('validation', () => {
  test.each([
    ['no input at all', 'bookings.create', undefined],
    ['a missing field', 'bookings.create', { title: 'x' }],
    ['an unknown field', 'bookings.get', { id: '00000000-0000-7000-8000-000000000001', extra: 1 }],
    ['a number for an id', 'bookings.get', { id: 7 }],
    ['SQL for an id', 'bookings.get', { id: "' or 1=1 --" }],
    ['an array', 'bookings.get', []],
    ['a date that does not exist', 'bookings.window', { from: '2026-02-30T00:00:00.000Z' }],
    ['a page beyond reason', 'conflicts.inbox', { tab: 'open', offset: 0, limit: 1_000_000 }],
  ])('refuses %s, naming places and no values', async (_what, name, input) => {
    const answer = await host.invoke(name, input);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad_input', retry: false } });
    expect(JSON.stringify(answer)).not.toContain('1=1');
  });

  test.each(['', 'nothing.here', '__proto__', 'constructor', 'toString', 'bookings'])(
    'there is nothing called %j',
    async (name) => {
      expect(codeOf(await host.invoke(name, {}))).toBe('unknown_name');
    },
  );
});

describe('rights', () => {
  test('the acting person is the highest role until someone is chosen', async () => {
    expect(await host.invoke('organizations.here', {})).toMatchObject({
      value: { person: { id: fixture.people.carla, role: 'admin' } },
    });
    await actAs('ana');
    expect(await host.invoke('organizations.here', {})).toMatchObject({
      value: { person: { id: fixture.people.ana, role: 'agent' } },
    });
  });

  test('who was chosen and then let go leaves no more rights behind than anybody has', async () => {
    await actAs('bia');
    const { bia } = fixture.people;
    desk.connection.prepare('UPDATE users SET is_active = 0 WHERE id = ?').run(bia);
    expect(await host.invoke('organizations.here', {})).toMatchObject({
      value: { person: { id: fixture.people.ana, role: 'agent' } },
    });
  });

  test('an agent books, and may not settle, close or open', async () => {
    await actAs('ana');
    expect(codeOf(await host.invoke('bookings.create', draft()))).toBe('ok');
    const id = '00000000-0000-7000-8000-000000000001';
    for (const [name, input] of [
      ['conflicts.ignore', { id, note: 'x' }],
      ['conflicts.settle', { id, action: 'cancel' }],
      ['resources.open', { closure_id: id }],
    ] as const) {
      expect(await host.invoke(name, input)).toMatchObject({
        error: { code: 'not_allowed', details: { needs: 'supervisor', role: 'agent' } },
      });
    }
  });

  test('nobody acts as a person who is not here', async () => {
    const user_id = '00000000-0000-7000-8000-000000000001';
    expect(codeOf(await host.invoke('organizations.actAs', { user_id }))).toBe('not_found');
  });

  test('the cable is pulled in development only', async () => {
    expect(codeOf(await host.invoke('sync.setPlugged', { plugged: false }))).toBe('not_allowed');
  });
});

describe('commands', () => {
  test('answer with what they made and the op to take it back', async () => {
    const made = await host.invoke('bookings.create', draft());
    expect(made).toMatchObject({
      ok: true,
      value: { id: expect.any(String), op_id: expect.any(String) },
    });
    const again = await host.invoke('bookings.create', draft());
    expect(again).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { title: 'Bia' } } },
    });
  });

  test('without a change there is nothing to take back', async () => {
    const made = await host.invoke('bookings.create', draft());
    const id = made.ok && typeof made.value === 'object' ? Reflect.get(made.value ?? {}, 'id') : '';
    expect(await host.invoke('bookings.edit', { id, title: 'Bia' })).toMatchObject({
      ok: true,
      value: { op_id: null },
    });
  });

  test('what is done stays done, whatever the engine says to it', async () => {
    desk.engine.localWrite = () => {
      throw new ReplicaError('disk_full', 'SQLITE_FULL', 'no room');
    };
    const made = await host.invoke('bookings.create', draft());
    expect(made).toMatchObject({ ok: true, value: { op_id: expect.any(String) } });
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'replica.failed', code: 'disk_full' }),
    );
  });

  test('a bug is logged with a trace, and says nothing of SQL, paths or values', async () => {
    desk.connection.exec('DROP TABLE resource_closures');
    const answer = await host.invoke('bookings.create', draft());
    expect(codeOf(answer)).toBe('internal');
    const said = JSON.stringify(answer);
    for (const secret of ['resource_closures', 'select', '/', 'Bia']) {
      expect(said.toLowerCase()).not.toContain(secret.toLowerCase());
    }
    const trace: unknown = answer.ok ? null : answer.error.details['trace'];
    expect(trace).toStrictEqual(expect.any(String));
    expect(logged).toContainEqual(expect.objectContaining({ event: 'host.bug', trace }));
    expect(JSON.stringify(logged)).not.toContain('Bia');
  });
});

describe('live queries', () => {
  test('show a write of this desk, once', async () => {
    const seen: Envelope[] = [];
    const input = { text: 'bia', limit: 10 };
    const end = host.subscribe('bookings.search', input, (envelope) => seen.push(envelope));
    await time.advance(0);
    await host.invoke('bookings.create', draft());
    await time.advance(30);
    end();
    expect(seen).toMatchObject([
      { ok: true, value: [] },
      { ok: true, value: [{ title: 'Bia' }] },
    ]);
  });

  test('the sync status counts a local write and the engine', async () => {
    const seen: { waiting: number }[] = [];
    host.subscribe('sync.status', {}, (envelope) => {
      if (envelope.ok) seen.push(envelope.value as { waiting: number });
    });
    await time.advance(0);
    await host.invoke('bookings.create', draft());
    await time.advance(30);
    expect(seen.map(({ waiting }) => waiting)).toStrictEqual([1, 2]);
    await host.invoke('sync.now', {});
    await time.advance(30);
    expect(seen.at(-1)).toMatchObject({ waiting: 0, light: 'up_to_date', ready: true });
  });

  test('the person who acts is part of what is shown', async () => {
    const seen: Envelope[] = [];
    host.subscribe('organizations.here', {}, (envelope) => seen.push(envelope));
    await time.advance(0);
    await actAs('bia');
    await time.advance(30);
    expect(seen).toMatchObject([
      { value: { person: { role: 'admin' } } },
      { value: { person: { role: 'supervisor' } } },
    ]);
  });

  test('what failed once runs again with the next change, of rows or of the engine', async () => {
    const [found, status]: [string[], string[]] = [[], []];
    host.subscribe('bookings.search', { text: 'bia', limit: 10 }, (envelope) =>
      found.push(codeOf(envelope)),
    );
    host.subscribe('sync.status', {}, (envelope) => status.push(codeOf(envelope)));
    await time.advance(0);
    const broken = vi.spyOn(desk.connection, 'prepare').mockImplementation(() => {
      throw new Error('once');
    });
    desk.connection.touch(new Set(['bookings', 'outbox']));
    await time.advance(30);
    broken.mockRestore();
    await desk.engine.setPlugged(false);
    await time.advance(30);
    expect({ found, status }).toStrictEqual({
      found: ['ok', 'internal'],
      status: ['ok', 'internal', 'ok'],
    });
    await host.invoke('bookings.create', draft());
    await time.advance(30);
    expect(found).toStrictEqual(['ok', 'internal', 'ok']);
  });

  test('a wrong input is told at once and not watched', () => {
    const seen: Envelope[] = [];
    host.subscribe('bookings.get', { id: 1 }, (envelope) => seen.push(envelope));
    expect(seen.map(codeOf)).toStrictEqual(['bad_input']);
    expect(time.armed()).toStrictEqual([]);
  });

  test('commands cannot be subscribed to', () => {
    const seen: Envelope[] = [];
    host.subscribe('sync.now', {}, (envelope) => seen.push(envelope));
    expect(seen.map(codeOf)).toStrictEqual(['unknown_name']);
  });
});

test('the outbox names what it touches, who did it and where it stands', async () => {
  await host.invoke('bookings.create', draft());
  const answer = await host.invoke('sync.outbox', { tab: 'waiting', offset: 0, limit: 10 });
  expect(answer).toMatchObject({
    value: {
      total: 2,
      rows: [
        {},
        { command: 'bookings.create', subject: 'Bia', actor_name: 'carla', state: 'waiting' },
      ],
    },
  });
});

describe('an op that central refused', () => {
  let op_id: string;
  beforeEach(async () => {
    await host.invoke('bookings.create', draft());
    op_id = desk.replica.pendingOps(10, 1_000_000).at(-1)?.op_id ?? '';
    central.refused.add(op_id);
    expect(await host.invoke('sync.now', {})).toMatchObject({ value: { rejected: 1 } });
  });
  const refusedOnes = () => host.invoke('sync.outbox', { tab: 'rejected', offset: 0, limit: 10 });

  test('is shown with its reason, and its effect is gone from the board', async () => {
    expect(await refusedOnes()).toMatchObject({
      value: {
        total: 1,
        rows: [{ op_id, subject: 'Bia', state: 'rejected', code: 'rule_broken' }],
      },
    });
    const found = await host.invoke('bookings.search', { text: 'Bia', limit: 5 });
    expect(found).toMatchObject({ value: [] });
  });

  test('tried again it becomes a new op with the same row', async () => {
    const again = await host.invoke('sync.retry', { op_id });
    expect(again).toMatchObject({ ok: true, value: { op_id: expect.any(String) } });
    expect(await host.invoke('bookings.search', { text: 'Bia', limit: 5 })).toMatchObject({
      value: [{ title: 'Bia' }],
    });
    expect(await refusedOnes()).toMatchObject({ value: { total: 0 } });
    expect(codeOf(await host.invoke('sync.retry', { op_id }))).toBe('not_found');
  });

  test('tried again it is filed with the new op, or neither happened', async () => {
    const waiting = () => desk.replica.state().waiting;
    const before = waiting();
    desk.connection.exec(
      `CREATE TEMP TRIGGER no_filing BEFORE UPDATE ON main.rejected_ops
       BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    expect(codeOf(await host.invoke('sync.retry', { op_id }))).toBe('internal');
    desk.connection.exec('DROP TRIGGER no_filing');
    expect(waiting()).toBe(before);
    expect(codeOf(await host.invoke('sync.retry', { op_id }))).toBe('ok');
    expect(waiting()).toBe(before + 1);
    expect(await refusedOnes()).toMatchObject({ value: { total: 0 } });
  });

  test('tried again it is not shown any more, by a query that lives', async () => {
    const totals: unknown[] = [];
    const input = { tab: 'rejected', offset: 0, limit: 10 };
    host.subscribe('sync.outbox', input, (envelope) =>
      totals.push(envelope.ok && Reflect.get(Object(envelope.value), 'total')),
    );
    await time.advance(0);
    await host.invoke('sync.retry', { op_id });
    await time.advance(30);
    expect(totals).toStrictEqual([1, 0]);
  });

  test('tried again where the slot is taken meanwhile, it says by whom', async () => {
    await host.invoke('bookings.create', { ...draft(), title: 'Caio' });
    expect(await host.invoke('sync.retry', { op_id })).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { title: 'Caio' } } },
    });
    expect(await refusedOnes()).toMatchObject({ value: { total: 1 } });
  });

  test('tried again where somebody wrote something else since, that stays', async () => {
    await host.invoke('sync.retry', { op_id });
    await host.invoke('sync.now', {});
    const bookings = desk.reads.sql.selectFrom('bookings').select('id');
    const id = desk.reads.first(bookings.where('title', '=', 'Bia'))?.id;
    await host.invoke('bookings.edit', { id, notes: 'Late' });
    const edit = desk.replica.pendingOps(10, 1_000_000).at(-1)?.op_id ?? '';
    central.refused.add(edit);
    await host.invoke('sync.now', {});
    await host.invoke('bookings.edit', { id, notes: 'Early' });
    expect(await host.invoke('sync.retry', { op_id: edit })).toMatchObject({
      error: { code: 'undo_stale', details: { table: 'bookings', row_id: id, column: 'notes' } },
    });
    expect(await refusedOnes()).toMatchObject({ value: { total: 1 } });
    await host.invoke('bookings.edit', { id, notes: '' });
    expect(codeOf(await host.invoke('sync.retry', { op_id: edit }))).toBe('ok');
  });

  test('what was tried again since did happen: what somebody put back on purpose stays', async () => {
    const refused = async (notes: string) => {
      await host.invoke('bookings.edit', { id, notes });
      const edit = desk.replica.pendingOps(10, 1_000_000).at(-1)?.op_id ?? '';
      central.refused.add(edit);
      await host.invoke('sync.now', {});
      return edit;
    };
    await host.invoke('sync.retry', { op_id });
    await host.invoke('sync.now', {});
    const bookings = desk.reads.sql.selectFrom('bookings').select('id');
    const id = desk.reads.first(bookings.where('title', '=', 'Bia'))?.id;
    await host.invoke('sync.retry', { op_id: await refused('Late') });
    await host.invoke('sync.now', {});
    const later = await refused('Later');
    await host.invoke('bookings.edit', { id, notes: '' });
    expect(codeOf(await host.invoke('sync.retry', { op_id: later }))).toBe('undo_stale');
  });

  test('dismissed it is not shown any more, and kept', async () => {
    expect(codeOf(await host.invoke('sync.dismiss', { op_id }))).toBe('ok');
    expect(await refusedOnes()).toMatchObject({ value: { total: 0 } });
    const kept = desk.reads.all(desk.reads.sql.selectFrom('rejected_ops').select('op_id'));
    expect(kept).toStrictEqual([{ op_id }]);
  });
});

test('one folder, one writer: a second desk is refused while the first is open', () => {
  const second = () =>
    openDesk({
      dir: dirname(fixture.replica.file),
      ports: desk.ports,
      log: desk.log,
      writes: true,
    });
  expect(second).toThrow(expect.objectContaining({ code: 'replica_locked' }));
});

test('after stop every call is refused, and the folder is free', async () => {
  await host.stop();
  expect(codeOf(await host.invoke('sync.status', {}))).toBe('data_process_restarted');
  const next = openDesk({
    dir: dirname(fixture.replica.file),
    ports: desk.ports,
    log: desk.log,
    writes: true,
  });
  await next.close();
});
