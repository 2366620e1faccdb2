import { entryOf } from '#electron/contract/contract.ts';
import { createHost } from '#electron/host/host.ts';
import { personOf, withDesk } from './open.node.ts';
import { parsed, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const call: CliCommand = {
  usage: `NAME [JSON] --dir D [--as EMAIL]`,
  summary: 'Runs a query or command of the contract and prints its envelope.',
  async run(args, terminal) {
    const { values, positionals } = parsed(args, ['NAME', 'JSON?'], {
      dir: { type: 'string' },
      as: { type: 'string' },
    });
    const name = required(positionals[0], 'NAME');
    const input = jsonOf(positionals[1] ?? '{}');
    const writes = entryOf(name)?.kind === 'command';
    return await withDesk(values.dir, terminal, writes, async (desk) => {
      const host = createHost({ desk, person: () => personOf(desk, values.as), mayUnplug: false });
      // Asked once outside, where an unknown person is refused by name.
      personOf(desk, values.as);
      const envelope = await host.invoke(name, input);
      return { ok: envelope.ok, print: envelope };
    });
  },
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('the second argument is not valid JSON; quote it as one argument');
  }
}
