import type { Id } from '#db/kernel/id.ts';
import type { Op } from '#sync/core/op.ts';

/** A row that parked ops changed. What was done to it meanwhile may be built on them. */
interface Ground {
  readonly incarnation: Id;
  /** One of them made it: what refers to it is built on that, too. */
  readonly made: boolean;
  /** Numbers of the oldest and the newest: until the newest is settled the row shows what it did. */
  readonly first: number;
  readonly through: number;
  /** The last op number before the row was shown without any of them; null while it is not. */
  readonly last: number | null;
  /** The same of the oldest alone, settled: from then on a person may do it again. */
  readonly settled: number | null;
  /** The op that made the row again: it and what follows are built on no parked one. */
  readonly until: number | null;
}

/** The rows that parked ops changed, by which what was built on those is known. In memory alone. */
export interface Grounds {
  /** Whether the op was done on what a parked one left. */
  isBuilt(op: Op): boolean;
  /** The op is parked. */
  add(op: Op): void;
  /** The op is built on none; it may do one of them again. */
  pass(op: Op): void;
  /** All of this life up to `last` is settled; `newest` is the last number given to an op until then. */
  settled(sent: { readonly incarnation: Id; readonly last: number }, newest: number): void;
}

/** For one file. */
export function createGrounds(): Grounds {
  const grounds = new Map<unknown, Ground>();

  const under = (op: Op, row_id: unknown): Ground | null => {
    const ground = grounds.get(row_id);
    return ground !== undefined && isUnder(op, ground) ? ground : null;
  };

  return {
    isBuilt: (op) =>
      grounds.size > 0 &&
      op.changes.some(
        ({ row_id, values }) =>
          under(op, row_id) !== null ||
          Object.values(values).some(([, after]) => under(op, after)?.made === true),
      ),
    add: (op) => {
      for (const { row_id, kind } of op.changes) {
        grounds.set(row_id, widened(grounds.get(row_id), op, kind === 'insert'));
      }
    },
    pass: (op) => {
      for (const { row_id, kind } of grounds.size > 0 ? op.changes : []) {
        const ground = grounds.get(row_id);
        if (ground === undefined || kind !== 'insert' || !isAgain(op, ground)) continue;
        grounds.set(row_id, { ...ground, until: op.op_no });
      }
    },
    settled: ({ incarnation, last }, newest) => {
      for (const [row_id, ground] of grounds) {
        const isOver = ground.last !== null && ground.last <= last;
        if (isOver || ground.incarnation !== incarnation) grounds.delete(row_id);
        else if (ground.last === null && ground.first <= last) {
          const isShown = ground.through <= last;
          const settled = ground.settled ?? newest;
          grounds.set(row_id, { ...ground, settled, last: isShown ? newest : null });
        }
      }
    },
  };
}

function isUnder(op: Op, ground: Ground): boolean {
  const { op_no } = op;
  return (
    ground.incarnation === op.incarnation &&
    op_no >= ground.first &&
    op_no <= (ground.last ?? op_no) &&
    op_no < (ground.until ?? Infinity) &&
    !isAgain(op, ground)
  );
}

/** A retry is refused where somebody wrote since, so that it was done on what central says. */
function isAgain({ command, incarnation, op_no }: Op, ground: Ground): boolean {
  return (
    command === 'sync.retry' &&
    ground.incarnation === incarnation &&
    ground.settled !== null &&
    op_no > ground.settled
  );
}

/** Later work was done on what central says, unless an older op still shows there. */
function widened(ground: Ground | undefined, op: Op, made: boolean): Ground {
  const { incarnation, op_no } = op;
  const joins =
    ground?.incarnation === incarnation && (ground.last === null || isUnder(op, ground));
  if (!joins) {
    const [first, through] = [op_no, op_no];
    return { incarnation, made, first, through, last: null, settled: null, until: null };
  }
  return {
    ...ground,
    made: ground.made || made,
    first: Math.min(ground.first, op_no),
    through: Math.max(ground.through, op_no),
    last: null,
    until: op_no < (ground.until ?? 0) ? ground.until : null,
  };
}
