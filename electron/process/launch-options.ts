import { parseWindowSize } from '#electron/windows/window-size.ts';
import type { WindowSize } from '#electron/windows/window-size.ts';

/** What the command line says. Chromium's own switches stand beside ours and are left alone. */
export interface LaunchOptions {
  /** The data folder; null for the platform's usual place. */
  readonly dir: string | null;
  /** Size of the page. */
  readonly size: WindowSize | null;
  /** Name of the desk, for the window's title. */
  readonly name: string | null;
}

/** Reads `--dir=D --page-size=WxH --desk-name=N`; the last of a kind holds. */
export function parseLaunchOptions(argv: readonly string[]): LaunchOptions {
  return {
    dir: valueOf(argv, '--dir='),
    size: parseWindowSize(valueOf(argv, '--page-size=') ?? ''),
    name: valueOf(argv, '--desk-name='),
  };
}

function valueOf(argv: readonly string[], start: string): string | null {
  const value = argv.findLast((argument) => argument.startsWith(start))?.slice(start.length) ?? '';
  return value === '' ? null : value;
}
