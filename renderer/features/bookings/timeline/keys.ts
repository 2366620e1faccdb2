/** What a key on the grid asks for. Pure, so that the whole keyboard can be tested as a table. */
export type Intent =
  | { readonly do: 'time'; readonly by: -1 | 1; readonly big: boolean; readonly fine: boolean }
  | { readonly do: 'line'; readonly by: -1 | 1; readonly big: boolean }
  | { readonly do: 'edge'; readonly to: 'start' | 'end'; readonly far: boolean }
  | { readonly do: 'create' }
  | { readonly do: 'open' }
  | { readonly do: 'hold'; readonly what: Hold }
  | { readonly do: 'move-to' }
  | { readonly do: 'cancel-booking' }
  | { readonly do: 'check-in' }
  | { readonly do: 'check-out' }
  | { readonly do: 'drop' }
  | { readonly do: 'escape' };

/** What is held by the keyboard: the whole booking or one end. */
export type Hold = 'both' | 'from' | 'to';

/** The parts of a keyboard event that count. */
export interface Key {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

export interface Standing {
  readonly on: 'booking' | 'cell' | 'group';
  readonly holding: boolean;
  readonly rtl: boolean;
}

/** Null: the key is not the grid's, let it pass. */
export function intentOf(key: Key, standing: Standing): Intent | null {
  if (key.ctrl && key.key !== 'Home' && key.key !== 'End') return null;
  const arrow = arrowOf(key, standing.rtl);
  if (standing.holding) return arrow ?? holdIntent(key);
  if (arrow) return key.alt ? null : arrow;
  switch (key.key) {
    case 'Home':
      return { do: 'edge', to: 'start', far: key.ctrl };
    case 'End':
      return { do: 'edge', to: 'end', far: key.ctrl };
    case 'PageUp':
      return { do: 'line', by: -1, big: true };
    case 'PageDown':
      return { do: 'line', by: 1, big: true };
    case 'Escape':
      return { do: 'escape' };
  }
  if (key.alt) return null;
  if (standing.on === 'group') return null;
  if (key.key.toLowerCase() === 'n') return { do: 'create' };
  return standing.on === 'booking' ? bookingIntent(key) : cellIntent(key);
}

function arrowOf(key: Key, rtl: boolean): Intent | null {
  const { shift: big, alt: fine } = key;
  const on = rtl ? -1 : 1;
  const back = rtl ? 1 : -1;
  switch (key.key) {
    case 'ArrowLeft':
      return { do: 'time', by: back, big, fine };
    case 'ArrowRight':
      return { do: 'time', by: on, big, fine };
    case 'ArrowUp':
      return { do: 'line', by: -1, big };
    case 'ArrowDown':
      return { do: 'line', by: 1, big };
    default:
      return null;
  }
}

function holdIntent(key: Key): Intent | null {
  switch (key.key) {
    case 'Enter':
      return { do: 'drop' };
    case 'Escape':
      return { do: 'escape' };
    default:
      return null;
  }
}

function cellIntent(key: Key): Intent | null {
  return key.key === 'Enter' || key.key === ' ' ? { do: 'create' } : null;
}

function bookingIntent(key: Key): Intent | null {
  switch (key.key.length === 1 ? key.key.toLowerCase() : key.key) {
    case 'Enter':
    case ' ':
      return { do: 'open' };
    case 'm':
      return key.shift ? { do: 'move-to' } : { do: 'hold', what: 'both' };
    case 'e':
      return { do: 'hold', what: key.shift ? 'from' : 'to' };
    case 'x':
    case 'Delete':
    case 'Backspace':
      return { do: 'cancel-booking' };
    case 'i':
      return { do: 'check-in' };
    case 'o':
      return { do: 'check-out' };
    default:
      return null;
  }
}
