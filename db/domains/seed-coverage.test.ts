import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { registry } from '#db/domains/registry.ts';
import {
  coverageProblems,
  readCoverage,
  seedProblems,
  withoutColumn,
} from '#tests/helpers/seed-coverage.ts';
import { readSeedDocuments } from '#tests/helpers/seed-documents.ts';
import { sourceDocuments } from '#tests/helpers/outside.ts';
import { describeUnless, whyAbsent } from '#tests/helpers/unless.ts';

const markdown = readFileSync(new URL('../../docs/seed-coverage.md', import.meta.url), 'utf8');
const coverage = readCoverage(markdown);
const seeds = readSeedDocuments();

const inSchema = (read = coverage, tables = registry) => coverageProblems(read, tables);
const inSeeds = (read = coverage) => seedProblems(read, registry, seeds ?? []);
/** What a defect that was put in adds to what is wrong anyway. */
const added = (found: readonly string[], anyway: readonly string[]) =>
  found.filter((problem) => !anyway.includes(problem));

/** The document without its lines that begin with `start`. */
const without = (start: string) =>
  readCoverage(
    markdown
      .split('\n')
      .filter((line) => !line.startsWith(start))
      .join('\n'),
  );

describe('docs/seed-coverage.md against the definitions', () => {
  test('every home is there, every table has a reason, every line counts', () => {
    expect(coverage.lines.length).toBeGreaterThan(300);
    expect(inSchema().join('\n')).toBe('');
  });

  test('a column that is taken away is missed', () => {
    const less = withoutColumn(registry, 'bookings', 'auto_approved');
    expect(added(inSchema(coverage, less), inSchema())).toEqual([
      'S1 bookings.auto_approved: its home bookings.auto_approved is not in the schema',
    ]);
  });

  test('a home that is misspelt, or has no table, is noticed', () => {
    const misspelt = readCoverage(markdown.replace('`licenses.verification_notes`', '`license.x`'));
    expect(added(inSchema(misspelt), inSchema())).toEqual([
      'S2 license.verification_notes: its home license.x is not in the schema',
    ]);
  });

  test('a line that is taken away changes a figure', () => {
    expect(added(inSchema(without('| `external_driver_id` ')), inSchema())).toEqual([
      expect.stringMatching(/^S2: the first table says .*, counted are /),
    ]);
  });

  test('a table that nobody explains is noticed', () => {
    expect(added(inSchema(without('| `macros` ')), inSchema())).toEqual([
      `macros: no source document's home, and no reason why it is there`,
    ]);
  });
});

describeUnless(
  whyAbsent(sourceDocuments()),
  'docs/seed-coverage.md against the source documents',
  () => {
    test('every column and every table has its line, every difference its note', () => {
      const given = seeds?.map(({ columns, tables }) => [columns.length, tables.size]);
      expect(given).toEqual([
        [109, 15],
        [144, 15],
        [0, 61],
        [0, 9],
      ]);
      expect(inSeeds().join('\n')).toBe('');
    });

    test('a column without a line is noticed', () => {
      const less = without('| `external_driver_id` ');
      expect(added(inSeeds(less), inSeeds())).toEqual([
        'S2 driver.external_driver_id: the source document has it, no line does',
      ]);
    });

    test('a table without a line is noticed', () => {
      expect(added(inSeeds(without('| `kb_tags` ')), inSeeds())).toEqual([
        'S3 kb_tags: the source document names it, no line does',
      ]);
    });

    test('a difference nobody speaks of is noticed', () => {
      const silent = readCoverage(markdown.replace(/(`pii_masked` \|[^|]*\|)[^|]*\|/, '$1 |'));
      expect(added(inSeeds(silent), inSeeds())).toEqual([
        'S2 integration_request.pii_masked: its default is 1, and no note',
      ]);
    });
  },
);
