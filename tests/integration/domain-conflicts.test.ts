import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookingCommands } from '#db/domains/bookings/commands.ts';
import { bookingQueries } from '#db/domains/bookings/queries.ts';
import { bookings } from '#db/domains/bookings/tables.ts';
import { conflictCommands } from '#db/domains/conflicts/commands.ts';
import { conflictQueries } from '#db/domains/conflicts/queries.ts';
import { ok } from '#db/kernel/result.ts';
import { must } from '#db/kernel/must.ts';
import { at, createDesk, slot } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';

let desk: Desk;
let loser: string;
let holder: string;
let id: string;
beforeEach(() => {
  desk = createDesk();
  holder = desk.booking({ title: 'Ana Souza' });
  loser = desk.booking({ title: 'Bia Rocha', status: 'conflicted', party_size: 4 });
  id = desk.conflict({
    type: 'double_booking',
    row_id: loser,
    other_row_id: holder,
    resource_id: desk.rooms.sala1,
    data: { mine: { title: 'Bia Rocha', ...slot(desk.rooms.sala1, '10:00', '11:00') } },
  });
});
afterEach(() => desk.close());

const settle = conflictCommands['conflicts.settle'];
const reopen = conflictCommands['conflicts.reopen'];
const ignore = conflictCommands['conflicts.ignore'];

function get(row: string) {
  return bookingQueries['bookings.get'](desk.replica.reads, { id: row });
}

function conflict(of = id) {
  return must(
    conflictQueries['conflicts.get'](desk.replica.reads, { id: of }, desk.acting),
    'it is there',
  );
}

function inbox(tab: 'open' | 'settled') {
  return conflictQueries['conflicts.inbox'](desk.replica.reads, { tab, offset: 0, limit: 10 });
}

const everyRow = () => [desk.replica.rows(bookings)];

describe('a double booking', () => {
  test('is one sentence in the inbox and everything in its detail', () => {
    expect(inbox('open')).toEqual({
      total: 1,
      rows: [
        expect.objectContaining({
          id,
          resource_name: 'Sala 1',
          timezone: 'Europe/Lisbon',
          start_time: at('10:00'),
          end_time: at('11:00'),
          title: 'Bia Rocha',
          other_title: 'Ana Souza',
          actor_name: 'bia',
          other_actor_name: 'carla',
          device_name: 'Desk B',
        }),
      ],
    });
    expect(inbox('settled')).toEqual({ total: 0, rows: [] });
    const detail = conflict();
    expect(detail).toMatchObject({
      booking: { id: loser, status: 'conflicted', conflict_id: id },
      other: { id: holder, status: 'confirmed', conflict_id: id },
      fields: [],
      steps: [],
    });
    expect(detail.alternatives[0]).toMatchObject({
      resource_name: 'Sala 2',
      start_time: at('10:00'),
    });
    const none = { id: '00000000-0000-7000-8000-000000000000' };
    expect(conflictQueries['conflicts.get'](desk.replica.reads, none, desk.acting)).toBeNull();
  });

  test('move: the loser gets another slot', () => {
    const to = slot(desk.rooms.sala2, '10:00', '11:00');
    expect(desk.run(settle, { id, action: 'move', to, note: 'Rang them' }, 'supervisor').ok).toBe(
      true,
    );
    expect(get(loser)).toMatchObject({
      ...to,
      status: 'confirmed',
      conflict_resolution_notes: 'Rang them',
    });
    expect(get(holder)).toMatchObject({ status: 'confirmed', conflict_id: null });
    expect(conflict()).toMatchObject({
      status: 'resolved',
      resolution: 'move',
      resolved_by_name: 'carla',
    });
    expect(conflict().steps).toEqual([
      expect.objectContaining({ action: 'move', note: 'Rang them', acted_by_name: 'carla' }),
    ]);
    expect(inbox('settled').total).toBe(1);
  });

  test('keep: the holder moves, the loser takes the slot', () => {
    const to = slot(desk.rooms.sala2, '10:00', '11:00');
    expect(desk.run(settle, { id, action: 'keep', to, note: '' }).ok).toBe(true);
    expect(get(loser)).toMatchObject({
      ...slot(desk.rooms.sala1, '10:00', '11:00'),
      status: 'confirmed',
    });
    expect(get(holder)).toMatchObject({ ...to, status: 'confirmed' });
  });

  test('keep without a place for the holder cancels it; who leaves comes first in the op', () => {
    const done = desk.run(settle, { id, action: 'keep', to: null, note: 'Wedding' });
    expect(done.ok).toBe(true);
    expect(get(loser)?.status).toBe('confirmed');
    expect(get(holder)).toMatchObject({ status: 'cancelled', cancel_reason: 'Wedding' });
    const op = must(desk.replica.sync.pendingOps(500, 1e6).at(-1), 'the op waits');
    const touched = op.changes.filter((change) => change.table === 'bookings');
    expect(touched.map((change) => change.row_id)).toEqual([holder, loser]);
    expect(op.changes.map((change) => change.table).sort()).toEqual([
      'bookings',
      'bookings',
      'conflict_actions',
      'conflict_logs',
    ]);
  });

  test('keep when the holder has left the slot: nobody has to make room', () => {
    desk.run(bookingCommands['bookings.move'], {
      id: holder,
      ...slot(desk.rooms.sala2, '10:00', '11:00'),
    });
    const before = get(holder);
    expect(desk.run(settle, { id, action: 'keep', to: null, note: '' }).ok).toBe(true);
    expect(get(holder)?.status).toBe(before?.status);
    expect(get(loser)?.status).toBe('confirmed');
  });

  test('cancel: the loser is cancelled with the reason', () => {
    expect(desk.run(settle, { id, action: 'cancel', note: 'Came twice' }).ok).toBe(true);
    expect(get(loser)).toMatchObject({ status: 'cancelled', cancel_reason: 'Came twice' });
  });

  test('a slot that is taken, closed or impossible is refused, and nothing has changed', () => {
    desk.booking({ ...slot(desk.rooms.sala2, '10:30', '11:30'), title: 'Rui' });
    const before = everyRow();
    const refusals = [
      [slot(desk.rooms.sala2, '10:00', '11:00'), 'booking_overlap'],
      [slot(desk.rooms.sala3, '10:00', '11:00'), 'resource_closed'],
      [slot(desk.rooms.sala2, '12:00', '12:00'), 'bad_times'],
    ] as const;
    for (const [to, code] of refusals) {
      for (const action of ['move', 'keep'] as const) {
        const refused = desk.run(settle, { id, action, to, note: '' });
        expect(refused).toMatchObject({ ok: false, error: { code } });
      }
    }
    // The holder cannot be moved onto the slot it leaves.
    const same = slot(desk.rooms.sala1, '10:30', '11:30');
    expect(desk.run(settle, { id, action: 'keep', to: same, note: '' })).toMatchObject({
      error: { code: 'booking_overlap' },
    });
    expect(everyRow()).toEqual(before);
    expect(conflict().status).toBe('open');
  });

  test('keep is refused when a third booking stands in the slot', () => {
    const third = desk.booking({ ...slot(desk.rooms.sala1, '11:00', '12:00'), title: 'Third' });
    desk.run((tx) => ok(tx.update(bookings, loser, { end_time: at('11:30') })), {});
    expect(desk.run(settle, { id, action: 'keep', to: null, note: '' })).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { id: third } } },
    });
  });

  test('only once, and not by decisions meant for edits', () => {
    for (const action of ['mine', 'theirs'] as const) {
      expect(desk.run(settle, { id, action, note: '' })).toMatchObject({
        error: { code: 'bad_status' },
      });
    }
    desk.run(settle, { id, action: 'cancel', note: '' });
    const late = {
      error: { code: 'conflict_settled', details: { resolution: 'cancel', resolved_by: 'carla' } },
    };
    expect(desk.run(settle, { id, action: 'cancel', note: '' })).toMatchObject(late);
    expect(desk.run(ignore, { id, note: 'x' })).toMatchObject(late);
    const nobody = { id: '00000000-0000-7000-8000-000000000000', note: '' };
    expect(desk.run(settle, { ...nobody, action: 'cancel' })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(desk.run(ignore, nobody)).toMatchObject({ error: { code: 'not_found' } });
    expect(desk.run(reopen, nobody)).toMatchObject({ error: { code: 'not_found' } });
  });

  test('an agent may not', () => {
    expect(desk.run(settle, { id, action: 'cancel', note: '' }, 'agent')).toMatchObject({
      error: { code: 'not_allowed' },
    });
    expect(get(loser)?.status).toBe('conflicted');
  });

  test('a lost booking that is gone cannot be settled by moving, only ignored', () => {
    desk.run((tx) => ok(tx.delete(bookings, loser)), {});
    const to = slot(desk.rooms.sala2, '10:00', '11:00');
    expect(desk.run(settle, { id, action: 'move', to, note: '' })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(conflict()).toMatchObject({
      booking: null,
      title: 'Bia Rocha',
      start_time: at('10:00'),
    });
    expect(desk.run(ignore, { id, note: 'Gone' }).ok).toBe(true);
    expect(conflict()).toMatchObject({ status: 'ignored', resolution: 'ignore' });
  });
});

describe('reopen', () => {
  const decisions = [
    { action: 'move', to: 'sala2', note: '' },
    { action: 'keep', to: 'sala2', note: 'n' },
    { action: 'keep', to: null, note: '' },
    { action: 'cancel', to: null, note: 'n' },
  ] as const;

  test.each(decisions)('settle ($action, $to) and reopen is nothing', ({ action, to, note }) => {
    const before = everyRow();
    const place = to === null ? null : slot(desk.rooms[to], '10:00', '11:00');
    const done =
      action === 'move'
        ? desk.run(settle, { id, action, to: must(place, 'given'), note })
        : action === 'keep'
          ? desk.run(settle, { id, action, to: place, note })
          : desk.run(settle, { id, action, note });
    expect(done.ok).toBe(true);
    expect(everyRow()).not.toEqual(before);
    expect(desk.run(reopen, { id }).ok).toBe(true);
    expect(everyRow()).toEqual(before);
    expect(conflict()).toMatchObject({
      status: 'open',
      resolution: '',
      resolved_at: null,
      resolved_by_name: null,
    });
    expect(conflict().steps.map((step) => step.action)).toEqual([action, 'reopen']);
  });

  test('undo of the op that settled is the same', () => {
    const before = everyRow();
    const done = desk.run(settle, { id, action: 'keep', to: null, note: '' });
    if (!done.ok) throw new Error(done.error.code);
    const op_id = must(done.op_id, 'it is an op');
    expect(desk.run(bookingCommands['bookings.undo'], { op_id }).ok).toBe(true);
    expect(everyRow()).toEqual(before);
    expect(conflict().steps.map((step) => step.action)).toEqual(['keep', 'reopen']);
    expect(desk.run(bookingCommands['bookings.undo'], { op_id })).toMatchObject({
      error: { code: 'undo_stale' },
    });
  });

  test('stale when a booking was changed since, when another took the slot, when it is open', () => {
    expect(desk.run(reopen, { id })).toMatchObject({ error: { code: 'undo_stale' } });
    desk.run(settle, {
      id,
      action: 'move',
      to: slot(desk.rooms.sala2, '10:00', '11:00'),
      note: '',
    });
    desk.run(bookingCommands['bookings.move'], {
      id: loser,
      ...slot(desk.rooms.sala2, '12:00', '13:00'),
    });
    expect(desk.run(reopen, { id })).toMatchObject({ error: { code: 'undo_stale' } });
    expect(conflict().status).toBe('resolved');
  });

  test('refused when the slot of the holder was taken meanwhile', () => {
    desk.run(settle, {
      id,
      action: 'keep',
      to: slot(desk.rooms.sala2, '10:00', '11:00'),
      note: '',
    });
    desk.run(
      (tx) => ok(tx.update(bookings, loser, { conflict_resolution_notes: 'untouched by undo' })),
      {},
    );
    desk.booking({ ...slot(desk.rooms.large, '10:00', '11:00') });
    desk.run(
      (tx) =>
        ok(
          tx.insert(bookings, {
            ...slot(desk.rooms.sala1, '10:30', '11:00'),
            timezone: 'UTC',
            title: 'Third',
          }),
        ),
      {},
    );
    expect(desk.run(reopen, { id })).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { title: 'Third' } } },
    });
  });

  test('can be settled again, and reopened again, with the whole history', () => {
    for (let round = 0; round < 2; round++) {
      expect(desk.run(settle, { id, action: 'cancel', note: '' }).ok).toBe(true);
      expect(desk.run(reopen, { id }).ok).toBe(true);
    }
    expect(conflict().steps).toHaveLength(4);
    expect(desk.run(ignore, { id, note: 'Fine' }).ok).toBe(true);
    expect(desk.run(reopen, { id }).ok).toBe(true);
    expect(get(loser)?.status).toBe('conflicted');
  });
});

describe('a concurrent edit', () => {
  const edited = (mine: Record<string, string | number | null>, base: Record<string, string>) =>
    desk.conflict({
      type: 'concurrent_edit',
      row_id: holder,
      data: { base, mine, theirs: { title: 'Ana Souza' } },
    });

  test('shows the columns side by side; mine applies, theirs leaves', () => {
    const clash = edited({ title: 'Ana S.' }, { title: 'Ana' });
    expect(conflict(clash)).toMatchObject({
      fields: [{ column: 'title', base: 'Ana', mine: 'Ana S.', theirs: 'Ana Souza' }],
      alternatives: [],
      other: null,
    });
    expect(desk.run(settle, { id: clash, action: 'mine', note: '' }).ok).toBe(true);
    expect(get(holder)?.title).toBe('Ana S.');
    expect(conflict(clash)).toMatchObject({ status: 'resolved', resolution: 'mine' });
    expect(desk.run(reopen, { id: clash }).ok).toBe(true);
    expect(get(holder)?.title).toBe('Ana Souza');
    expect(desk.run(settle, { id: clash, action: 'theirs', note: '' }).ok).toBe(true);
    expect(get(holder)?.title).toBe('Ana Souza');
    const keep = { id: clash, action: 'cancel' as const, note: '' };
    expect(desk.run(settle, keep)).toMatchObject({ error: { code: 'conflict_settled' } });
  });

  test('a slot that was set aside is taken only when free', () => {
    const moved = slot(desk.rooms.sala2, '10:00', '11:00');
    const clash = edited(moved, slot(desk.rooms.sala1, '09:00', '10:00'));
    const other = desk.booking({ ...moved, title: 'Rui' });
    expect(desk.run(settle, { id: clash, action: 'mine', note: '' })).toMatchObject({
      error: { code: 'booking_overlap', details: { with: { id: other } } },
    });
    desk.run(bookingCommands['bookings.cancel'], { id: other, reason: '' });
    expect(desk.run(settle, { id: clash, action: 'mine', note: '' }).ok).toBe(true);
    expect(get(holder)).toMatchObject(moved);
  });
});

describe('an edit that met a deletion', () => {
  test('mine brings the row back with the same id; reopening takes it away again', () => {
    const row = must(desk.replica.rows(bookings).get(holder), 'it is there');
    const base = Object.fromEntries(
      Object.keys(bookings.own).map((column) => [column, row[column] ?? null]),
    );
    desk.run((tx) => ok(tx.delete(bookings, holder)), {});
    const mine = { title: 'Ana S.' };
    const data = { base, mine, theirs: null };
    const clash = desk.conflict({ type: 'deleted_vs_edited', row_id: holder, data });
    expect(conflict(clash)).toMatchObject({
      booking: null,
      title: 'Ana S.',
      start_time: at('10:00'),
    });
    expect(desk.run(settle, { id: clash, action: 'mine', note: '' }).ok).toBe(true);
    expect(get(holder)).toMatchObject({ ...base, title: 'Ana S.' });
    expect(desk.run(reopen, { id: clash }).ok).toBe(true);
    expect(get(holder)).toBeNull();
    expect(desk.run(settle, { id: clash, action: 'theirs', note: '' }).ok).toBe(true);
    expect(get(holder)).toBeNull();
  });

  test('without the whole row nothing can be brought back, and nothing is half-written', () => {
    desk.run((tx) => ok(tx.delete(bookings, holder)), {});
    const data = { base: { title: 'Ana' }, mine: { title: 'Ana S.' }, theirs: null };
    const clash = desk.conflict({ type: 'deleted_vs_edited', row_id: holder, data });
    const refused = desk.run(settle, { id: clash, action: 'mine', note: '' });
    expect(refused).toMatchObject({ error: { code: 'not_found' } });
    expect(conflict(clash).status).toBe('open');
  });

  test('a deletion that met an edit: mine deletes, reopening brings back', () => {
    const data = { base: { title: 'Ana' }, mine: {}, theirs: { title: 'Ana Souza' } };
    const clash = desk.conflict({ type: 'deleted_vs_edited', row_id: holder, data });
    const before = desk.replica.rows(bookings).get(holder);
    expect(desk.run(settle, { id: clash, action: 'mine', note: '' }).ok).toBe(true);
    expect(get(holder)).toBeNull();
    expect(desk.run(reopen, { id: clash }).ok).toBe(true);
    expect(desk.replica.rows(bookings).get(holder)).toEqual(before);
  });
});

test('a lost booking gets the status it would have had', () => {
  const data = { mine: { status: 'checked_in', ...slot(desk.rooms.sala1, '10:00', '11:00') } };
  const clash = desk.conflict({
    type: 'double_booking',
    row_id: loser,
    other_row_id: holder,
    data,
  });
  desk.run(settle, { id: clash, action: 'keep', to: null, note: '' });
  expect(get(loser)?.status).toBe('checked_in');
});

test('inbox: severity first, pages, tabs', () => {
  const more = (['low', 'critical', 'high'] as const).map((severity) =>
    desk.conflict({
      type: 'double_booking',
      row_id: loser,
      other_row_id: holder,
      severity,
      data: {},
    }),
  );
  const [low, critical, high] = more;
  expect(inbox('open').rows.map((row) => row.id)).toEqual([critical, high, id, low]);
  const page = conflictQueries['conflicts.inbox'](desk.replica.reads, {
    tab: 'open',
    offset: 1,
    limit: 2,
  });
  expect(page.rows.map((row) => row.id)).toEqual([high, id]);
  expect(page.total).toBe(4);
});
