import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import type { FullCentral } from './full-central.node.ts';

const CHANGES = 100;
const SLICE = 500_000;
const WARM_UP = 20;

const TARGET: Target = {
  what: 'against an empty feed',
  unit: '×',
  atMost: 1.2,
  meant: { count: 10_000_000, of: 'rows of the feed' },
};

/**
 * A pull of 100 changes with a long feed behind it, spread over the days of the retention, against the
 * same pull with none. The long feed is loaded once, which takes minutes: the empty one is measured
 * before and after, and the mean of both medians is the baseline, so that a machine that grows slower
 * or faster meanwhile does not look like history.
 */
export async function pullHistory(
  central: FullCentral,
  history: number,
  samples: number,
): Promise<Measured> {
  const { admin } = central;
  const { enrolment } = await central.enrol('history');
  const link = connectCentral({
    central: enrolment.central,
    loginRole: enrolment.login_role,
    password: enrolment.login_password,
    token: enrolment.token,
    organizationId: enrolment.organization_id,
  });
  try {
    await addDays(admin);
    // All with the same partitions and the same rows of bookings; only the feed differs.
    await admin.query('truncate sync.change_feed');
    const before = await settledPulls(central, link, samples);
    for (let done = 0; done < history; done += SLICE) await addHistory(central, done, SLICE);
    const long = await settledPulls(central, link, samples);
    const behind = await feedRows(admin);
    await admin.query('truncate sync.change_feed');
    const after = await settledPulls(central, link, samples);
    const empty = (quantile(before, 0.5) + quantile(after, 0.5)) / 2;
    return {
      figure: {
        ...figureOf('pull-history', 'ms', long, [empty]),
        targets: [judge(TARGET, quantile(long, 0.5) / empty, behind)],
      },
      says:
        `${CHANGES} changes with ${shown(behind)} rows of the feed behind them; baseline the same with an empty feed, ` +
        `the mean of before (${timesOf(before)}) and after (${timesOf(after)}); ${samples} pulls of each`,
    };
  } finally {
    await link.close();
    // Made up: the sums must be those of the rows for whoever comes after.
    await admin.query('truncate sync.change_feed, sync.checksum_folds, sync.checksum_base');
  }
}

function timesOf(samples: readonly number[]): string {
  return `${shown(quantile(samples, 0.5))} ms, p95 ${shown(quantile(samples, 0.95))}`;
}

async function feedRows(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ n: string }>('select count(*) as n from sync.change_feed');
  return Number(must(rows[0], 'a count').n);
}

async function addDays(admin: pg.Client): Promise<void> {
  await admin.query(`do $$
    declare v_day date; v_name text;
    begin
      for n in 1..29 loop
        v_day := current_date - n;
        v_name := 'sync.change_feed_' || to_char(v_day, 'YYYYMMDD');
        execute format('create table if not exists %s partition of sync.change_feed for values from (%L) to (%L)',
          v_name, v_day, v_day + 1);
        execute format('alter table %s owner to hf_owner', v_name);
      end loop;
    end $$`);
}

// Transaction numbers of the past, as many rows to each as a busy day's pushes have.
async function addHistory(
  { admin, organizationId }: FullCentral,
  from: number,
  count: number,
): Promise<void> {
  await admin.query(
    `insert into sync.change_feed (xid, organization_id, row_id, written_at, table_number, kind)
     select (3 + (($2::bigint + n) / 20000))::text::xid8, $1, gen_random_uuid(),
       now() - interval '1 day' - ((n % 28) || ' days')::interval, 1, 'u'
     from generate_series(1, $3::integer) n`,
    [organizationId, from, count],
  );
}

/**
 * Pulls after some that do not count, and after what the load left to do. On either side the planner
 * knows rows of the present day, as at a central that works: it has not only seen that partition empty.
 */
async function settledPulls(
  central: FullCentral,
  link: CentralLink,
  samples: number,
): Promise<number[]> {
  await pulls(central, link, WARM_UP);
  await central.admin.query('vacuum analyze sync.change_feed');
  await central.admin.query('checkpoint');
  return await pulls(central, link, samples);
}

async function pulls(
  { admin, resourceIds }: FullCentral,
  link: CentralLink,
  samples: number,
): Promise<number[]> {
  const took: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const { cursor } = await link.pull(null, false);
    await admin.query(
      'update data.resources set position = position + 1 where id = any ($1::uuid[])',
      [resourceIds.slice(0, CHANGES)],
    );
    const started = performance.now();
    const { images } = await link.pull(cursor, false);
    took.push(performance.now() - started);
    if (images.length !== CHANGES) throw new Error(`${images.length} changes came`);
  }
  return took;
}
