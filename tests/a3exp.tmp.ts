import { testReplica } from '#tests/helpers/replica.ts';
import { bookings } from '#db/domains/bookings/tables.ts';
const N = 100000; const cols = Object.keys(bookings.columns);
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const ms = () => Number(process.hrtime.bigint()) / 1e6;
for (const [name, multi, pragmas] of [
  ['single', 1, []], ['multi 10', 10, []], ['multi 50', 50, []], ['multi 500', 500, []],
  ['single nocheck', 1, ['ignore_check_constraints=ON']], ['multi 50 nocheck', 50, ['ignore_check_constraints=ON']],
  ['multi 50 cache', 50, ['cache_size=-64000']],
  ['multi 50 nocheck cellcheck off', 50, ['ignore_check_constraints=ON', 'cell_size_check=OFF', 'secure_delete=OFF']],
] as const) {
  const r = testReplica({ phase: 'empty' });
  const stamp = '2026-01-01T00:00:00.000Z'; const res = r.ids.next();
  const rows: any[][] = [];
  for (let i = 0; i < N; i++) { const s = new Date(Date.UTC(2026, 0, 1) + i * 3600e3).toISOString(); rows.push([r.ids.next(), r.organization_id, res, s, stamp.replace('2026', '2099'), 'Europe/Lisbon', `Guest ${i} José Conceição`, 2, 'confirmed', 'import', 'BB, online travel agent, room A', '', '', `row-${i}`, null, stamp, stamp, null, null, i + 1]); }
  rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  r.sync.beginFill('1:1:');
  for (const p of pragmas) r.connection.pragma(p);
  r.connection.pragma('foreign_keys=OFF');
  const one = `(${cols.map(() => '?')})`;
  const st = r.connection.prepare(`insert into bookings (${cols}) values ${Array(multi).fill(one)}`);
  const c0 = cpu(), t0 = ms();
  for (let from = 0; from < N; from += 25000) r.connection.transaction(() => { for (let i = from; i < from + 25000; i += multi) { if (multi === 1) st.run(rows[i] as any); else st.run(rows.slice(i, i + multi).flat() as any); } });
  console.log(name.padEnd(32), 'cpu ms', (cpu() - c0).toFixed(0), 'wall', (ms() - t0).toFixed(0), 'rows/s cpu', (N / (cpu() - c0) * 1000).toFixed(0));
  r.remove();
}
