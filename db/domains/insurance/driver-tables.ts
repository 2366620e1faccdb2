import {
  boolean,
  day,
  decimal,
  formerRef,
  instant,
  integer,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

export const DELIVERY_POINT_STATES = ['valid', 'invalid', 'unknown'] as const;

/** A postal address, as given and as a service put it into standard form (S2). */
export const addresses = table(
  'addresses',
  {
    kind: oneOf('home', 'mailing', 'garaging', 'business').default('home').privacy('none'),
    street_1: text().together('place').privacy('personal'),
    street_2: text().default('').together('place').privacy('personal'),
    city: text().max(100).together('place').privacy('personal'),
    /** State or province, its code where it has one. */
    state: text().max(100).default('').together('place').privacy('personal'),
    zip_code: text().max(20).default('').together('place').privacy('personal'),
    /** ISO 3166-1, two letters. */
    country_code: text().max(2).together('place').privacy('none'),
    latitude: decimal(9, 6).orNull().together('place').privacy('personal'),
    longitude: decimal(9, 6).orNull().together('place').privacy('personal'),
    standardized_by_source: text()
      .max(100)
      .orNull()
      .merge('last')
      .together('standardization')
      .privacy('none'),
    standardization_confidence: decimal(5, 2)
      .orNull()
      .merge('last')
      .together('standardization')
      .privacy('none'),
    delivery_point_validation: oneOf(...DELIVERY_POINT_STATES)
      .default('unknown')
      .merge('last')
      .together('standardization')
      .privacy('none'),
    last_standardization_date: instant()
      .orNull()
      .merge('last')
      .together('standardization')
      .privacy('none'),
    external_address_id: text().max(100).orNull().privacy('none'),
    notes: text().max(2000).default('').merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['zip_code', 'street_1'],
      ['city'],
      ['standardized_by_source'],
      ['delivery_point_validation'],
    ],
    checks: [
      'cast(standardization_confidence as numeric) between 0 and 100',
      'cast(latitude as numeric) between -90 and 90',
      'cast(longitude as numeric) between -180 and 180',
      'length(country_code) = 2',
    ],
  },
);

/** People who live together and are insured together (S2). */
export const households = table(
  'households',
  {
    name: text().privacy('personal'),
    address_id: ref('addresses').orNull().privacy('none'),
    primary_driver_id: formerRef('drivers').orNull().privacy('none'),
    phone: text().max(40).default('').privacy('personal'),
    email: text().max(254).default('').privacy('personal'),
    member_count: integer().default(1).privacy('none'),
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
    external_household_id: text().max(100).orNull().privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    is_active: boolean().default(1).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [['name'], ['external_household_id']],
    checks: ['member_count >= 0'],
  },
);

export const DRIVER_VERIFICATION_STATES = [
  'not_verified',
  'verified',
  'partial',
  'failed',
] as const;

/** Somebody who drives an insured vehicle, with what was verified about them (S2). */
export const drivers = table(
  'drivers',
  {
    household_id: ref('households').orNull().privacy('none'),
    address_id: ref('addresses').orNull().privacy('none'),
    first_name: text().max(100).privacy('personal'),
    middle_name: text().max(100).default('').privacy('personal'),
    last_name: text().max(100).privacy('personal'),
    suffix: text().max(20).default('').privacy('personal'),
    date_of_birth: day().orNull().privacy('personal'),
    gender: oneOf('female', 'male', 'other', 'unspecified')
      .default('unspecified')
      .privacy('personal'),
    marital_status: oneOf(
      'single',
      'married',
      'partnered',
      'separated',
      'divorced',
      'widowed',
      'unknown',
    )
      .default('unknown')
      .privacy('personal'),
    /** To the primary insured of the household. */
    relationship: oneOf('self', 'spouse', 'partner', 'child', 'parent', 'sibling', 'other')
      .default('self')
      .privacy('personal'),
    occupation: text().max(100).default('').privacy('personal'),
    email: text().max(254).default('').privacy('personal'),
    phone: text().max(40).default('').privacy('personal'),
    is_primary: boolean().default(0).privacy('none'),
    /** Lives there but is not covered. */
    is_excluded: boolean().default(0).privacy('none'),
    external_verification_status: oneOf(...DRIVER_VERIFICATION_STATES)
      .default('not_verified')
      .merge('last')
      .together('verification')
      .privacy('none'),
    last_verification_date: instant()
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('none'),
    /** Code of the integration, `DCS_HOUSEHOLD_DRIVERS`. */
    verification_source: text()
      .max(100)
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('none'),
    verification_confidence: decimal(5, 2)
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('none'),
    external_driver_id: text().max(100).orNull().privacy('none'),
    notes: text().max(4000).default('').merge('text').privacy('personal'),
    position: integer().default(0).merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['household_id', 'position'],
      ['last_name', 'first_name'],
      ['external_verification_status'],
      ['last_verification_date'],
      ['external_driver_id'],
    ],
    checks: ['cast(verification_confidence as numeric) between 0 and 100'],
  },
);

export const LICENSE_VERIFICATION_STATES = [
  'not_verified',
  'verified',
  'invalid',
  'expired',
  'suspended',
] as const;

/** A driving licence, with what was verified about it (S2). */
export const licenses = table(
  'licenses',
  {
    driver_id: ref('drivers').privacy('none'),
    license_number: text().max(60).together('license').privacy('sensitive'),
    /** State or authority that issued it. */
    state_code: text().max(20).default('').together('license').privacy('personal'),
    country_code: text().max(2).together('license').privacy('none'),
    license_class: text().max(20).default('').together('license').privacy('none'),
    /** As stated by the driver; what a service says of it stands below. */
    license_status: oneOf('active', 'expired', 'suspended', 'revoked', 'learner', 'unknown')
      .default('unknown')
      .privacy('personal'),
    issued_on: day().orNull().together('validity').privacy('personal'),
    expires_on: day().orNull().together('validity').privacy('personal'),
    first_licensed_on: day().orNull().privacy('personal'),
    restrictions: text().max(500).default('').merge('last').privacy('personal'),
    image_file_id: formerRef('files').orNull().privacy('none'),
    is_primary: boolean().default(1).privacy('none'),
    external_verification_status: oneOf(...LICENSE_VERIFICATION_STATES)
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
    /** As the other system words it. */
    external_license_status: text()
      .max(50)
      .orNull()
      .merge('last')
      .together('verification')
      .privacy('personal'),
    verification_notes: text().max(4000).orNull().merge('text').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    indexes: [
      ['driver_id', 'is_primary'],
      ['license_number'],
      ['external_verification_status'],
      ['last_verification_date'],
      ['expires_on'],
    ],
    checks: ['expires_on >= issued_on', 'length(country_code) = 2'],
  },
);
