/** A backup tool: holds a replica locked. `hold-lock.child.node.ts FILE [MS]`; says so, ends by itself or killed. */
import { openDriver } from '#db/sqlite/driver.node.ts';

const [file = '', ms] = process.argv.slice(2);
const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
driver.exec('BEGIN EXCLUSIVE');
process.stdout.write('held');
if (ms === undefined) setInterval(() => undefined, 1000);
else setTimeout(() => driver.close(), Number(ms));
