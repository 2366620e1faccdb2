import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { JsonObject } from '#db/kernel/json.ts';
import type { Log } from '#db/kernel/log.ts';
import { refused } from '#electron/host/envelopes.ts';
import type { Ports } from '#electron/host/ports.node.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { ErrorCode } from '#electron/contract/errors.ts';

/** What a command of the command line has to work with. */
export interface Terminal {
  /** One line of JSON on stdout; waits while the reader is slow. */
  print(value: unknown): Promise<void>;
  readonly log: Log;
  readonly ports: Ports;
  /** Aborted by SIGTERM and SIGINT: end cleanly. */
  readonly signal: AbortSignal;
}

/** How a command ended: what is printed last, if anything, and whether it counts as success. */
export type Ended =
  | { readonly ok: true; readonly print?: unknown }
  | { readonly ok: false; readonly print: unknown };

export interface CliCommand {
  /** Arguments after the name, as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[], terminal: Terminal): Promise<Ended>;
}

/** The command line itself is wrong: exit code 2 and a sentence. */
export class UsageError extends Error {}

/** An expected failure on the way; printed as an error envelope, exit code 1. */
export class CliRefusal extends Error {
  readonly envelope: Envelope;

  constructor(code: ErrorCode, details: JsonObject = {}) {
    super(code);
    this.envelope = refused(code, details);
  }
}

/**
 * `node:util` parseArgs, strict: `positionals` names what must stand without a dash, a trailing
 * `?` marks one that may be left out. Throws `UsageError` for anything else.
 */
export function parsed<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  positionals: readonly string[],
  options: O,
) {
  const result = strictly(args, options);
  const least = positionals.filter((name) => !name.endsWith('?')).length;
  const missing = positionals[result.positionals.length];
  if (missing !== undefined && result.positionals.length < least) {
    throw new UsageError(`${missing} is missing`);
  }
  const extra = result.positionals[positionals.length];
  if (extra !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(extra)}`);
  return result;
}

function strictly<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its messages name the option and are written for people; the rest of the advice is not.
    const [sentence = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

/** A value that must be given, and not be empty. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`${name} is missing`);
  return value;
}

/** A `postgres://` address. */
export function postgresUrl(value: string | undefined, name: string): string {
  const text = required(value, name);
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new UsageError(`${name} must be an address like postgres://host:5432/holdfast`);
  }
  return text;
}
