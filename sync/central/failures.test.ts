import pg from 'pg';
import { expect, test } from 'vitest';
import { asLinkError, isUsableAfter } from './failures.node.ts';

function raised(code: string, severity: 'ERROR' | 'FATAL' = 'ERROR'): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('raised', 6, 'error'), { code, severity });
}

test.each(['40001', '40P01', '55P03', '57014', '53300'])(
  '%s says that central is busy, and its connection carries the next try',
  (code) => {
    expect(asLinkError(raised(code))).toMatchObject({ failure: 'busy', code });
    expect(isUsableAfter(raised(code))).toBe(true);
  },
);

test.each([
  ['57P01', 'FATAL'],
  ['57P03', 'ERROR'],
  ['08006', 'ERROR'],
] as const)('%s ends the connection', (code, severity) => {
  expect(asLinkError(raised(code, severity))).toMatchObject({ failure: 'unreachable', code });
  expect(isUsableAfter(raised(code, severity))).toBe(false);
});
