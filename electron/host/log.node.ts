import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { JsonObject } from '#db/kernel/json.ts';
import type { Log, LogFields, LogLevel } from '#db/kernel/log.ts';

/** Fields that may reach a log file. Anything else is dropped: a log must hold nothing typed by people. */
const ALLOWED = new Set([
  'code',
  'conflicts',
  'count',
  'error',
  'failed',
  'failure',
  'failures',
  'incarnation',
  'ms',
  'name',
  'op_id',
  'pid',
  'port',
  'pulled',
  'pushed',
  'rejected',
  'rounds',
  'rows',
  'sqlstate',
  'stack',
  'trace',
  'verified',
  'waiting',
]);

export function createLog(destination: DestinationStream, level: LogLevel = 'info'): Log {
  const logger = pino({ level, base: null, messageKey: 'event' }, destination);
  return { write: (at, event, fields = {}) => logger[at](permitted(fields), event) };
}

function permitted(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));
}

/** A line of a log as it may leave the machine: what no version of ours should have written is cut. */
export function permittedLine(line: string): JsonObject {
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields !== 'object' || fields === null) return { event: 'unreadable' };
    const known = Object.entries(fields).filter(
      ([name]) => ALLOWED.has(name) || ['level', 'time', 'event'].includes(name),
    );
    return Object.fromEntries(known);
  } catch {
    return { event: 'unreadable' };
  }
}
