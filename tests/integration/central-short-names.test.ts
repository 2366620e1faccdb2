import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import { push, update } from '#tests/helpers/central-changes.ts';
import { cli } from '#tests/helpers/cli.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';

let central: TestCentral;
let theirs: TestOrganization;
let acme: TestOrganization;
let folder: string;

beforeEach(async () => {
  central = await createCentral();
  theirs = await central.organization();
  acme = await central.organization();
  folder = await mkdtemp(join(tmpdir(), 'holdfast-names-'));
});
afterEach(async () => {
  await central.drop();
  await rm(folder, { recursive: true });
});

test('a desk gives its organization no short name, least of all another one’s', async () => {
  const desk = await central.enrol(theirs);
  await push(
    desk,
    desk.op([
      update('organizations', theirs.id, {
        slug: [theirs.slug, acme.slug],
        name: [theirs.slug, 'Acme'],
      }),
    ]),
  );
  const { rows } = await central.admin.query(
    'select name, slug from data.organizations where id = $1',
    [theirs.id],
  );
  expect(rows).toEqual([{ name: 'Acme', slug: theirs.slug }]);

  const made = await createEnrolCode(central.adminUrl, acme.slug);
  if (!made.ok) throw new Error(made.error.code);
  const enrolled = await enrolDevice({ central: central.adminUrl, name: 'New', ...made.value });
  expect(enrolled.ok && enrolled.value.organization_id).toBe(acme.id);
});

test.each([
  ['enrol-code', () => []],
  ['dump', () => ['--dir', join(folder, 'dump')]],
])('%s chooses none of two organizations with one short name', async (command, more) => {
  await central.admin.query('update data.organizations set slug = $1 where id = $2', [
    acme.slug,
    theirs.id,
  ]);
  const args = ['--url', central.adminUrl, '--organization', acme.slug, ...more()];
  const run = await cli('central', command, ...args);
  expect({ code: run.code, last: run.lines.at(-1) }).toMatchObject({
    code: 1,
    last: {
      ok: false,
      error: {
        code: 'rule_broken',
        retry: false,
        details: { table: 'organizations', rule: 'slug', organization: acme.slug },
      },
    },
  });
  expect(
    (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sqlite')),
  ).toEqual([]);
  const codes = await central.admin.query('select from sync.enrol_codes');
  expect(codes.rowCount).toBe(0);
});
