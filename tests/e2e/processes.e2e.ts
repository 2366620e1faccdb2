import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { cli } from '#tests/helpers/cli.ts';
import { launchApp, launchDesk } from '#tests/helpers/electron-app.ts';
import { makePassable } from '#tests/helpers/passable.ts';
import { descendants, isRunning } from '#tests/helpers/processes.ts';

const root = resolve(import.meta.dirname, '../..');
let folder = '';

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-processes-'));
  makePassable(folder);
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

// The SQLite addon may be out of this Electron's reach, the utility process is not.
test('the channel carries calls, values and the stop to a utility process', async () => {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: 'tests/helpers/utility-main.child.node.ts',
      echo: 'tests/helpers/utility-echo.child.node.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['electron'],
  });
  await writeFile(
    join(folder, 'package.json'),
    '{"name":"echo","version":"1.0.0","main":"main.mjs"}',
  );
  const app = await launchApp([folder]);
  const read = async (name: string): Promise<unknown> =>
    await app.evaluate((_electron, name) => Reflect.get(globalThis, name), name);
  try {
    await expect.poll(async () => await read('closed')).toBe(true);
    expect(await read('heard')).toEqual([
      { kind: 'ready' },
      { kind: 'value', id: 1, envelope: { ok: true, value: 'echo.values' } },
      {
        kind: 'reply',
        id: 2,
        envelope: { ok: true, value: { name: 'echo.call', input: { day: 'x' } } },
      },
      { kind: 'stopped' },
    ]);
  } finally {
    await app.close();
  }
});

test('npm start opens two desks on one central; closing the windows stops everything', async () => {
  test.setTimeout(120_000);
  const started = spawn(
    'npm',
    ['start', '--', '--desks', '2', '--dir', folder, '--window-size', '1024x640'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((done) => started.once('close', done));
  const pid = started.pid ?? 0;
  try {
    await expect.poll(() => said, { timeout: 45_000 }).toMatch(/(?:data process ready[^]*){2}/);
    const all = descendants(pid);
    const windows = descendants(pid, '--desk-name=').filter(
      (each) => descendants(each, 'data-process.mjs').length > 0,
    );
    expect(windows).toHaveLength(2);
    expect(descendants(pid, 'postgres').length).toBeGreaterThan(0);
    for (const name of ['desk-a', 'desk-b']) {
      const filled = async () =>
        (await cli('export', 'resources', '--dir', join(folder, name))).lines.length;
      await expect.poll(filled, { timeout: 20_000 }).toBeGreaterThan(5);
    }
    for (const window of windows) process.kill(window, 'SIGTERM');
    expect(await ended).toBe(0);
    expect(said).toMatch(/Central has stopped/);
    await expect.poll(() => all.filter(isRunning)).toEqual([]);
  } finally {
    // npm does not hand signals down.
    for (const each of descendants(pid, 'start.node.ts')) process.kill(each, 'SIGTERM');
    await ended;
  }
});

test('a folder that is no desk is refused with its reason, not with a stack', async () => {
  const desk = await launchDesk({ dir: folder });
  try {
    await expect.poll(() => desk.log()).toMatch(/safe mode/);
    const answer = await desk.page.evaluate(
      async () => await window.holdfast?.invoke('sync.status', {}),
    );
    expect(answer).toMatchObject({
      error: { code: 'safe_mode', details: { reason: 'bad_folder' } },
    });
    expect(desk.log()).not.toMatch(/ at .*\.ts:\d+/);
  } finally {
    await desk.close();
  }
});
