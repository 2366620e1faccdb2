import { boolean, oneOf, text } from '#db/schema/column.ts';
import { ROLES, table } from '#db/schema/table.ts';

/** A person who acts (S2, S3). Sign-in, groups and fine rights join it later. */
export const users = table(
  'users',
  {
    email: text().max(254).privacy('personal'),
    display_name: text().privacy('personal'),
    role: oneOf(...ROLES).privacy('none'),
    is_active: boolean().default(1).privacy('none'),
  },
  { sync: 'down', unique: [['email']] },
);
