import { remaining } from '#db/kernel/clock.ts';
import type { Verdict } from '#sync/core/op.ts';
import { LinkError, PUSH_BYTES, PUSH_OPS } from '#sync/core/protocol.ts';
import type { PushReply } from '#sync/core/protocol.ts';
import type { Moment } from '#sync/core/replica.ts';
import { createParking, isOfOps } from './parking.ts';
import type { Parking, Sent } from './parking.ts';
import type { Exchange } from './steps.ts';

/** What became of one batch, once its verdicts are settled. */
export interface Batch {
  readonly ops: number;
  readonly conflicts: number;
  readonly rejected: number;
}

export interface Upload {
  readonly pace: Pace;
  readonly parking: Parking;
  /** Ops up to this number are on their way. */
  sending(lastOpNo: number): void;
  /** Central has committed, whatever this device makes of it: others have something to fetch. */
  changed(): void;
  settled(batch: Batch): void;
  /** Central's memory of this file and the file itself differ: it needs a new incarnation. */
  restored(): Promise<void>;
  /** When verdicts come. */
  moment(): Moment;
  /** Downloads once; nothing is on its way then. */
  pull(): Promise<void>;
}

/** Milliseconds between downloads while a long queue is being sent. */
const PULL_WHILE_PUSHING = 1000;
/** Times as long as a download took, the next one waits: a slow link is not left to downloads. */
const PULL_SHARE = 4;
/** Milliseconds that the next one waits at most, however long a clock that jumps says it took. */
const PULL_LATEST = 30_000;

/**
 * Sends what waits, oldest first, until nothing does. While the verdicts of one batch are settled the
 * next is at central already; a failure of the next is met only when those verdicts are in.
 * Throws `LinkError`.
 */
export async function upload(exchange: Exchange, rules: Upload): Promise<void> {
  const { clock, replica } = exchange;
  let pulledAt = clock.now();
  let pullWait = PULL_WHILE_PUSHING;
  let cause: unknown;
  let flying = send(exchange, rules, 0);
  while (flying !== null) {
    const arriving = flying;
    const { ids, last, answer } = arriving;
    const reply = await answer;
    if (!reply.ok) {
      rules.pace.failed(ids.length, reply.ms, reply.error);
      const others = replica.state().waiting > ids.length;
      const parks = rules.parking.failed(arriving, reply.error, others);
      // A dead link is told as such: nothing more is to be asked on it.
      if (!parks) throw isOfOps(reply.error) ? (cause ?? reply.error) : reply.error;
      // At once, so that none is parked that would get in by now.
      cause = reply.error;
      flying = send(exchange, rules, 0);
      continue;
    }
    if (reply.value.kind !== 'verdicts') {
      await rules.restored();
      cause = undefined;
      flying = send(exchange, rules, 0);
      continue;
    }
    const { verdicts } = reply.value;
    // Without progress the queue would be sent for ever.
    const judged = new Set(verdicts.map(({ op_id }) => op_id));
    if (!ids.every((id) => judged.has(id))) {
      throw new LinkError('broken', 'no_verdicts', 'push without verdicts');
    }
    rules.pace.answered(ids.length, reply.ms);
    cause = undefined;
    const sent = () => replica.pendingOps(ids.length, PUSH_BYTES, 0);
    rules.parking.judged(verdicts, sent);
    // Before the next batch, behind which the hint would wait on the same connection.
    const batch = batchOf(verdicts);
    if (changesRows(batch)) rules.changed();
    // A download must not overtake verdicts: their images are those of the moment of the push.
    const pullDue = remaining(clock.now(), pulledAt, pullWait) === 0;
    flying = pullDue ? null : send(exchange, rules, last);
    await replica.settle(verdicts, rules.moment());
    rules.parking.settled(arriving, replica.state().last_op_no);
    rules.settled(batch);
    if (pullDue) {
      const asked = clock.now();
      await rules.pull();
      pulledAt = clock.now();
      const share = PULL_SHARE * (pulledAt - asked);
      pullWait = Math.min(PULL_LATEST, Math.max(PULL_WHILE_PUSHING, share));
    }
    // Pulled in between, or written since.
    flying ??= send(exchange, rules, 0);
  }
}

/**
 * Sends the oldest waiting ops and takes the verdicts in; what became of them. Null when nothing was
 * settled: nothing waits, or the file needs a new incarnation.
 */
export async function pushStep(exchange: Exchange): Promise<Batch | null> {
  const pace = createPace();
  const flying = send(exchange, { pace, parking: createParking(exchange), sending: () => {} }, 0);
  if (flying === null) return null;
  const reply = await flying.answer;
  if (!reply.ok) throw reply.error;
  if (reply.value.kind !== 'verdicts') return null;
  await exchange.replica.settle(reply.value.verdicts);
  return batchOf(reply.value.verdicts);
}

type Answer =
  | { readonly ok: true; readonly value: PushReply; readonly ms: number }
  | { readonly ok: false; readonly error: unknown; readonly ms: number };

/** Only what is asked of it later: hundreds of ops held until the answer would pile up as garbage. */
interface Flying extends Sent {
  /** Never rejects: nobody may be listening yet when the call fails. */
  readonly answer: Promise<Answer>;
}

function send(
  { replica, link, clock }: Exchange,
  { pace, parking, sending }: Pick<Upload, 'pace' | 'parking' | 'sending'>,
  after: number,
): Flying | null {
  const waiting = replica.pendingOps(pace.ops, PUSH_BYTES, after);
  const alone = waiting.findIndex((op) => parking.isCondemned(op)) + 1;
  const ops = alone === 0 ? waiting : waiting.slice(0, alone);
  const last = ops.at(-1);
  if (last === undefined) return null;
  sending(last.op_no);
  const asked = clock.now();
  const answer = link.push(ops.map((op) => parking.asSent(op))).then(
    (value): Answer => ({ ok: true, value, ms: clock.now() - asked }),
    (error: unknown): Answer => ({ ok: false, error, ms: clock.now() - asked }),
  );
  const ids = ops.map(({ op_id }) => op_id);
  return { incarnation: last.incarnation, ids, last: last.op_no, answer };
}

function batchOf(verdicts: readonly Verdict[]): Batch {
  const rejected = verdicts.filter((verdict) => verdict.outcome === 'rejected').length;
  const conflicts = verdicts.reduce((sum, verdict) => sum + verdict.conflicts.length, 0);
  return { ops: verdicts.length, conflicts, rejected };
}

function changesRows({ ops, conflicts, rejected }: Batch): boolean {
  return rejected < ops || conflicts > 0;
}

/** How long central should take over one batch, milliseconds. */
const WANTED = 500;
/** A link that breaks sooner than this says nothing of how much it was asked to carry. */
const TELLING = 50;

/** How many ops travel together: as many as central answers in half a second. */
export interface Pace {
  readonly ops: number;
  answered(ops: number, ms: number): void;
  /** No answer came in so long: a link may not hold for as long as an answer to as much takes. */
  failed(ops: number, ms: number, error: unknown): void;
}

export function createPace(): Pace {
  let ops = PUSH_OPS;
  let failures = 0;
  const set = (wanted: number) => {
    ops = Math.max(1, Math.min(PUSH_OPS, Math.floor(wanted)));
  };
  return {
    get ops() {
      return ops;
    },
    answered: (sent, ms) => {
      failures = 0;
      if (ms > 2 * WANTED) set((sent * WANTED) / ms);
      // A short queue says nothing of what a long one may be.
      else if (ms < WANTED && sent >= ops) set(ops * 2);
    },
    failed: (sent, ms, error) => {
      // What it met with one of many, however soon, shows in fewer at a time.
      if (isOfOps(error) ? sent === 1 : ms < TELLING) return;
      failures += 1;
      // Once may be bad luck: cut in the middle of what had often got through.
      if (failures > 1) set(Math.min(sent, ops) / 2);
    },
  };
}
