import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '../faults/faultfs.c');

/** A folder in memory where there is one: a sweep syncs thousands of times. Remove it when done. */
export function fastFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'holdfast-faults-'));
}

/** Why fault tests cannot run on this machine, or null. */
export function whyNoFaults(): string | null {
  if (process.platform !== 'linux') return 'the fault shim preloads into libc: Linux only';
  const { status } = spawnSync('gcc', ['--version']);
  return status === 0 ? null : 'no C compiler: install gcc and libc6-dev';
}

/** Compiles the shim into the folder; answers the library's path. */
export function compileShim(folder: string): string {
  const library = join(folder, 'faultfs.so');
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror'];
  const { status, stderr } = spawnSync('gcc', [...flags, '-o', library, SOURCE], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`faultfs.c does not compile:\n${stderr}`);
  return library;
}

/** What the shim does to the process it is loaded into; see the head of `faultfs.c`. */
export interface FaultPlan {
  readonly under: string;
  readonly record?: string;
  readonly acks?: string;
  readonly killAt?: number;
  readonly tear?: boolean;
  /** From which point on the disk fails, and how. */
  readonly fails?: { readonly at: number; readonly refusal: Refusal };
  readonly dropSync?: boolean;
}

/** Environment of a child that runs under the shim. */
export function shimEnvironment(library: string, plan: FaultPlan): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LD_PRELOAD: library,
    FAULTFS_UNDER: plan.under,
    ...(plan.record === undefined ? {} : { FAULTFS_RECORD: plan.record }),
    ...(plan.acks === undefined ? {} : { FAULTFS_ACKS: plan.acks }),
    ...(plan.killAt === undefined ? {} : { FAULTFS_KILL_AT: String(plan.killAt) }),
    ...(plan.tear ? { FAULTFS_TEAR: '1' } : {}),
    ...(plan.fails === undefined ? {} : failing(plan.fails)),
    ...(plan.dropSync ? { FAULTFS_DROP_SYNC: '1' } : {}),
  };
}

interface RefusalPlan {
  readonly errno: 'ENOSPC' | 'EIO' | 'EROFS';
  readonly sticky?: true;
  readonly tear?: true;
  /** Reads are refused, and counted, instead of what changes files. */
  readonly reads?: true;
}

/** Ways a disk refuses. */
export const REFUSALS = {
  'disk full once': { errno: 'ENOSPC' },
  'disk full until freed': { errno: 'ENOSPC', sticky: true, tear: true },
  'input/output error once': { errno: 'EIO' },
  'input/output error for good': { errno: 'EIO', sticky: true },
  'read-only from then on': { errno: 'EROFS', sticky: true },
  'unreadable once': { errno: 'EIO', reads: true },
  'unreadable for good': { errno: 'EIO', sticky: true, reads: true },
} as const satisfies Readonly<Record<string, RefusalPlan>>;

export type Refusal = keyof typeof REFUSALS;

/** From inside a process under the shim: the `at`-th point counted from now fails that way. */
export function failAt(at: number, refusal: Refusal): void {
  const { errno, sticky, tear, reads } = planOf(refusal);
  const flags = [sticky, tear, reads].map((flag) => (flag ? 1 : 0)).join('/');
  closeSync(openSync(`/faultfs/fail/${at}/${constants.errno[errno]}/${flags}`, 'r'));
}

/** Whether it is reads that are refused. */
export function refusesReads(refusal: Refusal): boolean {
  return planOf(refusal).reads === true;
}

const planOf = (refusal: Refusal): RefusalPlan => REFUSALS[refusal];

function failing({ at, refusal }: { at: number; refusal: Refusal }): NodeJS.ProcessEnv {
  const { errno, sticky, tear, reads } = planOf(refusal);
  return {
    FAULTFS_FAIL_AT: String(at),
    FAULTFS_ERRNO: String(constants.errno[errno]),
    ...(sticky ? { FAULTFS_STICKY: '1' } : {}),
    ...(tear ? { FAULTFS_TEAR: '1' } : {}),
    ...(reads ? { FAULTFS_READS: '1' } : {}),
  };
}

/** From inside a process under the shim: the disk works again; counting starts at 0. */
export function clearFaults(): void {
  closeSync(openSync('/faultfs/clear', 'r'));
}

export interface FaultState {
  /** Counted since the plan last changed. */
  readonly points: number;
  /** The last call that was made to fail, as `sync replica.sqlite-wal`; empty when none was. */
  readonly failed: string;
}

const KINDS = ['', 'create', 'write', 'truncate', 'sync', 'unlink', 'rename', 'ack', 'read'];

/** From inside a process under the shim. */
export function faultState(): FaultState {
  const [points, kind, path = ''] = readFileSync('/faultfs/points', 'utf8').split(' ');
  const name = KINDS[Number(kind)] ?? '';
  return { points: Number(points), failed: name === '' ? '' : `${name} ${path || 'the folder'}` };
}

/** A `fastFolder` with the compiled shim, gone when disposed of. */
export function faultFolder(): { folder: string; library: string; [Symbol.dispose](): void } {
  const folder = fastFolder();
  return {
    folder,
    library: compileShim(folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
