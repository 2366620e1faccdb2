import { join, resolve } from 'node:path';
import { instantOf } from '#db/kernel/instant.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { fillReplica } from '#resources/generate/fill-replica.node.ts';
import { makeFolder } from './folder.node.ts';
import { parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

const KINDS = ['bookings', 'tickets', 'leads', 'audit', 'requests'] as const;

export const generate: CliCommand = {
  usage:
    '--dir D [--seed N] [--bookings N] [--tickets N] [--leads N] [--audit N] [--requests N] [--now T]',
  summary: 'For trying and measuring: makes a desk without a central, full of invented rows.',
  async run(args, { ports }) {
    const { values } = parsed(args, [], {
      dir: { type: 'string' },
      seed: { type: 'string' },
      now: { type: 'string' },
      bookings: { type: 'string' },
      tickets: { type: 'string' },
      leads: { type: 'string' },
      audit: { type: 'string' },
      requests: { type: 'string' },
    });
    const dir = resolve(required(values.dir, '--dir'));
    const counts = {
      bookings: 0,
      tickets: 0,
      leads: 0,
      audit: 0,
      requests: 0,
    };
    for (const kind of KINDS) counts[kind] = numberOf(values[kind] ?? '0', `--${kind}`);
    const seed = numberOf(values.seed ?? '1', '--seed');
    const now = instantOf(values.now === undefined ? ports.clock.now() : timeOf(values.now));
    makeFolder(dir);
    const began = ports.clock.now();
    const made = fillReplica({ file: join(dir, REPLICA_FILE), seed, now, counts });
    const seconds = (ports.clock.now() - began) / 1000;
    return await Promise.resolve({ ok: true, print: { ...made, seed, now, seconds } });
  },
};

function numberOf(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} must be a whole number`);
  return Number(text);
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError('--now must be a time, like 2026-11-21T09:00Z');
  return time;
}
