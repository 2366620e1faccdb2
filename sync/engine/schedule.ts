import { remaining } from '#db/kernel/clock.ts';
import type { Clock } from '#db/kernel/clock.ts';
import type { SyncState } from '#sync/core/sync-state.ts';
import { waitAfter, waitForPerson } from './backoff.ts';
import type { Failure } from './failure.ts';

/** How closely somebody watches; decides how often central is asked. */
export type Interest = 'focused' | 'visible' | 'hidden';

const POLL: Readonly<Record<Interest, number>> = { focused: 1000, visible: 5000, hidden: 30_000 };
/** Drawn by lot from here, so that many desks do not ask at once; one at rest never asks sooner than it may. */
const JITTER_FROM: Readonly<Record<Interest, number>> = { focused: 0.9, visible: 0.9, hidden: 1 };
/** Local writes within this time travel together. */
export const COALESCE = 10;
/** Checksums are compared once things have been quiet for so long, and at least every ten minutes. */
const QUIET = 1000;
const COMPARE_EVERY = 10 * 60_000;
const INSPECT_EVERY = 24 * 60 * 60_000;
const INSPECT_FIRST = 15 * 60_000;
/** Failures that count where it may be over at any moment: the wait stays below 16 s. */
const SOON = 5;

/** When to do what next. Holds no timer: the engine does. All times in milliseconds. */
export interface Schedule {
  /** A round failed, or could not begin. */
  failed(failure: { readonly remedy: Failure['remedy'] | 'soon' }): void;
  /** The last round failed: the next try has its time. */
  isFailing(): boolean;
  /** Something happened after which waiting makes no sense. */
  hurry(): void;
  /**
   * Something got through, an upload perhaps: what fails next fails for the first time, on a link that
   * is worth trying again at once.
   */
  moved(upload: boolean): void;
  /** A round did all it was to do, apart from its upload. */
  worked(): void;
  /**
   * Uploads wait on their own: downloads never wait for them. The first after a progress that met a
   * `lost` link waits for nothing but the next link.
   */
  uploadFailed(lost: boolean): void;
  uploadWorked(): void;
  mayUpload(): boolean;
  /** Rows changed here, or may have. */
  changed(at: number): void;
  compared(at: number): void;
  isCompareDue(verified: boolean): boolean;
  /** What differed was fetched: whether it is equal now. */
  mended(isEqual: boolean): void;
  /** False after differences that fetching did not mend, for growing waits: central may be to blame. */
  mayCompare(): boolean;
  inspected(): void;
  /** Contents are looked at once a day, after a comparison, and not while a working day begins. */
  isInspectionDue(): boolean;
  /** True when the new interest wants central asked sooner than the old one. */
  watch(interest: Interest): boolean;
  /** Until the next round; `again` when one was wanted while the last was running. */
  wait(state: Pick<SyncState, 'verified'>, again: boolean): number;
}

export function createSchedule(clock: Clock, random: () => number): Schedule {
  let interest: Interest = 'hidden';
  let failures = 0;
  let movedSince = false;
  let forPerson = false;
  let uploadFailures = 0;
  let uploadFailedAt = Number.NEGATIVE_INFINITY;
  let uploadWait = 0;
  let changedAt = Number.NEGATIVE_INFINITY;
  let comparedAt = Number.NEGATIVE_INFINITY;
  let differences = 0;
  let compareWait = 0;
  let inspectedAt = clock.now() - INSPECT_EVERY + INSPECT_FIRST;

  const isPast = (at: number, wait: number) => remaining(clock.now(), at, wait) === 0;
  const clear = () => {
    failures = 0;
    forPerson = false;
  };

  return {
    failed: ({ remedy }) => {
      failures = remedy === 'soon' ? Math.min(failures + 1, SOON) : failures + 1;
      if (failures > 1) movedSince = false;
      forPerson = remedy === 'ask';
    },
    isFailing: () => failures > 0,
    hurry: () => {
      clear();
      uploadWait = 0;
    },
    moved: (upload) => {
      clear();
      movedSince = true;
      if (upload) uploadFailures = 0;
    },
    worked: clear,
    uploadFailed: (lost) => {
      uploadFailures += 1;
      uploadFailedAt = clock.now();
      uploadWait = lost && uploadFailures === 1 ? 0 : waitAfter(uploadFailures, random);
    },
    uploadWorked: () => {
      uploadFailures = 0;
      uploadWait = 0;
    },
    mayUpload: () => isPast(uploadFailedAt, uploadWait),
    changed: (at) => {
      changedAt = at;
    },
    compared: (at) => {
      comparedAt = at;
    },
    isCompareDue: (verified) =>
      verified ? isPast(comparedAt, COMPARE_EVERY) : isPast(changedAt, QUIET),
    mended: (isEqual) => {
      differences = isEqual ? 0 : differences + 1;
      compareWait = isEqual ? 0 : waitAfter(differences, random);
    },
    mayCompare: () => isPast(comparedAt, compareWait),
    inspected: () => {
      inspectedAt = clock.now();
    },
    isInspectionDue: () => isPast(inspectedAt, INSPECT_EVERY),
    watch: (to) => {
      const closer = POLL[to] < POLL[interest];
      interest = to;
      return closer;
    },
    wait: ({ verified }, again) => {
      if (forPerson) return waitForPerson(random);
      if (failures > 0) return waitAfter(failures, random, movedSince);
      if (again) return 0;
      const poll = POLL[interest] * (JITTER_FROM[interest] + 0.2 * random());
      // Without this the light would stay unsure for a whole interval after each change.
      return verified || interest === 'hidden' ? poll : Math.min(poll, QUIET + COALESCE);
    },
  };
}
