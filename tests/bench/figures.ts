import { must } from '#db/kernel/must.ts';

/** One result, in the form of `--json`. A rate is better high, anything else better low. */
export interface Figure {
  readonly name: string;
  /** The median. */
  readonly value: number;
  readonly unit: 'rows/s' | 'ops/s' | 'ms' | 'MB' | 'calls';
  readonly p50: number;
  /** The slow end: of a rate, what 95 % of the runs reach. */
  readonly p95: number;
  /** The yardstick's median in the same run, in the same unit; null where it could not run. */
  readonly baseline: number | null;
  /** `value` / `baseline`. */
  readonly ratio: number | null;
  /** What else was counted, by part of what was measured. */
  readonly parts?: Readonly<Record<string, Part>>;
}

export type Part = Readonly<Record<string, number>>;

export interface Measured {
  readonly figure: Figure;
  /** For people: what was measured against what, and what else was seen on the way. */
  readonly says: string;
}

export function figureOf(
  name: string,
  unit: Figure['unit'],
  samples: readonly number[],
  baseline: readonly number[] | null,
): Figure {
  const p50 = quantile(samples, 0.5);
  const other = baseline === null ? null : quantile(baseline, 0.5);
  return {
    name,
    value: rounded(p50),
    unit,
    p50: rounded(p50),
    p95: rounded(quantile(samples, unit === 'rows/s' ? 0.05 : 0.95)),
    baseline: other === null ? null : rounded(other),
    ratio: other === null ? null : rounded(p50 / other),
  };
}

/** The sample below which a share `q` of all lies (nearest rank). */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length)));
  return must(sorted[rank - 1], 'a quantile needs samples');
}

/** Three significant digits; whole from 1,000 on. */
export function rounded(value: number): number {
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

export function shown(value: number): string {
  return rounded(value).toLocaleString('en');
}

/** One line of a figure. */
export function lineOf({ figure, says }: Measured): string {
  const { name, unit, p50, p95, baseline, ratio } = figure;
  const against =
    baseline === null || ratio === null
      ? 'no baseline, no ratio'
      : `baseline ${shown(baseline)} ${unit}, ratio ${shown(ratio)}`;
  return `${name}: ${shown(p50)} ${unit} (p95 ${shown(p95)}), ${against}; ${says}`;
}
