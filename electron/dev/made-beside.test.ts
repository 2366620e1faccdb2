import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { madeBeside } from './made-beside.node.ts';

let base: string;
let folder: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'holdfast-beside-'));
  folder = join(base, 'renderer');
});
afterEach(async () => await rm(base, { recursive: true, force: true }));

const put = (name: string) => async (beside: string) =>
  await writeFile(join(beside, name), name, 'utf8');

test('the first is put in place, the next takes its place whole', async () => {
  await madeBeside(folder, put('one.js'));
  await madeBeside(folder, put('two.js'));
  expect(await readdir(folder)).toEqual(['two.js']);
  expect(await readdir(base)).toEqual(['renderer']);
});

test('what is there can be read while the next is being made, and after that failed', async () => {
  await madeBeside(folder, put('one.js'));
  const making = madeBeside(folder, async (beside) => {
    await put('two.js')(beside);
    expect(await readFile(join(folder, 'one.js'), 'utf8')).toBe('one.js');
    throw new Error('does not compile');
  });
  await expect(making).rejects.toThrow('does not compile');
  expect(await readdir(folder)).toEqual(['one.js']);
  expect(await readdir(base)).toEqual(['renderer']);
});
