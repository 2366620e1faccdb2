import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PERMISSIONS, isPermitted } from './permissions.ts';

// Read as text: importing the package would look for its binary.
const types = readFileSync(new URL('../../node_modules/electron/electron.d.ts', import.meta.url), {
  encoding: 'utf8',
});

function namesIn(method: string): string[] {
  const line = types.split('\n').find((text) => text.trim().startsWith(`${method}(handler`)) ?? '';
  const union = /permission: ((?:'[^']+'(?: \| )?)+)/.exec(line)?.[1] ?? '';
  return [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '').sort();
}

test('every permission in Electron’s types is decided', () => {
  const decided = Object.keys(PERMISSIONS).sort();
  expect(namesIn('setPermissionRequestHandler').length).toBeGreaterThan(30);
  expect(decided).toEqual(namesIn('setPermissionRequestHandler'));
  expect(decided).toEqual(namesIn('setPermissionCheckHandler'));
});

test.each(Object.keys(PERMISSIONS))('%s is allowed to our page only where decided', (name) => {
  expect(isPermitted(name, true)).toBe(name === 'clipboard-sanitized-write');
  expect(isPermitted(name, false)).toBe(false);
});

test.each(['a-new-one', '', '__proto__', 'constructor', 'toString'])('%j is refused', (name) => {
  expect(isPermitted(name, true)).toBe(false);
});
