import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { openAdmin } from './open.node.ts';

/** Often enough for the watchdog; a run that finds nothing costs a few queries. */
const EVERY_MS = 60_000;
/** Runs without a comparison after one that failed: it reads every row. */
const REST_RUNS = 60;

export interface Upkeep {
  /** After the run that is under way. */
  stop(): Promise<void>;
}

/** Looks after a central as long as this process serves it: once now, and then every minute. */
export async function startUpkeep(url: string): Promise<Upkeep> {
  const stopping = new AbortController();
  await done(url, keepUp);
  const looking = (async () => {
    let rest = 0;
    while (!stopping.signal.aborted) {
      if (rest > 0) rest--;
      else if (!(await done(url, compareChecksums))) rest = REST_RUNS;
      const waited = await pause(EVERY_MS, true, { signal: stopping.signal, ref: false }).catch(
        () => false,
      );
      if (waited) await done(url, keepUp);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await looking;
    },
  };
}

/** What a central needs now and then, apart from comparing sums; answers what was done and what not. */
export async function keepUp(admin: pg.Client): Promise<object> {
  // Apart: its locks are held no longer than they must.
  await admin.query('select sync.settle_feed()');
  const { rows } = await admin.query<{ done: object }>('select sync.upkeep() as done');
  return must(rows[0], 'one row').done;
}

/**
 * Compares sums with the rows where the database says that the last time is more than a day ago, or at
 * once. Answers for how many organizations they were counted anew, null when it was not the time. After
 * `keepUp`, never in one transaction with it: that one locks the feed.
 */
export async function compareChecksums(admin: pg.Client, atOnce = false): Promise<number | null> {
  const { rows } = await admin.query<{ counted: number | null }>(
    'select sync.compare_checksums($1) as counted',
    [atOnce ? '0' : '1 day'],
  );
  return must(rows[0], 'one row').counted;
}

// What could not be done is done another time; a central that is gone will say so to whoever calls it.
async function done(url: string, chore: (admin: pg.Client) => Promise<unknown>): Promise<boolean> {
  try {
    const admin = await openAdmin(url, { queryTimeout: 600_000 });
    try {
      await chore(admin);
      return true;
    } finally {
      await admin.end();
    }
  } catch {
    // Nothing of it is urgent.
    return false;
  }
}
