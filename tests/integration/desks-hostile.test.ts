import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { insert, push, update } from '#tests/helpers/central-changes.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';
import { deviceUrl } from '#tests/helpers/postgres.ts';
import type { TestDevice } from '#tests/helpers/postgres.ts';

// A device that speaks to central as it likes, and what an honest desk of its organization notices.
let desks: OfflineDesks;
let honest: OfflineDesk;
let hostile: TestDevice;
beforeEach(async () => {
  desks = await offlineDesks();
  honest = await desks.enrol('Honest');
  hostile = await desks.central.enrol(desks.organization, 'Hostile');
});
afterEach(() => desks.close());

const inbox = { tab: 'open', offset: 0, limit: 50 } as const;

test('nonsense in a conflict does not close the inbox of others', async () => {
  const slot = hours(desks.rooms[0], 9, 10);
  const booking = await honest.call('bookings.create', { ...slot, title: 'Ana' });
  await honest.sync();
  // Not what the type allows: a device may send anything.
  const nested = JSON.parse('{"x": [1]}');
  const refused = update('bookings', booking.id, { title: ['seen', nested] });
  expect((await push(hostile, hostile.op([refused]))).outcome).toBe('rejected');
  // What it says it saw is compared, and kept for people to read.
  const edit = update('bookings', booking.id, { title: [nested, 'mine'], notes: ['seen', 'kept'] });
  const edited = await push(hostile, hostile.op([edit], JSON.parse('{"at": null}')));
  expect(edited.outcome).toBe('conflicted');
  const forged = insert('conflict_logs', randomUUID(), {
    conflict_type: 'concurrent_edit',
    table_name: 'bookings',
    row_id: booking.id,
    op_id: randomUUID(),
    conflict_data: '[]',
  });
  expect(await push(hostile, hostile.op([forged]))).toMatchObject({
    code: 'not_allowed',
    conflicts: [],
  });
  // Refused for a person who is nobody, with whatever it wants to say of it.
  const stranger = { actor_id: randomUUID(), command: JSON.parse('{"x": 1}') };
  expect((await push(hostile, hostile.op([refused], stranger))).conflicts).toHaveLength(1);
  await honest.sync();
  const { rows, total } = await honest.call('conflicts.inbox', inbox);
  expect(total).toBe(2);
  for (const { id } of rows) {
    await honest.call('conflicts.get', { id });
    await honest.call('conflicts.settle', { id, action: 'theirs' });
  }
  await honest.sync();
  expect(await honest.call('conflicts.inbox', inbox)).toMatchObject({ total: 0 });
});

test('a device that changes the password of the common login is healed by the next code', async () => {
  const client = new pg.Client({ connectionString: deviceUrl(desks.central, hostile) });
  await client.connect();
  // Postgres lets every role do this to itself.
  await client.query(`alter role current_user password 'mine'`);
  await client.query(`alter role current_user set statement_timeout = '1ms'`);
  await client.query(`do $$ begin
    execute format('alter role current_user in database %I set lock_timeout = 1', current_database());
  end $$`);
  await client.end();
  await honest.desk.engine.setPlugged(false);
  await honest.desk.engine.setPlugged(true);
  expect(await honest.desk.engine.syncOnce()).toMatchObject({ ok: false });
  await createEnrolCode(desks.central.adminUrl, desks.organization.slug);
  await honest.sync();
  const { rows } = await desks.central.admin.query(
    `select s.setconfig from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
     where r.rolname = $1 and s.setdatabase <> 0`,
    [hostile.enrolment.login_role],
  );
  expect(rows).toStrictEqual([]);
});
