/** Opens an older replica, which migrates it, closes it, then says so. `migrate.child.node.ts FOLDER ACKS`. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';

const [folder = '', acks = ''] = process.argv.slice(2);
const said = openSync(acks, 'a');
const file = join(folder, 'replica.sqlite');
openReplica({ file, registry, schemaVersion: SCHEMA_VERSION }).close();
writeSync(said, '1\n');
