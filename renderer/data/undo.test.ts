import { expect, test } from 'vitest';
import { createUndoStack } from './undo.tsx';
import type { UndoStep } from './undo.tsx';

function step(label: string): UndoStep {
  return { label, inverse: { name: 'bookings.undo', input: { op_id: label } } };
}

test('the same step cannot be taken twice', () => {
  const stack = createUndoStack();
  const moved = step('moved');
  stack.getState().push(moved);
  expect(stack.getState().take(moved)).toBe(true);
  expect(stack.getState().take(moved)).toBe(false);
});

test('a new step forgets what could have been done again', () => {
  const stack = createUndoStack();
  stack.getState().put('undone', step('old'));
  stack.getState().push(step('new'));
  expect(stack.getState().undone).toEqual([]);
});

test('fifty steps are kept, the newest ones', () => {
  const stack = createUndoStack();
  for (let n = 0; n < 60; n++) stack.getState().push(step(String(n)));
  expect(stack.getState().done).toHaveLength(50);
  expect(stack.getState().done.at(-1)?.label).toBe('59');
  expect(stack.getState().done[0]?.label).toBe('10');
});
