import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { socketOf } from '#db/postgres/open.node.ts';

/** Runs `work` on a connection and destroys it after `limit` milliseconds in which no byte moved. */
export async function whileHeard<T>(
  client: pg.Client,
  limit: number,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown; readonly silent: boolean }> {
  let silent = false;
  let socket = socketOf(client);
  let over = false;
  const onSilence = () => {
    const quiet = socket;
    const heard = quiet.bytesRead;
    // A process that was busy for so long has not looked yet whether the answer is there.
    setImmediate(() => {
      if (over || quiet !== socket) return;
      if (quiet.bytesRead !== heard) {
        // Listened to once: what follows is watched anew.
        watch();
        return;
      }
      silent = true;
      quiet.destroy(new Error('timeout'));
    });
  };
  const watch = () => socket.setTimeout(limit, onSilence);
  const unwatch = () => {
    socket.setTimeout(0);
    socket.off('timeout', onSilence);
  };
  // From here on the bytes of the former socket go through the new one.
  const onSecured = () => {
    unwatch();
    socket = socketOf(client);
    watch();
  };
  const connection = connectionOf(client);
  connection.on('sslconnect', onSecured);
  watch();
  try {
    return { value: await work() };
  } catch (error) {
    return { error, silent };
  } finally {
    over = true;
    connection.off('sslconnect', onSecured);
    unwatch();
  }
}

// The typings leave it out.
function connectionOf(client: pg.Client): EventEmitter {
  const connection: unknown = Reflect.get(client, 'connection');
  if (connection instanceof EventEmitter) return connection;
  throw new Error('Bug: pg client without a connection');
}
