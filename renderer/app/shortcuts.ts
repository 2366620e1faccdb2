/** A key press as the registry compares it. */
interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether a press is this shortcut (`T`, `?`, `Shift+E`, `Mod+Shift+Z`, `ArrowLeft`).
 * Letters are compared by what the layout types; `code` helps where it types no Latin letter.
 */
export function matches(press: Press, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  if (mod !== (press.ctrlKey || press.metaKey)) return false;
  if (parts.includes('Alt') !== press.altKey) return false;
  const isLetter = /^[A-Z]$/.test(key);
  // `?` and the like need Shift on some layouts and not on others: only the sign counts.
  if ((isLetter || key.length > 1) && parts.includes('Shift') !== press.shiftKey) return false;
  if (press.key.toUpperCase() === key.toUpperCase()) return true;
  return isLetter && !/^[\u0020-\u024f]$/.test(press.key) && press.code === `Key${key}`;
}

/** Without Ctrl or ⌘. */
export function isBare(keys: string): boolean {
  return !keys.split('+').includes('Mod');
}

/** Bare keys would eat typing (WCAG 2.1.4), and text fields have an undo of their own. */
export function worksWhileTyping(keys: string): boolean {
  return !isBare(keys) && !/\+[ZY]$/.test(keys);
}
