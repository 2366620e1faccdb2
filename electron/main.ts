import { join } from 'node:path';
import { app, dialog, session } from 'electron';
import { createPorts } from '#electron/host/ports.node.ts';
import { parseLaunchOptions } from '#electron/process/launch-options.ts';
import { startDataProcess } from '#electron/process/start-data-process.main.ts';
import { createSupervisor } from '#electron/process/supervisor.ts';
import { createIpc } from '#electron/transports/ipc.main.ts';
import { guardClose } from '#electron/windows/close-guard.ts';
import { guardCrash } from '#electron/windows/crash-guard.ts';
import { guardNavigation, guardSession } from '#electron/windows/guards.main.ts';
import { installMenu } from '#electron/windows/menu.main.ts';
import {
  readRendererFiles,
  registerScheme,
  serveRendererFiles,
} from '#electron/windows/protocol.main.ts';
import { openWindow } from '#electron/windows/window.main.ts';
import { DEFAULT_SIZE } from '#electron/windows/window-size.ts';

const development = !app.isPackaged;
const root = app.getAppPath();
const options = parseLaunchOptions(process.argv.slice(1));
const { clock, timers } = createPorts();
const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

// Under root Chromium runs without its sandbox; asking for both hangs the first renderer.
if (!(development && app.commandLine.hasSwitch('no-sandbox'))) app.enableSandbox();
registerScheme();
guardNavigation(app, log);

const dir = options.dir ?? join(app.getPath('userData'), 'desk');
// Chromium's profile lies inside the data folder, so that one lock holds one folder and desks with
// different folders run side by side.
app.setPath('userData', join(dir, 'window'));

const GIVEN_UP =
  'Its window ended several times in a row. Everything that was saved is on this computer. Open Holdfast again; if it closes again, tell your administrator.';

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(run);
} else {
  log('Holdfast is already open on this data folder.');
  app.exit(0);
}

async function run(): Promise<void> {
  installMenu(development);
  guardSession(session.defaultSession, development);
  serveRendererFiles(session.defaultSession, await readRendererFiles(join(root, 'dist/renderer')));

  const supervisor = createSupervisor({
    start: () =>
      startDataProcess({
        entry: join(root, 'dist/electron/data-process.mjs'),
        options: { dir, development },
        node: join(root, 'node_modules/node/bin/node'),
        packaged: app.isPackaged,
      }),
    clock,
    timers,
    log,
  });
  const ipc = createIpc({ host: supervisor, clock, log });

  const window = openWindow({
    preload: join(root, 'dist/electron/bridge.cjs'),
    size: options.size ?? DEFAULT_SIZE,
    title: options.name === null ? 'Holdfast' : `Holdfast · ${options.name}`,
    development,
  });
  const guard = guardClose(window, {
    status: () => supervisor.invoke('sync.status', {}),
    ask: () => relay.requestClose(),
    timers,
  });
  const relay = ipc.attach(window.webContents, guard.confirm);

  guardCrash(window.webContents, {
    clock,
    log,
    giveUp: () => {
      dialog.showErrorBox('Holdfast had to close', GIVEN_UP);
      window.destroy();
    },
  });

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  // A signal comes from the system or a script: nobody is there to answer the question.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => window.destroy());

  let stopped = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void supervisor.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
