import { z } from 'zod';
import { CONTRACT_VERSION, contract as entries } from '#electron/contract/contract.ts';
import { ERRORS } from '#electron/contract/errors.ts';
import { parsed } from './terms.node.ts';
import type { CliCommand } from './terms.node.ts';

export const contract: CliCommand = {
  usage: '',
  summary: 'Prints every query and command with the JSON Schema of its input.',
  async run(args) {
    parsed(args, [], {});
    return await Promise.resolve({ ok: true, print: describeContract() });
  },
};

/** The whole contract as data; what the lock file hashes. */
export function describeContract() {
  return {
    version: CONTRACT_VERSION,
    entries: Object.entries(entries)
      .map(([name, entry]) => ({
        name,
        kind: entry.kind,
        role: entry.role,
        errors: entry.kind === 'command' ? [...entry.errors].sort() : [],
        input: z.toJSONSchema(entry.input, { io: 'input' }),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    errors: Object.entries(ERRORS)
      .map(([code, { retry }]) => ({ code, retry }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}
