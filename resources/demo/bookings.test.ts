import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, isInstant } from '#db/kernel/instant.ts';
import { overlaps } from '#db/kernel/interval.ts';
import { clash } from '#db/domains/bookings/rules/overlap.ts';
import { timesFit } from '#db/domains/bookings/rules/slot-times.ts';
import { closureTimes, demoBookings } from './bookings.ts';
import { DEMO_ORGANIZATIONS, demoId } from './load.node.ts';

// Any hour of some years, changes of clocks included.
const now = fc
  .integer({ min: Date.UTC(2024, 0, 1) / 3_600_000, max: Date.UTC(2028, 0, 1) / 3_600_000 })
  .map((hours) => instantOf(hours * 3_600_000));

test('three organizations, 33 resources of all four kinds in each', () => {
  expect(DEMO_ORGANIZATIONS).toHaveLength(3);
  expect(DEMO_ORGANIZATIONS.flatMap((organization) => organization.resources)).toHaveLength(33);
  for (const organization of DEMO_ORGANIZATIONS) {
    const kinds = new Set(organization.resources.map((resource) => resource.kind));
    expect([...kinds].sort()).toEqual(['equipment', 'person', 'space', 'workshop']);
    const roles = new Set(organization.people.map((person) => person.role));
    expect([...roles].sort()).toEqual(['admin', 'agent', 'supervisor']);
    const names = organization.resources.map(({ place, name }) => `${place}/${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const closure of organization.closures) {
      expect(organization.resources.map((resource) => resource.name)).toContain(closure.resource);
    }
  }
});

test('whenever it is loaded, nothing is double-booked and nothing stands in a closure', () => {
  fc.assert(
    fc.property(now, fc.constantFrom(...DEMO_ORGANIZATIONS), (at, organization) => {
      const bookings = demoBookings(organization, at);
      expect(new Set(bookings.map((booking) => booking.key)).size).toBe(bookings.length);
      const occupancies = bookings.map((booking) => ({
        ...booking,
        resource_id: booking.resource,
      }));
      for (const [i, booking] of occupancies.entries()) {
        expect(isInstant(booking.start_time) && isInstant(booking.end_time)).toBe(true);
        expect(timesFit(booking)).toBe(true);
        const clashes = occupancies.slice(i + 1).filter((other) => clash(booking, other));
        expect(clashes).toEqual([]);
        const slot = { from: booking.start_time, to: booking.end_time };
        for (const closure of organization.closures) {
          if (closure.resource !== booking.resource) continue;
          expect(overlaps(closureTimes(organization, closure, at), slot)).toBe(false);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('what is past is over, what runs is checked in, and today has something to do', () => {
  const at = '2026-11-21T14:30:00.000Z';
  for (const organization of DEMO_ORGANIZATIONS) {
    const bookings = demoBookings(organization, at);
    const live = bookings.filter((booking) => booking.status !== 'cancelled');
    for (const { start_time, end_time, status } of live) {
      if (end_time <= at) expect(['completed', 'no_show']).toContain(status);
      else if (start_time <= at) expect(status).toBe('checked_in');
      else expect(['confirmed', 'pending', 'held']).toContain(status);
    }
    const today = live.filter(({ start_time }) => start_time.startsWith('2026-11-21'));
    expect(today.length).toBeGreaterThan(5);
  }
});

test('ids do not depend on the moment of loading', () => {
  expect(demoId('casa-do-rio')).toBe(demoId('casa-do-rio'));
  expect(demoId('casa-do-rio')).not.toBe(demoId('centro-ipe'));
  const [first] = DEMO_ORGANIZATIONS;
  if (!first) throw new Error('no demo');
  const at = '2026-11-21T14:30:00.000Z';
  expect(demoBookings(first, at)).toEqual(demoBookings(first, at));
});
