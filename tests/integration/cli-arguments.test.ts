import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '#electron/contract/contract.ts';
import { cli } from '#tests/helpers/cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-args-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a wrong command line ends with code 2 and a sentence, and prints no JSON', () => {
  test.each([
    ['nothing', []],
    ['an unknown command', ['frobnicate']],
    ['half a command', ['central']],
    ['a prototype name', ['__proto__']],
    ['an empty word', ['']],
    ['no folder', ['sync']],
    ['an empty folder', ['sync', '--dir', '']],
    ['an unknown option', ['sync', '--dir', '/tmp', '--force']],
    ['an option without its value', ['sync', '--dir']],
    ['a word too many', ['sync', 'now', '--dir', '/tmp']],
    ['no name to call', ['call', '--dir', '/tmp']],
    ['no JSON', ['call', 'sync.status', '{', '--dir', '/tmp']],
    ['a table that is not', ['export', 'bookings; drop table users', '--dir', '/tmp']],
    ['a local table', ['export', 'replica', '--dir', '/tmp']],
    ['a port that is none', ['central', 'start', '--dir', '/tmp/x', '--port', '99999']],
    ['a negative port', ['central', 'start', '--dir', '/tmp/x', '--port=-1']],
    ['an address that is none', ['central', 'migrate', '--url', 'here']],
    ['another kind of address', ['central', 'migrate', '--url', 'http://localhost/x']],
    ['no organization', ['central', 'enrol-code', '--url', 'postgres://localhost/x']],
    ['an import that is none', ['import', 'undo', 'last', '--dir', '/tmp']],
  ])('%s', async (_what, args) => {
    const run = await cli(...args);
    expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^holdfast: .+\n/);
    expect(run.stderr).not.toContain('    at ');
  });
});

describe('an expected failure ends with code 1 and an error as JSON', () => {
  test('a folder without a replica', async () => {
    for (const args of [
      ['sync'],
      ['verify'],
      ['export', 'bookings'],
      ['call', 'sync.status'],
      ['call', 'sync.now'],
    ]) {
      const run = await cli(...args, '--dir', join(folder, 'none'));
      expect(run).toMatchObject({ code: 1, json: { ok: false, error: { code: 'bad_folder' } } });
    }
    expect(await readdir(folder)).toStrictEqual([]);
  });

  test('a replica that is none', async () => {
    await writeFile(
      join(folder, 'replica.sqlite'),
      'not a database, but long enough to look at'.repeat(99),
    );
    const run = await cli('sync', '--dir', folder);
    expect(run).toMatchObject({
      code: 1,
      json: { ok: false, error: { code: 'replica_key_wrong' } },
    });
    expect(run.stdout).not.toContain(folder);
  });

  test('a central that is not there', async () => {
    const where = ['postgres://127.0.0.1:1/holdfast'];
    for (const args of [
      ['central', 'migrate', '--url', ...where],
      ['central', 'enrol-code', '--organization', 'x', '--url', ...where],
      [
        'device',
        'enrol',
        '--code',
        'x',
        '--name',
        'A',
        '--dir',
        join(folder, 'new'),
        '--central',
        ...where,
      ],
    ]) {
      const run = await cli(...args);
      expect(run).toMatchObject({
        code: 1,
        json: { ok: false, error: { code: 'central_unreachable', retry: true } },
      });
    }
  });

  test('a file that is not there', async () => {
    const run = await cli('import', 'hotel-bookings', join(folder, 'no.csv'), '--dir', folder);
    expect(run).toMatchObject({ code: 1, json: { error: { code: 'bad_file' } } });
  });
});

test('help lists every command, and each explains itself', async () => {
  const all = await cli('--help');
  expect(all.code).toBe(0);
  for (const name of [
    'central start',
    'device enrol',
    'sync',
    'call',
    'contract',
    'export',
    'verify',
  ]) {
    expect(all.stdout).toContain(`  ${name}`);
    const one = await cli(...name.split(' '), '--help');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toContain(`holdfast ${name}`);
  }
});

test('the contract is printed whole, with a JSON Schema of each input', async () => {
  const run = await cli('contract');
  const { entries } = z
    .object({
      entries: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(['query', 'command']),
          input: z.object({ $schema: z.string() }).loose(),
        }),
      ),
    })
    .parse(run.json);
  expect(entries.map(({ name }) => name)).toStrictEqual(Object.keys(contract).sort());
});
