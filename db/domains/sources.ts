/** Where a booking or a request came from: one list for both (S1). */
export const SOURCES = [
  'holdfast',
  'infra24',
  'appsheet',
  'google_forms',
  'google_calendar',
  'outlook',
  'apple',
  'api',
  'webhook',
  'import',
  'phone',
  'manual',
] as const;
