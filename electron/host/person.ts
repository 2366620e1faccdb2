import type { Id } from '#db/kernel/id.ts';
import { ROLES } from '#db/schema/table.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Person } from '#electron/contract/organizations.ts';
import type { DeskTables } from './tables.ts';

/**
 * Who acts on this desk: the person chosen last, as long as active, else the highest role that
 * comes first by e-mail. Undefined while the replica has no people.
 */
export function actingPerson(reads: Reads<DeskTables>): Person | undefined {
  const chosen = reads.first(reads.sql.selectFrom('replica').select('acting_user_id'));
  const people = activePeople(reads);
  return people.find(({ id }) => id === chosen?.acting_user_id) ?? people.sort(byRank)[0];
}

/** An active person by e-mail; upper and lower case do not matter. */
export function personByEmail(reads: Reads<DeskTables>, email: string): Person | undefined {
  const wanted = email.trim().toLowerCase();
  return activePeople(reads).find((person) => person.email.toLowerCase() === wanted);
}

export function personById(reads: Reads<DeskTables>, id: Id): Person | undefined {
  return activePeople(reads).find((person) => person.id === id);
}

function activePeople(reads: Reads<DeskTables>): Person[] {
  return [
    ...reads.all(
      reads.sql
        .selectFrom('users')
        .select(['id', 'email', 'display_name', 'role'])
        .where('is_active', '=', 1),
    ),
  ];
}

function byRank(a: Person, b: Person): number {
  const rank = ROLES.indexOf(b.role) - ROLES.indexOf(a.role);
  if (rank !== 0) return rank;
  return a.email < b.email ? -1 : 1;
}
