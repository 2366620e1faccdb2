import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { loadDemo } from '#resources/demo/load.node.ts';
import { PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import type { Definitions } from './definitions.node.ts';
import { startEmbedded } from './embedded-central.node.ts';
import type { EmbeddedCentral } from './embedded-central.node.ts';

/** What this version of the product keeps at central. */
export const productDefinitions: Definitions = {
  registry,
  schemaVersion: SCHEMA_VERSION,
  protocolVersion: PROTOCOL_VERSION,
};

export interface StartOptions {
  readonly dir: string;
  /** A free one, kept for the next start, unless given. */
  readonly port?: number;
  /** Three organizations with people, resources and bookings, unless there is one already. */
  readonly demo?: boolean;
}

/** The product's central in a folder of this machine, listening on 127.0.0.1 only. */
export function startCentral({ dir, port, demo = false }: StartOptions): Promise<EmbeddedCentral> {
  return startEmbedded({
    dir,
    definitions: productDefinitions,
    ...(port === undefined ? {} : { port }),
    ...(demo ? { demo: (client) => loadDemo(client) } : {}),
  });
}
