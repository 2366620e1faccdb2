import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { startCentral } from '#db/postgres/embedded.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { describeRuntime, resolveElectron } from '#electron/runtime/resolve.node.ts';
import type { ElectronRuntime } from '#electron/runtime/resolve.node.ts';
import { missingForWindows, prepareForWindows } from '#electron/runtime/system.node.ts';
import { createStandalone } from '#sync/adopt/standalone.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { build } from './build.node.ts';

const root = resolve(import.meta.dirname, '../..');
/** The demo's organization in which the desks work. */
const ORGANIZATION = 'casa-do-rio';
const MAX_DESKS = 4;
const ALONE = 'Alone';

const { values } = parseArgs({
  options: {
    desks: { type: 'string', default: '1' },
    dir: { type: 'string', default: '.holdfast' },
    standalone: { type: 'boolean', default: false },
    'window-size': { type: 'string' },
  },
});
const count = Number(values.desks);
if (!Number.isInteger(count) || count < 1 || count > MAX_DESKS) {
  throw new Error(`--desks takes a number from 1 to ${MAX_DESKS}`);
}
const base = resolve(values.dir);
const running = new Set<ChildProcess>();
let stopping = false;

// Ctrl-C reaches the windows by itself; a signal sent to this process alone has to be passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping = true;
    for (const child of running) child.kill('SIGTERM');
  });
}

process.exitCode = await start();

async function start(): Promise<number> {
  const runtime = await resolveElectron({ root, say });
  if (missingForWindows(runtime.executable).includes('Xvfb')) {
    // Windows that nobody could see are of no use here; the tests make their own screen.
    throw new Error('There is no screen: set DISPLAY, or run `xvfb-run -a npm start`.');
  }
  prepareForWindows(runtime.executable, say);
  await build(say);
  if (values.standalone) {
    makeStandalone();
    say(`Opening a window of ${describeRuntime(runtime)}, without a central.`);
    return (stopping ? 0 : await open(runtime, ALONE)) === 0 ? 0 : 1;
  }
  const central = await startCentral({ dir: join(base, 'central'), demo: true });
  try {
    say(`Central is ready on 127.0.0.1:${new URL(central.url).port}.`);
    const names = Array.from({ length: count }, (_, at) => String.fromCharCode(65 + at));
    for (const name of names) await enrol(central.url, name);
    say(`Opening ${count === 1 ? 'a window' : `${count} windows`} of ${describeRuntime(runtime)}.`);
    const codes = stopping ? [] : await Promise.all(names.map((name) => open(runtime, name)));
    return codes.some((code) => code !== 0) ? 1 : 0;
  } finally {
    await central.stop();
    say('Central has stopped.');
  }
}

async function enrol(central: string, name: string): Promise<void> {
  const dir = folderOf(name);
  if (existsSync(join(dir, REPLICA_FILE))) return;
  const made = await createEnrolCode(central, ORGANIZATION);
  if (!made.ok) throw new Error(`The demo has not one organization ${ORGANIZATION}`);
  await enrolDesk({
    central,
    code: made.value.code,
    dir,
    name: `Desk ${name}`,
    ports: createPorts(),
  });
  say(`Desk ${name} is enrolled.`);
}

/** The desk that `--standalone` opens: empty, and its own. */
function makeStandalone(): void {
  const dir = folderOf(ALONE);
  if (existsSync(join(dir, REPLICA_FILE))) return;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const made = createStandalone({
    ...createPorts(),
    file: join(dir, REPLICA_FILE),
    registry,
    schemaVersion: SCHEMA_VERSION,
    deviceName: `Desk ${ALONE}`,
    organization: {
      name: 'My organization',
      slug: 'my-organization',
      timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    admin: { email: 'admin@my-organization.example', name: 'Administrator' },
  });
  if (!made.ok) throw new Error(`No standalone desk could be made: ${made.error.code}`);
}

/** Opens a desk's window; answers with the exit code once it is closed. */
async function open(runtime: ElectronRuntime, name: string): Promise<number | null> {
  const size = values['window-size'];
  const child = spawn(
    runtime.executable,
    [
      ...runtime.args,
      root,
      `--dir=${folderOf(name)}`,
      `--desk-name=Desk ${name}`,
      ...(size === undefined ? [] : [`--page-size=${size}`]),
    ],
    { stdio: 'inherit' },
  );
  running.add(child);
  return await new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      done(code);
    });
  });
}

function folderOf(name: string): string {
  return join(base, `desk-${name.toLowerCase()}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
