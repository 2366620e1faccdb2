import { must } from '#db/kernel/must.ts';
import type { Acting, Reads } from '#db/schema/access.ts';
import type { ReplicaTables } from '#db/schema/replica-tables.ts';
import type { Database } from '#db/domains/registry.ts';
import { activePeople, personById } from './people.ts';
import type { Here } from './views.ts';

/** What queries of organizations and people read. */
export interface OrganizationTables
  extends Pick<Database, 'organizations' | 'users'>, Pick<ReplicaTables, 'replica'> {}

type Sees = Reads<OrganizationTables>;

/** Serves `organizations.here`. Throws on a replica without its organization or acting person: ask when it is ready. */
function here(reads: Sees, _input: object, acting: Acting): Here {
  const { sql } = reads;
  const organization = reads.first(
    sql
      .selectFrom('organizations')
      .select(['id', 'name', 'timezone'])
      .where('id', '=', acting.organization_id),
  );
  const device = reads.first(
    sql.selectFrom('replica').select(['device_id as id', 'device_name as name']),
  );
  return {
    organization: must(organization, 'the replica holds its organization'),
    device: must(device, 'the replica knows its device'),
    person: must(personById(reads, acting.person.id), 'the acting person is in the replica'),
  };
}

/** By contract name. */
export const organizationQueries = {
  'organizations.here': here,
  'organizations.people': activePeople,
};
