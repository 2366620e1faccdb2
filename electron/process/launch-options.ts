import { parseArgs } from 'node:util';
import { parseWindowSize } from '#electron/windows/window-size.ts';
import type { WindowSize } from '#electron/windows/window-size.ts';

/** What the command line says. Chromium's own switches stand beside ours and are left alone. */
export interface LaunchOptions {
  /** The data folder; null for the platform's usual place. */
  readonly dir: string | null;
  readonly size: WindowSize | null;
  /** Name of the desk, for the window's title. */
  readonly name: string | null;
}

/** Reads `--dir=D --page-size=WxH --desk-name=N` from a command line. Unknown switches pass. */
export function parseLaunchOptions(argv: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      dir: { type: 'string' },
      'page-size': { type: 'string' },
      'desk-name': { type: 'string' },
    },
    strict: false,
    allowPositionals: true,
  });
  return {
    dir: text(values['dir']),
    size: parseWindowSize(text(values['page-size']) ?? ''),
    name: text(values['desk-name']),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
