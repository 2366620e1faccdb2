import { existsSync } from 'node:fs';
import { productSteps } from '#db/migrations/steps.node.ts';
import { compareDescriptions } from '#db/schema/description.ts';
import type { Difference } from '#db/schema/description.ts';
import type { Registry } from '#db/schema/registry.ts';
import { describeReplica } from './describe.node.ts';
import { openDriver } from './driver.node.ts';
import { ReplicaError, typedFailure } from './failures.node.ts';
import { schemaAt, schemaNow } from './migrate.node.ts';

/** What a replica's schema is, and in what it is not the one of its version. */
export interface ReplicaSchema {
  readonly version: number;
  readonly differences: readonly Difference[];
}

/**
 * Looks at the schema of a replica without changing or migrating it. An older file is compared with
 * what its version was; of a newer one nothing is known, so nothing differs. A file whose first fill was
 * cut off lacks indexes and triggers until the fill is done. Throws `ReplicaError`.
 */
export function checkReplica(
  file: string,
  { registry, schemaVersion }: { readonly registry: Registry; readonly schemaVersion: number },
): ReplicaSchema {
  if (!existsSync(file)) throw new ReplicaError('bad_folder', 'none', `no replica at ${file}`);
  try {
    const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      const version = Number(driver.pragma('user_version', { simple: true }));
      if (version > schemaVersion) return { version, differences: [] };
      using known =
        version === schemaVersion ? schemaNow(registry) : schemaAt(version, productSteps('sqlite'));
      const found = describeReplica(driver);
      return { version, differences: compareDescriptions(describeReplica(known.driver), found) };
    } finally {
      driver.close();
    }
  } catch (error) {
    throw typedFailure(error, file);
  }
}
