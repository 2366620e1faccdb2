import type { Clock, Timer, Timers } from '#db/kernel/clock.ts';
import type { Ids } from '#db/kernel/id.ts';
import { drop } from '#db/kernel/log.ts';
import type { Log } from '#db/kernel/log.ts';
import { fail, ok } from '#db/kernel/result.ts';
import type { Result } from '#db/kernel/result.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { CentralLink, Scope } from '#sync/core/protocol.ts';
import type { SyncReplica } from '#sync/core/replica.ts';
import { INITIAL, lightOf, next } from '#sync/core/sync-state.ts';
import type { Light, SyncEvent, SyncState } from '#sync/core/sync-state.ts';
import { waitAfter } from './backoff.ts';
import { failureOf } from './failure.ts';
import type { SyncFailure } from './failure.ts';
import { counted, newSession, runRound } from './round.ts';
import type { RoundEnd, RoundReport, Session } from './round.ts';
import { createWaker } from './waker.ts';

/** How closely somebody watches; decides how often central is asked. */
export type Interest = 'focused' | 'visible' | 'hidden';

const POLL: Readonly<Record<Interest, number>> = { focused: 1000, visible: 5000, hidden: 30_000 };
/** Local writes within this time travel together. */
const COALESCE = 10;
/** Checksums are compared once things have been quiet for so long, and at least every ten minutes. */
const QUIET = 1000;
const COMPARE_EVERY = 10 * 60_000;
const ROUNDS = 5;
/** Who closes waits no longer than this for central to hear of it. */
const LEAVING = 1000;
/** The other computer may be closed at any moment: the wait stays below 16 s. */
const IN_USE_TRIES = 5;
/** Rows stored at a time during the first fill: what shows its progress waits no longer for them. */
const CHUNK = 5000;

export interface EngineOptions {
  readonly replica: SyncReplica;
  /** A new, lazy connection; called again after each loss. */
  readonly connect: () => CentralLink;
  readonly tables: readonly Scope['table'][];
  readonly schemaVersion: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** In [0, 1). */
  readonly random: () => number;
  readonly ids: Ids;
  /** Where the file is; see `placeOf`. */
  readonly place: string;
  readonly log: Log;
  /** Rows of one chunk of the first fill. */
  readonly chunkRows?: number;
}

export interface EngineStatus {
  readonly light: Light;
  readonly state: SyncState;
  /** This device's clock minus central's, milliseconds. */
  readonly clockOffset: number | null;
  /** Central's write → here, milliseconds, of the last rows that came. */
  readonly lag: number | null;
  readonly error: { readonly code: SyncFailure; readonly message: string } | null;
  readonly nextTryAt: number | null;
  /** Ops up to this number are on their way. */
  readonly sendingUpTo: number | null;
}

export interface Engine {
  /** Begins to sync by itself. */
  start(): void;
  /** Ends what runs, closes the connection. Nothing is lost: what was not confirmed waits. */
  stop(): Promise<void>;
  /** Until nothing is left to send or fetch, and checksums were compared. Works without `start`. */
  syncOnce(): Promise<Result<RoundReport, SyncFailure>>;
  /** To be called after each local commit. */
  localWrite(): void;
  setInterest(interest: Interest): void;
  /** False closes the connection and keeps it closed: the cable pulled by hand. */
  setPlugged(plugged: boolean): Promise<void>;
  status(): EngineStatus;
  /** Calls back after anything in `status` changed. */
  onChange(listener: () => void): () => void;
}

type Ended = Result<RoundEnd, SyncFailure>;

// Nothing is to be asked of central now.
function isCut({ link }: SyncState): boolean {
  return link === 'unplugged' || link === 'none';
}

function withoutCentral({ refused }: SyncState): SyncFailure {
  return refused === 'adopting' ? 'adoption_unfinished' : 'no_central';
}

export function createEngine(options: EngineOptions): Engine {
  const { replica, clock, timers, random, log } = options;
  const listeners = new Set<() => void>();
  let state: SyncState = next(INITIAL, counted(replica));
  const { enrolment } = replica.state();
  if (enrolment !== 'complete') {
    state = next(state, { kind: 'standalone', adopting: enrolment === 'unfinished' });
  }
  let interest: Interest = 'hidden';
  let started = false;
  let stopped = false;
  let session: Session | null = null;
  let timer: Timer | null = null;
  let coalescing: Timer | null = null;
  // One round at a time: each is queued behind the last.
  let tail: Promise<unknown> = Promise.resolve();
  let rounds = 0;
  let again = false;
  let failures = 0;
  let pushFailures = 0;
  let pushAfter = 0;
  let changedAt = Number.NEGATIVE_INFINITY;
  let comparedAt = Number.NEGATIVE_INFINITY;
  let clockOffset: number | null = null;
  let lag: number | null = null;
  let error: EngineStatus['error'] = null;
  let nextTryAt: number | null = null;
  let sendingUpTo: number | null = null;

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const note = (event: SyncEvent) => {
    const before = state;
    state = next(state, event);
    if (event.kind === 'compared') comparedAt = event.at;
    if (before.verified && !state.verified) changedAt = clock.now();
    if (event.kind === 'pushed' || (event.kind === 'pulled' && event.rows > 0))
      changedAt = event.at;
    changed();
  };
  const waker = createWaker({ clock, timers, log });

  function open(): Session {
    note({ kind: 'connecting' });
    const { connect, replica: own, tables, schemaVersion, ids, place } = options;
    return newSession({ replica: own, link: connect(), tables, schemaVersion, clock, ids, place });
  }

  async function close(): Promise<void> {
    const closing = session;
    session = null;
    if (closing !== null) await closing.exchange.link.close().catch(() => undefined);
  }

  /** Lets the device be taken up elsewhere at once, where central can be told in time. */
  async function leave(): Promise<void> {
    const leaving = session;
    if (leaving === null || leaving.greetedAt === null) return;
    const { link, place } = leaving.exchange;
    await new Promise<void>((done) => {
      const limit = timers.after(LEAVING, done);
      const told = link.leave(place).finally(() => {
        limit.cancel();
        done();
      });
      drop(told, log, 'sync.leave_failed');
    });
  }

  const verifyDue = () => {
    const now = clock.now();
    if (!state.verified) return now - changedAt >= QUIET;
    return now - comparedAt >= COMPARE_EVERY;
  };

  async function oneRound(thorough: boolean): Promise<Ended> {
    if (state.link === 'none') return fail(withoutCentral(state));
    if (stopped || state.link === 'unplugged') return fail('central_unreachable');
    nextTryAt = null;
    const current = (session ??= open());
    try {
      note({ kind: 'time', at: clock.now() });
      const end = await runRound(current, {
        mayPush: thorough || clock.now() >= pushAfter,
        chunkRows: options.chunkRows ?? CHUNK,
        verifyDue: () => thorough || verifyDue(),
        note,
        sending: (last) => {
          sendingUpTo = last;
          changed();
        },
        changed: () => waker.wake(current.exchange.link),
        arrived: (newest) => {
          if (newest !== null) lag = Math.max(0, clock.now() - (clockOffset ?? 0) - newest);
        },
      });
      clockOffset = current.clockOffset ?? clockOffset;
      return await settled(current, end);
    } catch (thrown) {
      return await lost(thrown);
    } finally {
      note(counted(replica));
    }
  }

  async function settled(current: Session, end: RoundEnd): Promise<Ended> {
    if (end.refused === 'in_use') {
      note({ kind: 'in_use' });
      error = { code: 'desk_in_use', message: 'This desk is connected from another computer.' };
      await close();
      failures = Math.min(failures + 1, IN_USE_TRIES);
      return fail('desk_in_use');
    }
    if (end.refused !== null) {
      note({ kind: 'incompatible' });
      error = { code: 'update_needed', message: 'Device and central are too far apart.' };
      await close();
      failures = Number.MAX_SAFE_INTEGER;
      return fail('update_needed');
    }
    failures = 0;
    if (end.pushFailure !== null) {
      pushFailures += 1;
      pushAfter = clock.now() + waitAfter(pushFailures, random);
      error = failureOf(end.pushFailure);
      log.write('warn', 'sync.push_failed', { code: error.code, failures: pushFailures });
      await close();
      return fail(error.code);
    }
    pushFailures = 0;
    pushAfter = 0;
    error = null;
    if (started) listen(current);
    return ok(end);
  }

  async function lost(thrown: unknown): Promise<Ended> {
    error = failureOf(thrown);
    failures += 1;
    const plugged = state.link !== 'unplugged' && !stopped;
    if (plugged) {
      const { code } = error;
      log.write(code === 'internal' ? 'error' : 'warn', 'sync.lost', {
        code,
        failures,
        ...(thrown instanceof LinkError
          ? { failure: thrown.failure, sqlstate: thrown.code }
          : { name: thrown instanceof Error ? thrown.name : 'unknown' }),
      });
    }
    note(error.code === 'device_revoked' ? { kind: 'revoked' } : { kind: 'lost' });
    await close();
    return fail(error.code);
  }

  const listening = new WeakSet<Session>();
  function listen(current: Session): void {
    if (listening.has(current)) return;
    listening.add(current);
    const onHint = () => {
      if (session !== current) return;
      note({ kind: 'hinted' });
      kick();
    };
    // What was written between the last pull and the first hint would wait for the next poll.
    const begun = current.exchange.link.listen(onHint).then((can) => {
      if (can) onHint();
    });
    drop(begun, log, 'sync.listen_failed');
  }

  function exclusive(thorough: boolean): Promise<Ended> {
    timer?.cancel();
    timer = null;
    rounds += 1;
    const run = tail
      .then(() => oneRound(thorough))
      .finally(() => {
        rounds -= 1;
        if (rounds === 0) plan();
      });
    tail = run.catch(() => undefined);
    return run;
  }

  function kick(): void {
    if (!started || stopped || isCut(state)) return;
    if (rounds > 0) again = true;
    else drop(exclusive(false), log, 'sync.round_failed');
  }

  function plan(): void {
    if (!started || stopped || isCut(state) || state.refused === 'revoked') return;
    timer?.cancel();
    const delay = delayNow();
    nextTryAt = failures > 0 ? clock.now() + delay : null;
    again = false;
    timer = timers.after(delay, kick);
    if (nextTryAt !== null) changed();
  }

  function delayNow(): number {
    if (failures > 0) return waitAfter(failures, random);
    if (again) return 0;
    const poll = POLL[interest] * (0.9 + 0.2 * random());
    // Without this the light would stay unsure for a whole interval after each change.
    return state.verified || interest === 'hidden' ? poll : Math.min(poll, QUIET + COALESCE);
  }

  return {
    start() {
      if (started || stopped) return;
      started = true;
      kick();
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      coalescing?.cancel();
      if (rounds === 0) await waker.flush();
      if (rounds === 0) await leave();
      waker.stop();
      await close();
      await tail;
      await close();
      listeners.clear();
    },
    async syncOnce() {
      const total = { pushed: 0, pulled: 0, conflicts: 0, rejected: 0, verified: false };
      for (let round = 0; round < ROUNDS && !total.verified; round++) {
        const ended = await exclusive(true);
        if (!ended.ok) return ended;
        const { report } = ended.value;
        total.pushed += report.pushed;
        total.pulled += report.pulled;
        total.conflicts += report.conflicts;
        total.rejected += report.rejected;
        total.verified = report.verified;
      }
      return ok(total);
    },
    localWrite() {
      note({ kind: 'wrote' });
      note(counted(replica));
      // While central is out of reach the next try has its time; typing must not hammer it.
      if (failures > 0 || coalescing !== null || stopped || isCut(state)) return;
      coalescing = timers.after(COALESCE, () => {
        coalescing = null;
        kick();
      });
    },
    setInterest(to) {
      const closer = POLL[to] < POLL[interest];
      interest = to;
      if (closer) kick();
    },
    async setPlugged(plugged) {
      note({ kind: plugged ? 'plugged' : 'unplugged' });
      failures = 0;
      pushAfter = 0;
      timer?.cancel();
      timer = null;
      nextTryAt = null;
      if (plugged) return kick();
      await close();
      await tail;
      error = null;
      changed();
    },
    status() {
      const seen = next(state, { kind: 'time', at: clock.now() });
      return { light: lightOf(seen), state: seen, clockOffset, lag, error, nextTryAt, sendingUpTo };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
