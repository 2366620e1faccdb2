import { fail, ok } from '#db/kernel/result.ts';
import { centralStatus } from '#db/postgres/central-status.node.ts';
import type { CentralStatus } from '#db/postgres/central-status.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { compareChecksums, keepUp } from '#db/postgres/upkeep.node.ts';
import { reached } from './reached.node.ts';
import { CliRefusal, parsed, postgresUrl } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const status: CliCommand = {
  usage: '--url U [--readable]',
  summary: 'Shows the state of a central: its feed, open transactions, sums, and each device.',
  async run(args) {
    const { values } = parsed(args, [], {
      url: { type: 'string' },
      readable: { type: 'boolean' },
    });
    const found = await asAdmin(postgresUrl(values.url, '--url'), centralStatus);
    return { ok: true, print: values.readable === true ? readable(found) : found };
  },
};

export const upkeep: CliCommand = {
  usage: '--url U [--recount]',
  summary:
    'Does what a central needs now and then: days of the feed, sums, what is out of date. Sums are compared with the rows once a day, with --recount at once.',
  async run(args) {
    const { values } = parsed(args, [], {
      url: { type: 'string' },
      recount: { type: 'boolean' },
    });
    const url = postgresUrl(values.url, '--url');
    const done = await asAdmin(url, async (admin) => ({
      ...(await keepUp(admin)),
      recounted: await compareChecksums(admin, values.recount === true),
    }));
    return { ok: true, print: done };
  },
};

type Admin = Awaited<ReturnType<typeof openAdmin>>;

async function asAdmin<T>(url: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const done = await reached(async () => {
    const admin = await openAdmin(url, { queryTimeout: 600_000 });
    try {
      const { rows } = await admin.query<{ there: boolean }>(
        `select to_regclass('sync.upkeep_runs') is not null as there`,
      );
      return rows[0]?.there === true ? ok(await work(admin)) : fail('not_migrated');
    } finally {
      await admin.end();
    }
  });
  if (!done.ok) throw new CliRefusal('update_needed');
  return done.value;
}

/** Lines for people, in the order in which one asks. */
function readable(found: CentralStatus): readonly string[] {
  const { feed, checksums } = found;
  return [
    `Postgres ${found.server_version}${found.standby ? ', a standby' : ''}, schema ${found.schema_version}, epoch ${found.epoch ?? '-'}`,
    `feed: about ${feed.rows} rows, ${megabytes(feed.bytes)} in ${feed.partitions} partitions since ${feed.oldest ?? '-'}, ${feed.rest} outside of them`,
    `oldest transaction: ${seconds(found.oldest_transaction_s)}`,
    `sums: kept for ${checksums.kept} of ${checksums.organizations} organizations, oldest fold ${seconds(checksums.oldest_fold_s)} ago; upkeep at ${found.upkeep_at ?? 'no time'}`,
    ...Object.entries(found.incidents).map(([kind, count]) => `incident ${kind}: ${count}`),
    ...found.devices.map(
      (device) =>
        `${device.organization} ${device.name}${device.revoked ? ' (revoked)' : ''}: seen ${device.last_seen_at ?? 'never'}, ` +
        `${device.behind ?? '-'} changes and ${seconds(device.lag_s)} behind, ${device.waiting ?? '-'} waiting, ` +
        `op ${device.last_op_no ?? '-'} of ${device.incarnation ?? '-'}, ` +
        `schema ${device.schema_version ?? '-'}, protocol ${device.protocol_version ?? '-'}`,
    ),
  ];
}

function seconds(value: number | null): string {
  return value === null ? '-' : `${Math.round(value)} s`;
}

function megabytes(value: number): string {
  return `${Math.round(value / 1_000_000)} MB`;
}
