import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';
import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { Moment } from '#sync/core/replica.ts';
import type { Outdated, SyncEvent } from '#sync/core/sync-state.ts';
import {
  doubtStep,
  fillStep,
  helloStep,
  pullStep,
  reincarnateStep,
  resendStep,
  restartCursorStep,
  verifyStep,
} from './steps.ts';
import { catchUp, isForgotten } from './catch-up.ts';
import { createPortion, fetchRows } from './portion.ts';
import type { Portion } from './portion.ts';
import { repair } from './repair.ts';
import type { Repairing } from './repair.ts';
import type { Exchange } from './steps.ts';
import { createParking } from './parking.ts';
import type { Parking } from './parking.ts';
import { createPace, upload } from './upload.ts';
import type { Pace } from './upload.ts';

/** What one round did. Rows and ops, counted as they were confirmed. */
export interface RoundReport {
  pushed: number;
  pulled: number;
  /** Conflicts our own ops met in this round. */
  conflicts: number;
  rejected: number;
  /** Checksums compared equal at the end, with nothing waiting. */
  verified: boolean;
}

/** One connection: what was said on it so far. */
export interface Session {
  readonly exchange: Exchange;
  /** When central last heard hello, which holds this device for this place. */
  greetedAt: number | null;
  /** Something does not fit (a restored file, a restored central): compare before trusting. */
  suspect: boolean;
  clockOffset: number | null;
  /** Versions differ too much for our ops: they wait, and rows come. */
  needs: Outdated | null;
}

export function newSession(exchange: Exchange): Session {
  return { exchange, greetedAt: null, suspect: false, clockOffset: null, needs: null };
}

export interface RoundOptions {
  readonly mayPush: boolean;
  readonly chunkRows: number;
  /** Remembers from round to round how much central answers in time; new when left out. */
  readonly pace?: Pace;
  /** And what central could not judge. */
  readonly parking?: Parking;
  /** The same of how many rows the link carries in one call. */
  readonly portion?: Portion;
  /** Asked when nothing is left to send or fetch: is it time to compare checksums? */
  verifyDue(): boolean;
  /** False while a difference that no fetching mended waits for its next comparison; true when left out. */
  mayVerify?(): boolean;
  note(event: SyncEvent): void;
  /** Ops up to this number are on their way; null when the answer is there. */
  sending(lastOpNo: number | null): void;
  /** Central's rows changed through us. */
  changed(): void;
  /** Rows arrived, the newest written at central then (milliseconds); `lag` is computed from it. */
  arrived(newest: number | null): void;
}

export interface RoundEnd {
  readonly report: RoundReport;
  readonly refused: 'update_needed' | 'in_use' | null;
  /** Null when nothing was compared; `different`: fetching what differed did not mend it. */
  readonly compared: 'equal' | 'different' | null;
  /** The upload failed; the download was done all the same. */
  readonly pushFailure: unknown;
}

const REPAIRS = 3;
const GREETINGS = 3;
/** Hello again after so long: central holds the device for this place for 150 s from each. */
const RENEWAL = 60_000;

/**
 * Hello, fill, push, pull, verify, as far as each is due. Throws `LinkError` when the connection
 * is of no use; a failed upload alone is reported and does not keep the download from running.
 */
export async function runRound(session: Session, options: RoundOptions): Promise<RoundEnd> {
  const report: RoundReport = { pushed: 0, pulled: 0, conflicts: 0, rejected: 0, verified: false };
  const portion = options.portion ?? createPortion();
  const { exchange } = session;
  const round: Round = { session, options, report, exchange, portion, pushFailure: null };
  const greeted = await introduce(round);
  if (greeted === 'update_needed' || greeted === 'in_use') {
    return { report, refused: greeted, compared: null, pushFailure: null };
  }
  const { needs } = session;
  // A central that is older cannot fill the tables of this version.
  if (needs === 'central_update' && session.exchange.replica.state().phase !== 'ready') {
    return { report, refused: null, compared: null, pushFailure: null };
  }
  await fill(round);
  await push(round, () => pull(round));
  const cut = isCut(round.pushFailure);
  // Said now: the download may need as long again to find out.
  if (cut) options.note({ kind: 'lost' });
  const { replica } = session.exchange;
  const compares = () => {
    const { doubted, waiting } = replica.state();
    if (options.mayVerify?.() === false) return false;
    return session.suspect || doubted || (waiting === 0 && options.verifyDue());
  };
  // A restored file was noticed while sending: greet again next time, fetch now.
  if (greeted === 'current' && report.pushed === 0) took(round, 0, null);
  // A comparison fetches, too: a desk at rest asks once.
  else if (!compares()) await pullAll(round);
  if (cut) options.note({ kind: 'connected', at: session.exchange.clock.now() });
  const compared = compares() ? await verify(round) : null;
  return { report, refused: null, compared, pushFailure: round.pushFailure };
}

function isCut(failure: unknown): boolean {
  return failure instanceof LinkError && failure.failure === 'unreachable';
}

interface Round {
  readonly session: Session;
  readonly exchange: Exchange;
  readonly options: RoundOptions;
  readonly report: RoundReport;
  readonly portion: Portion;
  /** After it nothing more is sent in this round. */
  pushFailure: unknown;
}

/**
 * Says hello where that is due. `current`: central said on the way that there is nothing to fetch.
 * Throws `LinkError` when it does not take us.
 */
async function introduce(round: Round): Promise<'greeted' | 'current' | RoundEnd['refused']> {
  const { session, exchange } = round;
  const { greetedAt } = session;
  if (greetedAt === null) return await greet(round);
  if (remaining(exchange.clock.now(), greetedAt, RENEWAL) > 0) return 'greeted';
  return await greet(round);
}

/** While much is under way in one round. Throws where another place took the device meanwhile. */
async function renew(round: Round): Promise<void> {
  const refused = await introduce(round);
  if (refused === 'in_use') throw new LinkError('unreachable', 'in_use', 'the device is in use');
}

async function greet({
  session,
  exchange,
  options,
}: Round): Promise<'greeted' | 'current' | RoundEnd['refused']> {
  let broken = false;
  for (let tries = 0; tries < GREETINGS; tries++) {
    const asked = exchange.clock.now();
    const greeting = await helloStep(exchange, session.greetedAt !== null);
    if (greeting.kind === 'incompatible') {
      session.needs = greeting.needs;
      return 'update_needed';
    }
    if (greeting.kind === 'in_use') return 'in_use';
    if (greeting.continuity !== 'unbroken') session.suspect = true;
    if (greeting.continuity === 'broken' && !broken) {
      broken = true;
      await putBack(exchange);
      options.note(counted(exchange.replica));
      // What it says now is about the new life.
      if (greeting.kind === 'restored') continue;
    }
    if (greeting.kind === 'restored') {
      session.suspect = true;
      await reincarnateStep(exchange);
      continue;
    }
    const { needs } = greeting;
    if (session.greetedAt === null || needs !== session.needs) {
      options.note({ kind: 'connected', at: exchange.clock.now(), needs });
    } else {
      heard(options, exchange);
    }
    session.needs = needs;
    session.greetedAt = asked;
    session.clockOffset = greeting.clockOffset;
    // Only now: cut off before, the file is put right from the beginning; later, its doubts tell what is
    // left, and meeting the new epoch once more must not begin it all again.
    if (broken) exchange.replica.setEpoch(greeting.epoch);
    return greeting.current && !session.suspect ? 'current' : 'greeted';
  }
  throw new LinkError('broken', 'restored', 'central refuses every incarnation');
}

const DAY = 86_400_000;

/** Central's time, from what it said at its last greeting. A clock that jumps moves it little. */
function momentOf({ greetedAt, clockOffset }: Session, clock: Clock): Moment {
  const said = must(greetedAt, 'verdicts come after a greeting');
  const since = Math.min(Math.max(0, clock.now() - said), 2 * RENEWAL);
  const now = said - must(clockOffset, 'a greeting tells the time') + since;
  return { at: instantOf(now), agreed: Math.abs(clock.now() - now) < DAY };
}

// Central was put back from a backup: what it confirmed waits again, and pulls begin at its snapshot
// of now.
async function putBack(exchange: Exchange): Promise<void> {
  const { phase } = exchange.replica.state();
  await resendStep(exchange);
  if (phase !== 'empty') await restartCursorStep(exchange);
}

async function fill(round: Round): Promise<void> {
  const { exchange, options, report } = round;
  const { replica } = exchange;
  if (replica.state().phase === 'ready') return;
  const rowsBefore = rowsFilled(replica);
  const filling = repairing(round);
  const fillSome = async (rows: number) => {
    const before = rowsFilled(replica);
    const step = await fillStep(exchange, rows);
    return { step, came: rowsFilled(replica) - before };
  };
  while ((await fetchRows(filling, options.chunkRows, fillSome)).step === 'more') {
    options.note(counted(replica));
    await filling.stored();
  }
  report.pulled += rowsFilled(replica) - rowsBefore;
  // A chunked copy is torn; references hold only after the pull.
  await pullAll(round);
  await replica.finishFill();
  options.note(counted(replica));
}

function rowsFilled(replica: Exchange['replica']): number {
  return replica.fillProgress().reduce((sum, table) => sum + table.rows, 0);
}

/** Sends what waits, where that may be; `download` in between, when it takes long. */
async function push(round: Round, download: () => Promise<unknown>): Promise<void> {
  const { session, exchange, options, report } = round;
  if (!options.mayPush || session.needs !== null || round.pushFailure !== null) return;
  try {
    await renew(round);
    await upload(exchange, {
      pace: options.pace ?? createPace(),
      parking: options.parking ?? createParking(exchange),
      sending: (last) => options.sending(last),
      changed: () => options.changed(),
      settled: (batch) => {
        report.pushed += batch.ops;
        report.conflicts += batch.conflicts;
        report.rejected += batch.rejected;
        options.note({ kind: 'pushed', at: exchange.clock.now() });
        options.note(counted(exchange.replica));
      },
      moment: () => momentOf(session, exchange.clock),
      restored: async () => {
        await doubtStep(exchange);
        session.suspect = true;
      },
      pull: async () => {
        await renew(round);
        await download();
      },
    });
  } catch (error) {
    if (error instanceof LinkError && error.failure === 'revoked') throw error;
    round.pushFailure = error;
  } finally {
    options.sending(null);
  }
}

async function pullAll(round: Round): Promise<void> {
  while ((await pull(round)) > 0);
}

async function pull(round: Round): Promise<number> {
  const { rows, newest } = await remembering(round, () => pullStep(round.exchange));
  took(round, rows, newest);
  return rows;
}

/** A download, for which the feed may no longer reach back to where this file stands, or too far. */
async function remembering<T>(round: Round, download: () => Promise<T>): Promise<T> {
  const { session, exchange, options } = round;
  try {
    return await download();
  } catch (error) {
    if (!isForgotten(error)) throw error;
    session.suspect = true;
    options.note({ kind: 'forgotten', at: exchange.clock.now() });
    await catchUp(exchange, repairing(round));
    return await download();
  }
}

function took({ exchange, options, report }: Round, rows: number, newest: number | null): void {
  report.pulled += rows;
  if (rows > 0) options.arrived(newest);
  options.note({ kind: 'pulled', rows, at: exchange.clock.now() });
  options.note(counted(exchange.replica));
}

async function verify(round: Round): Promise<'equal' | 'different'> {
  const { session, exchange, options, report } = round;
  for (let repairs = 0; ; repairs++) {
    const compared = await remembering(round, () => verifyStep(exchange));
    const { rows, newest, equal, scopes } = compared;
    took(round, rows, newest);
    options.note({ kind: 'compared', equal, at: exchange.clock.now() });
    if (equal) {
      session.suspect = false;
      report.verified = exchange.replica.state().waiting === 0;
      return 'equal';
    }
    if (repairs === REPAIRS) return 'different';
    // On the disk: a file whose repair was cut off must not forget which buckets it has still to fetch.
    exchange.replica.doubt(scopes);
    await repair(exchange, scopes, repairing(round));
  }
}

/** For what takes long: it is told that central is there, and central that this device is. */
function repairing(round: Round): Repairing {
  const { exchange, options, portion } = round;
  const { cursor } = exchange.replica.state();
  // A greeting in between may tell that central was put back, which begins at another cursor: what was
  // asked of the life before must not be finished with answers of this one.
  const refuseAnother = () => {
    const now = exchange.replica.state();
    if (now.phase === 'ready' && now.cursor !== cursor) {
      throw new LinkError('unreachable', 'put_back', 'central was put back meanwhile');
    }
  };
  return {
    portion,
    clock: exchange.clock,
    heard: async () => {
      heard(options, exchange);
      await renew(round);
      refuseAnother();
    },
    stored: async () => {
      options.note({ kind: 'stored', at: exchange.clock.now() });
      await renew(round);
      const { phase, waiting } = exchange.replica.state();
      // What is written here meanwhile need not wait for the end of a long download.
      if (phase === 'ready' && waiting > 0) await push(round, async () => {});
      refuseAnother();
    },
  };
}

function heard(options: RoundOptions, { clock }: Exchange): void {
  options.note({ kind: 'heard', at: clock.now() });
}

/** The replica's own counts, as an event. */
export function counted(replica: Exchange['replica']): SyncEvent {
  const { phase, waiting, attention, doubted } = replica.state();
  return { kind: 'counted', ready: phase === 'ready', waiting, attention, doubted };
}
