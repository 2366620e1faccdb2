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
  /** What it had to reach, and whether it did. */
  readonly targets?: readonly Judged[];
}

export type Part = Readonly<Record<string, number>>;

interface Aim {
  /** Which of the numbers of a bench is meant. */
  readonly what: string;
  /** Of the number and of its bound; `×` is a ratio. */
  readonly unit: 'ops/s' | 'ms' | 'µs' | 'MB' | 'calls' | '×';
  /** The size of run that it is meant for; any, where none is named. */
  readonly meant?: { readonly count: number; readonly of: string };
}

/** A bound that a bench must reach; the bound itself still does. */
export type Target = Aim & ({ readonly atMost: number } | { readonly atLeast: number });

export type Judged = Target & {
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly met: boolean | null;
  /** Of what the target names a count of, where this run had less: it says little then. */
  readonly ran?: number;
};

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
    p95: rounded(quantile(samples, unit.endsWith('/s') ? 0.05 : 0.95)),
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

/** Compares what was measured, not what is shown of it. `ran`: the size of this run, as the target counts it. */
export function judge(target: Target, value: number | null, ran?: number): Judged {
  const smaller =
    target.meant !== undefined && ran !== undefined && ran < target.meant.count ? { ran } : {};
  if (value === null) return { ...target, value, met: null, ...smaller };
  const met = 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
  return { ...target, value: besides(value, boundOf(target)), met, ...smaller };
}

function boundOf(target: Target): number {
  return 'atMost' in target ? target.atMost : target.atLeast;
}

// 5.004 of 5 is missed: shown as 5 it would read like a mistake.
function besides(value: number, bound: number): number {
  return rounded(value) === bound ? value : rounded(value);
}

/** One line for each target of a figure: what was reached, what had to be, met or missed. */
export function targetLines({ name, targets = [] }: Figure): string[] {
  return targets.map((judged) => {
    const { what, unit, value, met, ran, meant } = judged;
    const bound = `${'atMost' in judged ? '≤' : '≥'} ${shown(boundOf(judged))} ${unit}`;
    const verdict =
      value === null || met === null
        ? `not measured (${bound})`
        : `${value.toLocaleString('en', { maximumSignificantDigits: 15 })} ${unit} (${bound}), ${met ? 'met' : 'missed'}`;
    const size =
      ran === undefined || meant === undefined
        ? ''
        : `, with ${shown(ran)} of the ${shown(meant.count)} ${meant.of} it is meant for`;
    return `  ${name.padEnd(22)}  ${what.padEnd(32)}  ${verdict}${size}`;
  });
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
