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
