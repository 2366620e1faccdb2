import { SCHEMA_VERSION } from '#db/domains/registry.ts';
import { unmarkAdopting } from '#sync/replica/adoption.node.ts';
import { adopt } from '#sync/adopt/adopt.node.ts';
import { withDesk } from './open.node.ts';
import { reached } from './reached.node.ts';
import { CliRefusal, parsed, postgresUrl } from './terms.node.ts';
import type { CliCommand, Ended, Terminal } from './terms.node.ts';

export const centralAdopt: CliCommand = {
  usage: '--from DIR --url U | --from DIR --give-up',
  summary:
    'Moves a desk without a central into the one behind an administrator’s address. Run again, it goes on.',
  async run(args, terminal) {
    const { values } = parsed(args, [], {
      from: { type: 'string' },
      url: { type: 'string' },
      'give-up': { type: 'boolean' },
    });
    if (values['give-up'] === true) return await giveUp(values.from, terminal);
    const url = postgresUrl(values.url, '--url');
    return await withDesk(values.from, terminal, true, async ({ connection, ports }) => {
      const done = await reached(() =>
        adopt({
          connection,
          url,
          schemaVersion: SCHEMA_VERSION,
          clock: ports.clock,
          progress: (progress) => terminal.print(progress),
        }),
      );
      if (!done.ok) throw new CliRefusal('adoption_refused', done.error.details);
      return { ok: true, print: { adopted: true, ...done.value } };
    });
  },
};

/** For a central that was lost before anybody could ask it whether it has the desk. */
async function giveUp(dir: string | undefined, terminal: Terminal): Promise<Ended> {
  return await withDesk(dir, terminal, true, async ({ connection, replica }) => {
    const given_up = replica.state().enrolment === 'unfinished';
    if (given_up) unmarkAdopting(connection);
    return await Promise.resolve({ ok: true, print: { given_up } });
  });
}
