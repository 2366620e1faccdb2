/** The one origin of our pages. */
export const SCHEME = 'holdfast';
export const ORIGIN = 'holdfast://app';
export const START_PAGE = `${ORIGIN}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

const PLAIN_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

export interface FoundFile<File> {
  readonly file: File;
  readonly type: string;
}

/**
 * The file behind an address, or null; `files` are those that may be served, by the path after the
 * origin. Works on the text as it came, because a parser would
 * already have folded away what makes an address suspicious: anything but plain segments is
 * refused, and what is left must be in the map word for word.
 */
export function lookUp<File>(
  files: ReadonlyMap<string, File>,
  url: string,
): FoundFile<File> | null {
  if (!url.startsWith(`${ORIGIN}/`)) return null;
  const path = url.slice(ORIGIN.length).replace(/[?#].*$/s, '');
  if (!PLAIN_PATH.test(path) || path.includes('..')) return null;
  const file = files.get(path);
  if (file === undefined) return null;
  const extension = /\.([a-z0-9]+)$/.exec(path)?.[1] ?? '';
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  return type === undefined ? null : { file, type };
}
