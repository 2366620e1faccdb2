import type { NewRow } from '#db/schema/table.ts';
import type { integration_nodes } from '#db/domains/mappings/tables.ts';

type NodeRow = NewRow<typeof integration_nodes>;

/** A field of an interface, as S2's sample gives it; `shown` and `about` are our additions. */
export interface DemoNode {
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly type: NodeRow['data_type'];
  readonly shown: string;
  readonly about: NonNullable<NodeRow['privacy_class']>;
  readonly deprecatedIn?: string;
  readonly replacedBy?: string;
}

const ADDRESS = 'driver_data.address_info.current_address';

/** The twelve nodes of DCS_HOUSEHOLD_DRIVERS 2.7, every value as in S2. All are required. */
export const NODES_2_7: readonly DemoNode[] = [
  node(
    'driver_data.personal_info.first_name',
    'First Name',
    'Driver first name',
    'string',
    'Ada',
    'personal',
  ),
  node(
    'driver_data.personal_info.last_name',
    'Last Name',
    'Driver last name',
    'string',
    'Exemplo',
    'personal',
  ),
  {
    ...node(
      'driver_data.personal_info.date_of_birth',
      'Date of Birth',
      'Driver date of birth',
      'date',
      '1990-05-17',
      'sensitive',
    ),
    replacedBy: 'driver_data.personal_info.birth_date',
  },
  node(
    'driver_data.license_info.license_number',
    'License Number',
    'Driver license number',
    'string',
    'X0000001',
    'sensitive',
  ),
  node(
    'driver_data.license_info.state_code',
    'License State',
    'State that issued the license',
    'string',
    'FL',
    'personal',
  ),
  node(
    'driver_data.license_info.status',
    'License Status',
    'Current status of the license',
    'string',
    'VALID',
    'personal',
  ),
  node(
    `${ADDRESS}.street_1`,
    'Address Street 1',
    'Primary street address',
    'string',
    '1 Example St',
    'personal',
  ),
  node(`${ADDRESS}.city`, 'Address City', 'City name', 'string', 'Miami', 'personal'),
  node(`${ADDRESS}.state`, 'Address State', 'State abbreviation', 'string', 'FL', 'personal'),
  node(`${ADDRESS}.zip_code`, 'Address ZIP', 'ZIP code', 'string', '33100', 'personal'),
  node(
    'verification_status',
    'Verification Status',
    'Overall verification result',
    'string',
    'VERIFIED',
    'none',
  ),
  node(
    'confidence_score',
    'Confidence Score',
    'Verification confidence percentage',
    'integer',
    '97',
    'none',
  ),
];

/** An invented 2.8, for showing drift: one node is renamed, one has another type, one is on its way out. */
export const NODES_2_8: readonly DemoNode[] = NODES_2_7.map((old) => {
  if (old.name === 'Date of Birth') {
    const { replacedBy: path = '', ...rest } = old;
    return { ...rest, path, name: 'Birth Date' };
  }
  if (old.name === 'Confidence Score') return { ...old, type: 'decimal', shown: '97.25' };
  if (old.name === 'Verification Status') return { ...old, deprecatedIn: '2.8' };
  return old;
});

function node(
  path: string,
  name: string,
  description: string,
  type: DemoNode['type'],
  shown: string,
  about: DemoNode['about'],
): DemoNode {
  return { path, name, description, type, shown, about };
}
