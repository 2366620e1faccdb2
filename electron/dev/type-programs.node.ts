import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

/**
 * Folders with a program of their own, each of which knows only what its code may use: `db` neither
 * DOM nor Node, `electron` no DOM, `renderer` no Node. The longest first: they run side by side.
 */
export const PROGRAMS = ['tests', 'electron', 'renderer', 'db'] as const;

export interface Checked {
  readonly program: string;
  readonly passed: boolean;
  /** What the type checker printed, or why it printed nothing. */
  readonly output: string;
}

/** Checks the program whose tsconfig.json is in `folder`; nothing is kept from one run to the next. */
export async function checkProgram(
  folder: string,
  options: readonly string[] = ['--singleThreaded'],
): Promise<Checked> {
  const script = fileURLToPath(
    new URL('bin/tsc', import.meta.resolve('typescript-7/package.json')),
  );
  const child = spawn(process.execPath, [script, '-p', folder, '--pretty', 'false', ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Go collects garbage once the heap has grown by this many percent: a sixth less to compute for
    // a tenth more memory.
    env: { GOGC: '400', ...process.env },
  });
  const [said, complained, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  const passed = code === 0;
  const output = `${said}${complained}`;
  const silent = passed || output.trim() !== '';
  return {
    program: folder,
    passed,
    output: silent ? output : `${folder}: the type checker ended with ${signal ?? code}\n`,
  };
}

/** All programs side by side, each in one thread: checkers within one program repeat each other's work. */
export async function checkPrograms(programs: readonly string[] = PROGRAMS): Promise<Checked[]> {
  return await Promise.all(programs.map((program) => checkProgram(program)));
}

/** What was found, each once: a file that several programs share fails in all of them. */
export function findings(outputs: readonly string[]): string[] {
  // Lines that go on about a finding are indented.
  return [...new Set(outputs.flatMap((output) => output.trim().split(/\n(?!\s)/)))]
    .filter((finding) => finding !== '')
    .sort();
}
