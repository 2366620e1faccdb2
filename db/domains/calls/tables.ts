import {
  boolean,
  decimal,
  formerRef,
  instant,
  integer,
  json,
  money,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const CALL_STATUSES = [
  'ringing',
  'in_progress',
  'completed',
  'missed',
  'abandoned',
  'busy',
  'no_answer',
  'failed',
  'voicemail',
] as const;

/** One telephone call (S4). */
export const call_logs = table(
  'call_logs',
  {
    direction: oneOf('inbound', 'outbound', 'internal').privacy('none'),
    status: oneOf(...CALL_STATUSES)
      .default('ringing')
      .merge('last')
      .together('progress')
      .privacy('none'),
    caller_number: text().max(40).default('').privacy('personal'),
    caller_name: text().default('').merge('last').privacy('personal'),
    callee_number: text().max(40).default('').privacy('personal'),
    // Not enforced: the log outlives whom it is about.
    agent_id: formerRef('agents').orNull().privacy('none'),
    user_id: formerRef('users').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    campaign_id: formerRef('campaigns').orNull().privacy('none'),
    ticket_id: formerRef('tickets').orNull().privacy('none'),
    queue_name: text().max(60).default('').privacy('none'),
    started_at: instant().privacy('none'),
    answered_at: instant().orNull().merge('last').together('progress').privacy('none'),
    ended_at: instant().orNull().merge('last').together('progress').privacy('none'),
    duration_seconds: integer().orNull().merge('last').together('progress').privacy('none'),
    wait_seconds: integer().default(0).merge('last').together('progress').privacy('none'),
    talk_seconds: integer().default(0).merge('last').together('progress').privacy('none'),
    hold_seconds: integer().default(0).merge('last').together('progress').privacy('none'),
    wrap_up_seconds: integer().default(0).merge('last').privacy('none'),
    hangup_cause: text().max(60).default('').merge('last').together('progress').privacy('none'),
    /** What came of it, a code of the campaign: sold, call again, wrong number. */
    disposition: text().max(60).default('').together('result').privacy('none'),
    /** Null while nobody has said. */
    is_success: boolean().orNull().together('result').privacy('none'),
    callback_at: instant().orNull().together('result').privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    /** The exchange's own id of it, and of the calls that belong together. */
    external_call_id: text().max(100).default('').privacy('none'),
    linked_call_id: text().max(100).default('').privacy('none'),
    transferred_from_id: formerRef('call_logs').orNull().privacy('none'),
    recording_file_id: formerRef('files').orNull().privacy('none'),
    /** Null while nobody was asked. */
    recording_consent: boolean().orNull().privacy('none'),
    cost_amount: money().orNull().merge('last').together('cost'),
    currency: text().max(3).default('').merge('last').together('cost').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    indexes: [
      ['started_at'],
      ['status', 'started_at'],
      ['agent_id', 'started_at'],
      ['lead_id', 'started_at'],
      ['campaign_id', 'started_at'],
      ['ticket_id'],
      ['callback_at'],
      ['caller_number'],
      ['external_call_id'],
    ],
    checks: [
      'answered_at >= started_at',
      'ended_at >= started_at',
      'duration_seconds >= 0',
      'wait_seconds >= 0 and talk_seconds >= 0 and hold_seconds >= 0 and wrap_up_seconds >= 0',
      `cost_amount is null or currency <> ''`,
    ],
  },
);

/** What a caller left on tape (S4). */
export const voicemails = table(
  'voicemails',
  {
    call_id: ref('call_logs').orNull().privacy('none'),
    mailbox: text().max(60).privacy('none'),
    caller_number: text().max(40).default('').privacy('personal'),
    caller_name: text().default('').merge('last').privacy('personal'),
    received_at: instant().privacy('none'),
    duration_seconds: integer().default(0).privacy('none'),
    audio_file_id: ref('files').orNull().privacy('none'),
    transcript: text()
      .max(8000)
      .default('')
      .merge('last')
      .together('transcript')
      .privacy('personal'),
    transcript_locale: text()
      .max(35)
      .default('')
      .merge('last')
      .together('transcript')
      .privacy('none'),
    is_urgent: boolean().default(0).merge('last').privacy('none'),
    status: oneOf('new', 'heard', 'handled', 'archived')
      .default('new')
      .together('handling')
      .privacy('none'),
    handled_at: instant().orNull().together('handling').privacy('none'),
    handled_by: formerRef('users').orNull().together('handling').privacy('none'),
    heard_at: instant().orNull().merge('min').privacy('none'),
    assigned_to: formerRef('users').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    callback_call_id: formerRef('call_logs').orNull().privacy('none'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['status', 'received_at'],
      ['assigned_to', 'status'],
      ['mailbox', 'received_at'],
      ['lead_id'],
    ],
    checks: ['duration_seconds >= 0'],
  },
);

/** One step of a caller through the menus (S4). */
export const ivr_interactions = table(
  'ivr_interactions',
  {
    call_id: ref('call_logs').privacy('none'),
    position: integer().privacy('none'),
    menu: text().max(60).privacy('none'),
    prompt: text().max(500).default(''),
    input_kind: oneOf('digits', 'speech', 'timeout', 'invalid', 'hangup').privacy('none'),
    /** Masked beyond one digit: people type card and identity numbers. */
    input_value: text().default('').privacy('sensitive'),
    intent: text().max(60).default('').privacy('none'),
    /** 0.00 to 100.00, of recognised speech. */
    confidence: decimal(5, 2).orNull().privacy('none'),
    outcome: oneOf(
      'next_menu',
      'queue',
      'agent',
      'voicemail',
      'self_service',
      'hangup',
      'repeat',
    ).privacy('none'),
    /** A queue, or the number it was passed on to. */
    destination: text().max(60).default('').privacy('personal'),
    occurred_at: instant().privacy('none'),
    duration_ms: integer().default(0).privacy('none'),
    details: json().default('{}').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'admin', delete: 'admin' },
    indexes: [['call_id', 'position'], ['menu', 'occurred_at'], ['occurred_at']],
    checks: ['position >= 0', 'duration_ms >= 0', 'cast(confidence as numeric) between 0 and 100'],
  },
);

export const callsTables = [call_logs, voicemails, ivr_interactions] as const;

export interface CallsRows {
  call_logs: Row<typeof call_logs>;
  voicemails: Row<typeof voicemails>;
  ivr_interactions: Row<typeof ivr_interactions>;
}
