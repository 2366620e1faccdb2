import { mkdtempSync, rmSync } from 'node:fs';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { createSimCentral } from './central.ts';
import { scheduleOf } from './schedule.ts';
import { runWorld } from './run.ts';

import pg from 'pg';
const times = new Map<string, [number, number]>();
if (process.env['Q']) {
  const orig = pg.Client.prototype.query as any;
  (pg.Client.prototype as any).query = function (...a: any[]) {
    const text = String(typeof a[0] === 'string' ? a[0] : (a[0]?.text ?? a[0]?.cursor?.text))
      .replace(/\s+/g, ' ')
      .slice(0, 60);
    const t = performance.now();
    const r = orig.apply(this, a);
    if (r && r.then)
      r.then(
        () => {},
        () => {},
      ).then(() => {
        const e = times.get(text) ?? [0, 0];
        e[0]++;
        e[1] += performance.now() - t;
        times.set(text, e);
      });
    return r;
  };
}
const dir = mkdtempSync('/dev/shm/prof-');
const cluster = await startEmbedded({ dir, durable: false, definitions: productDefinitions });
try {
  if (process.env['F']) {
    const a = await (await import('#db/postgres/open.node.ts')).openAdmin(cluster.url);
    await a.query("alter system set track_functions = 'all'");
    await a.query('select pg_reload_conf()');
    await a.end();
  }
  const central = await createSimCentral(cluster.url);
  const { readFileSync } = await import('node:fs');
  const pgCpu = async () => {
    const { rows } = await central.admin.query(
      'select pid from pg_stat_activity where datname = current_database()',
    );
    let sum = 0;
    for (const { pid } of rows) {
      const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
      sum += Number(f[13]) + Number(f[14]);
    }
    return sum * 10;
  };
  const pg0 = await pgCpu();
  const me0 = process.cpuUsage();
  const t0 = performance.now();
  let n = 0;
  for (let seed = 1; seed <= Number(process.env['N'] ?? 12); seed++) {
    const s = scheduleOf(seed);
    const t = performance.now();
    const cpu = process.cpuUsage();
    const o = await runWorld(central, s);
    const c = process.cpuUsage(cpu);
    n++;
    console.log(
      seed,
      Math.round(performance.now() - t),
      'node cpu',
      Math.round((c.user + c.system) / 1000),
      o.hash.slice(0, 8),
      o.violation?.message.slice(0, 1500) ?? '',
    );
  }
  const me = process.cpuUsage(me0);
  console.log(
    'per seed',
    (performance.now() - t0) / n,
    'node cpu',
    (me.user + me.system) / 1000 / n,
    'pg cpu',
    ((await pgCpu()) - pg0) / n,
  );
  const st = await central.admin
    .query(
      'select calls, round(total_time) as total, round(self_time) self, funcname from pg_stat_user_functions order by self_time desc limit 30',
    )
    .catch(() => null);
  if (st) console.table(st.rows);
  for (const [k, [c, t]] of [...times].sort((a, b) => b[1][1] - a[1][1]).slice(0, 25))
    console.log(String(c).padStart(6), t.toFixed(0).padStart(7), (t / c).toFixed(2).padStart(8), k);
  await central.close();
} finally {
  await cluster.stop();
  rmSync(dir, { recursive: true, force: true });
}
