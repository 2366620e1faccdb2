import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bookings } from '#db/domains/bookings/tables.ts';
import type { Log } from '#db/kernel/log.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { retryOp } from '#electron/host/retry.ts';
import { book, networkDesks, syncedAtLast, titles } from '#tests/helpers/network-desks.ts';
import type { NetworkDesks } from '#tests/helpers/network-desks.ts';
import { says } from '#tests/helpers/tcp-proxy.ts';

// Deadlock, serialization failure, lock timeout, statement cancelled: what may be over with the next try.
const STATES = ['40P01', '40001', '55P03', '57014'] as const;

let place: NetworkDesks;
let desk: Desk;
let number = 0;
/** How far the desk's clock is ahead, milliseconds. */
let ahead = 0;
/** What was logged of failures, as central named them. */
const met: unknown[] = [];
beforeAll(async () => {
  const log: Log = { write: (_, __, fields) => void met.push(fields?.['sqlstate']) };
  place = await networkDesks({ silence: 20_000, log });
  await layOut();
  desk = await place.desk('busy', null, { ahead: () => ahead });
}, 240_000);
afterAll(() => place.close());
beforeEach(() => {
  number += 1;
});
afterEach(async () => {
  place.proxy.weather.judge = () => 'pass';
  await place.query('truncate sync.planted');
});

// Every call asks whose token it carries: there it fails, or where an op is kept, or at the commit.
async function layOut(): Promise<void> {
  await place.query(`
    create table sync.planted (call text, state text);
    grant select on sync.planted to public;
    create function sync.fail_if(p_call text) returns void language plpgsql stable as $$
    declare
      v_state text := (select state from sync.planted where strpos(p_call, call) > 0 limit 1);
    begin
      if v_state is not null then
        raise exception 'planted' using errcode = v_state;
      end if;
    end $$;
    alter function sync.device_of(text) rename to real_device_of;
    create function sync.device_of(p_token text) returns sync.devices language plpgsql stable as $$
    begin
      perform sync.fail_if(current_query());
      return sync.real_device_of(p_token);
    end $$;
    create function sync.fail_here() returns trigger language plpgsql as $$
    begin
      perform sync.fail_if(tg_argv[0]);
      return new;
    end $$;
    create trigger planted before insert on data.bookings
      for each row execute function sync.fail_here('inside an op');
    create constraint trigger planted after insert on sync.op_log
      deferrable initially deferred for each row execute function sync.fail_here('at the commit')
  `);
  await place.query(`grant execute on all functions in schema sync to hf_api`);
}

const plant = (call: string, state: string) =>
  place.query('insert into sync.planted values ($1, $2)', [call, state]);

/** What only checksums find, so that there is something to repair: central counts them anew. */
async function spoil(): Promise<void> {
  await place.query(`update data.resources set name = name || '.'`);
  await place.query('delete from sync.change_feed');
  await place.query('delete from sync.checksum_folds');
  await place.query('delete from sync.checksum_base');
}

/** One try, which fails as it must: nobody is told that all is well, or that anything was refused. */
async function failsBusy(state: string, on = desk): Promise<void> {
  met.length = 0;
  expect(await on.engine.syncOnce()).toMatchObject({
    ok: false,
    error: { code: 'central_unreachable' },
  });
  const { error, light } = on.engine.status();
  expect(met).toContain(state);
  expect(error?.message).toBe('Central is busy.');
  expect(light).not.toBe('up_to_date');
  expect(on.replica.state().attention).toBe(0);
}

/** Everything is there once, under the id it was given here. */
async function onceAtCentral(title: string, op: string): Promise<void> {
  await syncedAtLast(desk);
  const [found] = await place.query(
    `select (select count(*)::int from data.bookings where title = $1) as rows,
       (select array_agg(op_id::text) from sync.op_log where op::text like '%' || $1 || '%') as ops`,
    [title],
  );
  expect(found).toStrictEqual({ rows: 1, ops: [op] });
  expect(desk.replica.state()).toMatchObject({ waiting: 0, attention: 0 });
  expect(desk.replica.checksums()).toStrictEqual(desk.replica.recomputeChecksums());
}

describe('what may be over with the next try', () => {
  test.each([
    ['the greeting', 'api.hello', 1],
    ['an upload', 'api.push', 1],
    ['an op of an upload', 'inside an op', 1],
    ['the commit of an upload', 'at the commit', 1],
    ['a download', 'api.pull', 0],
    ['a comparison', 'api.checksums', 0],
    ['a repair', 'api.bucket_rows', 0],
  ])('in %s: tried again under the same id, applied once', async (_, call, waiting) => {
    for (const state of STATES) {
      const title = `Busy ${number} ${state}`;
      if (call === 'api.bucket_rows') await spoil();
      await desk.engine.setPlugged(false);
      await desk.engine.setPlugged(true);
      const op = book(desk, place.organization, title);
      desk.engine.localWrite();
      await plant(call, state);
      await failsBusy(state);
      const opened = place.proxy.opened();
      await failsBusy(state);
      expect(desk.replica.state().waiting).toBe(waiting);
      // The connection is not at fault; only who never got in has none to keep.
      if (call !== 'api.hello') expect(place.proxy.opened()).toBe(opened);
      await place.query('truncate sync.planted');
      await onceAtCentral(title, op);
    }
  });

  test('in a first fill: it goes on where it was', async () => {
    book(desk, place.organization, `Filled ${number}`);
    await syncedAtLast(desk);
    for (const state of STATES) {
      const empty = await place.desk(`empty ${number} ${state}`, 'empty');
      await plant('api.snapshot_bookings', state);
      await failsBusy(state, empty);
      const filled = empty.replica.fillProgress();
      expect(filled.some(({ done }) => done)).toBe(true);
      await failsBusy(state, empty);
      expect(empty.replica.fillProgress()).toStrictEqual(filled);
      await place.query('truncate sync.planted');
      await syncedAtLast(empty);
      expect(titles(empty)).toStrictEqual(titles(desk));
    }
  });
});

test.each(['api.push', 'api.pull'])(
  '%s that keeps failing is tried again by itself, after growing waits',
  async (call) => {
    const alone = await place.desk(`by itself ${number}`);
    const tries: number[] = [];
    place.proxy.weather.judge = (direction, piece) => {
      if (direction === 'up' && says(piece, call)) tries.push(performance.now());
      return 'pass';
    };
    await plant(call, '40001');
    book(alone, place.organization, `Again ${number}`);
    alone.engine.setInterest('focused');
    alone.engine.start();
    await expect.poll(() => tries.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    const [first = 0, second = 0, third = 0] = tries;
    // The upper half of each wait is drawn by lot.
    // Before the first pull our op got through: what fails next is tried again sooner.
    expect(second - first).toBeGreaterThanOrEqual(call === 'api.pull' ? 120 : 450);
    expect(third - second).toBeGreaterThanOrEqual(950);
    expect(alone.engine.status().light).not.toBe('up_to_date');
    await place.query('truncate sync.planted');
    await expect.poll(() => alone.engine.status().light, { timeout: 60_000 }).toBe('up_to_date');
    expect(alone.replica.state()).toMatchObject({ waiting: 0, attention: 0 });
    await alone.engine.stop();
  },
);

describe('in earnest', () => {
  /** Renames the room of a booking that is at central; answers the id of the op and of the booking. */
  async function edited(title: string): Promise<{ op: string; booking: string }> {
    book(desk, place.organization, title);
    await syncedAtLast(desk);
    const [found] = await place.query<{ id: string }>(
      'select id from data.bookings where title = $1',
      [title],
    );
    const { id } = must(found, 'a booking at central');
    return { op: edit(id, 'Edited'), booking: id };
  }

  /** Answers the id of the op. */
  function edit(booking: string, notes: string): string {
    const actor = { id: place.organization.users.admin, role: 'admin' as const };
    const written = desk.writer.write({ command: 'bookings.edit', actor }, (tx) => {
      tx.update(bookings, booking, { notes });
      return ok(null);
    });
    if (!written.ok) throw new Error(written.error.code);
    return must(written.value.op_id, 'an edit is sent');
  }

  /** Of the connections that desks open from now on. */
  const setting = async (name: string, value: string) => {
    await place.query(
      `do $$ declare r name := (select rolname from pg_roles where rolname like 'hf_org_%');
       begin execute format('alter role %I set ${name} = %L', r, '${value}'); end $$`,
    );
    await desk.engine.setPlugged(false);
    await desk.engine.setPlugged(true);
  };

  const waiting = async () =>
    (
      await place.query<{ pid: number }>(
        `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%api.push%'`,
      )
    )[0]?.pid;

  async function appliedOnce(op: string, booking: string): Promise<void> {
    await syncedAtLast(desk);
    expect(
      await place.query(
        'select outcome, notes from sync.op_log, data.bookings where op_id = $1 and id = $2',
        [op, booking],
      ),
    ).toStrictEqual([{ outcome: 'applied', notes: 'Edited' }]);
  }

  test('an upload that waits for a lock and is cancelled', async () => {
    await setting('lock_timeout', '30s');
    const { op, booking } = await edited(`Cancelled ${number}`);
    const holder = await place.holding('select from data.bookings where id = $1 for update', [
      booking,
    ]);
    const failed = failsBusy('57014');
    await expect.poll(waiting, { timeout: 20_000 }).toBeDefined();
    await place.query('select pg_cancel_backend($1)', [await waiting()]);
    await failed;
    await holder.end();
    await appliedOnce(op, booking);
  });

  test('an upload that waits for a lock for too long', async () => {
    await setting('lock_timeout', '500ms');
    const { op, booking } = await edited(`Timed out ${number}`);
    const holder = await place.holding('select from data.bookings where id = $1 for update', [
      booking,
    ]);
    await failsBusy('55P03');
    await holder.end();
    await appliedOnce(op, booking);
  });

  test('an upload that meets the same lock for minutes: it is parked with what is built on it, others get in', async () => {
    await setting('lock_timeout', '300ms');
    const { op, booking } = await edited(`Parked ${number}`);
    const later = edit(booking, 'Edited twice');
    const behind = book(desk, place.organization, `Behind ${number}`);
    const holder = await place.holding('select from data.bookings where id = $1 for update', [
      booking,
    ]);
    // All of them at first, then half as many.
    for (let tries = 0; tries < 7; tries++) await failsBusy('55P03');
    for (let tries = 0; tries < 2; tries++) {
      ahead += 2 * 60_000;
      await failsBusy('55P03');
    }
    ahead += 2 * 60_000;
    await syncedAtLast(desk);
    expect(desk.replica.state()).toMatchObject({ waiting: 0, attention: 2 });
    expect(desk.engine.status().light).toBe('attention');
    const judged = (id: string) =>
      place.query('select outcome, code, conflicts from sync.op_log where op_id = $1', [id]);
    expect(await judged(op)).toStrictEqual([
      { outcome: 'rejected', code: 'parked', conflicts: [] },
    ]);
    expect(await judged(later)).toStrictEqual([
      { outcome: 'rejected', code: 'parked_with', conflicts: [] },
    ]);
    expect(await judged(behind)).toMatchObject([{ outcome: 'applied' }]);
    await holder.end();
    // Tried again by a person they are ops like any other, and get in.
    const actor = { id: place.organization.users.admin, role: 'admin' as const };
    for (const parked of [op, later]) {
      const again = desk.writer.write({ command: 'sync.retry', actor }, (tx) => {
        const done = retryOp(tx, { op_id: parked });
        desk.choices.fileRejectedWithin(parked, 'retried');
        return done;
      });
      expect(again).toMatchObject({ ok: true });
    }
    await syncedAtLast(desk);
    expect(
      await place.query('select notes from data.bookings where id = $1', [booking]),
    ).toStrictEqual([{ notes: 'Edited twice' }]);
    expect(desk.replica.state()).toMatchObject({ waiting: 0, attention: 0 });
  });

  test('an upload that loses a deadlock', async () => {
    await setting('lock_timeout', '30s');
    await setting('deadlock_timeout', '3s');
    const { op, booking } = await edited(`Deadlock ${number}`);
    const holder = await place.holding('select from data.bookings where id = $1 for update', [
      booking,
    ]);
    const failed = failsBusy('40P01');
    await expect.poll(waiting, { timeout: 20_000 }).toBeDefined();
    // The other side would look for a deadlock first, and be its victim.
    await holder.query(`set local deadlock_timeout = '60s'`);
    const crossed = holder.query('select from sync.incarnations for update');
    await failed;
    await crossed;
    await holder.end();
    await appliedOnce(op, booking);
  });
});
