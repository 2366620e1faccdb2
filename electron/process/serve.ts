import type { Envelope } from '#electron/contract/envelope.ts';
import { ERRORS } from '#electron/contract/errors.ts';
import type { ErrorCode } from '#electron/contract/errors.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { JsonObject } from '#db/kernel/json.ts';
import type { Channel } from '#electron/transports/channel.ts';
import type { FromHost, HostPort, ToHost } from '#electron/transports/messages.ts';

/** A refusal as it crosses a process boundary. */
export function refusal(code: ErrorCode, message: string, details: JsonObject = {}): Envelope {
  return { ok: false, error: { code, message, retry: ERRORS[code].retry, details } };
}

/**
 * Serves `host` over `channel` until `stop` arrives or the other side is gone; then stops the host
 * (which finishes the transaction it is in), says `stopped` and calls `ended` once.
 */
export function serve(
  channel: Channel<FromHost, ToHost>,
  host: HostPort,
  ended: () => void,
): { stop: () => void } {
  const open = new Map<number, () => void>();
  let stopping = false;

  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    for (const close of open.values()) close();
    open.clear();
    void host.stop().finally(() => {
      channel.send({ kind: 'stopped' });
      ended();
    });
  };

  channel.onMessage((message) => {
    switch (message.kind) {
      case 'invoke':
        void host.invoke(message.name, message.input).then(
          (envelope) => channel.send({ kind: 'reply', id: message.id, envelope }),
          // The host turns bugs into envelopes itself; this one got past it.
          () => channel.send({ kind: 'reply', id: message.id, envelope: internal() }),
        );
        return;
      case 'subscribe': {
        const { id, name, input } = message;
        open.set(
          id,
          host.subscribe(name, input, (envelope) => {
            channel.send({ kind: 'value', id, envelope });
          }),
        );
        return;
      }
      case 'unsubscribe':
        open.get(message.id)?.();
        open.delete(message.id);
        return;
      case 'stop':
        stop();
        return;
      default:
        unreachable(message);
    }
  });
  channel.onClose(stop);
  channel.send({ kind: 'ready' });
  return { stop };
}

function internal(): Envelope {
  return refusal('internal', 'The data process met a bug.');
}
