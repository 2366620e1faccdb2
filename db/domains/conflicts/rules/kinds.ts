import type { ConflictType } from '../tables.ts';

/** A booking lost its slot to others and occupies nothing until somebody settles it. */
export function losesSlot(type: ConflictType): boolean {
  return type === 'double_booking' || type === 'capacity_exceeded';
}

/** A booking stands where it should not and keeps its slot until somebody settles it. */
export function keepsSlot(type: ConflictType): boolean {
  return type === 'resource_unavailable' || type === 'timezone_mismatch';
}
