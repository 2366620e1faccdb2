import type { Instant } from '#db/kernel/instant.ts';
import { organizations } from '#db/domains/organizations/tables.ts';
import { bookings, resource_closures, resources } from '#db/domains/bookings/tables.ts';
import { users } from '#db/domains/identity/tables.ts';
import { must } from '#db/kernel/must.ts';
import { accessRows } from './access.ts';
import { closureTimes, demoBookings } from './bookings.ts';
import { bookingRows } from './example/bookings.ts';
import { calendarRows } from './example/calendars.ts';
import { callRows } from './example/calls.ts';
import { communicationRows } from './example/communications.ts';
import { complianceRows } from './example/compliance.ts';
import { crmRows } from './example/crm.ts';
import { figureRows } from './example/figures.ts';
import { gameRows } from './example/games.ts';
import { insuranceRows } from './example/insurance.ts';
import { knowledgeRows } from './example/knowledge.ts';
import { systemRows } from './example/system.ts';
import { ticketRows } from './example/tickets.ts';
import { workflowRows } from './example/workflows.ts';
import { houseRows } from './house.ts';
import { HOUSES } from './houses.ts';
import { integrationRows } from './integrations.ts';
import { mappingRows } from './mappings.ts';
import { rowsOf } from './scene.ts';
import type { DemoRows, Scene } from './scene.ts';

/** The organization with an example of everything. */
const EXAMPLE = 'casa-do-rio';

/** Every row of one organization of the demo, in no particular order of tables. */
export function demoRows(scene: Scene): readonly DemoRows[] {
  const { slug } = scene.organization;
  const house = must(HOUSES[slug], `a house for ${slug}`);
  return [
    ...groundRows(scene),
    ...houseRows(scene, house),
    ...accessRows(scene, house),
    ...integrationRows(scene, house),
    ...mappingRows(scene, house),
    ...timeRows(scene, scene.now),
    ...(slug === EXAMPLE ? EXAMPLES.flatMap((rows) => rows(scene)) : []),
  ];
}

const EXAMPLES: readonly ((scene: Scene) => readonly DemoRows[])[] = [
  systemRows,
  workflowRows,
  bookingRows,
  calendarRows,
  ticketRows,
  knowledgeRows,
  insuranceRows,
  crmRows,
  callRows,
  communicationRows,
  figureRows,
  gameRows,
  complianceRows,
];

function groundRows({ id, organization }: Scene): readonly DemoRows[] {
  const { name, slug, timezone, language, people } = organization;
  return [
    rowsOf(organizations, [{ id: id(), name, slug, timezone, locale: language }]),
    rowsOf(
      users,
      people.map((person) => ({
        id: id('user', person.email),
        email: person.email,
        display_name: person.name,
        role: person.role,
      })),
    ),
    rowsOf(
      resources,
      organization.resources.map(
        ({ use: _use, purposes: _purposes, shared, ...resource }, position) => ({
          ...resource,
          booking_mode: shared === true ? ('shared' as const) : ('exclusive' as const),
          id: id('resource', resource.name),
          timezone,
          position,
        }),
      ),
    ),
  ];
}

function timeRows(scene: Scene, now: Instant): readonly DemoRows[] {
  const { id, organization, agents } = scene;
  return [
    rowsOf(
      resource_closures,
      organization.closures.map((closure, i) => {
        const times = closureTimes(organization, closure, now);
        return {
          id: id('closure', String(i)),
          resource_id: scene.resource(closure.resource),
          start_time: times.from,
          end_time: times.to,
          reason: closure.reason,
        };
      }),
    ),
    rowsOf(
      bookings,
      demoBookings(organization, now).map(({ key, resource, ...booking }, i) => {
        const by = must(agents[i % agents.length], 'an agent');
        return {
          ...booking,
          id: id('booking', key),
          resource_id: scene.resource(resource),
          timezone: organization.timezone,
          source: i % 5 === 0 ? ('phone' as const) : ('holdfast' as const),
          created_by: by,
        };
      }),
    ),
  ];
}
