import { useCallback, useMemo, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { CommandName, InputOf, OutputOf } from '#electron/contract/contract.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { ErrorCode } from '#electron/contract/errors.ts';
import { useToasts } from '#renderer/ui/toast.tsx';
import { useClient } from './client.tsx';
import { refusalSentence } from './refusal.ts';
import { useUndoStack } from './undo.tsx';
import type { Inverse, UndoStep } from './undo.tsx';
import { useUndo } from './use-undo.ts';

interface RunOptions {
  /** What was done, past tense: "Moved to Tue 14:00". Shown with Undo; without it the step is quiet. */
  readonly done?: string;
  /** Refusals the caller shows itself; all others become a toast. */
  readonly handles?: readonly ErrorCode[];
}

interface Command<N extends CommandName> {
  run(input: InputOf<N>, options?: RunOptions): Promise<Envelope<OutputOf<N>>>;
  /** True while an answer is awaited. */
  readonly busy: boolean;
}

/** A command of the contract with everything around it: refusal in words, undo, busy. */
export function useCommand<N extends CommandName>(name: N): Command<N> {
  const { i18n } = useLingui();
  const client = useClient();
  const toasts = useToasts();
  const stack = useUndoStack();
  const undo = useUndo();
  const [running, setRunning] = useState(0);

  const run = useCallback(
    async (input: InputOf<N>, options: RunOptions = {}): Promise<Envelope<OutputOf<N>>> => {
      setRunning((count) => count + 1);
      try {
        const answer = await client.run(name, input);
        if (!answer.ok) {
          if (!options.handles?.includes(answer.error.code)) {
            toasts.say(refusalSentence(i18n, answer.error), { tone: 'refused' });
          }
          return answer;
        }
        const inverse = inverseOf(name, answer.value);
        const step: UndoStep | null =
          inverse === null ? null : { label: options.done ?? i18n._('Last change'), inverse };
        if (step !== null) stack.getState().push(step);
        if (options.done !== undefined) {
          toasts.say(options.done, step === null ? {} : { undo: () => void undo(step, 'undo') });
        }
        return answer;
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client, i18n, name, stack, toasts, undo],
  );
  const busy = running > 0;
  return useMemo(() => ({ run, busy }), [run, busy]);
}

/** What would take this back; null when nothing was changed that a person could take back. */
function inverseOf(name: CommandName, output: unknown): Inverse | null {
  // By its op, not by its conflict: somebody else may have settled that anew since.
  const settles = name === 'conflicts.settle' || name === 'conflicts.ignore';
  if (!settles && !name.startsWith('bookings.')) return null;
  const op_id = member(output, 'op_id');
  return op_id === null ? null : { name: 'bookings.undo', input: { op_id } };
}

function member(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : null;
}
