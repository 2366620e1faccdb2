import type { Envelope } from '#electron/contract/envelope.ts';

/** What Electron's main process says to the data process. Ids are the sender's, never reused. */
export type ToHost =
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
    }
  | {
      readonly kind: 'subscribe';
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
    }
  | { readonly kind: 'unsubscribe'; readonly id: number }
  | { readonly kind: 'stop' };

/** What the data process answers. Nothing is answered before `ready`. */
export type FromHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly envelope: Envelope }
  | { readonly kind: 'value'; readonly id: number; readonly envelope: Envelope }
  | { readonly kind: 'stopped' }
  /** It cannot serve and ends by itself. The message is safe to show: no path, no SQL. */
  | { readonly kind: 'fatal'; readonly message: string };

/** Who serves the contract: the host itself, or whoever relays to it. */
export interface HostPort {
  invoke(name: string, input: unknown): Promise<Envelope>;
  /** `on` is called with each new result until the returned function is called. */
  subscribe(name: string, input: unknown, on: (envelope: Envelope) => void): () => void;
  stop(): Promise<void>;
}
