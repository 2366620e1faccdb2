import { expect, test } from 'vitest';
import { matches, worksWhileTyping } from './shortcuts.ts';

function press(key: string, held: Partial<Parameters<typeof matches>[0]> = {}) {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  return { key, code: '', ...none, ...held };
}

test.each([
  ['T', press('t'), true],
  ['T', press('T', { shiftKey: true }), false],
  ['Shift+E', press('E', { shiftKey: true }), true],
  ['E', press('E', { shiftKey: true }), false],
  ['Mod+Z', press('z', { ctrlKey: true }), true],
  ['Mod+Z', press('z', { metaKey: true }), true],
  ['Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false],
  ['Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
  ['Z', press('z', { ctrlKey: true }), false],
  ['?', press('?', { shiftKey: true }), true],
  ['?', press('?'), true],
  ['/', press('/', { shiftKey: true }), true],
  ['Escape', press('Escape'), true],
  ['ArrowLeft', press('ArrowLeft', { shiftKey: true }), false],
  ['T', press('t', { altKey: true }), false],
  // A Cyrillic layout types е where Latin ones type t.
  ['T', press('е', { code: 'KeyT' }), true],
  ['Q', press('a', { code: 'KeyQ' }), false],
])('%s is pressed: %o → %s', (keys, event, expected) => {
  expect(matches(event, keys)).toBe(expected);
});

test.each([
  ['T', false],
  ['Shift+E', false],
  ['Escape', false],
  ['Mod+K', true],
  ['Mod+Enter', true],
  ['Mod+Z', false],
  ['Mod+Shift+Z', false],
  ['Mod+Y', false],
])('%s works while typing: %s', (keys, expected) => {
  expect(worksWhileTyping(keys)).toBe(expected);
});
