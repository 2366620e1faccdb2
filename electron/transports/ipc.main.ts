import { ipcMain } from 'electron';
import type { WebContents } from 'electron';
import type { Clock } from '#db/kernel/clock.ts';
import type { HostPort } from './messages.ts';
import { isOurSender } from './sender.ts';
import { createWindowRelay } from './window-relay.ts';
import type { WindowRelay } from './window-relay.ts';

export interface Ipc {
  /** Lets a window call the host; until then, and after it is gone, its messages are refused. */
  attach(contents: WebContents, confirmClose: () => void): Pick<WindowRelay, 'requestClose'>;
}

/** Registers the only two channels there are. Messages from anyone else throw at the sender. */
export function createIpc(options: {
  readonly host: Pick<HostPort, 'invoke' | 'subscribe'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}): Ipc {
  const { host, clock, log } = options;
  const relays = new Map<number, WindowRelay>();

  ipcMain.handle('invoke', async (event, message: unknown) => {
    const relay = isOurSender(event, relays) ? relays.get(event.sender.id) : undefined;
    if (relay === undefined) {
      log('security: call from an unknown sender refused');
      throw new Error('Refused');
    }
    return await relay.invoke(message);
  });
  ipcMain.on('subscribe', (event, message: unknown) => {
    const relay = isOurSender(event, relays) ? relays.get(event.sender.id) : undefined;
    if (relay === undefined) log('security: subscription from an unknown sender refused');
    else relay.watch(message);
  });

  return {
    attach: (contents, confirmClose) => {
      const { id } = contents;
      const fresh = (): WindowRelay =>
        createWindowRelay({
          host,
          clock,
          confirmClose,
          deliver: (to, envelope) => {
            if (!contents.isDestroyed()) contents.send('subscribe', to, envelope);
          },
        });
      relays.set(id, fresh());
      // A page that loads again starts to count its subscriptions anew.
      contents.on('did-start-navigation', (details) => {
        if (!details.isMainFrame || details.isSameDocument) return;
        relays.get(id)?.close();
        relays.set(id, fresh());
      });
      contents.once('destroyed', () => {
        relays.get(id)?.close();
        relays.delete(id);
      });
      return { requestClose: () => relays.get(id)?.requestClose() ?? false };
    },
  };
}
