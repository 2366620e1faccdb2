import type { Clock } from '#db/kernel/clock.ts';
import type pg from 'pg';
import type { Address, Login, OpenOptions } from '#db/postgres/open.node.ts';
import { asLinkError } from './failures.node.ts';
import { createLane } from './lane.node.ts';
import { createPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import type { Mode, Transactions } from './transactions.ts';

export interface TransactionOptions extends Pick<OpenOptions, 'ca'> {
  /** Kept by whoever connects again and again; one of its own otherwise. */
  readonly patience?: Patience;
  /** A connection that was lost is not opened again; see `Lane`. */
  readonly once?: boolean;
}

/** Learns nothing about the speed of the link. */
const STANDING: Clock = { now: () => 0 };

const BEGIN: Readonly<Record<Mode, string | null>> = {
  // Not `read write`: a standby would refuse the begin itself, without saying what it is.
  write: 'begin isolation level read committed',
  read: 'begin isolation level repeatable read read only',
  statement: null,
};

/**
 * Transactions on a real central. Reads and writes have a connection each: a download never waits
 * for an upload. Hints arrive on the connection for reads.
 */
export function openTransactions(
  address: Address,
  login: Login,
  options: TransactionOptions = {},
): Transactions {
  const lane = { ...options, patience: options.patience ?? createPatience(STANDING) };
  const lanes = {
    read: createLane(address, login, lane),
    write: createLane(address, login, lane),
  };
  return {
    transaction: (mode, work) =>
      lanes[mode === 'read' ? 'read' : 'write'].run(BEGIN[mode], mode !== 'read', work),
    listen: async (channel, onHint) => {
      let pooled = false;
      try {
        await lanes.read.keep(async (client) => {
          pooled = await isPooled(client);
          if (pooled) return;
          client.on('notification', ({ channel: on, processId }) => {
            if (on === channel && processId !== lanes.write.processId()) onHint();
          });
          await client.query(`listen ${client.escapeIdentifier(channel)}`);
        });
        return !pooled;
      } catch (error) {
        const failure = asLinkError(error);
        if ('failure' in failure && failure.failure === 'broken') return false;
        throw failure;
      }
    },
    close: async () => {
      await Promise.all([lanes.read.close(), lanes.write.close()]);
    },
  };
}

// Behind a pooler the server's process changes from call to call: hints would reach strangers.
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  // The typings leave it out.
  return rows[0]?.pid !== Reflect.get(client, 'processID');
}
