import { text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** A tenant (S1, S3). Its `organization_id` is its own id. */
export const organizations = table(
  'organizations',
  {
    name: text(),
    slug: text().max(60).privacy('none'),
    timezone: text().max(60).privacy('none'),
  },
  { sync: 'down', unique: [['slug']], checks: ['id = organization_id'] },
);
