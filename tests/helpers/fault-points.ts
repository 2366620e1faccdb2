import { commitNumber } from './commit.ts';
import type { DiskCall } from './fault-record.ts';

/**
 * Points at which to stop, numbered as the calls are: all but those deep inside a run of writes to one
 * file, of which `ofARun` are spread evenly.
 */
export function pointsOf(calls: readonly DiskCall[], ofARun: number): readonly number[] {
  const runs: { from: number; to: number }[] = [];
  for (const [at, call] of calls.entries()) {
    const last = runs.at(-1);
    const before = calls[at - 1];
    const goesOn =
      call.kind === 'write' && before?.kind === 'write' && before.path === call.path && last;
    if (goesOn) last.to = at + 1;
    else if (call.kind !== 'ack') runs.push({ from: at + 1, to: at + 1 });
  }
  return runs.flatMap(({ from, to }) => {
    const stride = Math.max(1, (to - from) / ofARun);
    const chosen = new Set<number>([from, from + 1, from + 2, to - 2, to - 1, to]);
    for (let at = from; at <= to; at += stride) chosen.add(Math.round(at));
    return [...chosen].filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  });
}

/** Names, syncs and lengths change there, or a run of writes begins or ends. */
export function isEdge(calls: readonly DiskCall[], at: number): boolean {
  return [at - 2, at - 1, at].some((index) => calls[index]?.kind !== 'write');
}

const EVERY = process.env['KILL_AT'] === 'every';

/**
 * The call at which the `number`th run of a sweep is disturbed, both counted from 1: one of each
 * `stride`, which one by the commit. `KILL_AT=every` stops at each.
 */
export function pointAt(number: number, stride: number): number {
  return EVERY ? number : number * stride - (commitNumber() % stride);
}
