import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '#electron/windows/response-headers.ts';
import { startDemo } from '#tests/helpers/demo-desks.ts';
import type { DemoCentral } from '#tests/helpers/demo-desks.ts';
import { launchDesk } from '#tests/helpers/electron-app.ts';
import type { Desk } from '#tests/helpers/electron-app.ts';
import { descendants, isRunning } from '#tests/helpers/processes.ts';

let folder = '';
let demo: DemoCentral;
let dir = '';
let desk: Desk;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-shell-'));
  demo = await startDemo(folder);
  dir = await demo.enrol('Desk A');
});
test.afterAll(async () => {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
});
test.beforeEach(async () => {
  desk = await launchDesk({ dir, windowSize: { width: 1024, height: 640 }, name: 'Desk A' });
});
test.afterEach(async () => {
  await desk.close();
});

async function invoke(name: string, input: unknown = {}): Promise<{ ok: boolean } & object> {
  return await desk.page.evaluate(
    async ([name, input]) => {
      const bridge = window.holdfast;
      if (bridge === undefined) throw new Error('no bridge');
      return await bridge.invoke(String(name), input);
    },
    [name, input],
  );
}

function dataProcess(): number[] {
  return descendants(desk.pid, 'data-process.mjs');
}

test('a window opens on our origin, shows the board and writes nothing to the console', async () => {
  await expect(desk.page.getByRole('main')).toBeVisible();
  await expect
    .poll(async () => await invoke('sync.status'))
    .toMatchObject({
      ok: true,
      value: { light: 'up_to_date' },
    });
  await desk.page.screenshot({ path: 'tests/output/shell-1024x640.png' });
  expect(desk.page.url()).toMatch(/^holdfast:\/\/app\/index\.html/);
  expect(await desk.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1024, 640]);
  expect(desk.messages).toEqual([]);
});

test('a window is what the factory made, and the page has the bridge and nothing more', async () => {
  const made = await desk.app.evaluate(({ BrowserWindow, Menu }) => {
    const [first] = BrowserWindow.getAllWindows();
    if (first === undefined) throw new Error('no window');
    // Not in Electron's types.
    const read: unknown = Reflect.get(first.webContents, 'getLastWebPreferences');
    const preferences: unknown =
      typeof read === 'function' ? read.call(first.webContents) : undefined;
    return {
      preferences: Object.fromEntries(Object.entries(preferences ?? {})),
      title: first.getTitle(),
      least: first.getMinimumSize(),
      menu: Menu.getApplicationMenu()?.items.map((item) => item.label),
    };
  });
  const { preferences } = made;
  for (const on of ['sandbox', 'contextIsolation', 'webSecurity']) {
    expect(preferences[on], on).toBe(true);
  }
  for (const off of [
    'nodeIntegration',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'webviewTag',
    'navigateOnDragDrop',
  ]) {
    // Electron leaves some of them out when they are off.
    expect(preferences[off] ?? false, off).toBe(false);
  }
  expect(made.title).toBe('Holdfast · Desk A');
  expect(made.least).toEqual([1024, 640]);
  expect(made.menu).toEqual(['File', 'Edit', 'View', 'Window']);
  const page = await desk.page.evaluate(() => ({
    bridge: Object.keys(window.holdfast ?? {}).sort(),
    node: ['require', 'process', 'Buffer', 'ipcRenderer', 'electron'].filter((n) => n in window),
    isolated: crossOriginIsolated,
  }));
  expect(page).toEqual({
    bridge: ['development', 'invoke', 'onCloseRequested', 'subscribe'],
    node: [],
    isolated: true,
  });
});

test('the policy holds: no inline script, no eval, no foreign image, nothing outside the map', async () => {
  const seen = await desk.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(event.effectiveDirective);
    });
    const page = await fetch('/index.html');
    const outside = await Promise.all(
      ['/../package.json', '/%2e%2e/package.json', '/main.tsx', '/'].map(
        async (path) => (await fetch(path)).status,
      ),
    );
    const script = document.createElement('script');
    let inline = 'ran';
    try {
      script.textContent = 'document.title = "inline"';
      document.head.append(script);
      inline = document.title === 'inline' ? 'ran' : 'blocked';
    } catch {
      inline = 'blocked';
    }
    let evaluated = 'ran';
    try {
      // oxlint-disable-next-line no-eval
      (0, eval)('1');
    } catch {
      evaluated = 'blocked';
    }
    const image = document.createElement('img');
    const loaded = new Promise((resolve) => {
      image.addEventListener('load', () => resolve('loaded'));
      image.addEventListener('error', () => resolve('blocked'));
    });
    image.src = 'https://example.com/x.png';
    return {
      policy: page.headers.get('content-security-policy'),
      nosniff: page.headers.get('x-content-type-options'),
      outside,
      inline,
      evaluated,
      image: await loaded,
      violations,
    };
  });
  expect(seen).toMatchObject({
    policy: CONTENT_SECURITY_POLICY,
    nosniff: 'nosniff',
    outside: [404, 404, 404, 404],
    inline: 'blocked',
    evaluated: 'blocked',
    image: 'blocked',
  });
  expect(seen.violations).toContain('img-src');
});

test('nothing leaves the machine and no page opens another', async () => {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
  try {
    const outcome = await desk.page.evaluate(async (host) => {
      const fetched = await fetch(`http://${host}/`).then(
        () => 'reached',
        () => 'refused',
      );
      const socket = await new Promise((resolve) => {
        try {
          const opened = new WebSocket(`ws://${host}/`);
          opened.addEventListener('open', () => resolve('reached'));
          opened.addEventListener('error', () => resolve('refused'));
        } catch {
          resolve('refused');
        }
      });
      navigator.sendBeacon(`http://${host}/beacon`, 'x');
      const opened = window.open(`http://${host}/window`);
      location.href = `http://${host}/away`;
      return { fetched, socket, opened: opened === null };
    }, host);
    expect(outcome).toEqual({ fetched: 'refused', socket: 'refused', opened: true });
    await expect.poll(() => desk.log()).toMatch(/navigation refused/);
    // The network of the session itself, past the page's policy.
    const past = await desk.app.evaluate(async ({ session }, host) => {
      try {
        await session.defaultSession.fetch(`http://${host}/session`);
        return 'reached';
      } catch {
        return 'refused';
      }
    }, host);
    expect(past).toBe('refused');
    expect(desk.page.url()).toMatch(/^holdfast:\/\/app\//);
    expect(desk.app.windows()).toHaveLength(1);
    expect(hits).toBe(0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a killed data process is started again and live queries go on', async () => {
  await expect.poll(async () => await invoke('sync.status')).toMatchObject({ ok: true });
  await desk.page.evaluate(() => {
    const values: unknown[] = [];
    Object.assign(window, { values });
    window.holdfast?.subscribe('sync.status', {}, (envelope) => values.push(envelope));
  });
  const count = async (): Promise<number> =>
    await desk.page.evaluate(() => (Reflect.get(window, 'values') as unknown[]).length);
  await expect.poll(count).toBeGreaterThan(0);
  const [before] = dataProcess();
  const had = await count();
  process.kill(before ?? 0, 'SIGKILL');
  await expect.poll(async () => await invoke('sync.status')).toMatchObject({ ok: true });
  const [after] = dataProcess();
  expect(after).not.toBe(before);
  await expect.poll(count).toBeGreaterThan(had);
  expect(desk.log()).toMatch(/restart 1/);
});

test('a data process that keeps dying is given up with a typed error', async () => {
  for (let round = 0; round < 4; round++) {
    await expect.poll(() => dataProcess().length).toBe(1);
    process.kill(dataProcess()[0] ?? 0, 'SIGKILL');
    await expect.poll(() => desk.log().match(/restart \d|safe mode/g)).toHaveLength(round + 1);
  }
  expect(await invoke('sync.status')).toMatchObject({ ok: false, error: { code: 'safe_mode' } });
  expect(dataProcess()).toEqual([]);
});

test('the data process ends when its window’s process is killed', async () => {
  await expect.poll(async () => await invoke('sync.status')).toMatchObject({ ok: true });
  const [pid = 0] = dataProcess();
  expect(isRunning(pid)).toBe(true);
  process.kill(desk.pid, 'SIGKILL');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('a page whose process is killed is loaded again, over the same data process', async () => {
  await expect.poll(async () => await invoke('sync.status')).toMatchObject({ ok: true });
  const [pid = 0] = dataProcess();
  const shown = async (): Promise<unknown> =>
    await desk.app.evaluate(async ({ webContents }) => {
      const [page] = webContents.getAllWebContents();
      const text = 'document.querySelector("main")?.textContent';
      return page?.isCrashed() === false ? await page.executeJavaScript(text) : null;
    });
  await expect.poll(shown).toContain('Quarto 101');
  await desk.app.evaluate(({ webContents }) => {
    for (const page of webContents.getAllWebContents()) page.forcefullyCrashRenderer();
  });
  await expect.poll(() => desk.log()).toMatch(/page ended \(\w+\); loaded again/);
  await expect.poll(shown).toContain('Quarto 101');
  expect(dataProcess()).toEqual([pid]);
});

test('one window per data folder, others side by side', async () => {
  const other = await launchDesk({ dir: await demo.enrol('Desk B'), name: 'Desk B' });
  try {
    expect(await other.app.evaluate(({ app }) => app.hasSingleInstanceLock())).toBe(true);
    await expect(launchDesk({ dir })).rejects.toThrow();
    await expect.poll(async () => await invoke('sync.status')).toMatchObject({ ok: true });
  } finally {
    await other.close();
  }
});

test('closing asks while work waits to be sent, and stops everything in the end', async () => {
  await expect
    .poll(async () => await invoke('sync.status'))
    .toMatchObject({
      value: { light: 'up_to_date' },
    });
  expect(await invoke('sync.setPlugged', { plugged: false })).toMatchObject({ ok: true });
  const board = await desk.page.evaluate(
    async () =>
      await window.holdfast?.invoke('resources.board', { search: '', offset: 0, limit: 1 }),
  );
  const { rows } = board?.ok === true ? (board.value as { rows: { id: string }[] }) : { rows: [] };
  const slot = {
    resource_id: rows[0]?.id,
    start_time: '2031-03-04T10:00:00.000Z',
    end_time: '2031-03-04T11:00:00.000Z',
  };
  expect(await invoke('bookings.create', { ...slot, title: 'Waiting' })).toMatchObject({
    ok: true,
  });
  const close = async (): Promise<void> =>
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const question = desk.page.getByRole('alertdialog');
  await close();
  await expect(question).toContainText('1 change is waiting to be sent');
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
  await close();
  await expect(question).toBeVisible();
  const pids = [desk.pid, ...descendants(desk.pid)];
  expect(pids.length).toBeGreaterThan(3);
  // The window may be gone before the click has ended.
  const answered = question.getByRole('button', { name: 'Close and send later' }).click();
  await answered.catch(() => undefined);
  await expect.poll(() => pids.filter(isRunning)).toEqual([]);
});
