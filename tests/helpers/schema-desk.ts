import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import type { Steps } from '#db/migrations/steps.node.ts';
import { createIds } from '#db/kernel/id.ts';
import type { Result } from '#db/kernel/result.ts';
import type { Registry } from '#db/schema/registry.ts';
import { arrives } from '#db/schema/sync-class.ts';
import type { Writes } from '#db/schema/access.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReplica } from '#db/sqlite/create.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import { createWriter } from '#db/sqlite/write.node.ts';
import { newSession, runRound } from '#sync/engine/round.ts';
import type { RoundReport } from '#sync/engine/round.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import type { Outdated } from '#sync/core/sync-state.ts';
import { createSyncReplica } from '#sync/replica/create.node.ts';
import { registryV1 } from '#tests/fixtures/schema-v1.ts';
import { withoutWhatCameLater } from './replica-v1.ts';
import type { TestDevice, TestOrganization } from './postgres.ts';
import { seededBytes } from './replica.ts';

/** A desk of a chosen schema version over a real central. */
export interface SchemaDesk {
  connection(): Connection;
  /** One whole round, with comparing; `needs` tells who is too old for ops to be taken. */
  sync(): Promise<RoundReport & { readonly needs: Outdated | null }>;
  write(work: (tx: Writes<object>) => Result<unknown>): void;
  /** Opens the file with the product of this day, which migrates it, by its own steps or others. */
  upgrade(steps?: Steps): void;
  remove(): void;
}

/** A set of tables and its number. */
export interface SchemaVersion {
  readonly registry: Registry;
  readonly schemaVersion: number;
}

/** Makes a desk for an enrolled device, of version 1, of the product's or of one made up. */
export function schemaDesk(
  organization: TestOrganization,
  { enrolment, incarnation, link }: TestDevice,
  version: 1 | 'product' | SchemaVersion,
  planted: (inner: CentralLink) => CentralLink = (inner) => inner,
): SchemaDesk {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-schema-'));
  const file = join(folder, 'replica.sqlite');
  const clock = { now: () => Date.now() };
  const ids = createIds(clock, seededBytes(Math.trunc(performance.now() * 1000)));
  const product = { registry, schemaVersion: SCHEMA_VERSION };
  let open: SchemaVersion =
    version === 1
      ? { registry: registryV1, schemaVersion: 1 }
      : version === 'product'
        ? product
        : version;
  let connection = createReplica({
    file,
    ...open,
    identity: { ...enrolment, device_name: 'Desk', incarnation },
  });
  return {
    connection: () => connection,
    sync: async () => {
      const pause = () => new Promise<void>((resume) => setImmediate(resume));
      const replica = createSyncReplica({ connection, clock, pause });
      const tables = connection.registry.tables.filter(arrives);
      const { schemaVersion } = open;
      const exchange = {
        replica,
        link: planted(link),
        tables,
        schemaVersion,
        clock,
        ids,
        place: 'test',
      };
      const session = newSession(exchange);
      const end = await runRound(session, {
        mayPush: true,
        chunkRows: 1000,
        verifyDue: () => true,
        note: () => {},
        sending: () => {},
        changed: () => {},
        arrived: () => {},
      });
      if (end.refused !== null) throw new Error(end.refused);
      if (end.pushFailure !== null) throw end.pushFailure;
      return { ...end.report, needs: session.needs };
    },
    write: (work) => {
      const reads = createReads<object>(connection);
      const { schemaVersion } = open;
      const writer = createWriter<object>({ connection, reads, clock, ids, schemaVersion });
      const actor = { id: organization.users.admin, role: 'admin' } as const;
      const written = writer.write({ command: 'test.change', actor }, work);
      if (!written.ok) throw new Error(JSON.stringify(written.error));
    },
    upgrade: (steps) => {
      if (open.schemaVersion === 1) withoutWhatCameLater(connection);
      connection.close();
      open = product;
      connection = openReplica({ file, ...open, ...(steps === undefined ? {} : { steps }) });
    },
    remove: () => {
      connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
