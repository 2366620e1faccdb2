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
import type { Light, Outdated, SyncEvent, SyncState } from '#sync/core/sync-state.ts';
import { failureOf } from './failure.ts';
import type { Failure, SyncFailure } from './failure.ts';
import { counted, newSession, runRound } from './round.ts';
import type { RoundEnd, RoundReport, Session } from './round.ts';
import { COALESCE, createSchedule } from './schedule.ts';
import type { Interest } from './schedule.ts';
import { inspect } from './inspect.ts';
import { createJournal } from './journal.ts';
import { createParking } from './parking.ts';
import { createPortion } from './portion.ts';
import { createPace } from './upload.ts';
import { createWaker } from './waker.ts';

const ROUNDS = 5;
/** Who closes waits no longer than this for central to hear of it. */
const LEAVING = 1000;
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

function outdated(needs: Outdated): EngineStatus['error'] {
  const message =
    needs === 'device_update'
      ? 'This version is too old for central.'
      : 'Central is older than this version.';
  return { code: 'update_needed', message };
}

function causeOf(thrown: unknown): Readonly<Record<string, string>> {
  if (thrown instanceof LinkError) return { failure: thrown.failure, sqlstate: thrown.code };
  return { name: thrown instanceof Error ? thrown.name : 'unknown' };
}

export function createEngine(options: EngineOptions): Engine {
  const { replica, clock, timers, random, log } = options;
  const listeners = new Set<() => void>();
  let state: SyncState = next(INITIAL, counted(replica));
  const { enrolment } = replica.state();
  if (enrolment !== 'complete') {
    state = next(state, { kind: 'standalone', adopting: enrolment === 'unfinished' });
  }
  const schedule = createSchedule(clock, random);
  let started = false;
  let stopped = false;
  let session: Session | null = null;
  let timer: Timer | null = null;
  let coalescing: Timer | null = null;
  // One round at a time: each is queued behind the last.
  let tail: Promise<unknown> = Promise.resolve();
  let rounds = 0;
  let again = false;
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
    if (event.kind === 'compared') schedule.compared(event.at);
    if (before.verified && !state.verified) schedule.changed(clock.now());
    if (event.kind === 'pushed' || (event.kind === 'pulled' && event.rows > 0)) {
      schedule.changed(event.at);
      schedule.moved(event.kind === 'pushed');
    }
    if (event.kind === 'stored') schedule.moved(false);
    changed();
  };
  const waker = createWaker({ clock, timers, log });
  const journal = createJournal({ clock, log });
  const pace = createPace();
  const parking = createParking({ clock, log });
  const portion = createPortion();

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
    await inTime(link.leave(place), 'sync.leave_failed');
  }

  /** Waits for what central is told on leaving, but not long. */
  async function inTime(telling: Promise<unknown>, event: string): Promise<void> {
    await new Promise<void>((done) => {
      const limit = timers.after(LEAVING, done);
      const told = telling.finally(() => {
        limit.cancel();
        done();
      });
      drop(told, log, event);
    });
  }

  async function oneRound(thorough: boolean): Promise<Ended> {
    if (state.link === 'none') return fail(withoutCentral(state));
    if (stopped || state.link === 'unplugged') return fail('central_unreachable');
    nextTryAt = null;
    note({ kind: 'time', at: clock.now() });
    // Who slept may still have a connection that works; only a greeting proves it.
    if (state.link === 'lost') await close();
    const current = (session ??= open());
    const uploads = thorough || schedule.mayUpload();
    const { ops } = pace;
    const { rows } = portion;
    // What failed as a whole may get through in parts: no reason yet to wait for longer.
    const eased = () => {
      if (pace.ops < ops) schedule.moved(true);
      else if (portion.rows < rows) schedule.moved(false);
    };
    try {
      const end = await runRound(current, {
        mayPush: uploads,
        chunkRows: options.chunkRows ?? CHUNK,
        pace,
        parking,
        portion,
        verifyDue: () => thorough || schedule.isCompareDue(state.verified),
        mayVerify: () => thorough || schedule.mayCompare(),
        note,
        sending: (last) => {
          sendingUpTo = last;
          changed();
        },
        changed: () => waker.wake(current.exchange.link),
        arrived: (newest) => {
          if (newest === null) return;
          lag = Math.max(0, clock.now() - (current.clockOffset ?? clockOffset ?? 0) - newest);
        },
      });
      clockOffset = current.clockOffset ?? clockOffset;
      if (end.compared !== null) schedule.mended(end.compared === 'equal');
      if (end.report.verified && schedule.isInspectionDue()) await lookInside(current);
      eased();
      return await settled(current, end, uploads);
    } catch (thrown) {
      eased();
      return await failed(thrown);
    } finally {
      note(counted(replica));
    }
  }

  async function lookInside({ exchange }: Session): Promise<void> {
    const heard = async () => note({ kind: 'heard', at: clock.now() });
    const rotten = await inspect(exchange, { portion, clock, heard, stored: heard });
    if (rotten > 0) log.write('error', 'sync.contents_differed', { rows: rotten });
    schedule.inspected();
  }

  async function settled(current: Session, end: RoundEnd, uploads: boolean): Promise<Ended> {
    if (end.refused === 'in_use') {
      note({ kind: 'in_use' });
      error = { code: 'desk_in_use', message: 'This desk is connected from another computer.' };
      await close();
      schedule.failed({ remedy: 'soon' });
      return fail('desk_in_use');
    }
    if (end.refused !== null) {
      note({ kind: 'incompatible', needs: current.needs ?? 'device_update' });
      schedule.failed({ remedy: 'ask' });
      await close();
    } else {
      schedule.worked();
      if (started) listen(current);
    }
    if (state.needs !== null) {
      // One of the two may be updated at any moment.
      current.greetedAt = null;
      error = outdated(state.needs);
      return fail('update_needed');
    }
    if (end.pushFailure === null) {
      // A round that left the upload out says nothing about it.
      if (!uploads) return ok(end);
      schedule.uploadWorked();
      error = null;
      return ok(end);
    }
    const failure = failureOf(end.pushFailure);
    schedule.uploadFailed(failure.lost);
    tell('sync.push_failed', failure, end.pushFailure);
    if (failure.remedy === 'room') note({ kind: 'full' });
    if (failure.lost) await close();
    return fail(failure.code);
  }

  async function failed(thrown: unknown): Promise<Ended> {
    const failure = failureOf(thrown);
    schedule.failed(failure);
    tell('sync.lost', failure, thrown);
    if (failure.remedy === 'room') note({ kind: 'full' });
    else if (failure.code === 'device_revoked') note({ kind: 'revoked' });
    // Who never got in has no connection to keep, however busy central was.
    else if (failure.lost || state.link !== 'connected') note({ kind: 'lost' });
    else return fail(failure.code);
    if (failure.remedy !== 'room') await close();
    return fail(failure.code);
  }

  function tell(event: string, failure: Failure, thrown: unknown): void {
    const { code, message } = failure;
    error = { code, message };
    // What breaks because we end it is no news.
    if (stopped || state.link === 'unplugged') return;
    log.write(code === 'internal' ? 'error' : 'warn', event, { code, ...causeOf(thrown) });
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
      .then(async () => {
        const startedAt = clock.now();
        const ended = await oneRound(thorough);
        journal.round(startedAt, ended, state.waiting);
        return ended;
      })
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
    if (!started || stopped || isCut(state)) return;
    timer?.cancel();
    const delay = schedule.wait(state, again);
    nextTryAt = schedule.isFailing() ? clock.now() + delay : null;
    again = false;
    timer = timers.after(delay, kick);
    if (nextTryAt !== null) changed();
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
      if (rounds === 0) await inTime(waker.flush(), 'sync.wake_failed');
      if (rounds === 0) await leave();
      waker.stop();
      await close();
      await tail;
      await close();
      journal.sum();
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
      // What could be stored here found room.
      if (state.full) schedule.hurry();
      note({ kind: 'wrote' });
      // While central is out of reach the next try has its time; typing must not hammer it.
      if (!schedule.isFailing() && !stopped && !isCut(state)) {
        coalescing ??= timers.after(COALESCE, () => {
          coalescing = null;
          kick();
        });
      }
      // Last: a file that cannot be read now keeps nothing from being sent.
      note(counted(replica));
    },
    setInterest(to) {
      if (schedule.watch(to)) kick();
    },
    async setPlugged(plugged) {
      note({ kind: plugged ? 'plugged' : 'unplugged' });
      schedule.hurry();
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
