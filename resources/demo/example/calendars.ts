import {
  booking_external_refs,
  calendar_events,
  calendar_integrations,
} from '#db/domains/calendars/tables.ts';
import { external_requests, request_attachments } from '#db/domains/requests/tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { inventedPhone } from './invented.ts';

/** A calendar outside with one event and one booking in it; requests in every state. */
export function calendarRows(scene: Scene): readonly DemoRows[] {
  const { id, at, ago, organization, agents, supervisor, resource } = scene;
  const calendar = id('outside calendar', 'salas');
  const wish = (wanted: string, people: number) => JSON.stringify({ wanted, people });
  return [
    rowsOf(calendar_integrations, [
      {
        id: calendar,
        provider: 'google',
        external_calendar_id: 'salas@calendar.example',
        calendar_name: 'Salas de reunião',
        access_token_secret_id: id('secret', 'calendar'),
        account_email: 'casa@casadorio.example',
        timezone: organization.timezone,
        last_sync_at: ago(0.2),
        sync_status: 'success',
      },
    ]),
    rowsOf(calendar_events, [
      {
        id: id('outside event', 'fotografia'),
        calendar_integration_id: calendar,
        external_event_id: 'demo-event-1',
        title: 'Sessão fotográfica (equipa externa)',
        start_time: at(22, 9),
        end_time: at(22, 12),
        timezone: organization.timezone,
        location: 'Sala Belém',
        attendees: JSON.stringify([{ email: 'foto@estudio.example', response: 'accepted' }]),
        organizer_email: 'foto@estudio.example',
        event_type: 'block',
        etag: '"1"',
        external_updated_at: ago(50),
        resource_id: resource('Sala Belém'),
      },
    ]),
    rowsOf(booking_external_refs, [
      {
        id: id('outside ref', 'direcao'),
        booking_id: id('booking', 'direcao', '21'),
        calendar_integration_id: calendar,
        external_event_id: 'demo-event-2',
        state: 'linked',
        etag: '"1"',
        sent_version: 1,
        sent_at: ago(20),
        last_seen_at: ago(0.2),
      },
    ]),
    rowsOf(external_requests, [
      {
        id: id('request', 'grupo'),
        source: 'google_forms',
        external_id: 'F-1041',
        request_type: 'booking',
        request_data: wish('Sala Belém, sexta à tarde', 14),
        priority: 'high',
        summary: 'Sala para 14 pessoas, sexta à tarde',
        requester_name: 'Ana Souza',
        requester_email: 'ana@hospedes.example',
        requester_phone: inventedPhone('pt', 11),
        locale: 'pt-PT',
        received_at: ago(2),
        due_at: ago(-22),
        department_id: id('department', 'RECECAO'),
      },
      {
        id: id('request', 'bicicletas'),
        source: 'appsheet',
        external_id: 'A-77',
        request_type: 'inquiry',
        request_data: wish('Bicicletas para crianças?', 2),
        status: 'processing',
        assigned_to: agents[0],
        assigned_group_id: id('group', 'balcao'),
        summary: 'Há bicicletas para crianças?',
        requester_name: 'محمد الفاسي',
        requester_email: 'mohamed@hospedes.example',
        locale: 'ar',
        received_at: ago(7),
        due_at: ago(-17),
      },
      {
        id: id('request', 'direcao'),
        source: 'holdfast',
        external_id: 'H-12',
        request_type: 'booking',
        request_data: wish('Sala Alfama, três quintas', 8),
        status: 'approved',
        assigned_to: agents[0],
        processed_at: ago(21),
        processed_by: supervisor,
        processing_notes: 'Três semanas seguidas, confirmadas.',
        summary: 'Reunião da direção, três semanas',
        requester_name: 'Beatriz Nóbrega',
        requester_email: 'beatriz@hospedes.example',
        received_at: ago(26),
        booking_id: id('booking', 'direcao', '21'),
        workflow_execution_id: id('execution', 'direcao'),
      },
      {
        id: id('request', 'ruido'),
        source: 'phone',
        external_id: 'T-3',
        request_type: 'complaint',
        request_data: JSON.stringify({ about: 'ruído', room: 'Quarto 102' }),
        status: 'rejected',
        processed_at: ago(60),
        processed_by: supervisor,
        processing_notes: 'As obras eram da rua; oferecido outro quarto.',
        summary: 'Ruído de obras de manhã',
        requester_name: 'Zoë Österberg',
        received_at: ago(70),
        ticket_id: id('ticket', 'ruido'),
      },
    ]),
    rowsOf(request_attachments, [
      {
        id: id('request attachment', 'planta'),
        request_id: id('request', 'grupo'),
        file_name: 'disposicao-da-sala.pdf',
        file_type: 'application/pdf',
        file_size: 48_213,
        file_id: id('file', 'planta'),
        uploaded_at: ago(2),
        uploaded_by: 'ana@hospedes.example',
      },
    ]),
  ];
}
