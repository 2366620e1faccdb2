import { expect, test } from 'vitest';
import { createPorts } from './ports.node.ts';

const YEAR = 365 * 86_400_000;

// Node makes one millisecond of a delay that does not fit into 31 bits.
test('a delay longer than a timer can count is not over at once', async () => {
  const { timers } = createPorts();
  const far = Promise.withResolvers<string>();
  const near = Promise.withResolvers<string>();
  const armed = timers.after(YEAR, () => far.resolve('a year'));
  timers.after(50, () => near.resolve('fifty milliseconds'));
  expect(await Promise.race([far.promise, near.promise])).toBe('fifty milliseconds');
  armed.cancel();
});
