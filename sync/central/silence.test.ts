import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';
import { whileHeard } from './silence.node.ts';

const LIMIT = 50;

let server: Server;
let there: Socket;
let here: Socket;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  here = connect((server.address() as AddressInfo).port, '127.0.0.1');
  here.on('error', () => undefined);
  const [other] = await accepted;
  there = must(other, 'a connection');
});
afterEach(() => {
  here.destroy();
  there.destroy();
  server.close();
});

function client(): pg.Client {
  const made = new pg.Client();
  Reflect.set(made, 'connection', Object.assign(new EventEmitter(), { stream: here }));
  return made;
}

async function answer(): Promise<string> {
  const [bytes] = await Promise.race([
    once(here, 'data'),
    once(here, 'close').then(() => Promise.reject(new Error('closed'))),
  ]);
  return String(bytes);
}

async function arrivesWhileBusy(what: string): Promise<void> {
  await new Promise<void>((sent) => there.write(what, () => sent()));
  // After this turn timers are looked at first, sockets then.
  await turn();
  for (const began = performance.now(); performance.now() - began < 4 * LIMIT;);
}

test('an answer that came while the process was busy is no silence', async () => {
  const heard = whileHeard(client(), LIMIT, answer);
  await arrivesWhileBusy('done');
  expect(await heard).toEqual({ value: 'done' });
});

test('silence after half an answer that came while the process was busy ends the connection', async () => {
  const heard = whileHeard(client(), LIMIT, async () => [await answer(), await answer()]);
  await arrivesWhileBusy('half');
  expect(await heard).toMatchObject({ silent: true });
});

test('silence ends the connection', async () => {
  expect(await whileHeard(client(), LIMIT, answer)).toMatchObject({ silent: true });
  expect(here.destroyed).toBe(true);
});
