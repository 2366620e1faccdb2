import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning } from '#tests/helpers/processes.ts';
import { createStages } from './stages.node.ts';
import type { Report } from './reports.node.ts';
import type { Stage, Stages } from './stages.node.ts';
import { summary } from './summary.ts';

let folder: string;
let printed: string;
let stages: Stages;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-stages-'));
  printed = '';
  stages = createStages({
    root: folder,
    output: folder,
    print: (text) => (printed += text),
    grace: 500,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(title: string, source: string, report?: Stage['report']): Stage {
  return {
    title,
    command: process.execPath,
    args: ['--input-type=module', '-e', source],
    ...(report === undefined ? {} : { report }),
  };
}

const NONE: Report = { passed: 0, failed: 0, skipped: 0, skips: [], files: [] };

/** A suite whose runner writes `text` as its report and then exits with `code`. */
function suite(title: string, text: string | null, code: number): Stage {
  const file = join(folder, `${title}.json`);
  const source = `
    import { writeFileSync } from 'node:fs';
    ${text === null ? '' : `writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(text)});`}
    process.exit(${code});`;
  return program(title, source, {
    file,
    read: (name) => ({ ...NONE, ...(JSON.parse(readFileSync(name, 'utf8')) as Partial<Report>) }),
  });
}

test.each([
  ['green', writing('{"passed":3,"skipped":1}', 0), { green: true, passed: 3, failed: 0 }],
  ['red', writing('{"passed":3,"failed":2}', 1), { green: false, passed: 3, failed: 2 }],
  ['red and exits as if green', writing('{"failed":2}', 0), { green: false, failed: 2 }],
  ['green and dies afterwards', writing('{"passed":3}', 7), { green: false, failed: 1 }],
  ['without a report', writing(null, 0), { green: false, passed: 0, failed: 1 }],
  ['cut off in its report', writing('{"passed":3', 0), { green: false, failed: 1 }],
] as const)('a suite %s', async (_, make, wanted) => {
  const endings = await stages.inTurn([make()]);
  expect(endings).toMatchObject([wanted]);
  const { passed, failed, skipped } = { ...NONE, ...endings[0] };
  expect(summary(endings, 1).at(-1)).toBe(`${passed} passed, ${failed} failed, ${skipped} skipped`);
});

function writing(text: string | null, code: number): () => Stage {
  return () => suite('suite', text, code);
}

test('a check that is killed, and a program that is not there, are red', async () => {
  const endings = await stages.inTurn([
    program('killed', `process.kill(process.pid, 'SIGKILL')`),
    { title: 'missing', command: join(folder, 'no-such-program'), args: [] },
    program('whole', ''),
  ]);
  expect(endings.map(({ title, green, failed }) => ({ title, green, failed }))).toStrictEqual([
    { title: 'killed', green: false, failed: 1 },
    { title: 'missing', green: false, failed: 1 },
    { title: 'whole', green: true, failed: 0 },
  ]);
  expect(summary(endings, 1).slice(-3)).toStrictEqual([
    'failed: killed',
    'failed: missing',
    '1 passed, 2 failed, 0 skipped',
  ]);
});

test('side by side: they run at once, and what each writes stays together', async () => {
  // Each waits until the other has begun and writes before and after.
  const meets = (own: string, other: string) => `
    import { existsSync, writeFileSync } from 'node:fs';
    console.log('${own} begins');
    writeFileSync('${own}', '');
    while (!existsSync('${other}')) await new Promise((done) => setTimeout(done, 5));
    console.error('${own} has met ${other}');`;
  const endings = await stages.sideBySide(
    [program('first', meets('a', 'b'))],
    [program('second', meets('b', 'a')), program('third', `console.log('alone')`)],
  );
  expect(endings.map(({ title, green }) => [title, green])).toStrictEqual([
    ['first', true],
    ['second', true],
    ['third', true],
  ]);
  expect(printed).toMatch(/── first\na begins\na has met b\n── first: 0 s, exit 0\n/);
  expect(printed).toMatch(/── second\nb begins\nb has met a\n── second: 0 s, exit 0\n/);
  expect(printed).toMatch(/── third\nalone\n── third: 0 s, exit 0\n/);
});

test('ended early: nothing goes on, not what a stage has started, nor what would not end', async () => {
  // Deaf to the request, with a child that is deaf too and knows nothing of its parent's end.
  const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
  const source = `
    import { spawn } from 'node:child_process';
    import { renameSync, writeFileSync } from 'node:fs';
    ${deaf}
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}], { stdio: 'ignore', detached: true });
    writeFileSync('new', JSON.stringify([process.pid, child.pid]));
    console.log('written so far');
    renameSync('new', 'pids');`;
  const run = stages.sideBySide([program('deaf', source), program('never', '')]);
  while (!existsSync(join(folder, 'pids'))) await new Promise((next) => setImmediate(next));
  const pids = JSON.parse(readFileSync(join(folder, 'pids'), 'utf8')) as number[];
  expect(pids.map(isRunning)).toStrictEqual([true, true]);
  await stages.end();
  const endings = await run;
  await expect.poll(() => pids.map(isRunning)).toStrictEqual([false, false]);
  expect(endings).toMatchObject([{ title: 'deaf', green: false, failed: 1 }]);
  expect(printed).toContain('written so far');
});

test('files are listed slowest first, ten at most', async () => {
  const files = Array.from({ length: 12 }, (_, at) => ({ file: `f${at}`, seconds: at }));
  await stages.inTurn([suite('slow', JSON.stringify({ passed: 1, files }), 0)]);
  const listed = [...printed.matchAll(/s {2}(f\d+)/g)].map(([, file]) => file);
  expect(listed).toStrictEqual(Array.from({ length: 10 }, (_, at) => `f${11 - at}`));
});
