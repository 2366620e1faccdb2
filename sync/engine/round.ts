import type { Id } from '#db/kernel/id.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { SyncEvent } from '#sync/core/sync-state.ts';
import {
  fillStep,
  helloStep,
  pullStep,
  pushStep,
  reincarnateStep,
  repairStep,
  resendStep,
  restartCursorStep,
  verifyStep,
} from './steps.ts';
import { portions } from './difference.ts';
import type { Exchange } from './steps.ts';

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
  greeted: boolean;
  /** Something does not fit (a restored file, a restored central): compare before trusting. */
  suspect: boolean;
  /** A new epoch, to be remembered once everything compared equal. */
  epoch: Id | null;
  clockOffset: number | null;
}

export interface RoundOptions {
  readonly mayPush: boolean;
  readonly chunkRows: number;
  /** Asked when nothing is left to send or fetch: is it time to compare checksums? */
  verifyDue(): boolean;
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
  readonly refused: 'update_needed' | null;
  /** The upload failed; the download was done all the same. */
  readonly pushFailure: unknown;
}

/** Milliseconds between downloads while a long queue is being sent. */
const PULL_WHILE_PUSHING = 1000;
const REPAIRS = 3;
const GREETINGS = 3;

/**
 * Hello, fill, push, pull, verify, as far as each is due. Throws `LinkError` when the connection
 * is of no use; a failed upload alone is reported and does not keep the download from running.
 */
export async function runRound(session: Session, options: RoundOptions): Promise<RoundEnd> {
  const report: RoundReport = { pushed: 0, pulled: 0, conflicts: 0, rejected: 0, verified: false };
  const round = { session, options, report, exchange: session.exchange };
  if (!session.greeted && !(await greet(round))) {
    return { report, refused: 'update_needed', pushFailure: null };
  }
  await fill(round);
  const pushFailure = options.mayPush ? await push(round) : null;
  // A restored file was noticed while sending: greet again next time, fetch now.
  await pullAll(round);
  const waiting = session.exchange.replica.state().waiting;
  if (session.suspect || (waiting === 0 && options.verifyDue())) await verify(round);
  return { report, refused: null, pushFailure };
}

interface Round {
  readonly session: Session;
  readonly exchange: Exchange;
  readonly options: RoundOptions;
  readonly report: RoundReport;
}

async function greet({ session, exchange, options }: Round): Promise<boolean> {
  for (let tries = 0; tries < GREETINGS; tries++) {
    const greeting = await helloStep(exchange);
    switch (greeting.kind) {
      case 'incompatible':
        return false;
      case 'restored':
        await reincarnateStep(exchange);
        session.suspect = true;
        break;
      case 'welcome':
        session.greeted = true;
        session.clockOffset = greeting.clockOffset;
        options.note({ kind: 'connected', at: exchange.clock.now() });
        if (greeting.epochChanged) {
          const { phase } = exchange.replica.state();
          if (phase === 'ready') await resendStep(exchange);
          if (phase !== 'empty') await restartCursorStep(exchange);
          session.suspect = true;
          session.epoch = greeting.epoch;
        }
        return true;
    }
  }
  throw new LinkError('broken', 'restored', 'central refuses every incarnation');
}

async function fill(round: Round): Promise<void> {
  const { exchange, options, report } = round;
  const { replica } = exchange;
  if (replica.state().phase === 'ready') return;
  const rowsBefore = rowsFilled(replica);
  while ((await fillStep(exchange, options.chunkRows)) === 'more') {
    options.note(counted(replica));
  }
  report.pulled += rowsFilled(replica) - rowsBefore;
  // A chunked copy is torn; references hold only after the pull.
  await pullAll(round);
  replica.finishFill();
  options.note(counted(replica));
}

function rowsFilled(replica: Exchange['replica']): number {
  return replica.fillProgress().reduce((sum, table) => sum + table.rows, 0);
}

async function push(round: Round): Promise<unknown> {
  const { session, exchange, options, report } = round;
  let pulledAt = exchange.clock.now();
  try {
    for (;;) {
      const step = await pushStep(exchange, (last) => options.sending(last));
      if (step.kind === 'idle') return null;
      if (step.kind === 'restored') {
        await reincarnateStep(exchange);
        session.suspect = true;
        continue;
      }
      report.pushed += step.ops;
      report.conflicts += step.conflicts;
      report.rejected += step.rejected;
      const now = exchange.clock.now();
      options.note({ kind: 'pushed', at: now });
      options.note(counted(exchange.replica));
      if (step.changed) options.changed();
      if (now - pulledAt >= PULL_WHILE_PUSHING) {
        await pull(round);
        pulledAt = exchange.clock.now();
      }
    }
  } catch (error) {
    if (error instanceof LinkError && error.failure === 'revoked') throw error;
    return error;
  } finally {
    options.sending(null);
  }
}

async function pullAll(round: Round): Promise<void> {
  while ((await pull(round)) > 0);
}

async function pull({ exchange, options, report }: Round): Promise<number> {
  const { rows, newest } = await pullStep(exchange);
  took({ exchange, options, report }, rows, newest);
  return rows;
}

function took(
  { exchange, options, report }: Pick<Round, 'exchange' | 'options' | 'report'>,
  rows: number,
  newest: number | null,
): void {
  report.pulled += rows;
  if (rows > 0) options.arrived(newest);
  options.note({ kind: 'pulled', rows, at: exchange.clock.now() });
  options.note(counted(exchange.replica));
}

async function verify(round: Round): Promise<void> {
  const { session, exchange, options, report } = round;
  for (let repairs = 0; ; repairs++) {
    const { rows, newest, equal, scopes } = await verifyStep(exchange);
    took(round, rows, newest);
    options.note({ kind: 'compared', equal, at: exchange.clock.now() });
    if (equal) {
      if (session.epoch !== null) exchange.replica.setEpoch(session.epoch);
      session.epoch = null;
      session.suspect = false;
      report.verified = exchange.replica.state().waiting === 0;
      return;
    }
    if (repairs === REPAIRS) return;
    for (const some of portions(scopes)) await repairStep(exchange, some);
  }
}

/** The replica's own counts, as an event. */
export function counted(replica: Exchange['replica']): SyncEvent {
  const { phase, waiting, attention } = replica.state();
  return { kind: 'counted', ready: phase === 'ready', waiting, attention };
}
