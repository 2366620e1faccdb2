import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPrograms, findings } from './type-programs.node.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-types-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, code: string): Promise<string> {
  const made = join(folder, name);
  await mkdir(made);
  await writeFile(join(made, 'code.ts'), code);
  const compilerOptions = { strict: true, noEmit: true, lib: ['es2024'], types: [] };
  const config = { compilerOptions, include: ['code.ts', '../shared.ts'] };
  await writeFile(join(made, 'tsconfig.json'), JSON.stringify(config));
  return made;
}

test('one program that fails is told from those that pass', async () => {
  await writeFile(join(folder, 'shared.ts'), 'export const two: number = 2;\n');
  const good = await program('good', 'export const one: number = 1;\n');
  const bad = await program('bad', "export const one: number = 'one';\n");
  const [first, second] = await checkPrograms([good, bad]);
  expect(first).toEqual({ program: good, passed: true, output: '' });
  expect(second?.passed).toBe(false);
  expect(second?.output).toMatch(/bad\/code\.ts\(1,14\): error TS2322: .+\n$/);
});

test('a finding in a file that two programs share is told once, with its further lines', async () => {
  await writeFile(
    join(folder, 'shared.ts'),
    'declare const given: { a: string };\nexport const wrong: { a: number } = given;\n',
  );
  const checked = await checkPrograms([
    await program('one', 'export const one = 1;\n'),
    await program('two', 'export const two: string = 2;\n'),
  ]);
  expect(checked.map(({ passed }) => passed)).toEqual([false, false]);
  const found = findings(checked.map(({ output }) => output));
  expect(found).toEqual([
    expect.stringMatching(/shared\.ts\(2,14\): error TS2322: .+(\n +.+){2}$/),
    expect.stringMatching(/two\/code\.ts\(1,14\): error TS2322: .+$/),
  ]);
});

test('a program that cannot be read fails', async () => {
  const [checked] = await checkPrograms([join(folder, 'missing')]);
  expect(checked?.passed).toBe(false);
  expect(checked?.output).not.toBe('');
});
