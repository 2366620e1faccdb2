import type { Ending } from './stages.node.ts';

/**
 * The end of a run: a table of the stages, skips with their reasons, the stages that failed, and
 * one line that sums all.
 */
export function summary(endings: readonly Ending[], seconds: number): readonly string[] {
  const sum = (of: (ending: Ending) => number) => endings.reduce((all, one) => all + of(one), 0);
  const total = {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
  return [
    '',
    row('stage', ['seconds', 'passed', 'failed', 'skipped']),
    ...endings.map((one) =>
      row(one.title, [Math.round(one.seconds), one.passed, one.failed, one.skipped]),
    ),
    row('whole run', [Math.round(seconds), total.passed, total.failed, total.skipped]),
    '',
    ...endings.flatMap(({ skips }) => skips.map((skip) => `skipped: ${skip}`)),
    ...endings.filter(({ green }) => !green).map(({ title }) => `failed: ${title}`),
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
  ];
}

function row(title: string, cells: readonly (string | number)[]): string {
  return [title.padEnd(20), ...cells.map((cell) => String(cell).padStart(8))].join(' ');
}
