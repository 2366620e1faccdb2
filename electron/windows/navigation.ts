import { ORIGIN } from './renderer-files.ts';

/** Whether an address is a page of ours: exactly our scheme and host, no port, no credentials. */
export function isOurPage(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`);
}

/** Whether a frame may go to `url`. Only inside our origin. */
export function mayNavigate(url: string): boolean {
  return isOurPage(url);
}

/**
 * Whether a page may load `url`: our files, what it made itself, and the developer tools
 * of an unpackaged app. There is no network in the renderer.
 */
export function mayRequest(url: string, development: boolean): boolean {
  if (isOurPage(url) || url.startsWith(`blob:${ORIGIN}/`) || url.startsWith('data:')) return true;
  return development && url.startsWith('devtools://');
}
