import type { IncidentTallies, Tally } from './incident-report.ts';
import type { IncidentEvent } from './incident-row.ts';

const UNKNOWN = 'unknown';

/** How many events (or last events) say what, most frequent first. */
export function talliesOf(events: readonly IncidentEvent[]): IncidentTallies {
  return {
    state: tally(events, ({ words }) => words.state),
    priority: tally(events, ({ words }) => words.priority.word),
    group: tally(events, ({ words }) => words.group ?? UNKNOWN),
    made_sla: tally(events, ({ values }) => {
      if (values.made_sla === null) return UNKNOWN;
      return values.made_sla === 1 ? 'TRUE' : 'FALSE';
    }),
  };
}

function tally(events: readonly IncidentEvent[], wordOf: (event: IncidentEvent) => string): Tally {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(wordOf(event), (counts.get(wordOf(event)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
