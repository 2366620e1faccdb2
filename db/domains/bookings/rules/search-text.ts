// What FTS5's unicode61 takes for a word; marks belong to the letter before them.
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/**
 * What a person typed → FTS5 MATCH text: every word must occur, the last may be begun.
 * Words are quoted, so no operator, column filter or quote of theirs reaches the query language.
 * Null when there is no word in it (empty, punctuation, emoji): nothing can match.
 */
export function matchText(typed: string): string | null {
  const words = typed.match(WORD);
  return words === null ? null : `${words.map((word) => `"${word}"`).join(' ')}*`;
}

/** Lower case without accents: `São` is found by `sao`. */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
