import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that take longest, as the run lists them; the last one to begin must not be one of these. */
const LONGEST = [
  'mutants',
  'cli-scenario',
  'adopt',
  'schema-check',
  'import-real-incidents',
  'central-put-back',
  'every-table',
  'central-checksums',
  'central-embedded',
  'desks-refused',
  'push-sets',
];

/** Two workers end at about the same time when the long files begin first; a clean clone knows none. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(basename(moduleId, '.test.ts'));
      return at === -1 ? LONGEST.length : at;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
