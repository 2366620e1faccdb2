import { createContext, use, useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { must } from '#db/kernel/must.ts';
import { isBare, matches, worksWhileTyping } from './shortcuts.ts';

/** Everything a person can do: once in the palette, once in the `?` sheet, once under its keys. */
export interface Action {
  /** `area.verb`, unique. */
  readonly id: string;
  readonly title: string;
  /** Heading in sheet and palette: "Board", "Conflicts". */
  readonly group: string;
  /** The first is shown; any fires. */
  readonly keys?: readonly string[];
  /** Why it cannot be done now. */
  readonly disabled?: string | undefined;
  /** Listed and run from the palette, but a focused part of the screen listens for the keys itself. */
  readonly local?: boolean;
  readonly run: () => void;
}

interface Registry {
  readonly lists: ReadonlyMap<symbol, readonly Action[]>;
  set(owner: symbol, actions: readonly Action[] | null): void;
}

const RegistryContext = createContext<StoreApi<Registry> | null>(null);

function createRegistry(): StoreApi<Registry> {
  return createStore<Registry>((set, get) => ({
    lists: new Map(),
    set: (owner, actions) => {
      const lists = new Map(get().lists);
      if (actions === null) lists.delete(owner);
      else lists.set(owner, actions);
      set({ lists });
    },
  }));
}

export function ActionsProvider(props: { children: ReactNode }) {
  const registry = useMemo(() => createRegistry(), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || somethingIsOpen()) return;
      const early = event.eventPhase === Event.CAPTURING_PHASE;
      const typing = isTyping(event.target);
      for (const action of newestFirst(registry.getState().lists)) {
        if (action.local === true || action.disabled !== undefined) continue;
        const pressed = action.keys?.find((keys) => matches(event, keys));
        if (pressed === undefined || isBare(pressed) === early) continue;
        if (typing && !worksWhileTyping(pressed)) continue;
        event.preventDefault();
        event.stopPropagation();
        action.run();
        return;
      }
    };
    // With Ctrl or ⌘ before anything else: a focused button would take Ctrl Enter for a press.
    // Bare keys last: whatever has the focus may want them for itself.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [registry]);
  return <RegistryContext value={registry}>{props.children}</RegistryContext>;
}

/** Offers actions while the caller is on screen. The newest screen wins where keys collide. */
export function useActions(actions: readonly Action[]): void {
  const registry = must(use(RegistryContext), 'no ActionsProvider above');
  const owner = useMemo(() => Symbol('actions'), []);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  // Callers hand over a new array at each render; only what can be seen makes the registry change.
  const shown = JSON.stringify(actions);
  useEffect(() => {
    const seen = JSON.parse(shown) as readonly Omit<Action, 'run'>[];
    const stable = seen.map((action) => ({
      ...action,
      run: () => latest.current.find((other) => other.id === action.id)?.run(),
    }));
    registry.getState().set(owner, stable);
  }, [registry, owner, shown]);
  useEffect(() => () => registry.getState().set(owner, null), [registry, owner]);
}

/** All actions offered now, those of the newest screen first. */
export function useAllActions(): readonly Action[] {
  const registry = must(use(RegistryContext), 'no ActionsProvider above');
  const lists = useStore(registry, (state) => state.lists);
  return useMemo(() => newestFirst(lists), [lists]);
}

function newestFirst(lists: ReadonlyMap<symbol, readonly Action[]>): readonly Action[] {
  return [...lists.values()].toReversed().flat();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]');
}

// A shortcut must not act on the page behind an open dialog or menu. One that is closing is open no
// more: who types ahead of it must not have the first key swallowed and the second one obeyed.
function somethingIsOpen(): boolean {
  const open = '[data-blocks-keys]:not([data-exiting]), [data-trigger]:not([data-exiting])';
  return document.querySelector(open) !== null;
}
