import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { z } from 'zod';
import { must } from '#db/kernel/must.ts';

/** Name of the environment variable that carries the resolved runtime to the workers. */
export const RUNTIME = 'HOLDFAST_E2E_RUNTIME';

const root = resolve(import.meta.dirname, '../..');
const playwright = createRequire(import.meta.resolve('@playwright/test')).resolve(
  'playwright-core/package.json',
);
const runtimeSchema = z.object({
  executable: z.string(),
  version: z.string(),
  kind: z.enum(['override', 'installed', 'fetched', 'registry-only']),
  args: z.array(z.string()),
});

export interface LaunchOptions {
  /** The data folder. */
  readonly dir: string;
  /** Size of the page. */
  readonly windowSize?: { readonly width: number; readonly height: number };
  readonly name?: string;
  readonly theme?: 'light' | 'dark';
}

export interface Desk {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Process id of main. */
  readonly pid: number;
  /** Everything the page wrote to its console and every error it threw. */
  readonly messages: string[];
  /** What main and the data process wrote to stderr. */
  readonly log: () => string;
  /** Quits without the question about unsent work; waits until every process has ended. */
  close(): Promise<void>;
}

export function runtime(): z.infer<typeof runtimeSchema> {
  return runtimeSchema.parse(JSON.parse(process.env[RUNTIME] ?? 'null'));
}

/** Starts an app folder, with its arguments, on the resolved Electron. */
export async function launchApp(
  args: readonly string[],
  colorScheme?: 'light' | 'dark',
): Promise<ElectronApplication> {
  const { executable, args: switches } = runtime();
  return await _electron.launch({
    executablePath: executable,
    args: [
      // Holds the app back until Playwright listens; it adds this itself only where it chooses the
      // executable. Without it the first window is missed now and then.
      '-r',
      join(dirname(playwright), 'lib/server/electron/loader.js'),
      ...switches,
      ...args,
    ],
    cwd: root,
    ...(colorScheme === undefined ? {} : { colorScheme }),
  });
}

/** Opens one desk's window on the built app and waits for its page. */
export async function launchDesk(options: LaunchOptions): Promise<Desk> {
  const size = options.windowSize ?? { width: 1440, height: 900 };
  const app = await launchApp(
    [
      root,
      `--dir=${options.dir}`,
      `--page-size=${size.width}x${size.height}`,
      ...(options.name === undefined ? [] : [`--desk-name=${options.name}`]),
    ],
    options.theme,
  );
  // Playwright forgets the process once it has ended.
  const child = app.process();
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const messages: string[] = [];
  const listen = (page: Page): void => {
    page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => messages.push(`thrown: ${error.message}`));
  };
  for (const page of app.windows()) listen(page);
  app.on('window', listen);
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return {
    app,
    page,
    pid: must(child.pid, 'a launched app has a process'),
    messages,
    log: () => log,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
