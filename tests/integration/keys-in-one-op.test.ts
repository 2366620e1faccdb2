import { afterEach, beforeEach, expect, test } from 'vitest';
import { business_calendars, departments } from '#db/domains/organizations/tables.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Writes } from '#db/schema/access.ts';
import { actingPerson } from '#electron/host/person.ts';
import type { DeskTables } from '#electron/host/tables.ts';
import { offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

// A key that changes hands within one command: the desk judges at the end, central after each change.
let desks: OfflineDesks;
let a: OfflineDesk;
beforeEach(async () => {
  desks = await offlineDesks();
  a = await desks.enrol('A');
  await a.sync();
});
afterEach(() => desks.close());

function write<T>(command: (tx: Writes<DeskTables>) => Result<T>) {
  const person = must(actingPerson(a.desk.reads), 'somebody acts');
  return a.desk.writer.write({ command: 'test.write', actor: person }, command);
}

const rejected = async () =>
  (await a.call('sync.outbox', { tab: 'rejected', offset: 0, limit: 10 })).rows;

test('the new default first, the old one retired after it: central takes both', async () => {
  const calendar = { timezone: 'Europe/Lisbon', is_default: 1 } as const;
  const old = write((tx) => ok(tx.insert(business_calendars, { name: 'Old', ...calendar })));
  const made = write((tx) => {
    const id = tx.insert(business_calendars, { name: 'New', ...calendar });
    if (old.ok) tx.update(business_calendars, old.value.value, { is_default: 0 });
    return ok(id);
  });
  expect([old.ok, made.ok]).toEqual([true, true]);
  await a.sync();
  expect(await rejected()).toEqual([]);
  const { rows } = await desks.central.admin.query(
    'select name, is_default from data.business_calendars order by name',
  );
  expect(rows).toEqual([
    { name: 'New', is_default: true },
    { name: 'Old', is_default: false },
  ]);
});

test('codes handed down a chain arrive, whatever the order in which they were typed', async () => {
  const ids = write((tx) =>
    ok(['A', 'B', 'C'].map((code) => tx.insert(departments, { code, name: code }))),
  );
  const [first, second, third] = ids.ok ? ids.value.value : [];
  const moved = write((tx) => {
    tx.update(departments, must(first, 'A'), { code: 'B' });
    tx.update(departments, must(second, 'B'), { code: 'C' });
    tx.update(departments, must(third, 'C'), { code: 'D' });
    return ok(null);
  });
  expect(moved.ok).toBe(true);
  await a.sync();
  expect(await rejected()).toEqual([]);
  const { rows } = await desks.central.admin.query(
    'select name, code from data.departments order by name',
  );
  expect(rows).toEqual([
    { name: 'A', code: 'B' },
    { name: 'B', code: 'C' },
    { name: 'C', code: 'D' },
  ]);
});
