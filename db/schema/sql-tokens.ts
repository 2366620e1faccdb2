/**
 * The words of an SQL text in one spelling: unquoted names and keywords in lower case, plain names
 * without quotes, strings as they stand; space and comments left out.
 */
export function sqlTokens(sql: string): readonly string[] {
  const words = sql.match(WORD) ?? [];
  return words
    .filter((word) => !/^(\s|--|\/\*)/.test(word))
    .map((word) => {
      if (word.startsWith("'")) return word;
      if (!word.startsWith('"')) return word.toLowerCase();
      const name = word.slice(1, -1);
      return /^[a-z_][a-z0-9_]*$/.test(name) ? name : word;
    });
}

const WORD =
  /--[^\n]*|\/\*[^]*?\*\/|\s+|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_$]*|\d+(?:\.\d+)?|<=|>=|<>|!=|\|\||::|->>|->|[^]/g;

/** An SQL text in one spelling, for comparing. */
export function sameSpelling(sql: string): string {
  return sqlTokens(sql).join(' ');
}

/** What stands between the parenthesis at `open` and the one that closes it. */
export function enclosed(tokens: readonly string[], open: number): readonly string[] {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return tokens.slice(open + 1, at);
  }
  throw new Error('Bug: an SQL text with an open parenthesis');
}

/** Parts of a list between commas that stand outside all parentheses. */
export function listed(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
