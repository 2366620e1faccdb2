import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.node.ts';

const holder = fileURLToPath(import.meta.resolve('#tests/helpers/lock-holder.child.node.ts'));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('one process at a time', async () => {
  const lock = join(folder, 'lock');
  const counter = join(folder, 'counter');
  await writeFile(counter, '0');
  const codes = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, [holder, lock, counter], { stdio: 'inherit' });
      return await new Promise((resolve) => child.once('close', resolve));
    }),
  );
  expect(codes).toEqual([0, 0, 0]);
  expect(await readFile(counter, 'utf8')).toBe('60');
});

test('a lock whose holder was killed is free again', async () => {
  const lock = join(folder, 'lock');
  const counter = join(folder, 'counter');
  await writeFile(counter, '0');
  const child = spawn(process.execPath, [holder, lock, counter, 'hold'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  let taken = false;
  const waiting = withLock(lock, async () => (taken = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toBe(false);
  child.kill('SIGKILL');
  await ended;
  expect(await waiting).toBe(true);
});

test('a failing task gives the lock back', async () => {
  const lock = join(folder, 'lock');
  await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(lock, async () => 'taken')).toBe('taken');
});
