import { z } from 'zod';
import { command, id, query } from './define.ts';
import type { Role } from '#db/schema/table.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly display_name: string;
  readonly role: Role;
}

/** Who and where: shown in the top bar. */
export interface Here {
  readonly organization: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly device: { readonly id: string; readonly name: string };
  readonly person: Person;
}

export const organizationsContract = {
  'organizations.here': query<Here>()(z.strictObject({})),
  'organizations.people': query<readonly Person[]>()(z.strictObject({})),
  /** Until people sign in: chooses who acts on this device. Remembered by the device only. */
  'organizations.actAs': command<{ person: Person }>()(z.strictObject({ user_id: id }), [
    'not_found',
  ]),
};
