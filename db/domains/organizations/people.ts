import type { Database } from '#db/domains/registry.ts';
import type { Reads } from '#db/schema/access.ts';
import type { Person } from './views.ts';

type Sees = Reads<Pick<Database, 'users'>>;

function active({ sql }: Sees) {
  return sql
    .selectFrom('users')
    .select(['id', 'email', 'display_name', 'role'])
    .where('is_active', '=', 1);
}

/** Active people of this organization, by name. */
export function activePeople(reads: Sees): readonly Person[] {
  return reads.all(active(reads).orderBy('display_name').orderBy('id'));
}

/** An active person by id; undefined for anyone else. */
export function personById(reads: Sees, id: string): Person | undefined {
  return reads.first(active(reads).where('id', '=', id));
}
