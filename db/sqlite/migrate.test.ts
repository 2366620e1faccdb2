import { expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { schemaStatements } from './migrate.node.ts';

test('the schema of this version is the reviewed one', async () => {
  const version = String(SCHEMA_VERSION).padStart(4, '0');
  await expect(`${schemaStatements(registry).join('\n\n')}\n`).toMatchFileSnapshot(
    `../migrations/sqlite/${version}-schema.sql`,
  );
});
