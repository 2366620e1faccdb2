import { expect, test } from 'vitest';
import { responseHeaders } from './response-headers.ts';

test('headers are exactly those decided', () => {
  const { 'Permissions-Policy': features, ...headers } = responseHeaders('text/html');
  expect(headers).toEqual({
    'Content-Type': 'text/html',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
      "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'none'; " +
      "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; " +
      "require-trusted-types-for 'script'; trusted-types holdfast",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  });
  for (const part of (features ?? '').split(', ')) expect(part).toMatch(/^[a-z-]+=\(\)$/);
  expect(features).toContain('camera=()');
});
