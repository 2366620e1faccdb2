import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import type { Clock } from '#db/kernel/clock.ts';
import { instantOf } from '#db/kernel/instant.ts';

/** Of a data folder. */
export const LOG_FOLDER = 'logs';

/** Days of log that are kept, today's among them. */
const DAYS = 7;
/** A day that says more than this has said enough. Bytes. */
const LARGEST = 20_000_000;
const NAME = /^desk-\d{4}-\d{2}-\d{2}\.ndjson$/;

/**
 * Lines into one file a day, the last seven kept. Written at once, so that the last words of a
 * process that dies are there. A disk that takes no more loses lines, never the process.
 */
export function logFiles(dir: string, clock: Clock): DestinationStream {
  let file: { readonly day: string; readonly number: number; bytes: number } | null = null;

  const open = (day: string) => {
    mkdirSync(dir, { recursive: true });
    const name = `desk-${day}.ndjson`;
    const number = openSync(join(dir, name), 'a');
    const others = logNames(dir).filter((other) => other !== name);
    // What a clock that was ahead has written is older than it says.
    const oldestFirst = [
      ...others.filter((other) => other > name),
      ...others.filter((other) => other < name),
    ];
    for (const old of oldestFirst.slice(0, Math.max(0, others.length - DAYS + 1))) {
      rmSync(join(dir, old), { force: true });
    }
    return { day, number, bytes: fstatSync(number).size };
  };

  return {
    write: (line) => {
      try {
        const day = instantOf(clock.now()).slice(0, 10);
        if (file?.day !== day) {
          const before = file;
          file = open(day);
          if (before !== null) closeSync(before.number);
        }
        if (file.bytes < LARGEST) file.bytes += writeSync(file.number, line);
      } catch {
        // There is nobody to tell but the log.
      }
    },
  };
}

/** Names of the log files of a folder, oldest first. */
function logNames(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** The last lines of all days, oldest first. */
export function lastLogLines(dir: string, lines: number): readonly string[] {
  let last: readonly string[] = [];
  for (const name of logNames(dir).toReversed()) {
    const written = readFileSync(join(dir, name), 'utf8').split('\n').filter(Boolean);
    last = [...written.slice(-lines), ...last].slice(-lines);
    if (last.length === lines) break;
  }
  return last;
}
