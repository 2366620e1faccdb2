import type { CliCommand } from './terms.node.ts';

/** Loaded when called: help and a mistyped name should not wait for Postgres and SQLite. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  'central start': async () => (await import('./central-start.node.ts')).centralStart,
  'central migrate': async () => (await import('./central-admin.node.ts')).centralMigrate,
  'central enrol-code': async () => (await import('./central-admin.node.ts')).centralEnrolCode,
  'central status': async () => (await import('./central-status.node.ts')).status,
  'central upkeep': async () => (await import('./central-status.node.ts')).upkeep,
  'central adopt': async () => (await import('./central-adopt.node.ts')).centralAdopt,
  'central dump': async () => (await import('./central-dump.node.ts')).centralDump,
  standalone: async () => (await import('./standalone.node.ts')).standalone,
  generate: async () => (await import('./generate.node.ts')).generate,
  'device enrol': async () => (await import('./device-enrol.node.ts')).deviceEnrol,
  sync: async () => (await import('./sync.node.ts')).sync,
  call: async () => (await import('./call.node.ts')).call,
  contract: async () => (await import('./contract.node.ts')).contract,
  export: async () => (await import('./export.node.ts')).exportTable,
  verify: async () => (await import('./verify.node.ts')).verify,
  diagnostics: async () => (await import('./diagnostics.node.ts')).diagnostics,
  'schema list': async () => (await import('./schema-list.node.ts')).schemaList,
  'schema check': async () => (await import('./schema-check.node.ts')).schemaCheck,
  'import hotel-bookings': async () => (await import('./import.node.ts')).importHotel,
  'import incidents': async () => (await import('./import.node.ts')).importIncidentLog,
  'import undo': async () => (await import('./import.node.ts')).importUndo,
};

/** The command that an argument list begins with, and the rest. */
export function commandOf(
  argv: readonly string[],
): { name: string; load: () => Promise<CliCommand>; args: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load !== undefined) return { name, load, args: argv.slice(words) };
  }
  return undefined;
}
