import { instantOf } from '#db/kernel/instant.ts';
import { must } from '#db/kernel/must.ts';
import type { CanonicalRow } from '#db/schema/table.ts';
import type { RowImage } from '#sync/core/op.ts';
import { bookingRegistry } from './booking-registry.ts';

/** Monday of the scripted minute, 08:00 UTC. */
export const MONDAY = Date.UTC(2026, 4, 4, 8);
const HOUR = 3_600_000;

/** Readable ids: `kind` in the middle, `number` at the end, where the checksum bucket is. */
export function idOf(
  kind: 'org' | 'user' | 'resource' | 'booking' | 'remote',
  number: number,
): string {
  const group = { org: 'a0', user: 'b0', resource: 'c0', booking: 'd0', remote: 'e0' }[kind];
  return `01900000-0000-7000-80${group}-${number.toString(16).padStart(12, '0')}`;
}

export const ORGANIZATION = idOf('org', 1);

const ROLES = ['agent', 'supervisor', 'admin'] as const;

/** The person of a role who acts in the scripted minute. */
export function personOf(role: (typeof ROLES)[number]): { id: string; role: typeof role } {
  return { id: idOf('user', ROLES.indexOf(role)), role };
}

/** `day` from Monday, `hour` from 08:00. */
export function timeAt(day: number, hour: number): string {
  return instantOf(MONDAY + day * 24 * HOUR + hour * HOUR);
}

export function bookingRow(id: string, own: CanonicalRow): CanonicalRow {
  return stamped('bookings', id, {
    timezone: 'Europe/Lisbon',
    title: `Meeting ${id.slice(-4)}`,
    party_size: 2,
    status: 'confirmed',
    source: 'holdfast',
    notes: '',
    cancel_reason: '',
    conflict_resolution_notes: '',
    external_ref: '',
    import_id: null,
    ...own,
  });
}

function stamped(table: string, id: string, own: CanonicalRow): CanonicalRow {
  const columns = must(bookingRegistry.get(table), table).own;
  return {
    id,
    organization_id: ORGANIZATION,
    ...Object.fromEntries(
      Object.entries(columns).map(([name, { shape }]) => [name, shape.defaultValue ?? null]),
    ),
    ...own,
    created_at: instantOf(MONDAY),
    updated_at: instantOf(MONDAY),
    created_by: null,
    updated_by: null,
    row_version: 0,
  };
}

/** What central holds when the minute begins: one organization, three people, rooms, a week of bookings. */
export function startRows(): RowImage[] {
  const zone = 'Europe/Lisbon';
  const rows: [string, CanonicalRow][] = [
    [
      'organizations',
      stamped('organizations', ORGANIZATION, { name: 'Pousada', slug: 'pousada', timezone: zone }),
    ],
  ];
  for (const role of ROLES) {
    const own = {
      email: `${role}@pousada.example`,
      display_name: `Inês ${role}`,
      role,
      is_active: 1,
    };
    rows.push(['users', stamped('users', personOf(role).id, own)]);
  }
  for (let number = 1; number <= 4; number++) {
    const own = {
      name: `Room ${number}`,
      kind: 'space',
      place: 'House',
      category: 'double',
      capacity: 2,
      timezone: zone,
      description: '',
      is_active: 1,
      position: number,
    };
    rows.push(['resources', stamped('resources', idOf('resource', number), own)]);
    for (let day = 0; day < 5; day++) {
      const id = idOf('booking', number * 16 + day);
      const slot = { start_time: timeAt(day, 1), end_time: timeAt(day, 2) };
      rows.push(['bookings', bookingRow(id, { resource_id: idOf('resource', number), ...slot })]);
    }
  }
  return rows.map(([table, row], index) => ({
    table,
    row_id: String(row['id']),
    row: { ...row, row_version: index + 1 },
  }));
}
