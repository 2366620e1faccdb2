/** What stacks: half-open, milliseconds. */
export interface Span {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export interface Lanes {
  readonly count: number;
  readonly of: ReadonlyMap<string, number>;
}

/**
 * Gives each span the first lane that is free when it begins. Ties go by id, so that the same rows
 * always draw the same picture. `count` is at least 1.
 */
export function lanesOf(spans: readonly Span[]): Lanes {
  const of = new Map<string, number>();
  const ends: number[] = [];
  for (const span of inOrder(spans)) {
    const free = ends.findIndex((end) => end <= span.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = span.to;
    of.set(span.id, lane);
  }
  return { count: Math.max(1, ends.length), of };
}

/** By begin, then end, then id. */
export function inOrder<S extends Span>(spans: readonly S[]): readonly S[] {
  return spans.toSorted(
    (a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
