/** Makes a new replica as enrolment does, then says so. `enrol.child.node.ts FOLDER ACKS SCHEMA`. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '#db/domains/registry.ts';
import { bookingRegistry } from '#tests/helpers/booking-registry.ts';
import { cannedCentral } from '#tests/helpers/fault-central.ts';
import { openDesk } from '#tests/helpers/fault-desk.ts';

const [folder = '', acks = '', schema = ''] = process.argv.slice(2);
const said = openSync(acks, 'a');
openDesk({
  file: join(folder, 'replica.sqlite'),
  central: cannedCentral([]),
  registry: schema === 'whole' ? registry : bookingRegistry,
}).close();
writeSync(said, '1\n');
