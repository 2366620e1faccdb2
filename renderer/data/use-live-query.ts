import { useState, useSyncExternalStore } from 'react';
import type { InputOf, OutputOf, QueryName } from '#electron/contract/contract.ts';
import { useClient } from './client.tsx';
import type { LiveEntry, LiveState, Refusal } from './live-store.ts';

export interface Live<T> {
  /** `idle` while the input is null; `loading` until the first value of this input. */
  readonly status: LiveState['status'];
  /** Undefined only before the first value ever: while a new input loads, the old value stays. */
  readonly value: T | undefined;
  /** True while `value` belongs to an earlier input. */
  readonly stale: boolean;
  readonly error: Refusal | null;
}

const IDLE_STATE: LiveState = { status: 'idle', value: undefined, error: null };
const IDLE: LiveEntry = { subscribe: () => () => undefined, get: () => IDLE_STATE };

/** Rows of a query, anew whenever a table it read was touched. A null input asks for nothing. */
export function useLiveQuery<N extends QueryName>(
  name: N,
  input: InputOf<N> | null,
): Live<OutputOf<N>> {
  const { live } = useClient();
  const entry = input === null ? IDLE : live.entry(name, input);
  const state = useSyncExternalStore(entry.subscribe, entry.get);
  const [kept, setKept] = useState<unknown>(undefined);
  if (state.value !== undefined && state.value !== kept) setKept(state.value);
  const stale = state.value === undefined && kept !== undefined;
  return {
    status: state.status,
    value: (state.value ?? (stale ? kept : state.value)) as OutputOf<N> | undefined,
    stale,
    error: state.error,
  };
}
