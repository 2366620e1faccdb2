import { Temporal } from 'temporal-polyfill';
import type { Id } from '#db/kernel/id.ts';
import { instantOf, millisecondsOf } from '#db/kernel/instant.ts';
import type { Instant } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow, NewRow, Table } from '#db/schema/table.ts';
import type { Sha256 } from '#db/domains/compliance/rules/audit-chain.ts';
import { instantAt } from '#db/domains/bookings/rules/wall-time.ts';
import type { DemoOrganization } from './organization.ts';

/** Rows of one table of the demo: own columns, an id, and who made them where somebody did. */
export interface DemoRows {
  readonly table: Table;
  readonly rows: readonly CanonicalRow[];
}

export function rowsOf<T extends Table>(
  table: T,
  rows: readonly (NewRow<T> & { readonly id: Id; readonly created_by?: Id })[],
): DemoRows {
  // What a column's type allows is a cell.
  return { table, rows: rows as readonly CanonicalRow[] };
}

/** One organization at the moment of loading; all its times count from there. */
export interface Scene {
  readonly organization: DemoOrganization;
  readonly organization_id: Id;
  readonly now: Instant;
  readonly sha256: Sha256;
  readonly admin: Id;
  readonly supervisor: Id;
  readonly agents: readonly [Id, Id];
  /** The same name gives the same id at every load, within the organization. */
  readonly id: (...name: readonly string[]) => Id;
  readonly resource: (name: string) => Id;
  /** Hours before now; negative ones are to come. */
  readonly ago: (hours: number) => Instant;
  /** A day counted from today, in the organization's zone. */
  readonly day: (days: number) => string;
  /** An hour on the wall of such a day. */
  readonly at: (days: number, hour: number) => Instant;
}

export function createScene(
  organization: DemoOrganization,
  now: Instant,
  means: { readonly idOf: (...name: readonly string[]) => Id; readonly sha256: Sha256 },
): Scene {
  const { slug, people, timezone } = organization;
  const id = (...name: readonly string[]) => means.idOf(slug, ...name);
  const personIds = (role: string) =>
    people.filter((person) => person.role === role).map(({ email }) => id('user', email));
  const [first, second] = personIds('agent');
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timezone).toPlainDate();
  return {
    organization,
    organization_id: id(),
    now,
    sha256: means.sha256,
    admin: must(personIds('admin')[0], 'an admin'),
    supervisor: must(personIds('supervisor')[0], 'a supervisor'),
    agents: [must(first, 'an agent'), must(second, 'a second agent')],
    id,
    resource: (name) => id('resource', name),
    ago: (hours) => instantOf(millisecondsOf(now) - Math.round(hours * 3_600_000)),
    day: (days) => today.add({ days }).toString(),
    at: (days, hour) => instantAt(today.add({ days }), hour, timezone),
  };
}
