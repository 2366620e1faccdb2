/**
 * Runs everything a change must pass, cheap checks first, and ends with one line that sums all
 * runners: `N passed, N failed, N skipped`. Skips are listed with their reason.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { leftBehind } from './runner/left-behind.node.ts';
import { readPlaywright, readSeeds, readVitest } from './runner/reports.node.ts';
import { createStages } from './runner/stages.node.ts';
import type { Ending, Stage } from './runner/stages.node.ts';
import { summary } from './runner/summary.ts';

const root = resolve(import.meta.dirname, '..');
const output = resolve(root, 'tests/output');

function check(title: string, script: string): Stage {
  return { title, command: 'npm', args: ['run', '-s', script] };
}

function vitest(suite: string): Stage {
  return {
    title: `vitest ${suite}`,
    command: 'node',
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--project',
      suite,
    ],
    env: { SUITE: suite },
    report: {
      file: resolve(output, `vitest-${suite}.json`),
      read: (file) => readVitest(file, root),
    },
  };
}

const windows: Stage = {
  ...check('windows', 'test:e2e'),
  report: { file: resolve(output, 'e2e.json'), read: readPlaywright },
};

const seedsReport = resolve(output, 'seeds.json');
const seeds: Stage = {
  ...check('seeds', 'simulate'),
  env: { SEEDS: '300', NEW_SEEDS: '300', SEEDS_REPORT: seedsReport },
  report: { file: seedsReport, read: readSeeds },
};

function tidiness(left: number): Ending {
  const tidy = left === 0;
  const counted = { passed: Number(tidy), failed: Number(!tidy), skipped: 0 };
  return {
    title: 'nothing left behind',
    seconds: 0,
    green: tidy,
    ...counted,
    skips: [],
    files: [],
  };
}

// A log is read, not watched: colours are noise there.
if (process.env['CI']) process.env['NO_COLOR'] = '1';
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const began = performance.now();
const there = new Set(leftBehind());
const stages = createStages({ root, output, print: (text) => process.stdout.write(text) });
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => void stages.end().finally(() => process.exit(128 + number)));
}

const endings = [
  ...(await stages.inTurn([
    check('format', 'check:format'),
    check('lint', 'check:lint'),
    check('types', 'typecheck'),
    check('imports', 'check:imports'),
    check('unused', 'check:unused'),
    vitest('unit'),
    vitest('integration'),
    vitest('simulation'),
    seeds,
  ])),
  // Both wait more than they work, each for one thing at a time: together they fill two cores.
  ...(await stages.sideBySide([vitest('faults')], [windows])),
];

const left = leftBehind().filter((path) => !there.has(path));
for (const path of left) console.log(`left behind: ${path}`);
// Elsewhere they may belong to another run that is under way.
if (process.env['CI']) endings.push(tidiness(left.length));
for (const line of summary(endings, (performance.now() - began) / 1000)) console.log(line);
process.exitCode = endings.every(({ green }) => green) ? 0 : 1;
