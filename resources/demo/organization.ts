import type { Role } from '#db/schema/table.ts';

/** How a demo resource fills up: nights (15:00 to 11:00) or hours of the day. */
export type DemoUse =
  | { readonly by: 'nights' }
  | { readonly by: 'hours'; readonly from: number; readonly to: number };

export interface DemoResource {
  readonly name: string;
  readonly kind: 'equipment' | 'space' | 'person' | 'workshop';
  readonly place: string;
  readonly category: string;
  readonly capacity: number;
  /** Several bookings at a time, as long as their people stay within the capacity. */
  readonly shared?: true;
  readonly description: string;
  readonly use: DemoUse;
  /** What people write into the title when they book it, beside their name. */
  readonly purposes: readonly string[];
}

/** Days are counted from today in the organization's zone; hours are wall time there. */
export interface DemoClosure {
  readonly resource: string;
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export interface DemoOrganization {
  readonly slug: string;
  readonly name: string;
  readonly timezone: string;
  /** Of its people and what they write. */
  readonly language: 'en' | 'pt';
  readonly people: readonly {
    readonly email: string;
    readonly name: string;
    readonly role: Role;
  }[];
  readonly resources: readonly DemoResource[];
  readonly closures: readonly DemoClosure[];
  readonly guests: readonly string[];
}
