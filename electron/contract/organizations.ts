import { z } from 'zod';
import { command, id, query } from './define.ts';
import type { Here, Person } from '#db/domains/organizations/views.ts';

export type * from '#db/domains/organizations/views.ts';

export const organizationsContract = {
  'organizations.here': query<Here>()(z.strictObject({})),
  'organizations.people': query<readonly Person[]>()(z.strictObject({})),
  /** Until people sign in: chooses who acts on this device. Remembered by the device only. */
  'organizations.actAs': command<{ person: Person }>()(z.strictObject({ user_id: id }), [
    'not_found',
  ]),
};
