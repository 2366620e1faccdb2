import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Steps } from '#db/migrations/steps.node.ts';
import { OLDEST_PROTOCOL_VERSION } from '#db/schema/protocol-version.ts';
import { centralTables } from '#db/schema/postgres-names.ts';
import { slotFunctions } from '#db/schema/postgres-slot.ts';
import { postgresDdl } from '#db/schema/postgres-ddl.ts';
import { applyFunctions } from '#db/schema/postgres-apply.ts';
import { setFunctions } from '#db/schema/postgres-sets.ts';
import { rightsSql } from '#db/schema/postgres-rights.ts';
import { wireFunctions } from '#db/schema/postgres-wire.ts';
import type { Registry } from '#db/schema/registry.ts';

/** What a central holds: its tables, and which version of them this is. */
export interface Definitions {
  readonly registry: Registry;
  readonly schemaVersion: number;
  readonly protocolVersion: number;
  /** The product's, unless given. */
  readonly steps?: Steps;
}

export interface CentralSql {
  readonly roles: string;
  /** What triggers call: there before the tables are. */
  readonly capture: string;
  /** Brings the tables of `sync`, which steps leave alone, to this version's form. */
  readonly sync: string;
  /** Tables, sequences, types: what migrations change. */
  readonly structure: string;
  /** Functions and rights: replaced as a whole. */
  readonly code: string;
  readonly structureHash: string;
  readonly codeHash: string;
}

function file(name: string): string {
  return readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');
}

/** Sets the login for enrolment right, outside of any transaction. */
export function enrolLoginSql(): string {
  return file('015-enrol-login');
}

/** All SQL of a central, generated from the definitions. */
export function centralSql(definitions: Definitions): CentralSql {
  const { registry } = definitions;
  const capture = [file('030-capture'), file('032-slot-triggers')].join('\n');
  const tables = postgresDdl(registry);
  const feed = file('022-feed');
  const sync = [feed, file('025-upgrade')].join('\n');
  const structure = [file('020-sync-tables'), feed, capture, tables].join('\n');
  const code = [
    sync,
    file('035-forget-functions'),
    capture,
    file('040-cells'),
    file('045-text-merge'),
    file('050-effects'),
    file('055-epoch'),
    file('056-cluster'),
    versions(definitions),
    file('060-devices'),
    wireFunctions(registry),
    slotFunctions(centralTables(registry)),
    ...(judgesBookings(registry) ? [file('065-slots')] : []),
    applyFunctions(registry),
    file('065-refusals'),
    setFunctions(registry),
    file('071-push-sets'),
    file('070-push'),
    file('080-pull'),
    file('082-checksums'),
    file('085-upkeep'),
    file('087-explain'),
    file('088-sightings'),
    file('090-rights'),
    rightsSql(registry),
    'select sync.make_partitions();',
  ].join('\n');
  return {
    roles: file('010-roles'),
    capture,
    sync,
    structure,
    code,
    structureHash: hash(file('020-sync-tables') + feed + tables),
    codeHash: hash(code),
  };
}

// A central of other tables, as tests make them, has nothing that these functions could speak of.
function judgesBookings(registry: Registry): boolean {
  return registry.tables.some(({ options }) => options.noOverlap?.unless !== undefined);
}

/** Schema versions of devices whose ops central takes: its own, and so many before it. */
const OLDER_SCHEMAS = 2;

function versions(of: Definitions): string {
  const answering = (name: string, version: number): string =>
    `create or replace function sync.${name}() returns integer
language sql immutable as $$ select ${version} $$;`;
  return [
    answering('schema_version', of.schemaVersion),
    answering('oldest_schema_version', Math.max(1, of.schemaVersion - OLDER_SCHEMAS)),
    answering('protocol_version', of.protocolVersion),
    answering('oldest_protocol_version', OLDEST_PROTOCOL_VERSION),
  ].join('\n');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
