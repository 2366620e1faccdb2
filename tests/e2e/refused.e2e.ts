import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { insert, update } from '#tests/helpers/central-changes.ts';
import type { Change } from '#sync/core/op.ts';
import { actAs, ask, startDesks, upToDate } from '#tests/helpers/desks.ts';
import { helloOf } from '#tests/helpers/hello.ts';

/** What another device sends comes straight from here, in its own login. */
async function otherDevice(url: string) {
  const made = await createEnrolCode(url, 'casa-do-rio');
  if (!made.ok) throw new Error(made.error.code);
  const door = new pg.Client({ connectionString: url });
  await door.connect();
  const { rows } = await door.query<{
    device_id: string;
    token: string;
    login_role: string;
    login_password: string;
  }>('select * from api.enrol($1, $2)', [made.value.code, 'Night desk']);
  await door.end();
  const { device_id, token, login_role, login_password } = must(rows[0], 'enrolled');
  const own = new URL(url);
  own.username = login_role;
  own.password = login_password;
  const client = new pg.Client({ connectionString: own.href });
  await client.connect();
  const incarnation = randomUUID();
  await client.query('select api.hello($1, $2)', [token, helloOf({ incarnation })]);
  let op_no = 0;
  return {
    /** Outcome of an op, and the conflicts it opened. */
    push: async (actor_id: string, changes: readonly Change[], schema_version = 1) => {
      op_no += 1;
      const op = { op_id: randomUUID(), device_id, incarnation, op_no, actor_id, schema_version };
      const more = { command: 'bookings.edit', at: '2026-06-08T14:00:00.000Z', proof: null };
      const answer = await client.query<{
        reply: { verdicts: { outcome: string; code: string | null; conflicts: string[] }[] };
      }>('select api.push($1, $2) as reply', [
        token,
        JSON.stringify([{ ...op, ...more, changes }]),
      ]);
      return must(answer.rows[0]?.reply.verdicts[0], 'a verdict');
    },
    close: () => client.end(),
  };
}

test('every kind of refused op and a merge, as a supervisor sees them', async () => {
  test.setTimeout(300_000);
  const desks = await startDesks();
  const admin = await openAdmin(desks.url);
  const other = await otherDevice(desks.url);
  try {
    const value = async (sql: string, values: readonly unknown[] = []) =>
      must((await admin.query<{ id: string }>(sql, [...values])).rows[0], sql).id;
    const organization = await value(
      `select id from data.organizations where slug = 'casa-do-rio'`,
    );
    const person = async (role: string) =>
      await value(
        `select id from data.users where organization_id = $1 and role = $2 and is_active limit 1`,
        [organization, role],
      );
    const [boss, agent] = [await person('admin'), await person('agent')];
    const room = (name: string) => ({ name, place: 'Alfama', kind: 'space', timezone: 'UTC' });
    const [gone, used] = [randomUUID(), randomUUID()];
    const slot = (resource_id: string, day: number) => ({
      resource_id,
      start_time: `2040-03-0${day}T10:00:00.000Z`,
      end_time: `2040-03-0${day}T11:00:00.000Z`,
      timezone: 'UTC',
    });
    const booking = randomUUID();
    const notes = 'Ring before arrival.\n\nTwo extra beds.\n\nPays at the desk.';
    const remove = (row_id: string, name: string): Change => ({
      table: 'resources',
      row_id,
      kind: 'delete',
      values: { name: [name, null], place: ['Alfama', null] },
    });
    const whole = (row_id: string, name: string): Change => ({
      ...remove(row_id, name),
      values: Object.fromEntries(
        Object.entries(room(name)).map(([column, cell]) => [column, [cell, null] as const]),
      ),
    });
    const edit = (to: string) => update('bookings', booking, { notes: [notes, to] });

    const seen: string[] = [];
    const sent = async (...of: Parameters<typeof other.push>) => {
      const { outcome, code, conflicts } = await other.push(...of);
      seen.push([outcome, code ?? '', String(conflicts.length)].join(' '));
    };
    await sent(boss, [insert('resources', gone, room('Sala Fado'))]);
    await sent(boss, [insert('resources', used, room('Sala Ginja'))]);
    await sent(boss, [insert('bookings', booking, { ...slot(used, 1), title: 'Ilda', notes })]);
    await sent(boss, [whole(gone, 'Sala Fado')]);
    await sent(agent, [insert('bookings', randomUUID(), { ...slot(gone, 2), title: 'Joel' })]);
    await sent(boss, [remove(used, 'Sala Ginja')]);
    await sent(boss, [insert('resources', randomUUID(), room('Sala Ginja'))]);
    await sent(agent, [update('resources', used, { name: ['Sala Ginja', 'Sala Norte'] })]);
    await sent(boss, [update('resources', used, { name: ['Sala Ginja', 'Sala Sul'] })], 99);
    await sent(agent, [edit(notes.replace('Ring', 'Write'))]);
    await sent(boss, [edit(notes.replace('Two', 'Three'))]);
    expect(seen).toEqual([
      'applied  0',
      'applied  0',
      'applied  0',
      'applied  0',
      'rejected missing_reference 1',
      'rejected rule_broken 1',
      'rejected duplicate_value 1',
      'rejected not_allowed 1',
      'rejected schema_too_new 1',
      'applied  0',
      'merged  0',
    ]);

    const { page } = await desks.open('Reception', { windowSize: { width: 1024, height: 640 } });
    await upToDate(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await actAs(page, 'supervisor');
    expect(await ask(page, 'sync.status', {})).toMatchObject({ conflicts: 5, attention: 0 });
    const show = async (name: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `tests/output/screens/refused-${name}-${colorScheme}.png` });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const found = violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
        expect(found, `${name} ${colorScheme}`).toEqual([]);
      }
    };
    const choose = async (heading: string) => {
      await page.getByRole('option', { name: heading }).click();
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    };
    await page.getByRole('link', { name: /^Conflicts, 5 / }).click();
    await choose('Joel belongs to something removed');
    await show('under-removed');
    await choose('Sala Ginja removed while in use');
    await show('removed-used');
    await choose('Sala Norte changed without permission');
    await show('permission');
    await choose('Sala Sul changed by another version');
    await show('schema');
    await choose('Sala Ginja entered twice');
    await page.getByRole('radio', { name: /^Also add the one by/ }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'Name' }).fill('Sala Ginja 2');
    await show('uniqueness');
    await page.getByRole('button', { name: /^Also add the one by/ }).click();
    await expect(page.getByRole('option', { name: 'Sala Ginja entered twice' })).toHaveCount(0);

    await page.getByRole('tab', { name: 'Settled' }).click();
    await choose('Ilda merged automatically');
    await expect(page.getByRole('button', { name: 'Ignore' })).toHaveCount(0);
    await show('merged');
    await page.getByRole('radio', { name: /^Take only the change by/ }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^Take only the change by/ }).click();
    await expect
      .poll(async () => (await ask(page, 'bookings.get', { id: booking }))?.notes)
      .toBe(notes.replace('Two', 'Three'));
    await choose('Ilda merged automatically');
    await page.getByRole('button', { name: 'Take it back and open again' }).click();
    await expect
      .poll(async () => (await ask(page, 'bookings.get', { id: booking }))?.notes)
      .toBe(notes.replace('Ring', 'Write').replace('Two', 'Three'));
  } finally {
    await other.close();
    await admin.end();
    await desks.close();
  }
});
