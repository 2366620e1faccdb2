import { testReplica } from '#tests/helpers/replica.ts';
import { bookings, resources, resource_closures } from '#db/domains/bookings/tables.ts';
import { registry } from '#db/domains/registry.ts';
import type { Table } from '#db/schema/table.ts';
const N = Number(process.env['N'] ?? 300000);
const r = testReplica({ phase: 'empty', ...(process.env['KEY'] ? { key: new Uint8Array(32).fill(9) } : {}) });
const ms = () => Number(process.hrtime.bigint()) / 1e6;
const stamp = '2026-01-01T00:00:00.000Z';
const res = r.ids.next();
const rows: any[][] = [];
for (let i = 0; i < N; i++) {
  const s = new Date(Date.UTC(2026, 0, 1) + i * 3600e3).toISOString();
  const e = new Date(Date.UTC(2026, 0, 1) + (i + 1) * 3600e3).toISOString();
  rows.push([r.ids.next(), r.organization_id, res, s, e, 'Europe/Lisbon', `Guest ${i} José Conceição`, 2, 'confirmed', 'import', 'BB, online travel agent, room A', '', '', `row-${i}`, null, stamp, stamp, null, null, i + 1]);
}
rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
console.log(Object.keys(bookings.columns).length, rows[0]!.length);
const t0 = ms();
r.sync.beginFill('1:1:');
const C = 50000;
for (const t of registry.tables) {
  if (t !== (bookings as Table)) { r.sync.applyChunk(t, { rows: t === (resources as Table) ? [[res, r.organization_id, 'Room', 'space', '', '', 1, 'UTC', '', 1, 0, stamp, stamp, null, null, 1]] : [], bytes: 0, last_id: null }); continue; }
  for (let i = 0; i < N; i += C) { const t1 = ms(); const c = rows.slice(i, i + C); r.sync.applyChunk(t, { rows: c, bytes: 1, last_id: i + C < N ? c.at(-1)![0] : null }); console.log('chunk', (C / (ms() - t1) * 1000).toFixed(0), 'rows/s'); }
}
const t2 = ms();
console.log('load', (N / (t2 - t0) * 1000).toFixed(0));
r.sync.finishFill();
const t3 = ms();
console.log('finish ms', (t3 - t2).toFixed(0), 'total rows/s', (N / (t3 - t0) * 1000).toFixed(0), 'rss MB', process.memoryUsage().rss / 1e6 | 0);
console.log('incidents', r.reads.all(r.reads.sql.selectFrom('incidents').selectAll()));
const u0 = ms(); const rec = r.sync.recomputeChecksums(); console.log('recount ms', ms() - u0, JSON.stringify(rec) === JSON.stringify(r.sync.checksums()));
// slices
const ups = rows.slice(0, 25000).map((c, i) => ({ table: 'bookings', row_id: c[0], row: { ...Object.fromEntries(Object.keys(bookings.columns).map((n, k) => [n, c[k]])), notes: 'changed ' + i, row_version: N + i + 1 } }));
let last = ms(); let worst = 0; let n = 0;
const sync2 = (await import('#sync/replica/create.node.ts')).createSyncReplica({ connection: r.connection, clock: { now: () => 0 }, pause: async () => { const d = ms() - last; worst = Math.max(worst, d); n++; await new Promise<void>((x) => setImmediate(x)); last = ms(); } });
const p0 = ms(); last = p0; await sync2.applyPull({ cursor: '2:2:', images: ups, checksums: null }); console.log('pull 25000:', (ms() - p0).toFixed(0), 'ms, slices', n, 'worst', worst.toFixed(1));
const w0 = ms(); await sync2.applyPull({ cursor: '2:3:', images: ups.slice(0, 1).map((u) => ({ ...u, row: { ...u.row, row_version: 9999999 } })), checksums: null }); console.log('pull of 1:', (ms() - w0).toFixed(2), 'ms');
const l: number[] = []; for (let i = 0; i < 200; i++) { const a = ms(); await sync2.applyPull({ cursor: '2:3:', images: ups.slice(i, i + 1).map((u) => ({ ...u, row: { ...u.row, row_version: 99999990 } })), checksums: null }); l.push(ms() - a); } l.sort((a, b) => a - b); console.log('pull of 1 p50', l[100]!.toFixed(2), 'p95', l[190]!.toFixed(2));
r.remove();
