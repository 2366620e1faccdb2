import { boolean, formerRef, instant, json, money, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { DELIVERY_STATES } from './choices.ts';

/** A person on WhatsApp (S3); free text is allowed for 24 hours after `last_inbound_at`. */
export const whatsapp_contacts = table(
  'whatsapp_contacts',
  {
    channel_id: ref('communication_channels').privacy('none'),
    /** E.164. */
    phone: text().max(20).privacy('personal'),
    /** The provider's key of the person. */
    wa_id: text().max(60).default('').privacy('personal'),
    display_name: text().default('').privacy('personal'),
    profile_name: text().default('').merge('last').privacy('personal'),
    user_id: formerRef('users').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    locale: text().max(35).default('').merge('last').privacy('none'),
    opt_in: oneOf('unknown', 'given', 'withdrawn')
      .default('unknown')
      .together('consent')
      .privacy('none'),
    opt_in_changed_at: instant().orNull().together('consent').privacy('none'),
    consent_record_id: formerRef('consent_records').orNull().together('consent').privacy('none'),
    last_inbound_at: instant().orNull().merge('max').privacy('none'),
    last_outbound_at: instant().orNull().merge('max').privacy('none'),
    is_blocked: boolean().default(0).privacy('none'),
    labels: json().default('[]').merge('union'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    unique: [['channel_id', 'phone']],
    indexes: [['phone'], ['last_inbound_at'], ['user_id'], ['lead_id']],
  },
);

/** What WhatsApp knows of a message (S3) beyond `communication_messages`, whose delivery counts. */
export const whatsapp_messages = table(
  'whatsapp_messages',
  {
    contact_id: ref('whatsapp_contacts').privacy('none'),
    message_id: ref('communication_messages').orNull().privacy('none'),
    direction: oneOf('in', 'out').privacy('none'),
    /** Has the number in it. */
    wa_message_id: text().default('').merge('last').privacy('personal'),
    message_type: oneOf(
      'text',
      'image',
      'audio',
      'video',
      'document',
      'sticker',
      'location',
      'contacts',
      'template',
      'interactive',
      'reaction',
    )
      .default('text')
      .privacy('none'),
    body: text().max(8000).default('').privacy('personal'),
    template_name: text().max(120).default('').privacy('none'),
    template_variables: json().default('{}').privacy('personal'),
    file_id: ref('files').orNull().privacy('none'),
    media_type: text().max(120).default('').privacy('none'),
    caption: text().max(1024).default('').privacy('personal'),
    reply_to_wa_id: text().default('').privacy('personal'),
    occurred_at: instant().privacy('none'),
    state: oneOf(...DELIVERY_STATES)
      .default('queued')
      .merge('last')
      .together('delivery')
      .privacy('none'),
    sent_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    delivered_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    read_at: instant().orNull().merge('last').together('delivery').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('delivery').privacy('none'),
    error_message: text()
      .max(1000)
      .default('')
      .merge('last')
      .together('delivery')
      .privacy('personal'),
    /** How the provider bills the conversation. */
    pricing_category: oneOf('service', 'utility', 'authentication', 'marketing')
      .orNull()
      .merge('last')
      .privacy('none'),
    cost: money().orNull().merge('last').together('cost'),
    currency: text().max(3).default('').merge('last').together('cost').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [['contact_id', 'occurred_at'], ['wa_message_id'], ['state', 'occurred_at']],
    checks: [
      `direction = 'out' or state in ('received', 'read')`,
      `cost is null or currency <> ''`,
    ],
  },
);

/** A person's or firm's tie to gov.br (S3) and how far it is verified. */
export const govbr_integrations = table(
  'govbr_integrations',
  {
    user_id: formerRef('users').orNull().privacy('none'),
    whatsapp_contact_id: formerRef('whatsapp_contacts').orNull().privacy('none'),
    /** 11 digits; empty for a firm. */
    cpf: text().max(11).default('').together('holder').privacy('sensitive'),
    /** 14 signs, letters allowed since 2026; empty for a person. */
    cnpj: text().max(14).default('').together('holder').privacy('sensitive'),
    holder_name: text().default('').privacy('personal'),
    email: text().max(254).default('').merge('last').privacy('personal'),
    phone: text().max(40).default('').merge('last').privacy('personal'),
    /** The account's key at gov.br. */
    govbr_subject: text().max(120).default('').privacy('sensitive'),
    verification_level: oneOf('none', 'bronze', 'silver', 'gold')
      .default('none')
      .merge('last')
      .together('verification')
      .privacy('none'),
    verification_state: oneOf('pending', 'verified', 'failed', 'expired', 'revoked')
      .default('pending')
      .merge('last')
      .together('verification')
      .privacy('none'),
    verified_at: instant().orNull().merge('last').together('verification').privacy('none'),
    expires_at: instant().orNull().merge('last').together('verification').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('verification').privacy('none'),
    scopes: json().default('[]').merge('last').privacy('none'),
    integration_id: ref('third_party_integrations').orNull().privacy('none'),
    access_token_secret_id: formerRef('secrets').orNull().privacy('none'),
    refresh_token_secret_id: formerRef('secrets').orNull().privacy('none'),
    consent_record_id: formerRef('consent_records').orNull().privacy('none'),
    last_sync_at: instant().orNull().merge('max').privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    generated: {
      holder_key: `case when cpf <> '' then 'cpf:' || cpf else 'cnpj:' || cnpj end`,
    },
    unique: [['holder_key']],
    indexes: [['user_id'], ['verification_state', 'expires_at']],
    checks: [
      `(cpf = '') <> (cnpj = '')`,
      `cpf = '' or length(cpf) = 11`,
      `cnpj = '' or length(cnpj) = 14`,
    ],
  },
);
