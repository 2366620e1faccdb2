/** Sends what waits in the outbox of a folder as the product does, and prints what that cost. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { must } from '#db/kernel/must.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';

const dir = must(process.argv[2], 'the folder of an enrolled desk');
const log = { write: (level: string, event: string) => console.error(level, event) };
const desk = openDesk({ dir, ports: createPorts(), log, writes: true });
const ops = desk.replica.state().waiting;
const delay = monitorEventLoopDelay({ resolution: 5 });
const before = process.cpuUsage();
const started = performance.now();
delay.enable();
const drained = new Promise<object>((resolve) => {
  desk.engine.onChange(() => {
    if (desk.engine.status().state.waiting > 0) return;
    const cpu = process.cpuUsage(before);
    delay.disable();
    resolve({
      ops,
      ms: performance.now() - started,
      cpu: (cpu.user + cpu.system) / 1000,
      peak: process.resourceUsage().maxRSS / 1024,
      held: delay.max / 1e6,
    });
  });
});
const whole = desk.engine.syncOnce();
console.log(JSON.stringify(await drained));
// The parent looks at central while the connection is still there.
await once(process.stdin, 'data');
const done = await whole;
const ms = performance.now() - started;
await desk.close();
if (!done.ok || !done.value.verified) throw new Error('the drain did not end verified');
const { conflicts, rejected } = done.value;
console.log(JSON.stringify({ ms, conflicts, rejected }));
process.stdin.destroy();
