import { fork } from 'node:child_process';
import { writeSync } from 'node:fs';
import { must } from '#db/kernel/must.ts';
import { idOf, timeAt } from '#tests/helpers/fault-start.ts';

// A main process that books one room after the other and is killed at a message boundary: over the
// n-th message, counting those it sent and those it got.
const [entry, dir, dies] = process.argv.slice(2);
let messages = 0;

function boundary(): void {
  messages += 1;
  if (messages === Number(dies)) process.kill(process.pid, 'SIGKILL');
}

function tell(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const child = fork(
  must(entry, 'entry'),
  ['--options', JSON.stringify({ dir, development: false })],
  {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  },
);
tell({ pid: child.pid });

let booked = 0;
function book(): void {
  booked += 1;
  const slot = { start_time: timeAt(booked, 3), end_time: timeAt(booked, 4) };
  const input = { ...slot, resource_id: idOf('resource', 1), title: `Booking ${booked}` };
  child.send({ kind: 'invoke', id: booked, name: 'bookings.create', input });
  boundary();
}

child.on('message', (message: { kind: string; envelope?: { ok: boolean } }) => {
  if (message.kind === 'reply') {
    if (message.envelope?.ok !== true) throw new Error(JSON.stringify(message));
    // Acknowledged: from here on the booking may not be lost.
    tell({ acknowledged: booked });
  }
  boundary();
  if (message.kind === 'ready' || message.kind === 'reply') book();
});
