/**
 * A desk as the data process runs it, with one screen open: the board of a day. Tells its parent when
 * each booking first stood in the live result, on the machine's monotonic clock.
 */
import { must } from '#db/kernel/must.ts';
import type { BoardWindow } from '#electron/contract/bookings.ts';
import type { InputOf } from '#electron/contract/contract.ts';
import { startHost } from '#electron/host/start.node.ts';

const [, , dir, watched] = process.argv;
const input: InputOf<'bookings.window'> = JSON.parse(must(watched, 'the input of the query'));
const send = (message: object) => process.send?.(message);
const host = await startHost({ dir: must(dir, 'the folder of a desk'), development: false });
const seen = new Set<string>();
const end = host.subscribe('bookings.window', input, (envelope) => {
  const at = Number(process.hrtime.bigint());
  if (!envelope.ok) throw new Error(envelope.error.code);
  // The contract's type of this very query; the channel carries it as unknown.
  const { bookings } = envelope.value as BoardWindow;
  for (const { id } of bookings) {
    if (!seen.has(id)) send({ kind: 'seen', id, at });
    seen.add(id);
  }
  send({ kind: 'drawn' });
});
process.once('message', () => {
  end();
  void host.stop().then(() => process.disconnect());
});
