import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leftBehind } from './left-behind.node.ts';

test('what a test makes is listed until it is removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-left-'));
  try {
    expect(leftBehind()).toContain(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(leftBehind()).not.toContain(folder);
});
