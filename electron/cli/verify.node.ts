import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { lastHealed } from '#electron/host/healed.ts';
import { LinkError } from '#sync/core/protocol.ts';
import type { Scope } from '#sync/core/protocol.ts';
import { differing } from '#sync/engine/difference.ts';
import { failureOf } from '#sync/engine/failure.ts';
import { helloStep, verifyStep } from '#sync/engine/steps.ts';
import { withDesk } from './open.node.ts';
import { parsed } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const verify: CliCommand = {
  usage: '--dir D',
  summary:
    'Checks the replica file, its counts, and its rows against central; tells what differs, repairs no row.',
  async run(args, terminal) {
    const { values } = parsed(args, [], { dir: { type: 'string' } });
    return await withDesk(values.dir, terminal, true, async (desk) => {
      const integrity = String(desk.connection.pragma('integrity_check(1)'));
      const alone = desk.replica.state().enrolment !== 'complete';
      const kept = desk.replica.checksums();
      // Rows of a desk without a central are counted nowhere: nobody has confirmed them.
      const rotten = alone
        ? []
        : differing(desk.replica.recomputeChecksums(), kept, registry.tables);
      const central = alone ? 'none' : await compare(desk);
      const { waiting, attention, phase } = desk.replica.state();
      const whole = alone ? 'none' : 'equal';
      const verified = integrity === 'ok' && rotten.length === 0 && central === whole;
      return {
        ok: verified,
        print: {
          verified,
          phase,
          integrity,
          counts: rotten.length === 0 ? whole : namesOf(rotten),
          central,
          // Only what central confirmed is in its own counts.
          rows: alone ? rowsOf(desk) : kept.reduce((sum, { count }) => sum + count, 0),
          waiting,
          attention,
          healed: lastHealed(desk.reads),
        },
      };
    });
  },
};

function rowsOf({ connection }: Desk): number {
  const { tables } = connection.registry;
  const counts = tables.map(({ name }) =>
    connection.prepare<{ n: number }>(`SELECT count(*) AS n FROM "${name}"`).get(),
  );
  return counts.reduce((sum, count) => sum + (count?.n ?? 0), 0);
}

/** `equal`, the buckets that differ, or why nothing could be compared. */
async function compare(desk: Desk): Promise<string | readonly string[]> {
  if (desk.replica.state().phase !== 'ready') return 'replica_not_ready';
  const link = desk.connect();
  const exchange = {
    replica: desk.replica,
    link,
    tables: registry.tables,
    schemaVersion: SCHEMA_VERSION,
    place: desk.place,
    ...desk.ports,
  };
  try {
    const greeting = await helloStep(exchange);
    if (greeting.kind !== 'welcome') return greeting.kind;
    const { equal, scopes } = await verifyStep(exchange);
    return equal ? 'equal' : namesOf(scopes);
  } catch (error) {
    if (error instanceof LinkError) return failureOf(error).code;
    throw error;
  } finally {
    await link.leave(desk.place).catch(() => undefined);
    await link.close();
  }
}

function namesOf(scopes: readonly Scope[]): readonly string[] {
  return scopes.map(({ table, bucket }) => `${table.name}:${bucket}`);
}
