import { resolve } from 'node:path';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { actingPerson, personByEmail } from '#electron/host/person.ts';
import type { Person } from '#electron/contract/organizations.ts';
import { CliRefusal, required } from './terms.node.ts';
import type { Terminal } from './terms.node.ts';

/**
 * Opens the desk of `--dir`, runs, and closes it whatever happens. Throws `CliRefusal` for a replica that
 * only a start heals.
 */
export async function withDesk<T>(
  dir: string | undefined,
  terminal: Pick<Terminal, 'ports' | 'log'>,
  writes: boolean,
  run: (desk: Desk) => Promise<T>,
): Promise<T> {
  const folder = resolve(required(dir, '--dir'));
  try {
    return await inDesk(folder, terminal, writes, run);
  } catch (error) {
    const ailing = error instanceof ReplicaError && error.code === 'replica_damaged';
    // Who opens it for work has healed what can be healed.
    if (!ailing || writes) throw error;
    throw new CliRefusal('replica_damaged', { folder, cause: error.cause_code });
  }
}

/** The same of a folder, with what is wrong with the replica as it was thrown. */
export async function inDesk<T>(
  dir: string,
  { ports, log }: Pick<Terminal, 'ports' | 'log'>,
  writes: boolean,
  run: (desk: Desk) => Promise<T>,
): Promise<T> {
  const desk = openDesk({ dir, ports, log, writes });
  try {
    return await run(desk);
  } finally {
    await desk.close();
  }
}

/** The person named by `--as`, else who acts on this desk. Undefined while it has no people. */
export function personOf(desk: Desk, email: string | undefined): Person | undefined {
  if (email === undefined) return actingPerson(desk.reads);
  const person = personByEmail(desk.reads, email);
  // Before the first fill nobody is known; then the missing data is what is wrong.
  if (person === undefined && desk.replica.state().phase === 'ready') {
    throw new CliRefusal('not_found', { what: 'person', email });
  }
  return person;
}
