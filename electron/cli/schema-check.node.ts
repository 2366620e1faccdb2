import { join, resolve } from 'node:path';
import { freshCentral } from '#db/migrations/central-step.node.ts';
import { describeCentral } from '#db/postgres/describe.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { openAdmin } from '#db/postgres/open.node.ts';
import { compareDescriptions, sentenceOf } from '#db/schema/description.ts';
import type { Difference } from '#db/schema/description.ts';
import { checkReplica } from '#db/sqlite/check.node.ts';
import { REPLICA_FILE } from '#electron/host/desk.node.ts';
import { reached } from './reached.node.ts';
import { parsed, postgresUrl, required, UsageError } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const schemaCheck: CliCommand = {
  usage: '[--dir D] [--central U]',
  summary:
    'Compares the tables of a replica, or of a central, with this version. Changes neither; for central it makes a database of its own beside it and removes that again.',
  async run(args) {
    const { values } = parsed(args, [], { dir: { type: 'string' }, central: { type: 'string' } });
    if (values.dir === undefined && values.central === undefined) {
      throw new UsageError('--dir or --central is missing');
    }
    const replica =
      values.dir === undefined ? undefined : replicaOf(resolve(required(values.dir, '--dir')));
    const central =
      values.central === undefined
        ? undefined
        : await centralOf(postgresUrl(values.central, '--central'));
    const ok = [replica, central].every((one) => one === undefined || one.ok);
    return {
      ok,
      print: {
        ok,
        ...(replica === undefined ? {} : { replica }),
        ...(central === undefined ? {} : { central }),
      },
    };
  },
};

function replicaOf(dir: string) {
  return judged(checkReplica(join(dir, REPLICA_FILE), productDefinitions));
}

async function centralOf(url: string) {
  return await reached(async () => {
    const admin = await openAdmin(url, { queryTimeout: 600_000 });
    try {
      const there = await admin.query<{ there: boolean }>(
        `select to_regclass('sync.migrations') is not null as there`,
      );
      const version = (there.rows[0]?.there ?? false) ? await versionOf(admin) : 0;
      const expected = await freshCentral(url, productDefinitions);
      return judged({
        version,
        differences: compareDescriptions(expected, await describeCentral(admin)),
      });
    } finally {
      await admin.end();
    }
  });
}

async function versionOf(admin: Awaited<ReturnType<typeof openAdmin>>): Promise<number> {
  const { rows } = await admin.query<{ version: number | null }>(
    'select max(version) as version from sync.migrations',
  );
  return rows[0]?.version ?? 0;
}

function judged({
  version,
  differences,
}: {
  readonly version: number;
  readonly differences: readonly Difference[];
}) {
  const { schemaVersion } = productDefinitions;
  return {
    ok: version === schemaVersion && differences.length === 0,
    version,
    this_version: schemaVersion,
    differences: differences.map((difference) => ({
      ...difference,
      sentence: sentenceOf(difference),
    })),
  };
}
