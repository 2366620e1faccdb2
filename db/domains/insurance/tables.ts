import type { Row } from '#db/schema/table.ts';
import { addresses, drivers, households, licenses } from './driver-tables.ts';
import { quotes, vehicles } from './quote-tables.ts';

export const insuranceTables = [
  addresses,
  households,
  drivers,
  licenses,
  vehicles,
  quotes,
] as const;

export interface InsuranceRows {
  addresses: Row<typeof addresses>;
  households: Row<typeof households>;
  drivers: Row<typeof drivers>;
  licenses: Row<typeof licenses>;
  vehicles: Row<typeof vehicles>;
  quotes: Row<typeof quotes>;
}
