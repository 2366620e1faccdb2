/** The promises that the simulation watches. */
export type Invariant =
  | 'I1 convergence'
  | 'I2 no lost write'
  | 'I3 no silent reversal'
  | 'I4 no overbooking'
  | 'I5 causality'
  | 'I6 exactly once'
  | 'I7 isolation'
  | 'I10 bounded'
  | 'rights'
  | 'the light'
  | 'liveness';

/** A promise that was broken, with what shows it. */
export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, what: string) {
    super(`${invariant}: ${what}`);
    this.name = 'Violation';
    this.invariant = invariant;
  }
}

/** Throws unless it holds. */
export function hold(invariant: Invariant, holds: boolean, what: () => string): void {
  if (!holds) throw new Violation(invariant, what());
}
