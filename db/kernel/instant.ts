/** A point in time as text: UTC, always `YYYY-MM-DDTHH:MM:SS.sssZ`, so that text order is time order. */
export type Instant = string;

const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Milliseconds since the epoch → canonical text. Throws RangeError outside years 0000–9999. */
export function instantOf(milliseconds: number): Instant {
  const text = new Date(milliseconds).toISOString();
  if (!SHAPE.test(text)) throw new RangeError(`instant out of range: ${text}`);
  return text;
}

/** Canonical text → milliseconds since the epoch. */
export function millisecondsOf(instant: Instant): number {
  return Date.parse(instant);
}

/** True for the canonical form of an existing point in time (no 30 February, no missing milliseconds). */
export function isInstant(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}
