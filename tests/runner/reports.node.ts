import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a stage's runner wrote down about its tests. */
export interface Report extends Tally {
  /** Each skipped test with its reason: `describeUnless` puts it into the name. */
  readonly skips: readonly string[];
  /** Each file of tests with the seconds it took. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
    }[];
  }[];
}

export function readVitest(file: string, root: string): Report {
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
    skips: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
    files: report.testResults.map(({ name, startTime, endTime }) => ({
      file: relative(root, name),
      seconds: (endTime - startTime) / 1000,
    })),
  };
}

interface PlaywrightSuite {
  readonly file?: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
      readonly results: readonly { readonly duration: number }[];
    }[];
  }[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

export function readPlaywright(file: string): Report {
  const { suites, stats } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  return {
    passed: stats.expected,
    // A test that passes only the second time has failed.
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    skips: suites.flatMap(specsIn).flatMap(({ title, tests }) =>
      tests
        .flatMap(({ annotations }) => annotations)
        .filter(({ type }) => type === 'skip')
        .map(({ description }) => `${title}: ${description ?? 'no reason given'}`),
    ),
    files: suites.map((suite) => ({
      file: suite.file ?? '',
      seconds:
        specsIn(suite)
          .flatMap(({ tests }) => tests.flatMap(({ results }) => results))
          .reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  };
}

function specsIn({ specs, suites = [] }: PlaywrightSuite): PlaywrightSuite['specs'] {
  return [...specs, ...suites.flatMap(specsIn)];
}

/** Of the run of seeds: each seed is a test, and so is each state that was met too rarely. */
export function readSeeds(file: string): Report {
  const { passed, failed } = JSON.parse(readFileSync(file, 'utf8')) as Tally;
  return { passed, failed, skipped: 0, skips: [], files: [] };
}
