/** Lines of one text that are looked at, at most; a longer text is asked about. */
export const MERGE_LINES = 10_000;
/** Pairs of equal lines between two texts, head and tail aside, that are looked at at most. */
export const MERGE_PAIRS = 10_000;

/** Base lines `[from, to)` became `lines`. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * Line-wise three-way merge. Null where people must decide: hunks of both sides overlap or touch and
 * are not the same, or the texts are too long to compare. Lines end at `\n`; a carriage return is
 * part of its line. Symmetric, and no line that either side added is missing from the result.
 * Central has the same rule in `sync.text_merge`: every choice here is made there, too.
 */
export function mergeText(base: string, mine: string, theirs: string): string | null {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const [was, left, right] = [base, mine, theirs].map((text) => text.split('\n'));
  if (was === undefined || left === undefined || right === undefined) return null;
  if (Math.max(was.length, left.length, right.length) > MERGE_LINES) return null;
  const ours = hunks(was, left);
  const others = hunks(was, right);
  if (ours === null || others === null) return null;
  const all = woven(ours, others);
  return all === null ? null : applied(was, all).join('\n');
}

/** What was changed between two texts, in order; null when that is too much to find out. */
function hunks(base: readonly string[], side: readonly string[]): readonly Hunk[] | null {
  const most = Math.min(base.length, side.length);
  let head = 0;
  while (head < most && base[head] === side[head]) head += 1;
  let tail = 0;
  while (tail < most - head && base.at(-1 - tail) === side.at(-1 - tail)) tail += 1;
  const pairs = equalLines(
    base.slice(head, base.length - tail),
    side.slice(head, side.length - tail),
  );
  if (pairs === null) return null;
  const found: Hunk[] = [];
  let [from, start] = [head, head];
  const ends: Pair = [base.length - tail - head, side.length - tail - head];
  for (const [inBase, inSide] of [...pairs, ends]) {
    const [to, end] = [inBase + head, inSide + head];
    if (to > from || end > start) found.push({ from, to, lines: side.slice(start, end) });
    [from, start] = [to + 1, end + 1];
  }
  return found;
}

/** Places of two equal lines. */
type Pair = readonly [inBase: number, inSide: number];

interface Link {
  readonly pair: Pair;
  readonly before: Link | undefined;
}

/**
 * A longest common subsequence of lines (Hunt and Szymanski 1977): pairs of equal lines in the order of
 * the base, later lines of the side first, each put where it makes a chain of its length end earliest.
 */
function equalLines(base: readonly string[], side: readonly string[]): readonly Pair[] | null {
  const places = Map.groupBy(side.keys(), (at) => side[at] ?? '');
  let pairs = 0;
  for (const line of base) pairs += places.get(line)?.length ?? 0;
  if (pairs > MERGE_PAIRS) return null;
  // By length less one: the chain of that length that ends earliest.
  const ends: Link[] = [];
  for (const [inBase, line] of base.entries()) {
    for (const inSide of (places.get(line) ?? []).toReversed()) {
      const length = chainsBefore(ends, inSide);
      ends[length] = { pair: [inBase, inSide], before: ends[length - 1] };
    }
  }
  const chain: Pair[] = [];
  for (let link = ends.at(-1); link !== undefined; link = link.before) chain.push(link.pair);
  return chain.toReversed();
}

/** How many chains end before this line of the side. */
function chainsBefore(ends: readonly Link[], inSide: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.pair[1] ?? 0) < inSide) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Hunks of both sides in order, equal ones once; null when two touch and differ. */
function woven(ours: readonly Hunk[], others: readonly Hunk[]): readonly Hunk[] | null {
  const all: Hunk[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [mine, theirs] = [ours[left], others[right]];
    if (mine === undefined) return [...all, ...others.slice(right)];
    if (theirs === undefined) return [...all, ...ours.slice(left)];
    if (mine.to < theirs.from) {
      all.push(mine);
      left += 1;
    } else if (theirs.to < mine.from) {
      all.push(theirs);
      right += 1;
    } else if (isSame(mine, theirs)) {
      all.push(mine);
      left += 1;
      right += 1;
    } else {
      return null;
    }
  }
}

function isSame(one: Hunk, other: Hunk): boolean {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.lines.length === other.lines.length &&
    one.lines.every((line, at) => line === other.lines[at])
  );
}

function applied(base: readonly string[], all: readonly Hunk[]): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  for (const hunk of all) {
    lines.push(...base.slice(from, hunk.from), ...hunk.lines);
    from = hunk.to;
  }
  return [...lines, ...base.slice(from)];
}
