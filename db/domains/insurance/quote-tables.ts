import {
  boolean,
  day,
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

/** A vehicle of a household, with what was verified about it (S2). */
export const vehicles = table(
  'vehicles',
  {
    household_id: ref('households').orNull().privacy('none'),
    primary_driver_id: formerRef('drivers').orNull().privacy('none'),
    garaging_address_id: ref('addresses').orNull().privacy('none'),
    /** Vehicle identification number; empty while unknown. */
    vin: text().max(32).default('').privacy('personal'),
    plate: text().max(20).default('').together('plate').privacy('personal'),
    plate_state: text().max(20).default('').together('plate').privacy('personal'),
    model_year: integer().orNull().together('model').privacy('none'),
    make: text().max(60).together('model'),
    model: text().max(60).together('model'),
    body_style: text().max(60).default(''),
    color: text().max(40).default('').merge('last'),
    vehicle_use: oneOf('commute', 'pleasure', 'business', 'farm', 'rideshare', 'unknown')
      .default('unknown')
      .privacy('none'),
    ownership: oneOf('owned', 'financed', 'leased', 'unknown').default('unknown').privacy('none'),
    annual_distance: integer().orNull().together('distance').privacy('none'),
    distance_unit: oneOf('km', 'mi').default('km').together('distance').privacy('none'),
    external_verification_status: oneOf('not_verified', 'verified', 'partial', 'failed')
      .default('not_verified')
      .merge('last')
      .together('verification')
      .privacy('none'),
    last_verification_date: instant()
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('none'),
    verification_source: text()
      .max(100)
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('none'),
    external_vehicle_id: text().max(100).orNull().privacy('none'),
    is_active: boolean().default(1).privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['household_id', 'position'],
      ['vin'],
      ['plate'],
      ['primary_driver_id'],
      ['external_verification_status'],
    ],
    checks: ['model_year between 1880 and 2200', 'annual_distance >= 0'],
  },
);

export const QUOTE_STATUSES = [
  'draft',
  'submitted',
  'quoted',
  'bound',
  'declined',
  'expired',
  'withdrawn',
] as const;

/** An offer to insure a household's drivers and vehicles through a producer (S2). */
export const quotes = table(
  'quotes',
  {
    /** Final, given by central; empty until then. */
    number: text().max(30).default('').merge('central').privacy('none'),
    /** What stood on paper before the final one: `D3-014`. */
    provisional_number: text().max(30).default('').privacy('none'),
    program_id: ref('programs').together('producer').privacy('none'),
    producer_id: ref('producers').orNull().together('producer').privacy('none'),
    household_id: ref('households').orNull().privacy('none'),
    /** The primary insured. */
    primary_driver_id: ref('drivers').orNull().privacy('none'),
    lead_id: formerRef('leads').orNull().privacy('none'),
    assigned_to: formerRef('users').orNull().privacy('none'),
    line_of_business: oneOf('auto', 'home', 'motorcycle', 'commercial_auto', 'other')
      .default('auto')
      .privacy('none'),
    status: oneOf(...QUOTE_STATUSES)
      .default('draft')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    decided_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    decided_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    decision_reason: text()
      .max(1000)
      .default('')
      .merge('refuse')
      .together('decision')
      .privacy('personal'),
    /** Last step of the entry form that is complete. */
    step: integer().default(0).merge('max').privacy('none'),
    effective_on: day().orNull().together('term').privacy('none'),
    term_ends_on: day().orNull().together('term').privacy('none'),
    coverages: json().default('{}'),
    premium_amount: money().orNull().together('premium'),
    /** ISO 4217. */
    currency: text().max(3).together('premium').privacy('none'),
    quoted_at: instant().orNull().together('premium').privacy('none'),
    /** After this the premium no longer holds. */
    valid_until: instant().orNull().together('premium').privacy('none'),
    external_ref: text().max(100).default('').privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    generated: {
      number_key: `case when number <> '' then number else cast(id as text) end`,
    },
    unique: [['number_key']],
    indexes: [
      ['status', 'valid_until'],
      ['assigned_to', 'status'],
      ['program_id', 'status'],
      ['lead_id'],
      ['external_ref'],
      ['provisional_number'],
    ],
    checks: [
      'term_ends_on > effective_on',
      'premium_amount >= 0',
      'valid_until >= quoted_at',
      'step >= 0',
      'length(currency) = 3',
    ],
  },
);
