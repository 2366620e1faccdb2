import { expect, test } from 'vitest';
import { guardContents } from './guards.main.ts';
import { mayNavigate, mayRequest } from './navigation.ts';

const refused = [
  'https://example.com/',
  'http://localhost:5173/',
  'https://app/',
  'http://holdfast/app',
  'https://holdfast://app/',
  'file:///etc/passwd',
  'file://app/index.html',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'blob:holdfast://app/1f0e',
  'blob:null/1f0e',
  'about:blank',
  'about:srcdoc',
  'chrome://gpu',
  'chrome-extension://abc/index.html',
  'devtools://devtools/bundled/inspector.html',
  'view-source:holdfast://app/index.html',
  '//example.com/',
  '//app/index.html',
  '/index.html',
  '',
  'holdfast://evil/index.html',
  'holdfast://app.evil.example/',
  'holdfast://app@evil.example/',
  'holdfast://user@app/index.html',
  'holdfast://app:81/index.html',
  'holdfast:///index.html',
  'holdfast:app/index.html',
  'holdfast-evil://app/index.html',
  'HOLDFAST://app/index.html',
  'mailto:someone@example.com',
  'tel:+351210000000',
  'ms-settings:privacy',
];

test.each(refused)('no frame goes to %j', (url) => {
  expect(mayNavigate(url)).toBe(false);
});

test.each(['holdfast://app/index.html', 'holdfast://app/index.html#/board', 'holdfast://app/'])(
  'frames move inside our origin: %j',
  (url) => {
    expect(mayNavigate(url)).toBe(true);
  },
);

test('the list above is as long as required', () => {
  expect(new Set(refused).size).toBeGreaterThanOrEqual(30);
});

test.each([
  ['holdfast://app/assets/index.js', true, true],
  ['blob:holdfast://app/1f0e', true, true],
  ['data:image/png;base64,AA', true, true],
  ['devtools://devtools/bundled/x.js', true, false],
  ['https://example.com/', false, false],
  ['http://127.0.0.1:5432/', false, false],
  ['ws://127.0.0.1/', false, false],
  ['wss://example.com/', false, false],
  ['file:///etc/passwd', false, false],
  ['ftp://example.com/', false, false],
  ['blob:https://example.com/1', false, false],
  ['holdfast://evil/x.js', false, false],
  ['chrome-extension://abc/x.js', false, false],
])('a page may load %j: %j in development, %j packaged', (url, development, packaged) => {
  expect(mayRequest(url, true)).toBe(development);
  expect(mayRequest(url, false)).toBe(packaged);
});

test('every way out of a page is held', () => {
  const listeners = new Map<string, (event: { preventDefault(): void; url: string }) => void>();
  let opens: ((details: { url: string }) => { action: string }) | null = null;
  const log: string[] = [];
  guardContents(
    {
      on: (name: string, listener: never) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: never) => {
        opens = handler;
      },
    } as never,
    (line) => log.push(line),
  );
  const prevented = (name: string, url: string): boolean => {
    let called = false;
    listeners.get(name)?.({ url, preventDefault: () => (called = true) });
    return called;
  };
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    for (const url of refused) expect(prevented(name, url), `${name} ${url}`).toBe(true);
    expect(prevented(name, 'holdfast://app/index.html')).toBe(false);
  }
  expect(prevented('will-attach-webview', 'holdfast://app/index.html')).toBe(true);
  expect((opens as ((d: { url: string }) => { action: string }) | null)?.({ url: '' })).toEqual({
    action: 'deny',
  });
  expect(log).toHaveLength(3 * refused.length + 1);
  expect(log.join()).not.toMatch(/example|passwd/);
});
