import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';

/**
 * Tests that a machine may be unable to run: `lacks` says what it lacks, null that it lacks nothing.
 * Skipped ones carry the reason in their name, where the list of all skipped tests shows it.
 */
export function describeUnless(lacks: string | null, name: string, body: () => void): void {
  describe.skipIf(lacks !== null)(withReason(name, lacks), body);
}

/** One such test. */
export function testUnless(
  lacks: string | null,
  name: string,
  body: () => Promise<void>,
  timeout?: number,
): void {
  test.skipIf(lacks !== null)(withReason(name, lacks), body, timeout);
}

/** The reason why what needs this file cannot run here. */
export function whyAbsent(file: string): string | null {
  return existsSync(file) ? null : `no ${file}`;
}

function withReason(name: string, lacks: string | null): string {
  return lacks === null ? name : `${name} (skipped: ${lacks})`;
}
