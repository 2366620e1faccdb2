import { ORIGIN } from '#electron/windows/renderer-files.ts';

/** The parts of an IPC event that say who sent it. */
export interface Sender {
  readonly senderFrame: {
    readonly origin: string;
    readonly parent: object | null;
  } | null;
  readonly sender: { readonly id: number; isDestroyed(): boolean };
}

/** The main frame of a window we made, showing our own origin. */
export function isOurSender(event: Sender, windows: { has(id: number): boolean }): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    frame.parent === null &&
    frame.origin === ORIGIN &&
    !event.sender.isDestroyed() &&
    windows.has(event.sender.id)
  );
}
