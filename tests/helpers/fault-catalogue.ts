/** One line of docs/faults.md. */
export interface Fault {
  readonly id: string;
  readonly holds: string;
  readonly tests: readonly { readonly file: string; readonly name: string }[];
  /** What stands in the last cell beside tests and the word _control_ before one. */
  readonly rest: string;
}

const TEST = /`([^`]+)` "([^"]+)"/g;

/** Reads the tables of docs/faults.md. */
export function readFaults(markdown: string): readonly Fault[] {
  return markdown
    .split('\n')
    .map((line) => /^\| (F\d+) +\|([^|]*)\|([^|]*)\|(.*)\|$/.exec(line))
    .filter((cells) => cells !== null)
    .map(([, id = '', , holds = '', shown = '']) => ({
      id,
      holds: holds.trim(),
      tests: [...shown.matchAll(TEST)].map(([, file = '', name = '']) => ({ file, name })),
      rest: shown
        .replaceAll(new RegExp(`(?:_control_ )?${TEST.source}`, 'g'), '')
        .replaceAll(', ', '')
        .trim(),
    }));
}

/**
 * What is wrong with the catalogue: a fault without its line, a line without a promise or a test, a
 * test that is not there. `sourceOf` answers the text of a file, undefined where there is none.
 */
export function faultProblems(
  faults: readonly Fault[],
  last: number,
  sourceOf: (file: string) => string | undefined,
): readonly string[] {
  const missing = Array.from({ length: last }, (_, n) => `F${n + 1}`)
    .filter((id) => faults.filter((fault) => fault.id === id).length !== 1)
    .map((id) => `${id} has not exactly one line`);
  const broken = faults.flatMap(({ id, holds, tests, rest }) => {
    if (holds === '') return [`${id} promises nothing`];
    if (rest !== '') return [`${id}: ${rest} is no test of a file`];
    if (tests.length === 0 && !holds.startsWith('later: ')) return [`${id} is shown by no test`];
    return tests.flatMap(({ file, name }) => {
      const source = sourceOf(file);
      if (source === undefined) return [`${id}: there is no ${file}`];
      return isNamed(source, name) ? [] : [`${id}: ${file} has no test "${name}"`];
    });
  });
  return [...missing, ...broken];
}

/** In what a test is called, not in a comment. */
function isNamed(source: string, name: string): boolean {
  return source
    .split('\n')
    .some((line) => line.includes(name) && /['"`]/.test(line) && !/^\s*(?:\/\/|\/?\*)/.test(line));
}
