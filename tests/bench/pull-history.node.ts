import type pg from 'pg';
import { connectCentral } from '#sync/central/link.node.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import { figureOf, quantile, shown } from './figures.ts';
import type { Measured } from './figures.ts';
import type { FullCentral } from './full-central.node.ts';

const CHANGES = 100;
const SLICE = 500_000;

/**
 * A pull of 100 changes with a long feed behind it, spread over the days of the retention, against the
 * same pull with none.
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
    // Both with the same partitions and the same rows of bookings; only the feed differs.
    await admin.query('delete from sync.change_feed');
    await admin.query('vacuum analyze sync.change_feed');
    const empty = await pulls(central, link, samples);
    for (let done = 0; done < history; done += SLICE) await addHistory(central, done, SLICE);
    await admin.query('vacuum analyze sync.change_feed');
    const long = await pulls(central, link, samples);
    const { rows } = await admin.query<{ n: string }>('select count(*) as n from sync.change_feed');
    return {
      figure: figureOf('pull-history', 'ms', long, empty),
      says:
        `${CHANGES} changes with ${shown(Number(rows[0]?.n))} rows of the feed behind them; baseline the same with ` +
        `an empty feed, p95 ${shown(quantile(empty, 0.95))} ms; ${samples} pulls of each`,
    };
  } finally {
    await link.close();
    // Made up: the sums must be those of the rows for whoever comes after.
    await admin.query('truncate sync.change_feed, sync.checksum_folds, sync.checksum_base');
  }
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
