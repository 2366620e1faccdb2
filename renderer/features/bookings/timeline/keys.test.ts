import { describe, expect, test } from 'vitest';
import { intentOf } from './keys.ts';
import type { Key, Standing } from './keys.ts';

const press = (key: string, held: Partial<Key> = {}): Key => ({
  key,
  shift: false,
  alt: false,
  ctrl: false,
  ...held,
});
const cell: Standing = { on: 'cell', holding: false, rtl: false };
const booking: Standing = { ...cell, on: 'booking' };
const holding: Standing = { ...booking, holding: true };

describe('keys of the grid', () => {
  test.each([
    ['ArrowRight', cell, { do: 'time', by: 1, big: false, fine: false }],
    ['ArrowRight', { ...cell, rtl: true }, { do: 'time', by: -1, big: false, fine: false }],
    ['ArrowUp', booking, { do: 'line', by: -1, big: false }],
    ['PageDown', cell, { do: 'line', by: 1, big: true }],
    ['Enter', cell, { do: 'create' }],
    ['n', cell, { do: 'create' }],
    ['N', booking, { do: 'create' }],
    ['Enter', booking, { do: 'open' }],
    ['m', booking, { do: 'hold', what: 'both' }],
    ['e', booking, { do: 'hold', what: 'to' }],
    ['x', booking, { do: 'cancel-booking' }],
    ['Delete', booking, { do: 'cancel-booking' }],
    ['i', booking, { do: 'check-in' }],
    ['Enter', holding, { do: 'drop' }],
    ['Escape', holding, { do: 'escape' }],
    ['Escape', cell, { do: 'escape' }],
    ['x', cell, null],
    ['m', cell, null],
    ['x', holding, null],
    ['n', holding, null],
    ['Tab', cell, null],
    ['Tab', holding, null],
    ['Enter', { ...cell, on: 'group' }, null],
  ] as const)('%s', (key, standing, intent) => {
    expect(intentOf(press(key), standing)).toEqual(intent);
  });

  test('shift changes the step and the end that is held', () => {
    expect(intentOf(press('ArrowLeft', { shift: true }), holding)).toMatchObject({ big: true });
    expect(intentOf(press('E', { shift: true }), booking)).toEqual({ do: 'hold', what: 'from' });
    expect(intentOf(press('M', { shift: true }), booking)).toEqual({ do: 'move-to' });
  });

  test('control and alt combinations belong to the application', () => {
    expect(intentOf(press('k', { ctrl: true }), cell)).toBeNull();
    expect(intentOf(press('ArrowLeft', { alt: true }), cell)).toBeNull();
    expect(intentOf(press('ArrowLeft', { alt: true }), holding)).toMatchObject({ fine: true });
    expect(intentOf(press('Home', { ctrl: true }), cell)).toEqual({
      do: 'edge',
      to: 'start',
      far: true,
    });
  });
});
