/** First and longest wait after a failure, milliseconds. */
export const FIRST_WAIT = 1000;
export const LONGEST_WAIT = 5 * 60_000;
/** The first where something had just got through: a link that is cut again and again works in between. */
const FIRST_AFTER_PROGRESS = 250;

/**
 * Wait before the next try after `failures` in a row (1 or more): doubling, with the upper half
 * drawn by lot so that desks cut off together do not come back together. `moved`: something got
 * through right before the first of them.
 */
export function waitAfter(failures: number, random: () => number, moved = false): number {
  const first = moved && failures === 1 ? FIRST_AFTER_PROGRESS : FIRST_WAIT;
  const full = Math.min(LONGEST_WAIT, first * 2 ** Math.min(failures - 1, 20));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Wait before it is tried whether a person has mended what only a person can. */
export function waitForPerson(random: () => number): number {
  return Math.round(LONGEST_WAIT * (0.9 + 0.1 * random()));
}
