import { describe, expect, test } from 'vitest';
import type { BoardResource } from '#electron/contract/bookings.ts';
import { groupKeyOf, idsToAsk, linesOf, resourceLine } from './lines.ts';

const room = (id: string, category: string): BoardResource => ({
  id,
  name: id,
  kind: 'space',
  place: 'City Hotel',
  category,
  capacity: 2,
  timezone: 'Europe/Lisbon',
  is_active: 1,
  booking_mode: 'exclusive',
  conflict_detection_enabled: 1,
});
const rooms = [room('a1', 'A'), room('a2', 'A'), room('b1', 'B')];

describe('lines of the board', () => {
  test('a header stands before each group; a collapsed group keeps its header and count', () => {
    const [first] = rooms;
    const shut = new Set(first ? [groupKeyOf(first)] : []);
    expect(linesOf(rooms, new Set()).map((line) => line.type)).toEqual([
      'group',
      'resource',
      'resource',
      'group',
      'resource',
    ]);
    const lines = linesOf(rooms, shut);
    expect(lines.map((line) => line.type)).toEqual(['group', 'group', 'resource']);
    expect(lines[0]).toMatchObject({ count: 2, collapsed: true });
  });

  test('arrows skip headers and stop at the last resource', () => {
    const lines = linesOf(rooms, new Set());
    expect(resourceLine(lines, 2, 1, 1)).toBe(4);
    expect(resourceLine(lines, 4, 1, 1)).toBe(4);
    expect(resourceLine(lines, 4, -1, 10)).toBe(1);
  });

  test('the question stays the same while scrolling within a chunk and never names over 200', () => {
    const many = Array.from({ length: 1000 }, (_, i) => room(`r${i}`, 'A'));
    const lines = linesOf(many, new Set());
    expect(idsToAsk(lines, 250, 270)).toEqual(idsToAsk(lines, 258, 280));
    expect(idsToAsk(lines, 250, 270)).toContain('r249');
    expect(idsToAsk(lines, 0, 999)).toHaveLength(200);
  });
});
