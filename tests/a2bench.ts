import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { createEnrolCode, enrolDevice } from '#sync/central/enrol.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import { registry } from '#db/domains/registry.ts';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
const cpu = async () => { let t=0; for (const {pid} of (await a.query(`select pid from pg_stat_activity where usename like 'hf_org%'`)).rows) { const f=readFileSync(`/proc/${pid}/stat`,'utf8').split(') ')[1]!.split(' '); t+= (Number(f[11])+Number(f[12]))*10; } return t; };
import { rmSync } from 'node:fs';
import { openAdmin } from '#db/postgres/open.node.ts';
import { loadDemo } from '#resources/demo/load.node.ts';
const dir = process.argv[2]!; rmSync(dir, {recursive: true, force: true});
const c = await startEmbedded({dir, definitions: productDefinitions, demo: (x)=>loadDemo(x), durable: process.argv[3] !== 'fast'});
try {
const a = await openAdmin(c.url, {queryTimeout: 600000});
const org = (await a.query("select * from data.organizations where slug='casa-do-rio'")).rows[0];
const code = await createEnrolCode(c.url, 'casa-do-rio'); if (!code.ok) throw 1;
const e = await enrolDevice({central: c.url, code: code.value.code, name: 'Desk A'}); if (!e.ok) throw 1; const v = e.value;
const link = connectCentral({central: v.central, loginRole: v.login_role, password: v.login_password, token: v.token, organizationId: v.organization_id});
await a.query("alter system set track_functions='all'"); await a.query("select pg_reload_conf()");
const inc = randomUUID();
await link.hello({incarnation: inc, last_op_no: 0, acked_op_no: 0, cursor: null, epoch: null, schema_version: 1, protocol_version: 1});
const users = await link.snapshotChunk(registry.get('users')!, null, 10);
const admin = (await a.query("select id from data.users where organization_id=$1 and role='admin' limit 1",[org.id])).rows[0].id;
const res = (await link.snapshotChunk(registry.get('resources')!, null, 11)).rows.map(r=>r[0]);
let no = 0; let slot = Date.UTC(2030,0,1)/3600e3;
const iso = (h: number) => new Date(h*3600e3).toISOString();
const mkop = () => { const n=++no; const h = slot + Math.floor(n/res.length); return {op_id: randomUUID(), device_id: v.device_id, incarnation: inc, op_no: n, actor_id: admin, proof: null, command: 'bookings.create', schema_version: 1, at: '2026-01-01T00:00:00.000Z',
 changes: [{table:'bookings', row_id: randomUUID(), kind: 'insert' as const, values: {resource_id: [null, res[n%res.length]], start_time:[null,iso(h)], end_time:[null,iso(h+1)], timezone:[null,'Europe/Lisbon'], title:[null,'Ana Souza '+n], party_size:[null,2], status:[null,'confirmed'], source:[null,'holdfast'], notes:[null,'some notes here for the stay'], cancel_reason:[null,''], conflict_resolution_notes:[null,''], external_ref:[null,''], import_id:[null,null]} as any}]}; };
for (const [name, make] of [['insert', mkop]] as const) {
  await link.push(Array.from({length: 500}, make));
  let c0=await cpu(); const t=performance.now(); let N=0; let ids: string[] = [];
  for (let i=0;i<12;i++){ const ops=Array.from({length:500}, make); ids.push(...ops.map(o=>o.changes[0]!.row_id)); const r=await link.push(ops); if (r.kind!=='verdicts'||r.verdicts.some(x=>x.outcome!=='applied')) throw new Error(JSON.stringify(r).slice(0,500)); N+=500; }
  console.log(name, Math.round(N/((performance.now()-t)/1000)), 'ops/s; server cpu us/op', Math.round((await cpu()-c0)*1000/N));
  c0=await cpu(); const t2=performance.now(); N=0;
  for (let i=0;i<12;i++){ const ops=ids.slice(i*500,i*500+500).map(id=>({...mkop(), changes:[{table:'bookings',row_id:id,kind:'update' as const, values:{title:['x','y'+i]} as any}]})); ops.forEach((o,k)=>{o.changes[0]!.values.title=[ 'Ana Souza '+(501+i*500+k), 'New']}); const r=await link.push(ops); if (r.kind!=='verdicts'||r.verdicts.some(x=>x.outcome!=='applied')) throw new Error(JSON.stringify(r).slice(0,900)); N+=500; }
  console.log('update', Math.round(N/((performance.now()-t2)/1000)), 'ops/s; server cpu us/op', Math.round((await cpu()-c0)*1000/N));
}
// single op latency
{ const ts: number[]=[]; for (let i=0;i<200;i++){ const t=performance.now(); await link.push([mkop()]); ts.push(performance.now()-t);} ts.sort((x,y)=>x-y); console.log('single push p50', ts[100]!.toFixed(2), 'p95', ts[190]!.toFixed(2)); }
{ let cur=(await link.pull(null,false)).cursor; const ts: number[]=[]; for (let i=0;i<200;i++){ const t=performance.now(); cur=(await link.pull(cur,false)).cursor; ts.push(performance.now()-t);} ts.sort((x,y)=>x-y); console.log('empty pull p50', ts[100]!.toFixed(2), 'p95', ts[190]!.toFixed(2)); }
// bulk
const s0 = (await link.pull(null,false)).cursor;
let t=performance.now();
await a.query(`insert into data.bookings (id, organization_id, resource_id, start_time, end_time, timezone, title, status, notes)
 select gen_random_uuid(), $1, ($2::uuid[])[1 + n % 11], '2031-01-01Z'::timestamptz + (n/11)*interval '1 hour', '2031-01-01Z'::timestamptz + (n/11+1)*interval '1 hour', 'Europe/Lisbon', 'Guest number '||n, 'completed', 'note '||n from generate_series(1,100000) n`, [org.id, res]);
console.log('bulk 300k', Math.round(performance.now()-t),'ms');
await a.query('analyze');
for (let k=0;k<2;k++){ const c1=await cpu(), u=process.cpuUsage(); t=performance.now(); let after: string|null=null, rows=0, bytes=0; do { const ch: any = await link.snapshotChunk(registry.get('bookings')!, after, 50000); rows+=ch.rows.length; bytes+=ch.bytes; after=ch.last_id; } while(after!==null);
 console.log('copy', rows, Math.round(rows/((performance.now()-t)/1000)), 'rows/s', (bytes/1e6).toFixed(0),'MB', 'server us/row', ((await cpu()-c1)*1000/rows).toFixed(2), 'client us/row', (process.cpuUsage(u).user/rows).toFixed(2), 'rss', Math.round(process.memoryUsage().rss/1e6)); }
t=performance.now(); const p=await link.pull(s0,false); console.log('pull 300k images', p.images.length, Math.round(performance.now()-t),'ms');
t=performance.now(); const q=await link.pull(p.cursor,true); console.log('checksums', q.checksums!.length, Math.round(performance.now()-t),'ms');
console.table((await a.query("select funcname, calls, round(total_time::numeric) total, round(self_time::numeric) self, round((self_time/nullif(calls,0)*1000)::numeric) us from pg_stat_user_functions order by self_time desc limit 25")).rows);
await link.close(); await a.end();
} finally { await c.stop(); }
