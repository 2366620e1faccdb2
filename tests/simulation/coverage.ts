/** How often what was reached; a run that never met a fault proves nothing about it. */
export type Coverage = Record<string, number>;

export function count(coverage: Coverage, what: string, by = 1): void {
  coverage[what] = (coverage[what] ?? 0) + by;
}

export function add(into: Coverage, from: Coverage): void {
  for (const [what, times] of Object.entries(from)) count(into, what, times);
}

/** Faults that must have fired and rare states that must have been reached in any hundred seeds. */
export const SOMETIMES: Readonly<Record<string, number>> = {
  'call held': 200,
  'call cut': 30,
  'call aborted': 30,
  'reply lost': 50,
  'lock waited for': 10,
  'commit overtaken': 50,
  crash: 50,
  'crash with a call held': 10,
  'transaction of a killed process': 5,
  restart: 20,
  backup: 30,
  restore: 20,
  'restored file noticed': 5,
  'op lost with the file': 5,
  'clock jumped': 20,
  'written directly': 200,
  'op sent again': 20,
  'pull rebased': 50,
  'fill cut off': 5,
  'verdict applied': 1000,
  'verdict merged': 3,
  'verdict conflicted': 100,
  'verdict rejected': 30,
  'conflict double_booking': 100,
  'conflict concurrent_edit': 20,
  'conflict deleted_vs_edited': 5,
  settled: 25,
  reopened: 3,
  undone: 50,
  refused: 100,
  verified: 100,
};
