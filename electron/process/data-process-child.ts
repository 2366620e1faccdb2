import type { Channel } from '#electron/transports/channel.ts';
import type { FromHost, ToHost } from '#electron/transports/messages.ts';

/** A started data process, as its supervisor sees it. `onClose` means the process has ended. */
export interface DataProcess extends Channel<ToHost, FromHost> {
  readonly pid: () => number | undefined;
  /** Ends it at once, without asking. */
  kill(): void;
}

export type StartDataProcess = () => DataProcess;
