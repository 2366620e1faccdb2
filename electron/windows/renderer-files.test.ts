import { expect, test } from 'vitest';
import { lookUp } from './renderer-files.ts';

const files = new Map([
  ['/index.html', '/app/dist/renderer/index.html'],
  ['/assets/index-B3xY_1.js', '/app/dist/renderer/assets/index-B3xY_1.js'],
  ['/assets/inter.woff2', '/app/dist/renderer/assets/inter.woff2'],
  ['/notes.exe', '/app/dist/renderer/notes.exe'],
]);

test('serves the files of the map with their types', () => {
  expect(lookUp(files, 'holdfast://app/index.html')).toEqual({
    file: '/app/dist/renderer/index.html',
    type: 'text/html; charset=utf-8',
  });
  expect(lookUp(files, 'holdfast://app/index.html#/board?day=2026-11-21')?.file).toMatch(/index/);
  expect(lookUp(files, 'holdfast://app/assets/index-B3xY_1.js?v=1')?.type).toMatch(/javascript/);
  expect(lookUp(files, 'holdfast://app/assets/inter.woff2')?.type).toBe('font/woff2');
});

const refused = [
  'holdfast://app',
  'holdfast://app/',
  'holdfast://app//',
  'holdfast://app/.',
  'holdfast://app/..',
  'holdfast://app/../index.html',
  'holdfast://app/../../etc/passwd',
  'holdfast://app/./index.html',
  'holdfast://app/assets/../index.html',
  'holdfast://app/assets/./inter.woff2',
  'holdfast://app/assets/..%2findex.html',
  'holdfast://app/%2e%2e/index.html',
  'holdfast://app/%2E%2E/%2E%2E/etc/passwd',
  'holdfast://app/%2e/index.html',
  'holdfast://app/.%2e/index.html',
  'holdfast://app/%252e%252e/index.html',
  'holdfast://app/%c0%ae%c0%ae/index.html',
  'holdfast://app/assets%2finter.woff2',
  'holdfast://app/assets%5cinter.woff2',
  'holdfast://app/assets\\inter.woff2',
  'holdfast://app/..\\..\\windows\\win.ini',
  'holdfast://app\\index.html',
  'holdfast://app/index.html\0',
  'holdfast://app/index.html\0.png',
  'holdfast://app/index.html%00',
  'holdfast://app/\0/index.html',
  'holdfast://app/index.html/',
  'holdfast://app/index.html/..',
  'holdfast://app//index.html',
  'holdfast://app///index.html',
  'holdfast://app/assets//inter.woff2',
  'holdfast://app/INDEX.HTML',
  'holdfast://app/ index.html',
  'holdfast://app/index.html ',
  'holdfast://app/index.html\n',
  'holdfast://app/index.html;x',
  'holdfast://app/index%2ehtml',
  'holdfast://app/index.htm',
  'holdfast://app/assets',
  'holdfast://app/assets/',
  'holdfast://app/etc/passwd',
  'holdfast://app/C:/windows/win.ini',
  'holdfast://app/file:///etc/passwd',
  'holdfast://app/http://evil.example/',
  'holdfast://app/@evil.example/index.html',
  'holdfast://app:80/index.html',
  'holdfast://app.evil.example/index.html',
  'holdfast://user@app/index.html',
  'holdfast://user:pass@app/index.html',
  'holdfast://evil/index.html',
  'holdfast:///index.html',
  'holdfast:/app/index.html',
  'holdfast:app/index.html',
  'HOLDFAST://app/index.html',
  'holdfast://APP/index.html',
  'https://app/index.html',
  'file:///app/dist/renderer/index.html',
  'data:text/html,holdfast://app/index.html',
  ' holdfast://app/index.html',
  '',
  'holdfast://app/__proto__',
  'holdfast://app/constructor',
  'holdfast://app/…/index.html',
  'holdfast://app/notes.exe',
];

test.each(refused)('finds nothing behind %j', (url) => {
  expect(lookUp(files, url)).toBeNull();
});

test('the list above is as long as required', () => {
  expect(new Set(refused).size).toBeGreaterThanOrEqual(60);
});
