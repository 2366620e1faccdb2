import { z } from 'zod';
import type { Clock } from '#db/kernel/clock.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import { refusal } from '#electron/process/serve.ts';
import { CALLS_UNDER_WAY, OPEN_SUBSCRIPTIONS, createAllowance } from './allowance.ts';
import type { HostPort } from './messages.ts';
import { checkPlain } from './plain.ts';

/** The most one message from the page may hold. */
export const MAX_MESSAGE = 1_048_576;

const name = z
  .string()
  .max(80)
  .regex(/^[a-z]+\.[a-zA-Z]+$/);
const callSchema = z.strictObject({ name, input: z.unknown() });
const watchSchema = z.strictObject({
  id: z.int().min(1),
  open: callSchema.nullable(),
});

export interface WindowRelayOptions {
  readonly host: Pick<HostPort, 'invoke' | 'subscribe'>;
  readonly clock: Clock;
  /** Delivers a subscription's value to the page. */
  readonly deliver: (id: number, envelope: Envelope) => void;
  /** The page answered `app.confirmClose`. */
  readonly confirmClose: () => void;
}

/** One window's way to the host: parses what the page sent, caps it, and forgets it at the end. */
export interface WindowRelay {
  invoke(message: unknown): Promise<Envelope>;
  watch(message: unknown): void;
  /** Tells the page that its window wants to close; false when it does not listen. */
  requestClose(): boolean;
  close(): void;
}

export function createWindowRelay(options: WindowRelayOptions): WindowRelay {
  const { host, clock, deliver, confirmClose } = options;
  const allowance = createAllowance(clock);
  const open = new Map<number, () => void>();
  const closeListeners = new Set<number>();
  let underWay = 0;
  let closed = false;

  const shut = (id: number): void => {
    open.get(id)?.();
    open.delete(id);
    closeListeners.delete(id);
  };

  return {
    invoke: async (message) => {
      if (!allowance.take() || underWay >= CALLS_UNDER_WAY) return tooBusy();
      const call = parse(callSchema, message);
      if (!call.ok) return call.refusal;
      if (call.value.name === 'app.confirmClose') {
        confirmClose();
        return { ok: true, value: {} };
      }
      underWay += 1;
      try {
        return await host.invoke(call.value.name, call.value.input);
      } finally {
        underWay -= 1;
      }
    },
    watch: (message) => {
      const parsed = parse(watchSchema, message);
      // Without an id there is nobody to answer.
      if (!parsed.ok || closed) return;
      const { id, open: wanted } = parsed.value;
      shut(id);
      if (wanted === null) return;
      if (!allowance.take() || open.size + closeListeners.size >= OPEN_SUBSCRIPTIONS) {
        deliver(id, tooBusy());
      } else if (wanted.name === 'app.closeRequests') {
        closeListeners.add(id);
      } else {
        open.set(
          id,
          host.subscribe(wanted.name, wanted.input, (envelope) => {
            if (!closed) deliver(id, envelope);
          }),
        );
      }
    },
    requestClose: () => {
      for (const id of closeListeners) deliver(id, { ok: true, value: {} });
      return closeListeners.size > 0;
    },
    close: () => {
      closed = true;
      for (const id of open.keys()) shut(id);
      closeListeners.clear();
    },
  };
}

function parse<T>(
  schema: z.core.$ZodType<T>,
  message: unknown,
): { ok: true; value: T } | { ok: false; refusal: Envelope } {
  const problem = checkPlain(message, MAX_MESSAGE);
  if (problem !== null) return { ok: false, refusal: badInput(problem) };
  const parsed = z.safeParse(schema, message);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, refusal: badInput('not_a_call') };
}

function badInput(issue: string): Envelope {
  return refusal('bad_input', 'The message is not one of ours.', { issues: [issue] });
}

function tooBusy(): Envelope {
  return refusal('too_busy', 'Too many calls at once.');
}
