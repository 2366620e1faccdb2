import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { must } from '#db/kernel/must.ts';

const entry = fileURLToPath(new URL('../../electron/transports/cli.node.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
// A start costs half as much once the sources are compiled, and there are hundreds.
const compiled = fileURLToPath(new URL('../output/compiled', import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of stdout, parsed. */
  readonly lines: readonly unknown[];
  /** The only line of stdout, parsed. */
  readonly json: unknown;
}

/** Runs `holdfast ARGS` as its own process and waits for its end. */
export async function cli(...args: readonly string[]): Promise<CliRun> {
  const child = start(args);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  const text = stdout.join('');
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  return {
    code,
    stdout: text,
    stderr: stderr.join(''),
    get lines() {
      return lines();
    },
    get json() {
      const all = lines();
      if (all.length !== 1) throw new Error(`expected one line, got: ${text}\n${stderr.join('')}`);
      return all[0];
    },
  };
}

export interface CliService {
  /** Waits until a line of stdout, of those not looked at yet, satisfies `wanted`. */
  line(wanted: (value: unknown) => boolean): Promise<unknown>;
  /** Sends SIGTERM and answers the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Runs `holdfast ARGS` until stopped. */
export function cliService(...args: readonly string[]): CliService {
  const child = start(args);
  const stderr = collect(child.stderr);
  const pending: unknown[] = [];
  let woken = () => {};
  let rest = '';
  must(child.stdout, 'stdout is piped')
    .setEncoding('utf8')
    .on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      pending.push(...parts.map((line): unknown => JSON.parse(line)));
      woken();
    });
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    woken();
    return typeof code === 'number' ? code : null;
  });
  return {
    async line(wanted) {
      for (;;) {
        while (pending.length > 0) {
          const value = pending.shift();
          if (wanted(value)) return value;
        }
        if (child.exitCode !== null) throw new Error(`ended: ${stderr.join('')}`);
        await new Promise<void>((resolve) => (woken = resolve));
      }
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return await ended;
    },
  };
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [entry, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
}

function collect(stream: NodeJS.ReadableStream | null): string[] {
  const parts: string[] = [];
  must(stream, 'a pipe')
    .setEncoding('utf8')
    .on('data', (part: string) => parts.push(part));
  return parts;
}
