import {
  booking_attendees,
  booking_series,
  waitlist_entries,
} from '#db/domains/bookings/series-tables.ts';
import { bookings } from '#db/domains/bookings/tables.ts';
import {
  workshop_enrollments,
  workshop_sessions,
  workshops,
} from '#db/domains/bookings/workshop-tables.ts';
import { conflict_actions, conflict_logs } from '#db/domains/conflicts/tables.ts';
import type { ConflictData } from '#db/domains/conflicts/rules/conflict-data.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { inventedPhone } from './invented.ts';

// Beyond the days that fill up by chance.
const WEEKS = [21, 28, 35];

/** A weekly meeting, a workshop with people in it, somebody who waits, and a conflict that was settled. */
export function bookingRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, organization, at, ago, resource } = scene;
  const { timezone } = organization;
  const sala = resource('Sala Alfama');
  const session = { start_time: at(20, 14), end_time: at(20, 16), timezone };
  const host = { owner_id: agents[0], requester_name: 'Beatriz Nóbrega' };
  return [
    rowsOf(booking_series, [
      {
        id: id('series', 'direcao'),
        resource_id: sala,
        title: 'Reunião da direção',
        party_size: 8,
        first_start: `${scene.day(21)}T10:00`,
        duration_minutes: 90,
        timezone,
        recurrence_rule: 'FREQ=WEEKLY;COUNT=3',
        expanded_until: scene.day(35),
        ...host,
      },
    ]),
    rowsOf(bookings, [
      ...WEEKS.map((day) => ({
        id: id('booking', 'direcao', String(day)),
        resource_id: sala,
        start_time: at(day, 10),
        end_time: at(day, 12),
        timezone,
        title: 'Reunião da direção',
        party_size: 8,
        series_id: id('series', 'direcao'),
        occurrence_wall: `${scene.day(day)}T10:00`,
        created_by: agents[0],
        ...host,
      })),
      {
        id: id('booking', 'azulejo'),
        resource_id: resource('Azulejo painting'),
        ...session,
        title: 'Pintura de azulejo, grupo da tarde',
        party_size: 6,
        created_by: agents[1],
      },
      ...lostSlot(scene),
    ]),
    rowsOf(booking_attendees, [
      {
        id: id('attendee', 'beatriz'),
        booking_id: id('booking', 'direcao', '21'),
        display_name: 'Beatriz Nóbrega',
        email: 'beatriz@hospedes.example',
        kind: 'organizer',
        response: 'accepted',
        responded_at: ago(20),
      },
      {
        id: id('attendee', 'ines'),
        booking_id: id('booking', 'direcao', '21'),
        user_id: agents[0],
        position: 1,
      },
    ]),
    rowsOf(workshops, [
      {
        id: id('workshop', 'azulejo'),
        code: 'AZULEJO',
        title: 'Pintura de azulejo',
        description: 'Duas horas com tinta e pincel. As peças são cozidas e enviadas para casa.',
        content: '## Programa\n\n1. Um pouco de história\n2. Desenho\n3. Pintura\n4. Café',
        category: 'Artes',
        locale: 'pt-PT',
        duration_minutes: 120,
        min_seats: 3,
        max_seats: 8,
        price: 4500,
        currency: 'EUR',
        resource_id: resource('Azulejo painting'),
        tags: JSON.stringify(['artes', 'famílias']),
        status: 'published',
      },
    ]),
    rowsOf(workshop_sessions, [
      {
        id: id('session', 'azulejo'),
        workshop_id: id('workshop', 'azulejo'),
        ...session,
        resource_id: resource('Azulejo painting'),
        booking_id: id('booking', 'azulejo'),
        seats: 8,
      },
    ]),
    rowsOf(
      workshop_enrollments,
      ['Siobhán Ní Dhomhnaill', 'נועה לוי', 'Bia Rocha 🎒'].map((display_name, place) => ({
        id: id('enrollment', String(place)),
        session_id: id('session', 'azulejo'),
        display_name,
        email: `hospede${place + 1}@hospedes.example`,
        phone: inventedPhone('pt', place),
        seats: place + 1,
        enrolled_at: ago(30 - place),
        is_paid: place === 0 ? 1 : 0,
      })),
    ),
    rowsOf(waitlist_entries, [
      {
        id: id('waiting', 'suite'),
        resource_id: resource('Suite Tejo'),
        start_time: at(4, 15),
        end_time: at(6, 11),
        timezone,
        flexible_minutes: 1440,
        party_size: 3,
        requester_name: 'Łukasz Żółć',
        requester_email: 'lukasz@hospedes.example',
        requester_phone: inventedPhone('pt', 7),
        notes: 'Também serve um quarto com vista.',
        entered_at: ago(9),
      },
    ]),
    ...settledConflict(scene),
  ];
}

// Three weeks ago two desks gave one room away; the second group was moved next door.
function lostSlot({ id, at, agents, organization, resource }: Scene) {
  const slot = { start_time: at(-21, 14), end_time: at(-21, 17), timezone: organization.timezone };
  return [
    {
      ...slot,
      id: id('booking', 'entrevistas'),
      resource_id: resource('Sala Alfama'),
      title: 'Jürgen Schäfer, Interviews',
      party_size: 4,
      status: 'completed' as const,
      created_by: agents[0],
    },
    {
      ...slot,
      id: id('booking', 'formacao'),
      resource_id: resource('Sala Belém'),
      title: 'François Lefèvre, Training',
      party_size: 9,
      status: 'completed' as const,
      conflict_resolution_notes: 'Passou para a Sala Belém, com o acordo do grupo.',
      created_by: agents[1],
    },
  ];
}

function settledConflict(scene: Scene): readonly DemoRows[] {
  const { id, agents, supervisor, resource } = scene;
  const [theirs, mine] = lostSlot(scene).map((row) => ({
    resource_id: resource('Sala Alfama'),
    start_time: row.start_time,
    end_time: row.end_time,
    title: row.title,
    party_size: row.party_size,
    status: 'confirmed',
  }));
  const data: ConflictData = {
    device_name: 'Balcão 2',
    actor_id: agents[1],
    command: 'bookings.create',
    at: scene.ago(24 * 23),
    base: null,
    mine: mine ?? {},
    theirs: theirs ?? null,
  };
  return [
    rowsOf(conflict_logs, [
      {
        id: id('conflict', 'formacao'),
        conflict_type: 'double_booking',
        severity: 'high',
        resource_id: resource('Sala Alfama'),
        table_name: 'bookings',
        row_id: id('booking', 'formacao'),
        other_row_id: id('booking', 'entrevistas'),
        op_id: id('op', 'formacao'),
        conflict_data: JSON.stringify(data),
        status: 'resolved',
        resolution: 'move',
        resolved_at: scene.ago(24 * 22),
        resolved_by: supervisor,
        resolution_notes: 'A outra sala estava livre.',
      },
    ]),
    rowsOf(conflict_actions, [
      {
        id: id('conflict action', 'formacao'),
        conflict_id: id('conflict', 'formacao'),
        action: 'move',
        effect: JSON.stringify({
          changes: [
            {
              table: 'bookings',
              row_id: id('booking', 'formacao'),
              values: { resource_id: resource('Sala Belém'), status: 'confirmed' },
            },
          ],
        }),
        note: 'A outra sala estava livre.',
        acted_at: scene.ago(24 * 22),
        acted_by: supervisor,
      },
    ]),
  ];
}
