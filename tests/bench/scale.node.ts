import { must } from '#db/kernel/must.ts';
import { createRandom } from '#resources/generate/random.ts';
import type { Work } from '#tests/fixtures/work.ts';
import { figureOf, quantile, rounded, shown } from './figures.ts';
import type { Measured, Part } from './figures.ts';
import { scaleReplica } from './scale-file.node.ts';
import { scaleQueries, TARGET } from './scale-queries.ts';
import type { ScaleQuery } from './scale-queries.ts';

const COUNTS = {
  bookings: 1_000_000,
  tickets: 200_000,
  leads: 100_000,
  audit: 500_000,
  requests: 50_000,
};
const WARM_UP = 20;
const SEED = 20_261_121;

/**
 * Every query that lists, counts or searches, on the replica of a large house, each with many inputs.
 * An input is asked three times and the quickest counts: pages are warm and a neighbour's turn on the
 * processor is not ours; what the first call took is told beside it. The yardstick is read in turn, the
 * same way: as many whole rows of the same table as the query answered, at random, by primary key.
 */
export function scale(cache: string, samples: number, say: (line: string) => void): Measured {
  const work = scaleReplica(cache, COUNTS, say);
  try {
    const random = createRandom(SEED);
    const parts: Record<string, Part> = {};
    const ours: number[] = [];
    const theirs: number[] = [];
    const missed: string[] = [];
    for (const query of scaleQueries(work, random)) {
      const times = measure(work, query, samples, (to) => random.between(1, to));
      const part = partOf(query, times);
      parts[query.name] = part;
      say(`  ${lineOfPart(query, part)}`);
      if (part.p95 > part.target) missed.push(query.name);
      ours.push(...times.ours);
      theirs.push(...times.theirs);
    }
    const counts = Object.entries(COUNTS).map(([what, count]) => `${shown(count)} ${what}`);
    return {
      figure: { ...figureOf('scale', 'ms', ours, theirs), parts },
      says:
        `${Object.keys(parts).length} queries, ${samples} inputs each, on ${counts.join(', ')}; ` +
        `${missed.length === 0 ? 'all within their targets' : `beyond the target: ${missed.join(', ')}`}; ` +
        'baseline as many whole rows by primary key',
    };
  } finally {
    work.close();
  }
}

interface Times {
  /** The first call of each input. */
  readonly first: readonly number[];
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

function partOf({ kind }: ScaleQuery, { first, ours, theirs }: Times) {
  const [p50, baseline] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  return {
    p50: rounded(p50),
    p95: rounded(quantile(ours, 0.95)),
    first_p95: rounded(quantile(first, 0.95)),
    target: TARGET[kind],
    baseline: rounded(baseline),
    baseline_p95: rounded(quantile(theirs, 0.95)),
    ratio: rounded(p50 / baseline),
  };
}

function lineOfPart({ name, kind }: ScaleQuery, part: ReturnType<typeof partOf>): string {
  const { p50, p95, first_p95, target, baseline, baseline_p95, ratio } = part;
  return [
    name.padEnd(28),
    kind.padEnd(6),
    `p50 ${shown(p50)}`.padEnd(10),
    `p95 ${shown(p95)} ms (≤ ${target}${p95 > target ? ', missed' : ''})`.padEnd(27),
    `first call ${shown(first_p95)} ms`.padEnd(20),
    `baseline ${shown(baseline)}, p95 ${shown(baseline_p95)} ms`.padEnd(32),
    `ratio ${shown(ratio)}`,
  ].join('  ');
}

const TIMES = 3;

function measure(
  { connection }: Work,
  { table, ask }: ScaleQuery,
  samples: number,
  upTo: (highest: number) => number,
): Times {
  const { highest } = must(
    connection.prepare<{ highest: number }>(`SELECT max(row_no) AS highest FROM ${table}`).get(),
    'a maximum is one row',
  );
  const bare = connection.prepare(`SELECT * FROM ${table} WHERE row_no = ?`);
  const first: number[] = [];
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let at = -WARM_UP; at < samples; at++) {
    const run = ask();
    let rows = 0;
    const asked = timed(() => {
      rows = answered(run());
    });
    const places = Array.from({ length: Math.max(1, rows) }, () => upTo(highest));
    const read = timed(() => {
      for (const place of places) bare.get(place);
    });
    if (at < 0) continue;
    first.push(must(asked[0], 'it was asked'));
    ours.push(Math.min(...asked));
    theirs.push(Math.min(...read));
  }
  return { first, ours, theirs };
}

function timed(run: () => void): readonly number[] {
  return Array.from({ length: TIMES }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
}

/** Rows in an answer: a list, a page of one, or the bookings of a window. */
function answered(answer: unknown): number {
  if (Array.isArray(answer)) return answer.length;
  if (typeof answer !== 'object' || answer === null) return 1;
  if ('rows' in answer && Array.isArray(answer.rows)) return answer.rows.length;
  return 'bookings' in answer && Array.isArray(answer.bookings) ? answer.bookings.length : 1;
}
