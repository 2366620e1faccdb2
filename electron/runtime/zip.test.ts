import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipOf } from '#tests/helpers/zip-file.ts';
import { unpackZip } from './zip.node.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-zip-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function unpack(bytes: Buffer, place: (name: string) => string | null = (name) => name) {
  const file = join(folder, 'in.zip');
  await writeFile(file, bytes);
  return await unpackZip(file, join(folder, 'out'), place);
}

test('unpacks what is asked for, with permissions, and nothing else', async () => {
  const bytes = zipOf([
    { name: 'top/', text: '' },
    { name: 'top/run', text: 'x'.repeat(100_000), mode: 0o755 },
    { name: 'top/stored', text: 'as it is', stored: true },
    { name: 'top/empty', text: '', stored: true },
    { name: 'top/foreign', text: 'no' },
  ]);
  const count = await unpack(bytes, (name) => (name.endsWith('foreign') ? null : name.slice(4)));
  expect(count).toBe(3);
  expect((await readdir(join(folder, 'out'))).sort()).toEqual(['empty', 'run', 'stored']);
  expect(await readFile(join(folder, 'out/run'), 'utf8')).toBe('x'.repeat(100_000));
  expect(await readFile(join(folder, 'out/stored'), 'utf8')).toBe('as it is');
  expect((await stat(join(folder, 'out/run'))).mode & 0o777).toBe(0o755);
});

test.each(['../evil', '/etc/evil', 'a/../../evil', 'nul\0'])(
  'an entry named %j is refused',
  async (name) => {
    await expect(unpack(zipOf([{ name, text: 'x' }]))).rejects.toThrow(/leaves its folder/);
    expect(await readdir(folder)).toEqual(['in.zip']);
  },
);

test('a file cut short is refused wherever it is cut', async () => {
  const whole = zipOf([
    { name: 'a', text: 'some text to pack' },
    { name: 'b', text: 'more', stored: true },
  ]);
  for (let length = 0; length < whole.length; length += 7) {
    await expect(unpack(whole.subarray(0, length)), `${length} bytes`).rejects.toThrow();
  }
  expect(await unpack(whole)).toBe(2);
});
