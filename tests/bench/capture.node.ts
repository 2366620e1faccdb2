import type pg from 'pg';
import { must } from '#db/kernel/must.ts';
import { figureOf, judge, quantile, shown } from './figures.ts';
import type { Measured, Target } from './figures.ts';
import type { FullCentral } from './full-central.node.ts';

const ROWS = 20_000;
const ROUNDS = 5;
const TRIGGERS = ['capture_insert', 'capture_update', 'capture_delete'] as const;

/** What the feed may add to a row, by kind of statement. */
const TARGETS = {
  insert: { what: 'added to a row inserted in bulk', unit: 'µs', atMost: 10 },
  update: { what: 'added to a row updated in bulk', unit: 'µs', atMost: 10 },
  single: { what: 'added to a row by itself', unit: 'µs', atMost: 10 },
} as const satisfies Record<keyof Costs, Target>;
const KINDS = ['insert', 'update', 'single'] as const;

/** What a write at central costs a row, in microseconds, by kind of statement. */
interface Costs {
  readonly insert: number;
  readonly update: number;
  readonly single: number;
}

/**
 * Central's own writes of resources with the feed's triggers and without them, in statements of many
 * rows and of one. The figure is what the triggers add to a row in the dearest of these.
 */
export async function capture({ admin, organizationId }: FullCentral): Promise<Measured> {
  const withFeed: Costs[] = [];
  const without: Costs[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await switchCapture(admin, 'disable');
    without.push(await write(admin, organizationId));
    await switchCapture(admin, 'enable always');
    withFeed.push(await write(admin, organizationId));
  }
  await admin.query('select sync.upkeep()');
  await admin.query("select sync.compare_checksums('0')");
  const added = (kind: keyof Costs) =>
    median(withFeed.map((costs) => costs[kind])) - median(without.map((costs) => costs[kind]));
  const dearest = must(KINDS.toSorted((a, b) => added(b) - added(a))[0], 'three kinds');
  return {
    figure: {
      ...figureOf(
        'capture',
        'ms',
        withFeed.map((costs) => costs[dearest] / 1000),
        without.map((costs) => costs[dearest] / 1000),
      ),
      targets: KINDS.map((kind) => judge(TARGETS[kind], added(kind))),
    },
    says:
      `a row of ${shown(ROWS)}; the feed adds ${shown(added('insert'))} µs to a row inserted in bulk, ` +
      `${shown(added('update'))} to one updated in bulk, ${shown(added('single'))} to an update of one row ` +
      `in a statement of its own; baseline the same without the feed's triggers`,
  };
}

function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

async function switchCapture(admin: pg.Client, how: string): Promise<void> {
  for (const trigger of TRIGGERS) {
    await admin.query(`alter table data.resources ${how} trigger ${trigger}`);
  }
}

// Rolled back: every round begins with the same table.
async function write(admin: pg.Client, organizationId: string): Promise<Costs> {
  const timed = async (sql: string, values: readonly unknown[] = []): Promise<number> => {
    const started = performance.now();
    await admin.query(sql, [...values]);
    return ((performance.now() - started) * 1000) / ROWS;
  };
  await admin.query('begin');
  const insert = await timed(
    `insert into data.resources (id, organization_id, name, kind, timezone, category)
     select gen_random_uuid(), $1, 'bench ' || n, 'space', 'UTC', 'bench'
     from generate_series(1, ${ROWS}) n`,
    [organizationId],
  );
  const update = await timed(
    `update data.resources set position = position + 1 where category = 'bench'`,
  );
  const single = await timed(`do $$
    declare v_id uuid;
    begin
      for v_id in select id from data.resources where category = 'bench' loop
        update data.resources set position = position + 1
        where organization_id = '${organizationId}' and id = v_id;
      end loop;
    end $$`);
  await admin.query('rollback');
  return { insert, update, single };
}
