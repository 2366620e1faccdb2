import type { Channel } from '#electron/transports/channel.ts';
import type { FromHost, ToHost } from '#electron/transports/messages.ts';

/** A started data process, as its supervisor sees it. `onClose` means the process has ended. */
export interface DataProcess extends Channel<ToHost, FromHost> {
  readonly pid: () => number | undefined;
  /** Ends it at once, without asking. */
  kill(): void;
}

export type StartDataProcess = () => DataProcess;

/** The Node-API version that the SQLite addon is built for. */
export const NODE_API = 10;

/**
 * What runs the data process: Electron itself if its Node can load the SQLite addon, else plain
 * Node. A packaged app never forks: this throws instead.
 */
export function runnerFor(nodeApi: number, packaged: boolean): 'utility-process' | 'node' {
  if (nodeApi >= NODE_API) return 'utility-process';
  if (packaged) throw new Error(`A packaged app needs an Electron with Node-API ${NODE_API}`);
  return 'node';
}
