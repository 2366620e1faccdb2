import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { must } from '#db/kernel/must.ts';

/** How a step is taken back: a new op, never a deleted one. */
export interface Inverse {
  readonly name: 'bookings.undo';
  readonly input: { readonly op_id: string };
}

export interface UndoStep {
  /** What was done, in the words of its toast. */
  readonly label: string;
  readonly inverse: Inverse;
}

interface UndoState {
  readonly done: readonly UndoStep[];
  readonly undone: readonly UndoStep[];
  /** A new step of the person; forgets what was undone before. */
  push(step: UndoStep): void;
  /** Takes a step off the stack it lies on; false when it is on neither. */
  take(step: UndoStep): boolean;
  /** Puts back an undone step, or a redone one. */
  put(on: 'done' | 'undone', step: UndoStep): void;
}

export type UndoStack = StoreApi<UndoState>;

const STEPS = 50;

/** One per window. */
export function createUndoStack(): UndoStack {
  return createStore<UndoState>((set, get) => ({
    done: [],
    undone: [],
    push: (step) => set({ done: [...get().done, step].slice(-STEPS), undone: [] }),
    take: (step) => {
      const { done, undone } = get();
      if (!done.includes(step) && !undone.includes(step)) return false;
      set({
        done: done.filter((other) => other !== step),
        undone: undone.filter((other) => other !== step),
      });
      return true;
    },
    put: (on, step) =>
      set(
        on === 'done'
          ? { done: [...get().done, step].slice(-STEPS) }
          : { undone: [...get().undone, step].slice(-STEPS) },
      ),
  }));
}

const UndoContext = createContext<UndoStack | null>(null);

export function UndoProvider(props: { stack: UndoStack; children: ReactNode }) {
  return <UndoContext value={props.stack}>{props.children}</UndoContext>;
}

export function useUndoStack(): UndoStack {
  return must(use(UndoContext), 'no UndoProvider above');
}

/** The step that Ctrl Z would take back, and the one that Ctrl Shift Z would do again. */
export function useUndoSteps(): { undo: UndoStep | undefined; redo: UndoStep | undefined } {
  const stack = useUndoStack();
  const undo = useStore(stack, (state) => state.done.at(-1));
  const redo = useStore(stack, (state) => state.undone.at(-1));
  return { undo, redo };
}
