import type { Channel } from './channel.ts';
import type { FromHost, ToHost } from './messages.ts';

/** The part of Electron's `process.parentPort` that is used; the data process knows no Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** The data process's end, whichever way it was started. Throws when it was started by hand. */
export function hostChannel(): Channel<FromHost, ToHost> {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (isParentPort(port)) return utilityEnd(port);
  if (process.send === undefined) throw new Error('The data process needs a parent process');
  return forkedEnd();
}

// Electron ends a utility process together with its parent, so there is no close to report.
function utilityEnd(port: ParentPort): Channel<FromHost, ToHost> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (receive) => port.on('message', ({ data }) => receive(data as ToHost)),
    onClose: () => undefined,
    close: () => undefined,
  };
}

function forkedEnd(): Channel<FromHost, ToHost> {
  return {
    send: (message) => {
      // A parent that died a moment ago still counts as connected. Without somebody who takes it, the
      // failure would end this process in the middle of its work.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (receive) => process.on('message', (message) => receive(message as ToHost)),
    onClose: (closed) => {
      // The parent may have gone while the host was being opened.
      if (process.connected) process.once('disconnect', closed);
      else setImmediate(closed);
    },
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
