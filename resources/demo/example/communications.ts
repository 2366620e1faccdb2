import {
  govbr_integrations,
  whatsapp_contacts,
  whatsapp_messages,
} from '#db/domains/communications/brazil-tables.ts';
import {
  communication_channels,
  communication_messages,
  notification_templates,
} from '#db/domains/communications/channel-tables.ts';
import {
  notification_events,
  notification_preferences,
  notifications,
} from '#db/domains/communications/notification-tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { dialled, inventedPhone } from './invented.ts';

const GUEST = inventedPhone('pt', 21);

/** Two channels, texts for them, an exchange with a guest, and what people were told of. */
export function communicationRows(scene: Scene): readonly DemoRows[] {
  const { id, ago } = scene;
  const whatsapp = id('channel', 'whatsapp');
  const ticket = { entity_type: 'ticket' as const, entity_id: id('ticket', 'fechadura') };
  return [
    rowsOf(communication_channels, [
      {
        id: id('channel', 'email'),
        code: 'casa-email',
        name: 'Correio da casa',
        kind: 'email',
        sender_address: 'ola@casadorio.example',
        sender_name: 'Casa do Rio',
        is_default: 1,
        health: 'working',
        success_count: 412,
      },
      {
        id: whatsapp,
        code: 'casa-whatsapp',
        name: 'WhatsApp da receção',
        kind: 'whatsapp',
        sender_address: dialled(inventedPhone('pt', 1)),
        is_default: 1,
        unit_cost: 4,
        currency: 'EUR',
        failover_channel_id: id('channel', 'email'),
      },
    ]),
    rowsOf(notification_templates, [
      {
        id: id('message template', 'approved'),
        code: 'booking.approved',
        channel_kind: 'email',
        locale: 'pt-PT',
        state: 'active',
        name: 'Reserva aprovada',
        subject: 'A sua reserva está confirmada',
        body: 'Olá {{name}}, a sala {{resource}} é sua em {{start}}.',
        variables: JSON.stringify([{ name: 'name', sample: 'Beatriz', required: true }]),
      },
      {
        id: id('message template', 'retiro'),
        code: 'campaign.retreat',
        channel_kind: 'email',
        locale: 'pt-PT',
        state: 'active',
        name: 'Retiros de equipa',
        subject: 'Dois dias junto ao rio',
        body: 'Bom dia {{name}}, temos três salas e o rio à porta.',
        category: 'marketing',
      },
    ]),
    rowsOf(communication_messages, [
      {
        id: id('message', 'guest'),
        channel_id: whatsapp,
        direction: 'in',
        ...ticket,
        thread_key: `ticket/${ticket.entity_id}`,
        sender_address: dialled(GUEST),
        body: 'Dziękuję, z kluczem działa 🙏',
        state: 'received',
        queued_at: ago(1),
        received_at: ago(1),
        idempotency_key: 'demo/in/1',
      },
      {
        id: id('message', 'approved'),
        channel_id: id('channel', 'email'),
        direction: 'out',
        entity_type: 'booking',
        entity_id: id('booking', 'direcao', '21'),
        recipient_address: 'beatriz@hospedes.example',
        recipient_name: 'Beatriz Nóbrega',
        subject: 'A sua reserva está confirmada',
        body: 'Olá Beatriz, a Sala Alfama é sua às quintas, às 10.',
        template_id: id('message template', 'approved'),
        state: 'delivered',
        queued_at: ago(21),
        sent_at: ago(21),
        delivered_at: ago(20.9),
        attempt_count: 1,
        idempotency_key: 'demo/out/1',
      },
    ]),
    rowsOf(whatsapp_contacts, [
      {
        id: id('whatsapp contact', 'guest'),
        channel_id: whatsapp,
        phone: dialled(GUEST),
        display_name: 'Małgorzata Wójcik',
        locale: 'pl',
        opt_in: 'given',
        opt_in_changed_at: ago(30),
        consent_record_id: id('consent', 'whatsapp'),
        last_inbound_at: ago(1),
      },
    ]),
    rowsOf(whatsapp_messages, [
      {
        id: id('whatsapp message', 'guest'),
        contact_id: id('whatsapp contact', 'guest'),
        message_id: id('message', 'guest'),
        direction: 'in',
        body: 'Dziękuję, z kluczem działa 🙏',
        occurred_at: ago(1),
        state: 'received',
        pricing_category: 'service',
      },
    ]),
    rowsOf(govbr_integrations, [
      {
        id: id('govbr', 'bia'),
        // All digits alike: no such number is ever given out.
        cpf: '00000000000',
        holder_name: 'Bia Rocha',
        email: 'bia@hospedes.example',
        verification_level: 'silver',
        verification_state: 'verified',
        verified_at: ago(24 * 9),
        expires_at: ago(-24 * 356),
        scopes: JSON.stringify(['openid', 'email']),
      },
    ]),
    ...noticeRows(scene),
  ];
}

function noticeRows({ id, agents, supervisor, organization, ago }: Scene): readonly DemoRows[] {
  const ticket = { entity_type: 'ticket' as const, entity_id: id('ticket', 'fechadura') };
  return [
    rowsOf(notification_events, [
      {
        id: id('notice event', 'assigned'),
        kind: 'ticket.assigned',
        ...ticket,
        occurred_at: ago(4.5),
        caused_by: agents[0],
        idempotency_key: `ticket.assigned/${ticket.entity_id}/1`,
        state: 'done',
        processed_at: ago(4.5),
      },
    ]),
    rowsOf(notifications, [
      {
        id: id('notice', 'assigned'),
        recipient_id: agents[1],
        event_id: id('notice event', 'assigned'),
        kind: 'ticket.assigned',
        title: 'T-1001 é agora seu',
        body: 'Fechadura do Quarto 103 não abre com o cartão',
        ...ticket,
        priority: 'high',
        raised_at: ago(4.5),
        state: 'read',
        read_at: ago(4.4),
      },
      {
        id: id('notice', 'approval'),
        recipient_id: supervisor,
        kind: 'approval.requested',
        title: 'Uma aprovação espera por si',
        body: 'Tarde livre para a Inês',
        entity_type: 'approval',
        entity_id: id('approval', 'premio'),
        raised_at: ago(6),
        state: 'delivered',
        sent_at: ago(6),
      },
    ]),
    rowsOf(notification_preferences, [
      {
        id: id('notice preference', 'quiet'),
        user_id: agents[0],
        channel_kind: 'in_app',
        quiet_from: '21:00',
        quiet_until: '08:00',
        timezone: organization.timezone,
        quiet_weekdays: JSON.stringify([7]),
      },
    ]),
  ];
}
