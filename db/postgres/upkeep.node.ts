import { setTimeout as pause } from 'node:timers/promises';
import { openAdmin } from './open.node.ts';

/** Often enough for the watchdog; a run that finds nothing costs a few queries. */
const EVERY_MS = 60_000;
/** Sums are compared with the rows at every so many runs: once a day. */
const RECOUNT_RUNS = (24 * 3_600_000) / EVERY_MS;

export interface Upkeep {
  /** After the run that is under way. */
  stop(): Promise<void>;
}

/** Looks after a central as long as this process serves it: once now, and then every minute. */
export async function startUpkeep(url: string): Promise<Upkeep> {
  const stopping = new AbortController();
  await run(url, false);
  const looking = (async () => {
    for (let runs = 1; !stopping.signal.aborted; runs++) {
      const waited = await pause(EVERY_MS, true, { signal: stopping.signal, ref: false }).catch(
        () => false,
      );
      if (waited) await run(url, runs % RECOUNT_RUNS === 0);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await looking;
    },
  };
}

// What could not be done is done next time; a central that is gone will say so to whoever calls it.
async function run(url: string, recount: boolean): Promise<void> {
  try {
    const admin = await openAdmin(url, { queryTimeout: 600_000 });
    try {
      await admin.query('select sync.upkeep($1)', [recount]);
    } finally {
      await admin.end();
    }
  } catch {
    // Nothing of it is urgent.
  }
}
