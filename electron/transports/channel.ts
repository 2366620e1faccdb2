/** A two-way line between two processes. Messages are structured clones, in order. */
export interface Channel<Out, In> {
  send(message: Out): void;
  onMessage(receive: (message: In) => void): void;
  /** Called once, when the other side is gone or `close` was called. */
  onClose(closed: () => void): void;
  close(): void;
}
