export const TICKET_KINDS = [
  'incident',
  'request',
  'question',
  'problem',
  'change',
  'task',
] as const;

/** Impact and urgency, from which the priority follows. */
export const TICKET_LEVELS = ['low', 'medium', 'high'] as const;

/** How a ticket reached the desk. */
export const TICKET_CHANNELS = [
  'phone',
  'email',
  'form',
  'chat',
  'whatsapp',
  'sms',
  'in_person',
  'monitoring',
  'api',
  'webhook',
] as const;

export const TICKET_LINK_KINDS = [
  'related',
  'duplicate_of',
  'merged_into',
  'split_from',
  'child_of',
  'blocked_by',
  'caused_by',
] as const;
