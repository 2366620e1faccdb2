import { useCallback } from 'react';
import { useLingui } from '@lingui/react';
import { useToasts } from '#renderer/ui/toast.tsx';
import { useClient } from './client.tsx';
import { refusalSentence } from './refusal.ts';
import { useUndoStack } from './undo.tsx';
import type { UndoStep } from './undo.tsx';

/** Takes a step back (or does an undone one again) and says so; a refusal explains itself. */
export function useUndo(): (step: UndoStep, direction: 'undo' | 'redo') => Promise<void> {
  const { i18n } = useLingui();
  const client = useClient();
  const stack = useUndoStack();
  const toasts = useToasts();
  return useCallback(
    async (step, direction) => {
      // A step leaves the stack first: pressing Ctrl Z twice must not take it back twice.
      if (!stack.getState().take(step)) return;
      const { inverse } = step;
      const answer = await client.run(inverse.name, inverse.input);
      if (!answer.ok) {
        if (answer.error.retry)
          stack.getState().put(direction === 'undo' ? 'done' : 'undone', step);
        toasts.say(refusalSentence(i18n, answer.error), { tone: 'refused' });
        return;
      }
      const { op_id } = answer.value;
      if (op_id !== null) {
        const back: UndoStep = {
          label: step.label,
          inverse: { name: inverse.name, input: { op_id } },
        };
        stack.getState().put(direction === 'undo' ? 'undone' : 'done', back);
      }
      toasts.say(
        direction === 'undo'
          ? i18n._('Undone: {what}', { what: step.label })
          : i18n._('Redone: {what}', { what: step.label }),
      );
    },
    [client, i18n, stack, toasts],
  );
}
