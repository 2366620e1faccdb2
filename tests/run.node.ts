/**
 * Runs everything a change must pass, cheap checks first, and ends with one line that sums all
 * runners: `N passed, N failed, N skipped`. Skips are listed with their reason.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const root = resolve(import.meta.dirname, '..');
const output = resolve(root, 'tests/output');
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const skips: string[] = [];
const failures: string[] = [];

function run(title: string, command: string, args: string[], env: Record<string, string> = {}) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${resolve(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      ...env,
    },
  });
  console.log(`── ${title}: ${Math.round((Date.now() - started) / 1000)} s, exit ${status}`);
  return status === 0;
}

function count(title: string, green: boolean, tally: Tally): void {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  // A runner that dies before it reports must not count as green.
  if (!green && tally.failed === 0) total.failed += 1;
  if (!green) failures.push(title);
}

function check(title: string, script: string): void {
  const green = run(title, 'npm', ['run', '-s', script]);
  count(title, green, { passed: green ? 1 : 0, failed: green ? 0 : 1, skipped: 0 });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    assertionResults: { status: string; fullName: string; meta?: { reason?: string } }[];
  }[];
}

function vitest(suite: string): void {
  const report = resolve(output, `vitest-${suite}.json`);
  const green = run(
    `vitest ${suite}`,
    'node',
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/vitest.config.ts',
      '--project',
      suite,
    ],
    { SUITE: suite },
  );
  if (!existsSync(report)) return count(suite, false, { passed: 0, failed: 1, skipped: 0 });
  const result = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  for (const { status, fullName, meta } of result.testResults.flatMap((f) => f.assertionResults)) {
    if (status !== 'passed' && status !== 'failed')
      skips.push(`${fullName}: ${meta?.reason ?? 'see its output above'}`);
  }
  return count(suite, green, {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests,
  });
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: { annotations: { type: string; description?: string }[] }[] }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

function skippedIn({ suites = [], specs = [] }: Partial<PlaywrightSuite>): string[] {
  const here = specs.flatMap(({ title, tests }) =>
    tests
      .flatMap(({ annotations }) => annotations)
      .filter(({ type }) => type === 'skip')
      .map(({ description }) => `${title}: ${description ?? 'no reason given'}`),
  );
  return [...here, ...suites.flatMap(skippedIn)];
}

function playwright(): void {
  const report = resolve(output, 'e2e.json');
  const green = run('windows', 'npm', ['run', '-s', 'test:e2e']);
  if (!existsSync(report)) return count('windows', false, { passed: 0, failed: 1, skipped: 0 });
  const result = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport;
  const { stats } = result;
  skips.push(...skippedIn(result));
  console.log(`${stats.expected} end-to-end tests passed in real windows`);
  return count('windows', green, {
    passed: stats.expected,
    // A test that passes only the second time has failed.
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  });
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
check('format', 'check:format');
check('lint', 'check:lint');
check('types', 'typecheck');
check('imports', 'check:imports');
check('unused', 'check:unused');
for (const suite of ['unit', 'integration', 'simulation', 'faults']) vitest(suite);
playwright();

for (const skip of skips) console.log(`skipped: ${skip}`);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && failures.length === 0 ? 0 : 1;
