/** Makes a new replica as enrolment does, then says so. `enrol.child.node.ts FOLDER ACKS`. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cannedCentral } from '#tests/helpers/fault-central.ts';
import { openDesk } from '#tests/helpers/fault-desk.ts';

const [folder = '', acks = ''] = process.argv.slice(2);
const said = openSync(acks, 'a');
openDesk({ file: join(folder, 'replica.sqlite'), central: cannedCentral([]) }).close();
writeSync(said, '1\n');
