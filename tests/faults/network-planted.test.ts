import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { clientConfig, parseAddress } from '#db/postgres/open.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { asLinkError } from '#sync/central/failures.node.ts';
import { createLink } from '#sync/central/link.node.ts';
import type { LinkOptions } from '#sync/central/link.node.ts';
import type { Transactions } from '#sync/central/transactions.ts';
import { networkDesks } from '#tests/helpers/network-desks.ts';
import type { NetworkDesks, Planted } from '#tests/helpers/network-desks.ts';
import {
  calm,
  losesOneEnd,
  PARTITIONS,
  partsAtCommit,
  refusedTls,
} from '#tests/helpers/network-trials.ts';
import type { Trial } from '#tests/helpers/network-trials.ts';
import { openProxy } from '#tests/helpers/tcp-proxy.ts';

// The trials of `network.test.ts`, each with a bug that it must see.
const SILENCE = 500;

let place: NetworkDesks;
beforeAll(async () => {
  place = await networkDesks({ silence: SILENCE });
}, 120_000);
afterEach(() => {
  calm(place);
  // What still waits, for ever in one case, ends here.
  place.proxy.cut();
});
afterAll(() => place.close());

async function trialOf(title: string, planted: Planted): Promise<Trial> {
  return { place, desk: await place.desk(title, null, planted), title };
}

/** A connection as one would write it at first: one client, kept whatever happens to it. */
function keptForEver({ central, loginRole, password }: LinkOptions): Transactions {
  const login = { user: loginRole, password };
  let client: pg.Client | undefined;
  const connected = async () => {
    if (client !== undefined) return client;
    client = new pg.Client(
      clientConfig(parseAddress(central), login, {
        queryTimeout: SILENCE,
        connectTimeout: SILENCE,
      }),
    );
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    transaction: async (_, work) => {
      const on = await connected();
      try {
        await on.query('begin');
        const result = await work({
          rows: async <R>(sql: string, values: readonly unknown[]) =>
            (await on.query(sql, [...values])).rows as R[],
          copy: () => Promise.reject(new Error('a filled desk copies nothing')),
        });
        await on.query('commit');
        return result;
      } catch (error) {
        throw asLinkError(error);
      }
    },
    listen: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

describe('a planted bug is seen', () => {
  test('nobody minds silence', async () => {
    const begin = () => ({ limit: 2 ** 31 - 1, end: () => undefined });
    const trial = await trialOf('Deaf', { patience: { begin } });
    await expect(losesOneEnd(trial, 'api.pull', SILENCE)).rejects.toThrow(
      /still waiting.* to match object/s,
    );
  });

  test('a connection is used again after a call on it has timed out', async () => {
    let kept: Transactions | undefined;
    let naive = false;
    const trial = await trialOf('Kept', {
      link: (connect, to) => {
        if (!naive) return connect();
        kept ??= keptForEver(to);
        return createLink(kept, to);
      },
    });
    naive = true;
    await expect(losesOneEnd(trial, 'api.pull', SILENCE)).rejects.toThrow('central_unreachable');
  });

  test('an op whose answer was lost is sent under a new id', async () => {
    const { ids } = createPorts();
    const trial = await trialOf('Twice', {
      link: (connect) => {
        const inner = connect();
        return {
          ...inner,
          push: async (ops) => {
            const reply = await inner.push(ops.map((op) => ({ ...op, op_id: ids.next() })));
            if (reply.kind !== 'verdicts') return reply;
            const own = (at: number) => must(ops[at], 'a verdict for each op').op_id;
            const verdicts = reply.verdicts.map((one, at) => ({ ...one, op_id: own(at) }));
            return { ...reply, verdicts };
          },
        };
      },
    });
    const [, there, fate] = must(PARTITIONS[1], 'the answer on its way');
    await expect(partsAtCommit(trial, there, fate)).rejects.toThrow(/rows: 1, ops: 2/);
  });

  test('an op counts as confirmed though its answer was lost', async () => {
    const trial = await trialOf('Believed', {
      link: (connect) => {
        const inner = connect();
        return {
          ...inner,
          push: (ops) =>
            inner.push(ops).catch(() => ({
              kind: 'verdicts',
              verdicts: ops.map(({ op_id }) => ({
                op_id,
                outcome: 'applied',
                code: null,
                detail: null,
                merged: [],
                conflicts: [],
                images: [],
              })),
            })),
        };
      },
    });
    const [, there, fate] = must(PARTITIONS[0], 'before the commit');
    await expect(partsAtCommit(trial, there, fate)).rejects.toThrow(/expected \+?0 to be 1/);
  });

  test('who is refused TLS tries again without', async () => {
    const target = { host: place.proxy.host, port: place.proxy.port };
    const proxy = await openProxy(target, '127.0.0.2');
    const login = { user: 'hf_enrol', password: 'holdfast-enrol' };
    const connect = async (ssl: boolean) => {
      const address = { ...parseAddress(place.through), host: proxy.host, port: proxy.port };
      const config = clientConfig(address, login, { connectTimeout: 5000 });
      const client = new pg.Client(ssl ? config : { ...config, ssl: false });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('select 1');
      } finally {
        await client.end();
      }
    };
    const preferring = () => connect(true).catch(() => connect(false));
    try {
      await expect(refusedTls(proxy, preferring)).rejects.toThrow(
        /resolved.* instead of rejecting/s,
      );
      // Even one that is refused in the end has told its name.
      const failing = () =>
        preferring()
          .then(() => connect(true))
          .catch((error: unknown) => {
            throw asLinkError(error);
          });
      await expect(refusedTls(proxy, failing)).rejects.toThrow(/'0000000804d2162f'/);
    } finally {
      await proxy.close();
    }
  });
});
