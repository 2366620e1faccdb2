/** Why a value may not cross from the page, or null. */
export type NotPlain = 'too_large' | 'too_deep' | 'not_plain';

const MAX_DEPTH = 32;

/**
 * Whether a value from the page is plain JSON of at most `limit` bytes (counted as UTF-16 code
 * units of its text, a little under its size on the wire). A structured clone may carry maps,
 * buffers, cycles and an own `__proto__`; nothing of ours does.
 */
export function checkPlain(value: unknown, limit: number): NotPlain | null {
  let left = limit;
  const visit = (part: unknown, depth: number): NotPlain | null => {
    if (depth > MAX_DEPTH) return 'too_deep';
    left -= sizeOf(part);
    if (left < 0) return 'too_large';
    if (part === null || part === undefined) return null;
    if (typeof part === 'number') return Number.isFinite(part) ? null : 'not_plain';
    if (typeof part !== 'object') {
      return typeof part === 'string' || typeof part === 'boolean' ? null : 'not_plain';
    }
    if (Array.isArray(part)) return first(part, (item) => visit(item, depth + 1));
    if (!isRecord(part)) return 'not_plain';
    return first(Object.entries(part), ([key, item]) => {
      left -= key.length + 4;
      return key === '__proto__' ? 'not_plain' : visit(item, depth + 1);
    });
  };
  return visit(value, 0);
}

function first<T>(items: readonly T[], check: (item: T) => NotPlain | null): NotPlain | null {
  for (const item of items) {
    const found = check(item);
    if (found !== null) return found;
  }
  return null;
}

function sizeOf(part: unknown): number {
  return typeof part === 'string' ? part.length + 2 : 8;
}

function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
