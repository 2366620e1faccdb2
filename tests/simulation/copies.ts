import type pg from 'pg';
import { must } from '#db/kernel/must.ts';

/** Which copy: as it was before the first step, or the one somebody made on the way. */
export type CopyName = 'start' | 'backup';

/**
 * Whole copies of a central, kept beside it in the same database. Taking one and putting one back
 * are plain statements: no plan of any session is thrown away, which emptying by TRUNCATE does.
 */
export interface Copies {
  take(name: CopyName): Promise<void>;
  putBack(name: CopyName): Promise<void>;
}

interface Kept {
  readonly from: string;
  readonly beside: string;
  readonly columns: string;
}

/** Where the sequences stood. */
interface Numbers {
  readonly versions: string;
  readonly feed: string;
}

// What they hold is the same in every copy: how this central was made and who logs in to it.
const LASTING = ['migrations', 'org_logins', 'enrol_codes'];

/** Copies put back between two cleanings: what was deleted still takes a look at each scan. */
const CLEAN_EVERY = 12;

export async function createCopies(admin: pg.Client): Promise<Copies> {
  const kept = await keptTables(admin);
  for (const { from } of kept.filter((each) => each.from.startsWith('data.'))) {
    // Ruled by this session's replication role from now on, so that a copy comes back as it was.
    await admin.query(`alter table ${from} enable trigger user`);
  }
  for (const name of ['start', 'backup'] as const) {
    await admin.query(`create schema sim_${name}`);
    for (const { from, beside, columns } of kept) {
      await admin.query(
        `create table sim_${name}.${beside} as select ${columns} from ${from} with no data`,
      );
    }
  }
  const numbers: Partial<Record<CopyName, Numbers>> = {};
  let putBack = 0;

  const taking = (name: CopyName) =>
    kept.map(
      ({ from, beside, columns }) => `delete from sim_${name}.${beside};
        insert into sim_${name}.${beside} select ${columns} from ${from};`,
    );
  // The domain's tables first: what their deletion would write into the feed goes with the feed.
  const restoring = (name: CopyName) => [
    ...kept.map(({ from }) => `delete from ${from};`),
    ...kept.map(
      ({ from, beside, columns }) =>
        `insert into ${from} (${columns}) overriding system value
         select ${columns} from sim_${name}.${beside};`,
    ),
  ];
  const run = (statements: readonly string[]) =>
    admin.query(
      `begin; set local session_replication_role = replica; ${statements.join('\n')} commit`,
    );

  return {
    take: async (name) => {
      await run(taking(name));
      const { rows } = await admin.query<Numbers>(
        `select (select last_value::text from sync.row_versions) as versions,
           (select last_value::text from sync.feed_seq) as feed`,
      );
      numbers[name] = must(rows[0], 'sequences have values');
    },
    putBack: async (name) => {
      await run(restoring(name));
      // A central that goes back gives the same numbers out once more, for other work.
      const { versions, feed } = must(numbers[name], 'a copy was taken');
      await admin.query(
        `select setval('sync.row_versions', ${versions}), setval('sync.feed_seq', ${feed})`,
      );
      putBack += 1;
      if (putBack % CLEAN_EVERY === 0) {
        await admin.query(`vacuum ${kept.map(({ from }) => from).join(', ')}`);
      }
    },
  };
}

async function keptTables(admin: pg.Client): Promise<readonly Kept[]> {
  const { rows } = await admin.query<Kept>(
    `select format('%I.%I', n.nspname, c.relname) as "from", n.nspname || '_' || c.relname as beside,
       (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('data', 'sync') and c.relkind in ('r', 'p') and not c.relispartition
       and not (n.nspname = 'sync' and c.relname = any ($1))
     order by n.nspname, c.relname`,
    [LASTING],
  );
  return rows;
}
