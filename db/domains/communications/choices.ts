export const CHANNEL_KINDS = [
  'email',
  'sms',
  'whatsapp',
  'slack',
  'push',
  'chat',
  'phone',
  'in_app',
  'govbr',
] as const;

/** The way of everything that is sent; what comes in is `received`, what is taken back `cancelled`. */
export const DELIVERY_STATES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed_retry',
  'dead',
  'received',
  'cancelled',
] as const;

/** What a message or notification can be about. */
export const MESSAGE_SUBJECTS = [
  'ticket',
  'booking',
  'external_request',
  'lead',
  'campaign',
  'approval',
  'conflict',
  'survey',
  'announcement',
] as const;

export const MESSAGE_SUBJECT_TABLES = {
  ticket: 'tickets',
  booking: 'bookings',
  external_request: 'external_requests',
  lead: 'leads',
  campaign: 'campaigns',
  approval: 'approvals',
  conflict: 'conflict_logs',
  survey: 'surveys',
  announcement: 'announcements',
} as const satisfies Record<(typeof MESSAGE_SUBJECTS)[number], string>;
