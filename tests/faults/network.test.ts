import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { clientConfig, parseAddress } from '#db/postgres/open.node.ts';
import { openTransactions } from '#sync/central/connect.node.ts';
import { createPatience } from '#sync/central/patience.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { book, networkDesks, synced, syncedAtLast, titles } from '#tests/helpers/network-desks.ts';
import type { NetworkDesks } from '#tests/helpers/network-desks.ts';
import {
  atCentral,
  calm,
  COMMIT,
  fails,
  from,
  losesOneEnd,
  PARTITIONS,
  partsAtCommit,
  refusedTls,
  wholeAgain,
} from '#tests/helpers/network-trials.ts';
import type { Trial } from '#tests/helpers/network-trials.ts';
import { openProxy, says } from '#tests/helpers/tcp-proxy.ts';

// A real central behind a network that fails on purpose. Silence is borne for 1 s here and for 10 s in
// life; what is proved is that it ends, whatever the step.
const SILENCE = 1000;
let place: NetworkDesks;
let desk: Desk;
let number = 0;
beforeAll(async () => {
  place = await networkDesks({ silence: SILENCE });
}, 120_000);
afterAll(() => place.close());
beforeEach(async () => {
  desk = await place.desk(`desk ${++number}`);
});
afterEach(() => calm(place));

const trial = (title: string): Trial => ({ place, desk, title });

describe('a partition around the commit of an upload', () => {
  test.each(PARTITIONS)('%s: the op is applied once', async (_, there, fate) => {
    await partsAtCommit(trial(`Partition ${number}`), there, fate);
  });
});

describe('a link of which one end is gone', () => {
  test.each([
    ['the greeting', 'api.hello'],
    ['the beginning of a transaction', 'begin isolation'],
    ['an upload', 'api.push'],
    ['a download', 'api.pull'],
    ['a comparison', 'api.checksums'],
  ])('is noticed during %s, and its connection never used again', async (_, step) => {
    await losesOneEnd(trial(`Half open ${number}`), step, SILENCE);
  });

  test('is noticed while it is being connected', async () => {
    await desk.engine.setPlugged(false);
    await desk.engine.setPlugged(true);
    place.proxy.weather.silent.add('down');
    book(desk, place.organization, 'Half open at once');
    expect(await fails(desk)).toBeLessThan(5 * SILENCE);
    await wholeAgain(trial('Half open at once'));
  });

  test('is noticed in the middle of a first fill, which then goes on where it was', async () => {
    const empty = await place.desk(`empty ${number}`, 'empty');
    from(place, 'copy (select', () => 'lose');
    const began = performance.now();
    expect(await empty.engine.syncOnce()).toMatchObject({ ok: false });
    expect(performance.now() - began).toBeLessThan(5 * SILENCE);
    calm(place);
    await syncedAtLast(empty);
    expect(titles(empty)).toStrictEqual(titles(desk));
  });

  test('would hang for ever without the watch', async () => {
    const address = parseAddress(place.through);
    const plain = new pg.Client(
      clientConfig(address, { user: 'hf_enrol', password: 'holdfast-enrol' }, { queryTimeout: 0 }),
    );
    plain.on('error', () => undefined);
    await plain.connect();
    place.proxy.weather.silent.add('down');
    const asked = plain.query('select 1').then(
      () => 'answered',
      () => 'failed',
    );
    const waited = new Promise((done) => setTimeout(done, 5 * SILENCE, 'still waiting'));
    expect(await Promise.race([asked, waited])).toBe('still waiting');
    place.proxy.cut();
    expect(await asked).toBe('failed');
  });
});

describe('a slow link', () => {
  // A tenth of 3 s there and back and of 10 s of patience, and 15 kB/s.
  test('is not taken for a dead one: no call is cut off, everything arrives at the first try', async () => {
    const other = await place.desk(`other ${number}`);
    for (let at = 0; at < 40; at++) book(other, place.organization, `Slow ${number} ${at}`);
    await syncedAtLast(other);
    for (let at = 0; at < 10; at++) book(desk, place.organization, `Slow too ${number} ${at}`);
    await desk.engine.setPlugged(false);
    await desk.engine.setPlugged(true);
    const before = place.proxy.opened();
    Object.assign(place.proxy.weather, { delay: 150, rate: 15_000 });
    const began = performance.now();
    await synced(desk);
    // It took several times as long as silence is borne for.
    expect(performance.now() - began).toBeGreaterThan(5 * SILENCE);
    // One to write and one to read.
    expect(place.proxy.opened() - before).toBeLessThanOrEqual(2);
    calm(place);
    expect(titles(desk)).toStrictEqual(
      [
        ...titles(other),
        ...titles(desk).filter((t) => t.startsWith(`Slow too ${number}`)),
      ].toSorted(),
    );
  });
});

describe('an answer to a request for TLS', () => {
  test('of N is a refusal: nothing of the login is ever sent in plain text', async () => {
    const target = { host: place.proxy.host, port: place.proxy.port };
    // Not among the addresses that never leave this machine, as far as the product knows.
    const proxy = await openProxy(target, '127.0.0.2');
    try {
      const transactions = openTransactions(
        { ...parseAddress(place.through), host: proxy.host, port: proxy.port },
        { user: 'hf_enrol', password: 'holdfast-enrol' },
        { patience: createPatience({ now: () => 0 }, SILENCE) },
      );
      await refusedTls(proxy, () =>
        transactions.transaction('read', (session) => session.rows('select 1', [])),
      );
      await transactions.close();
    } finally {
      await proxy.close();
    }
  });
});

describe('central killed in the middle of a step', () => {
  test.each([
    ['api.hello'],
    ['begin isolation level read committed'],
    ['api.push'],
    [COMMIT],
    ['api.pull'],
    ['api.checksums'],
    ['api.bucket_rows'],
  ])('%j: it resumes, nothing is lost or doubled', async (step) => {
    const title = `Killed ${number}`;
    book(desk, place.organization, title);
    // What only checksums find, so that buckets are fetched.
    await place.query(`update data.resources set name = name || '.'`);
    await place.query('delete from sync.change_feed');
    // Counted from the rows then.
    await place.query('delete from sync.checksum_folds');
    await place.query('delete from sync.checksum_base');
    await desk.engine.setPlugged(false);
    await desk.engine.setPlugged(true);
    from(place, step, (_, first) => {
      if (first) place.crash();
      return 'pass';
    });
    await fails(desk);
    calm(place);
    await place.restart();
    await wholeAgain(trial(title));
  });

  test('the commit of an upload that central has just made durable: the answer is lost, the op is not', async () => {
    book(desk, place.organization, 'Killed late');
    let pushed = false;
    let committed = false;
    place.proxy.weather.judge = (direction, piece) => {
      if (says(piece, 'api.push')) pushed = true;
      if (pushed && direction === 'up' && says(piece, COMMIT)) committed = true;
      if (!committed || direction === 'up') return 'pass';
      place.crash();
      place.proxy.weather.judge = () => 'cut';
      return 'cut';
    };
    await fails(desk);
    calm(place);
    await place.restart();
    expect(await atCentral(place, 'Killed late')).toStrictEqual({ rows: 1, ops: 1 });
    await wholeAgain(trial('Killed late'));
  });

  test('in a first fill: it goes on where it was', async () => {
    const empty = await place.desk(`killed ${number}`, 'empty');
    from(place, 'copy (select', (_, first) => {
      if (first) place.crash();
      return 'pass';
    });
    expect(await empty.engine.syncOnce()).toMatchObject({ ok: false });
    calm(place);
    await place.restart();
    await syncedAtLast(empty);
    expect(titles(empty).length).toBeGreaterThan(0);
    expect(empty.replica.checksums()).toStrictEqual(empty.replica.recomputeChecksums());
  });
});
