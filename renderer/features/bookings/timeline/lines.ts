import type { BoardResource } from '#electron/contract/bookings.ts';

/** A line of the board as scrolled: a group's header or a resource. */
export type Line =
  | {
      readonly type: 'group';
      readonly key: string;
      readonly kind: BoardResource['kind'];
      readonly place: string;
      readonly category: string;
      readonly count: number;
      readonly collapsed: boolean;
    }
  | { readonly type: 'resource'; readonly group: string; readonly resource: BoardResource };

export function groupKeyOf(resource: BoardResource): string {
  return JSON.stringify([resource.kind, resource.place, resource.category]);
}

/** Lines in the order of the resources, a header before each group; collapsed groups keep only theirs. */
export function linesOf(
  resources: readonly BoardResource[],
  collapsed: ReadonlySet<string>,
): readonly Line[] {
  const groups = new Map<string, BoardResource[]>();
  for (const resource of resources) {
    const key = groupKeyOf(resource);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  const lines: Line[] = [];
  for (const [key, members] of groups) {
    const [first] = members;
    if (!first) continue;
    const { kind, place, category } = first;
    const shut = collapsed.has(key);
    lines.push({
      type: 'group',
      key,
      kind,
      place,
      category,
      count: members.length,
      collapsed: shut,
    });
    if (shut) continue;
    for (const resource of members) lines.push({ type: 'resource', group: key, resource });
  }
  return lines;
}

/** Rows asked for at once; a multiple keeps the question the same while scrolling within it. */
const CHUNK = 24;
const MOST = 200;

/**
 * Ids of the resources to ask bookings for: the visible lines, widened to whole chunks of lines, so
 * that scrolling asks anew only now and then. Never more than the contract allows.
 */
export function idsToAsk(lines: readonly Line[], first: number, last: number): readonly string[] {
  const from = Math.max(0, (Math.floor(first / CHUNK) - 1) * CHUNK);
  const to = (Math.floor(last / CHUNK) + 2) * CHUNK;
  const ids: string[] = [];
  for (const line of lines.slice(from, to)) {
    if (line.type === 'resource') ids.push(line.resource.id);
  }
  return ids.slice(0, MOST);
}

/** Index of the nearest resource line in a direction, `steps` resources away; the last one on the way. */
export function resourceLine(
  lines: readonly Line[],
  from: number,
  direction: -1 | 1,
  steps: number,
): number {
  let found = from;
  let left = steps;
  for (let i = from + direction; i >= 0 && i < lines.length && left > 0; i += direction) {
    if (lines[i]?.type !== 'resource') continue;
    found = i;
    left--;
  }
  return found;
}

/** What tells a line from all others: the group's key or the resource's id. */
export function lineKeyOf(line: Line): string {
  return line.type === 'group' ? line.key : line.resource.id;
}

export function lineOfResource(lines: readonly Line[], id: string): number {
  return lines.findIndex((line) => line.type === 'resource' && line.resource.id === id);
}
