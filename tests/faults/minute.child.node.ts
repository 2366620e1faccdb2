/**
 * The data process of a sweep: opens the replica, lives through a script and says after each step
 * that it is saved. `minute.child.node.ts SCRIPT FOLDER ACKS [SYNCHRONOUS]`.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openScript } from '#tests/helpers/fault-script.ts';

const [script = '', folder = '', acks = '', synchronous = 'FULL'] = process.argv.slice(2);
const said = openSync(acks, 'a');
const { steps, run } = openScript(script, {
  file: join(folder, 'replica.sqlite'),
  synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL',
});
for (const step of steps.keys()) {
  await run(step);
  writeSync(said, `${step + 1}\n`);
}
