import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { explained, opId } from '#electron/cli/explain.node.ts';
import { centralOf } from '#electron/host/desk.node.ts';
import { opAtCentral } from '#sync/central/explain.node.ts';
import { hours, offlineDesks } from '#tests/helpers/offline-desks.ts';
import type { OfflineDesk, OfflineDesks } from '#tests/helpers/offline-desks.ts';

let desks: OfflineDesks;
let a: OfflineDesk;
let b: OfflineDesk;

beforeAll(async () => {
  desks = await offlineDesks();
  a = await desks.enrol('a');
  b = await desks.enrol('b');
});
afterAll(() => desks.close());

const opOf = ({ op_id }: { readonly op_id: string | null }) => must(op_id, 'it changed something');

async function story(
  { desk }: OfflineDesk,
  { op_id }: { readonly op_id: string | null },
): Promise<readonly string[]> {
  const { print } = await explained(desk, opOf({ op_id }));
  return (print as { story: { event: string }[] }).story.map(({ event }) => event);
}

test('an op waits, is received, and is known on every desk with what became of it', async () => {
  const slot = hours(desks.rooms[0], 9, 10);
  const made = await a.call('bookings.create', { ...slot, title: 'Ana Secreta' });
  expect(await story(a, made)).toStrictEqual([
    'made by bookings.create, saved on this desk',
    'waits to be sent, next',
  ]);

  await a.sync();
  expect(await story(a, made)).toStrictEqual([
    'made by bookings.create, saved on this desk',
    'received by central from a',
    'applied as it was',
    'this desk learned that it was applied',
  ]);

  await b.sync();
  await b.call('bookings.edit', { id: made.id, title: 'Bia Secreta' });
  await b.sync();
  expect(await story(b, made)).toStrictEqual([
    'received by central from a',
    'applied as it was',
    `bookings ${made.id} differs today in title`,
  ]);
  const { print } = await explained(a.desk, opOf(made));
  expect(JSON.stringify(print)).not.toContain('Secreta');
});

test('who lost a slot is told so, with how the conflict stands', async () => {
  const slot = hours(desks.rooms[1], 9, 10);
  await a.call('bookings.create', { ...slot, title: 'Ana' });
  const lost = await b.call('bookings.create', { ...slot, title: 'Bia', status: 'pending' });
  await a.sync();
  await b.sync();
  expect(await story(b, lost)).toStrictEqual([
    'made by bookings.create, saved on this desk',
    'received by central from b',
    'applied where nothing was in its way; a person settles the rest',
    'conflict double_booking is open',
    `bookings ${lost.id} differs today in status`,
    'this desk learned that it was conflicted',
  ]);
});

test('an op of another organization is as unknown as one that never was', async () => {
  const made = await a.call('bookings.create', { ...hours(desks.rooms[2], 9, 10), title: 'Ana' });
  await a.sync();
  const stranger = await desks.central.enrol(await desks.central.organization());
  const { enrolment } = stranger;
  const options = {
    central: enrolment.central,
    loginRole: enrolment.login_role,
    password: enrolment.login_password,
    token: enrolment.token,
    organizationId: enrolment.organization_id,
  };
  expect(await opAtCentral(options, opOf(made))).toBeNull();
  expect(await opAtCentral(centralOf(a.desk.reads), opOf(made))).toMatchObject({
    outcome: 'applied',
  });
  await stranger.link.close();

  const nobody = createIds({ now: () => 0 }, (into) => into.fill(7)).next();
  await expect(explained(a.desk, nobody)).rejects.toThrow('not_found');
});

test('what is typed must be an id', () => {
  expect(() => opId('latest')).toThrow('--explain needs the id of an op');
});
