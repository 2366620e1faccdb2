import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '#db/kernel/result.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import { testReplica } from '#tests/helpers/replica.ts';
import type { TestReplica } from '#tests/helpers/replica.ts';
import { overtaken, wantedAgain } from './again.ts';
import type { RowChange } from './bookings/rules/effect.ts';
import { bookings } from './bookings/tables.ts';
import type { Database } from './registry.ts';

const NINE_TO_TEN = {
  start_time: '2031-01-01T09:00:00.000Z',
  end_time: '2031-01-01T10:00:00.000Z',
  timezone: 'Europe/Lisbon',
};

let replica: TestReplica<Database & ReplicaTables>;
let booking: string;
beforeEach(() => {
  replica = testReplica();
  const made = replica.writer.write({ command: 'bookings.create', actor: replica.actor }, (tx) =>
    ok(tx.insert(bookings, { ...NINE_TO_TEN, resource_id: null, title: 'Ana', status: 'draft' })),
  );
  if (!made.ok) throw new Error(made.error.code);
  booking = made.value.value;
});
afterEach(() => replica.remove());

const update = (table: string, row_id: string, values: RowChange['values']): RowChange => ({
  table,
  row_id,
  kind: 'update',
  values,
});

test('what was wanted is taken against the rows as they are now; a row that is gone is left alone', () => {
  const again = wantedAgain(replica.reads, [
    update('bookings', booking, { title: ['Bia', 'Eva'] }),
    update('bookings', replica.ids.next(), { title: ['Bia', 'Eva'] }),
  ]);
  expect(again).toStrictEqual({
    ok: true,
    value: [update('bookings', booking, { title: ['Ana', 'Eva'] })],
  });
});

test('of a settlement, or its undoing, nothing is done when its conflict is gone', () => {
  const conflict = replica.ids.next();
  const reopened = [
    update('bookings', booking, { status: ['cancelled', 'conflicted'] }),
    update('conflict_logs', conflict, { status: ['resolved', 'open'], resolution: ['cancel', ''] }),
  ];
  expect(wantedAgain(replica.reads, reopened)).toStrictEqual({
    ok: false,
    error: { code: 'not_found', details: { table: 'conflict_logs', row_id: conflict } },
  });
});

test.each<[string, RowChange['kind'], RowChange['values'], string | null]>([
  ['as it was when the change was made', 'update', { title: ['Ana', 'Eva'] }, null],
  ['as the change wants it already', 'update', { title: ['Bia', 'Ana'] }, null],
  [
    'as somebody else wrote it since',
    'update',
    { notes: ['', 'x'], title: ['Bia', 'Eva'] },
    'title',
  ],
  [
    'there already, and the same',
    'insert',
    { title: [null, 'Ana'], status: [null, 'draft'] },
    null,
  ],
  [
    'there already, and moved on',
    'insert',
    { title: [null, 'Ana'], status: [null, 'held'] },
    'status',
  ],
  ['edited since it was to be deleted', 'delete', { title: ['Bia', null] }, 'title'],
])('a row that is %s', (_, kind, values, column) => {
  const change: RowChange = { table: 'bookings', row_id: booking, kind, values };
  expect(overtaken(replica.reads, [change], [])).toStrictEqual(
    column === null ? null : { table: 'bookings', row_id: booking, column },
  );
});

test('a row that is not there overtakes nothing', () => {
  const gone = update('bookings', replica.ids.next(), { title: ['Bia', 'Eva'] });
  expect(overtaken(replica.reads, [gone], [])).toBeNull();
});

test('what stood there before refused changes of the same cell is nothing that somebody wrote', () => {
  const step = (before: string, after: string) =>
    update('bookings', booking, { title: [before, after] });
  const [first, second, third] = [step('Ana', 'Bia'), step('Bia', 'Caio'), step('Caio', 'Duda')];
  expect(overtaken(replica.reads, [third], [second, first])).toBeNull();
  expect(overtaken(replica.reads, [third], [second])).toMatchObject({ column: 'title' });
  expect(overtaken(replica.reads, [second], [step('Bia', 'Ana')])).toMatchObject({
    column: 'title',
  });
  const elsewhere = { ...first, row_id: replica.ids.next() };
  expect(overtaken(replica.reads, [second], [elsewhere])).toMatchObject({ column: 'title' });
  // Round and round.
  expect(
    overtaken(replica.reads, [step('Eva', 'Ivo')], [step('Ivo', 'Eva'), step('Eva', 'Ivo')]),
  ).toMatchObject({ column: 'title' });
});
