/** Fills the desk of a folder as the product does, and prints what that cost as one line of JSON. */
import { must } from '#db/kernel/must.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';

const dir = must(process.argv[2], 'the folder of an enrolled desk');
const started = performance.now();
const desk = openDesk({ dir, ports: createPorts(), log: { write: () => undefined }, writes: true });
const marks = { loaded: 0, ready: 0 };
desk.engine.onChange(() => {
  const now = performance.now() - started;
  if (marks.ready === 0 && desk.replica.state().phase === 'ready') marks.ready = now;
  const progress = desk.replica.fillProgress();
  if (marks.loaded === 0 && progress.length > 0 && progress.every(({ done }) => done))
    marks.loaded = now;
});
const done = await desk.engine.syncOnce();
const ms = performance.now() - started;
const rows = desk.reads.first(
  desk.reads.sql.selectFrom('bookings').select((eb) => eb.fn.countAll<number>().as('n')),
);
await desk.close();
if (!done.ok || !done.value.verified) throw new Error('the fill did not end verified');
const peak = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ms, bookings: rows?.n ?? 0, peak, ...marks }));
