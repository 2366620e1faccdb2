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
}

export function createIssue(): Issue {
  const all: Issued[] = [];
  const files = new Map<number, Issued[]>();
  const copies = new Map<number, readonly Issued[]>();
  const file = (device: number) => files.get(device) ?? [];
  return {
    all,
    add: (op) => {
      const issued = { ...op, gone: false };
      all.push(issued);
      files.set(op.device, [...file(op.device), issued]);
    },
    backedUp: (device) => copies.set(device, file(device)),
    restored: (device) => {
      const copy = copies.get(device) ?? [];
      const lost = file(device).filter((op) => !copy.includes(op));
      for (const op of lost) op.gone = true;
      files.set(device, [...copy]);
      return lost.length;
    },
  };
}
