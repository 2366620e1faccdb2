import { resolve } from 'node:path';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { actingPerson, personByEmail } from '#electron/host/person.ts';
import type { Person } from '#electron/contract/organizations.ts';
import { CliRefusal, required } from './terms.node.ts';
import type { Terminal } from './terms.node.ts';

/** Opens the desk of `--dir`, runs, and closes it whatever happens. */
export async function withDesk<T>(
  dir: string | undefined,
  { ports, log }: Pick<Terminal, 'ports' | 'log'>,
  writes: boolean,
  run: (desk: Desk) => Promise<T>,
): Promise<T> {
  const desk = openDesk({ dir: resolve(required(dir, '--dir')), ports, log, writes });
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
