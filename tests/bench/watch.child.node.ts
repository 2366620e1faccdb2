/**
 * A desk as the data process runs it, with one screen open: the board of a day. Tells its parent when
 * each booking first stood in the live result, on the machine's monotonic clock.
 */
import type { BoardWindow } from '#electron/contract/bookings.ts';
import type { InputOf } from '#electron/contract/contract.ts';
import { must } from '#db/kernel/must.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import type { Enrolment } from '#sync/central/enrol.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import { linkOf } from './full-central.node.ts';

const [, , dir, watched, hearing, enrolled] = process.argv;
const input: InputOf<'bookings.window'> = JSON.parse(must(watched, 'the input of the query'));
const enrolment: Enrolment = JSON.parse(must(enrolled, 'an enrolment'));
const send = (message: object) => process.send?.(message);
const connect = () => {
  const link = connectCentral(linkOf(enrolment));
  return hearing === 'hints' ? link : { ...link, listen: () => Promise.resolve(false) };
};
const log = { write: () => undefined };
const folder = must(dir, 'the folder of a desk');
const desk = openDesk({ dir: folder, ports: createPorts(), log, writes: true, connect });
const host = createHost({ desk, person: actingPerson, mayUnplug: false });
desk.engine.setInterest('focused');
desk.engine.start();
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
