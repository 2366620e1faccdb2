import type { Change } from '#sync/core/op.ts';

/** An op that a desk acknowledged to a person. */
export interface Issued {
  readonly op_id: string;
  readonly device: number;
  readonly changes: readonly Change[];
  /** Made after the copy that was put back, and not sent before: allowed to be lost. */
  gone: boolean;
}

/** Which acknowledged ops each desk's file has gone through. */
export interface Issue {
  readonly all: readonly Issued[];
  add(op: Omit<Issued, 'gone'>): void;
  backedUp(device: number): void;
  /** The copy is put back; answers how many ops went with the file. */
  restored(device: number): number;
  /** Another desk begins with this one's file as it is now. */
  copied(device: number, to: number): void;
  /** Lost for good, as it may be, unless central has it; answers how many. */
  giveUp(which: (op: Issued) => boolean): number;
}

export function createIssue(): Issue {
  const all: Issued[] = [];
  const files = new Map<number, readonly Issued[]>();
  const copies = new Map<number, readonly Issued[]>();
  const file = (device: number) => files.get(device) ?? [];
  const giveUp = (ops: readonly Issued[]) => {
    for (const op of ops) op.gone = true;
    return ops.length;
  };
  return {
    all,
    add: (op) => {
      const issued = { ...op, gone: false };
      all.push(issued);
      files.set(op.device, [...file(op.device), issued]);
    },
    backedUp: (device) => copies.set(device, file(device)),
    restored: (device) => {
      const copy = new Set(copies.get(device));
      const lost = file(device).filter((op) => !copy.has(op));
      files.set(device, [...copy]);
      return giveUp(lost);
    },
    copied: (device, to) => files.set(to, file(device)),
    giveUp: (which) => giveUp(all.filter((op) => !op.gone && which(op))),
  };
}
