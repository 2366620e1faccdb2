import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '#db/kernel/json.ts';
import type { Json } from '#db/kernel/json.ts';
import { describeContract } from '#electron/cli/contract.node.ts';
import { CONTRACT_VERSION, contract } from './contract.ts';
import lock from './contract.lock.json' with { type: 'json' };

test('a changed contract has a new version', () => {
  const { entries, errors } = describeContract();
  const plain: Json = JSON.parse(JSON.stringify({ entries, errors }));
  const hash = createHash('sha256').update(canonicalJson(plain)).digest('hex');
  const locked: Readonly<Record<string, string>> = lock;
  // Released lines of the lock are never edited: raise CONTRACT_VERSION and add a line instead.
  expect({ [CONTRACT_VERSION]: hash }).toStrictEqual({
    [CONTRACT_VERSION]: locked[String(CONTRACT_VERSION)],
  });
  expect(
    Object.keys(locked)
      .map(Number)
      .sort((a, b) => a - b)
      .at(-1),
  ).toBe(CONTRACT_VERSION);
});

test('every input is a strict object, so that a misspelt field is refused', () => {
  for (const [name, { input }] of Object.entries(contract)) {
    const odd = input.safeParse({ noSuchField: 1 });
    expect({ name, accepted: odd.success }).toStrictEqual({ name, accepted: false });
  }
});
