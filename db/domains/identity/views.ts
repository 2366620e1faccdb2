import type { Row } from '#db/schema/table.ts';
import type { users } from './tables.ts';

export interface FoundPerson {
  readonly id: string;
  readonly display_name: string;
  readonly email: string;
  readonly role: Row<typeof users>['role'];
  readonly job_title: string;
}
