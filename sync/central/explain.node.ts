import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { parseAddress } from '#db/postgres/open.node.ts';
import type { OpAtCentral } from '#sync/core/op-life.ts';
import { openTransactions } from './connect.node.ts';
import type { LinkOptions } from './link.node.ts';

/** What central knows of an op of this organization; null where it never met it. Throws `LinkError`. */
export async function opAtCentral(options: LinkOptions, opId: Id): Promise<OpAtCentral | null> {
  const { central, loginRole, password, token } = options;
  const login = { user: loginRole, password };
  const transactions = openTransactions(parseAddress(central), login, options);
  try {
    return await transactions.transaction('read', async (session) => {
      const [row] = await session.rows<{ reply: OpAtCentral | null }>(
        'select api.explain($1, $2) as reply',
        [token, opId],
      );
      return must(row, 'central answers one row').reply;
    });
  } finally {
    await transactions.close();
  }
}
