import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { Bridge } from './bridge.ts';

export type Refusal = Extract<Envelope, { ok: false }>['error'];

export interface LiveState {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  /** The last value the host sent for this input; undefined before the first. */
  readonly value: unknown;
  readonly error: Refusal | null;
}

/** One query with one input, as many screens as want to look at it. Stable: safe as a hook argument. */
export interface LiveEntry {
  readonly subscribe: (onChange: () => void) => () => void;
  readonly get: () => LiveState;
}

export interface LiveStore {
  entry(name: string, input: Json): LiveEntry;
}

const KEPT = 60;

/**
 * Shares subscriptions: the same name and input is asked for once. Values of queries nobody looks at
 * any more are kept (the last 60), so that a screen that comes back shows its old rows at once; the
 * subscription itself ends with its last onlooker.
 */
export function createLiveStore(bridge: Pick<Bridge, 'subscribe'>): LiveStore {
  const entries = new Map<string, LiveEntry & { watched(): boolean }>();
  return {
    entry: (name, input) => {
      const key = `${name} ${canonicalJson(input)}`;
      const known = entries.get(key);
      if (known !== undefined) {
        entries.delete(key);
        entries.set(key, known);
        return known;
      }
      for (const [oldest, entry] of entries) {
        if (entries.size < KEPT) break;
        if (!entry.watched()) entries.delete(oldest);
      }
      const made = liveEntry((onValue) => bridge.subscribe(name, input, onValue));
      entries.set(key, made);
      return made;
    },
  };
}

function liveEntry(
  open: (onValue: (envelope: Envelope) => void) => () => void,
): LiveEntry & { watched(): boolean } {
  let state: LiveState = { status: 'loading', value: undefined, error: null };
  let close: (() => void) | null = null;
  const onlookers = new Set<() => void>();
  const set = (next: LiveState) => {
    state = next;
    for (const onChange of onlookers) onChange();
  };
  return {
    get: () => state,
    watched: () => onlookers.size > 0,
    subscribe: (onChange) => {
      onlookers.add(onChange);
      close ??= open((envelope) =>
        set(
          envelope.ok
            ? { status: 'ready', value: envelope.value, error: null }
            : { status: 'failed', value: state.value, error: envelope.error },
        ),
      );
      return () => {
        onlookers.delete(onChange);
        if (onlookers.size > 0) return;
        close?.();
        close = null;
        if (state.status === 'ready') state = { ...state, status: 'loading' };
      };
    },
  };
}
