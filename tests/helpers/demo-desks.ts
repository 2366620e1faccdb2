import { join } from 'node:path';
import { startCentral } from '#db/postgres/embedded.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { makePassable } from './passable.ts';

/** A central with the demo's three organizations, and desks enrolled at it. */
export interface DemoCentral {
  /** The administrator's address. */
  readonly url: string;
  /** Makes a data folder that is enrolled in the organization; its first start fills it. */
  enrol(name: string, organization?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it in `folder`, which the caller removes afterwards. */
export async function startDemo(folder: string): Promise<DemoCentral> {
  makePassable(folder);
  const central = await startCentral({ dir: join(folder, 'central'), demo: true });
  return {
    url: central.url,
    enrol: async (name, organization = 'casa-do-rio') => {
      const made = await createEnrolCode(central.url, organization);
      if (!made.ok) throw new Error(`The demo has no organization ${organization}`);
      const dir = join(folder, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
      const { code } = made.value;
      await enrolDesk({ central: central.url, code, dir, name, ports: createPorts() });
      return dir;
    },
    stop: () => central.stop(),
  };
}
