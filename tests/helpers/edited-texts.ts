import fc from 'fast-check';

/** A text and what two people made of it. */
export interface EditedText {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

// Few kinds of lines: they repeat, and sides meet.
const anyLine = fc.constantFrom('a', 'b', 'c', '', 'é', 'x\r', '🏨', 'dd');

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
}

function edits(line: fc.Arbitrary<string>): fc.Arbitrary<readonly Edit[]> {
  const edit = fc.record({
    at: fc.nat({ max: 12 }),
    removed: fc.nat({ max: 2 }),
    added: fc.array(line, { maxLength: 2 }),
  });
  return fc.array(edit, { maxLength: 2 });
}

function edited(lines: readonly string[], by: readonly Edit[]): string {
  const left = [...lines];
  for (const { at, removed, added } of by) left.splice(at % (left.length + 1), removed, ...added);
  return left.join('\n');
}

/** Both sides from one base, each with lines that the other does not have (`m1`, `t1`). */
export const editedTexts: fc.Arbitrary<EditedText> = fc
  .record({
    base: fc.array(anyLine, { minLength: 1, maxLength: 12 }),
    mine: edits(
      fc.oneof(
        anyLine,
        fc.nat({ max: 9 }).map((n) => `m${n}`),
      ),
    ),
    theirs: edits(
      fc.oneof(
        anyLine,
        fc.nat({ max: 9 }).map((n) => `t${n}`),
      ),
    ),
  })
  .map(({ base, mine, theirs }) => ({
    base: base.join('\n'),
    mine: edited(base, mine),
    theirs: edited(base, theirs),
  }));
