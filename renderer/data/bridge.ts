import type { Envelope } from '#electron/contract/envelope.ts';

/** What the preload puts on `window.holdfast`; the only way out of the page. */
export interface Bridge {
  invoke(name: string, input: unknown): Promise<Envelope>;
  /** Calls back with every new value until the returned function is called. */
  subscribe(name: string, input: unknown, onValue: (envelope: Envelope) => void): () => void;
  readonly development: boolean;
  /** The window wants to close while work waits to be sent; answer with `app.confirmClose`. */
  onCloseRequested(ask: () => void): void;
}

declare global {
  interface Window {
    readonly holdfast?: Bridge;
  }
}
