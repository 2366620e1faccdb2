import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { descendants } from '#tests/helpers/processes.ts';
import type { Report } from './reports.node.ts';

/** One program of the run: a check, or a suite with its own runner. */
export interface Stage {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A check says yes or no; a suite leaves a report, and one that leaves none has failed. */
  readonly report?: { readonly file: string; readonly read: (file: string) => Report };
}

export interface Ending extends Report {
  readonly title: string;
  readonly seconds: number;
  readonly green: boolean;
}

export interface Stages {
  /** One after another; each may write as it goes. */
  inTurn(stages: readonly Stage[]): Promise<readonly Ending[]>;
  /** Several such rows side by side; what a stage writes is printed whole when it has ended. */
  sideBySide(...rows: readonly (readonly Stage[])[]): Promise<readonly Ending[]>;
  /** Ends what is running, with all that it has started, and prints what it had written. */
  end(): Promise<void>;
}

export interface StagesOptions {
  readonly root: string;
  /** Folder of the logs of stages that run side by side. */
  readonly output: string;
  readonly print: (text: string) => void;
  /** Milliseconds that a stage has to end in order before it is killed. */
  readonly grace?: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly log: string | undefined;
  readonly stage: Stage;
}

export function createStages({ root, output, print, grace = 10_000 }: StagesOptions): Stages {
  const running = new Set<Running>();
  let ending = false;

  async function run(stage: Stage, log?: string): Promise<Ending> {
    if (log === undefined) print(`\n── ${stage.title}\n`);
    const began = performance.now();
    const file = log === undefined ? undefined : openSync(log, 'w');
    // In our process group: whoever kills the group kills it too.
    const child = spawn(stage.command, stage.args, {
      cwd: root,
      stdio: ['ignore', file ?? 'inherit', file ?? 'inherit'],
      env: {
        ...process.env,
        PATH: `${resolve(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        ...stage.env,
      },
    });
    if (file !== undefined) closeSync(file);
    const entry: Running = { child, log, stage };
    running.add(entry);
    const exit = await ended(child);
    running.delete(entry);
    const seconds = (performance.now() - began) / 1000;
    if (log !== undefined) print(`\n── ${stage.title}\n${readFileSync(log, 'utf8')}`);
    const done = outcome(stage, exit === 0, seconds);
    print(`── ${stage.title}: ${Math.round(seconds)} s, exit ${exit}\n`);
    printSlowest(done, print);
    return done;
  }

  async function row(stages: readonly Stage[], kept: boolean): Promise<readonly Ending[]> {
    const endings: Ending[] = [];
    for (const stage of stages) {
      if (ending) break;
      endings.push(await run(stage, kept ? logOf(stage) : undefined));
    }
    return endings;
  }

  const logOf = ({ title }: Stage) => join(output, `${title.replaceAll(/\W+/g, '-')}.log`);

  return {
    inTurn: (stages) => row(stages, false),
    sideBySide: async (...rows) => (await Promise.all(rows.map((one) => row(one, true)))).flat(),
    async end() {
      ending = true;
      const all = [...running];
      const families = all.flatMap(({ child }) =>
        child.pid === undefined ? [] : [child.pid, ...familyOf(child.pid)],
      );
      const gone = Promise.all(all.map(({ child }) => ended(child)));
      for (const { child } of all) child.kill('SIGTERM');
      await Promise.race([gone, wait(grace)]);
      // What was started by those that have just ended, or would not end.
      for (const pid of families) signal(pid, 'SIGKILL');
      await gone;
    },
  };
}

/** Asked before the parents end: afterwards nobody knows whose children they were. */
function familyOf(pid: number): readonly number[] {
  return process.platform === 'linux' ? descendants(pid) : [];
}

/** The exit code, or the name of the signal; `not started` when there is no such program. */
async function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null) return child.exitCode;
  if (child.signalCode !== null) return child.signalCode;
  return once(child, 'exit').then(
    ([code, name]: unknown[]) => (typeof code === 'number' ? code : String(name)),
    () => 'not started',
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

function outcome({ title, report }: Stage, green: boolean, seconds: number): Ending {
  const nothing = { passed: 0, failed: 0, skipped: 0, skips: [], files: [] };
  const told = report === undefined ? { ...nothing, passed: green ? 1 : 0 } : readReport(report);
  const { failed = 0 } = told ?? {};
  const whole = told !== undefined && green;
  return {
    ...(told ?? nothing),
    // A runner that dies before it reports must not count as green.
    failed: whole || failed > 0 ? failed : 1,
    title,
    seconds,
    green: whole && failed === 0,
  };
}

/** Undefined for none, and for one that was cut off. */
function readReport({ file, read }: NonNullable<Stage['report']>): Report | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return read(file);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const SLOWEST = 10;

function printSlowest({ files }: Ending, print: (text: string) => void): void {
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  for (const { file, seconds } of slowest)
    print(`   ${seconds.toFixed(1).padStart(6)} s  ${file}\n`);
}
