import { ReplicaError } from '#db/sqlite/failures.node.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { Desk } from './desk.node.ts';
import { refused } from './envelopes.ts';

/**
 * What a thrown error becomes for the caller: a failure of file or disk keeps its code, a bug gets
 * a trace that finds it in the log. Text of errors stays behind; it may hold values, SQL or paths.
 */
export function bugged(
  error: unknown,
  name: string,
  { log, ports }: Pick<Desk, 'log' | 'ports'>,
): Envelope {
  if (error instanceof ReplicaError) {
    log.write('error', 'replica.failed', { code: error.code, error: error.cause_code, name });
    return refused(error.code);
  }
  const trace = ports.ids.next();
  log.write('error', 'host.bug', { trace, name, ...shapeOf(error) });
  return refused('internal', { trace });
}

/** Kind and places of an error, without its message. */
function shapeOf(error: unknown): { error: string; stack: string } {
  if (!(error instanceof Error)) return { error: typeof error, stack: '' };
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, stack: places.map((line) => line.trim()).join(' ') };
}
