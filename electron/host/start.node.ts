import { join } from 'node:path';
import type { HostPort } from '#electron/transports/messages.ts';
import { openDesk } from './desk.node.ts';
import { createHost } from './host.ts';
import { createLog } from './log.node.ts';
import { LOG_FOLDER, logFiles } from './log-files.node.ts';
import { actingPerson } from './person.ts';
import { createPorts } from './ports.node.ts';

export interface StartOptions {
  /** The data folder of a device, or of a standalone desk. */
  readonly dir: string;
  /** Allows pulling the cable by hand. */
  readonly development: boolean;
  /** Damage was met in the replica: end, and start again, which heals it. */
  readonly onDamage?: () => void;
}

/**
 * Opens the desk and starts to sync, if it has a central. Throws `ReplicaError` when the folder holds no replica or
 * another process works on it. Until someone is chosen, the acting person is the one of highest
 * role that comes first by e-mail.
 */
export async function startHost({ dir, development, onDamage }: StartOptions): Promise<HostPort> {
  const ports = createPorts();
  const log = createLog(logFiles(join(dir, LOG_FOLDER), ports.clock));
  const desk = openDesk({ dir, ports, log, writes: true });
  if (onDamage !== undefined) desk.connection.onDamage(onDamage);
  const host = createHost({ desk, person: actingPerson, mayUnplug: development });
  // Until screens say how closely they are watched, somebody may be looking.
  desk.engine.setInterest('focused');
  desk.engine.start();
  await Promise.resolve();
  return host;
}
