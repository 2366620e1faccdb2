import { reference, inspect, resume, workplace } from '#tests/helpers/fault-sweep.ts';
import { shimEnvironment } from '#tests/helpers/fault-shim.ts';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
using place = await workplace('minute.child.node.ts');
const w = await reference('minute', place.folder);
console.log(w.steps.length);
const un = place.folder + '/d'; const acks = place.folder+'/acks';
for (const n of [700, 800, 840, 860, 870, 880, 885, 890, 895, 900]) {
writeImage(un, w.start);
const t = performance.now();
const r = spawnSync(process.execPath, [place.child, 'minute', un, acks + n], { env: shimEnvironment(place.library, { under: un, acks: acks + n, killAt: n })});
const t1 = performance.now();
const a = readFileSync(acks+n,'utf8').split('\n').length-1;
const i = inspect(un, a, w);
const t2 = performance.now();
const l = await resume(un);
console.log(n, r.signal, r.status, a, w.steps[a], i, l, (t1-t).toFixed(1), (t2-t1).toFixed(1), (performance.now()-t2).toFixed(1));
}
