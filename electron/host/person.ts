import { activePeople } from '#db/domains/organizations/people.ts';
import { ROLES } from '#db/schema/table.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Person } from '#electron/contract/organizations.ts';
import type { DeskTables } from './tables.ts';

/**
 * Who acts on this desk: the person chosen last, as long as active. Before anybody was chosen it is the
 * highest role that comes first by e-mail; in place of a person who was let go, the lowest, so that
 * withdrawing a right never gives one. Undefined while the replica has no people.
 */
export function actingPerson(reads: Reads<DeskTables>): Person | undefined {
  const replica = reads.first(reads.sql.selectFrom('replica').select('acting_user_id'));
  const chosen = replica?.acting_user_id ?? null;
  const ranked = activePeople(reads).toSorted(byRank);
  return ranked.find(({ id }) => id === chosen) ?? ranked.at(chosen === null ? 0 : -1);
}

/** An active person by e-mail; upper and lower case do not matter. */
export function personByEmail(reads: Reads<DeskTables>, email: string): Person | undefined {
  const wanted = email.trim().toLowerCase();
  return activePeople(reads).find((person) => person.email.toLowerCase() === wanted);
}

function byRank(a: Person, b: Person): number {
  const rank = ROLES.indexOf(b.role) - ROLES.indexOf(a.role);
  if (rank !== 0) return rank;
  return a.email < b.email ? -1 : 1;
}
