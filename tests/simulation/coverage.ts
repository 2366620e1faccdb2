/** How often what was reached; a run that never met a fault proves nothing about it. */
export type Coverage = Record<string, number>;

export function count(coverage: Coverage, what: string, by = 1): void {
  coverage[what] = (coverage[what] ?? 0) + by;
}

export function add(into: Coverage, from: Coverage): void {
  for (const [what, times] of Object.entries(from)) count(into, what, times);
}

/** Faults that must have fired and rare states that must have been reached in any hundred seeds. */
const SOMETIMES: Readonly<Record<string, number>> = {
  'call held': 200,
  'call cut': 30,
  'call aborted': 30,
  'call given up': 20,
  'reply lost': 50,
  'reply late': 50,
  'delivered twice': 30,
  'lock waited for': 10,
  'commit overtaken': 50,
  crash: 50,
  'crash with a call held': 5,
  'transaction of a killed process': 5,
  power: 30,
  restart: 20,
  backup: 30,
  restore: 20,
  'restored file noticed': 5,
  'op lost with the file': 5,
  'disk full': 20,
  'write met a full disk': 5,
  clone: 10,
  'clock jumped': 20,
  'cable pulled': 20,
  'device revoked': 3,
  'central restarted': 3,
  'central copied': 3,
  'central put back': 2,
  'central put back noticed': 2,
  'written directly': 200,
  backlog: 10,
  hint: 30,
  'op sent again': 20,
  'pull rebased': 50,
  'verdict applied': 1000,
  'verdict merged': 3,
  'verdict conflicted': 100,
  'verdict rejected': 30,
  'conflict double_booking': 100,
  'conflict concurrent_edit': 20,
  'conflict deleted_vs_edited': 5,
  'conflict permission_revoked_offline': 50,
  'conflict resource_unavailable': 15,
  'conflict timezone_mismatch': 0.1,
  settled: 25,
  reopened: 3,
  undone: 50,
  refused: 100,
  'light up_to_date': 100,
  'light offline': 50,
  'light attention': 5,
  'light revoked': 1,
  'light disk_full': 20,
  'light in_use': 5,
};

/** What was met less often than `ran` seeds must meet it. */
export function scarce(coverage: Coverage, ran: number): readonly string[] {
  return Object.entries(SOMETIMES)
    .filter(([what, least]) => (coverage[what] ?? 0) < Math.floor((least * ran) / 100))
    .map(([what, least]) => `${what}: ${coverage[what] ?? 0} of ${(least * ran) / 100}`);
}
