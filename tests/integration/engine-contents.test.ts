import { webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIds } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { openDriver } from '#db/sqlite/driver.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import type { Ports } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { createCentral } from '#tests/helpers/postgres.ts';
import type { TestCentral, TestOrganization } from '#tests/helpers/postgres.ts';
import { book, synced, titles } from '#tests/helpers/real-desks.ts';

// A plain file in which a value changes under an unchanged version: SQLite has nothing to object to, and
// checksums are of versions. Real file, real Postgres; only the days pass faster.
const DAY = 86_400_000;
const ROUND = 100;
/** A round with central for each, on a busy machine slowly. */
const A_HUNDRED_DAYS = { timeout: 600_000 };

let folder: string;
let central: TestCentral;
let organization: TestOrganization;
let open: Desk[];
let days: number;
let logged: { readonly level: string; readonly event: string }[];
let ports: Ports;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-contents-'));
  central = await createCentral();
  organization = await central.organization();
  open = [];
  days = 0;
  logged = [];
  const machine = createPorts();
  const clock = { now: () => machine.clock.now() + days * DAY };
  ports = { ...machine, clock, ids: createIds(clock, (into) => webcrypto.getRandomValues(into)) };
});
afterEach(async () => {
  await Promise.all(open.map((desk) => desk.close()));
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

function opened(): Desk {
  const desk = openDesk({
    dir: join(folder, 'a'),
    ports,
    log: {
      write: (level, event) => void logged.push({ level, event }),
    },
    writes: true,
  });
  open.push(desk);
  return desk;
}

async function enrolled(): Promise<Desk> {
  const made = await createEnrolCode(central.adminUrl, organization.slug);
  if (!made.ok) throw new Error(made.error.code);
  const { code } = made.value;
  await enrolDesk({ central: central.adminUrl, code, dir: join(folder, 'a'), name: 'a', ports });
  return opened();
}

const rowsOf = (desk: Desk) =>
  desk.connection.prepare<object>('SELECT * FROM bookings ORDER BY id').all();

/** How many rows the incidents tell of; there are no others. */
function told(desk: Desk): number {
  const incidents = desk.reads.all(
    desk.reads.sql.selectFrom('incidents').select(['kind', 'detail']),
  );
  return incidents.reduce((sum, { kind, detail }) => {
    expect([kind, detail]).toStrictEqual(['contents_differ', expect.stringMatching(/^[12] rows$/)]);
    return sum + Number.parseInt(detail, 10);
  }, 0);
}

const found = (desk: Desk, text: string) =>
  desk.connection
    .prepare<{ title: string }>(
      `SELECT b.title FROM bookings_search s JOIN bookings b ON b.row_no = s.rowid
       WHERE bookings_search MATCH ?`,
    )
    .all(text)
    .map(({ title }) => title);

async function atCentral() {
  const { rows } = await central.admin.query(
    `select (select count(*)::integer from sync.op_log) as ops,
       (select json_agg(to_jsonb(b) order by id) from data.bookings b) as bookings`,
  );
  return rows;
}

/** Past the write path, with a connection of its own. */
function change(file: string): void {
  const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 5000 });
  driver.prepare(`UPDATE bookings SET title = 'nobody' WHERE title = 'Bia'`).run();
  driver.close();
}

/** Flips a bit of the cell where it lies in its page: the row's, not of what else holds that text. */
function rot(file: string): void {
  const driver = openDriver(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  const pages = driver
    .prepare<{ pageno: number }>(`SELECT pageno FROM dbstat WHERE name = 'bookings'`)
    .all();
  driver.close();
  const bytes = readFileSync(file);
  const places = pages.flatMap(({ pageno }) => {
    const at = bytes.indexOf('Ana Souza', (pageno - 1) * 4096);
    return at === -1 || at >= pageno * 4096 ? [] : [at];
  });
  expect(places).toHaveLength(1);
  // An a becomes an e.
  const place = must(places[0], 'found') + 2;
  bytes[place] = (bytes[place] ?? 0) ^ 4;
  writeFileSync(file, bytes);
}

test(
  'a flipped bit in a cell and one changed past the write path are found within a hundred days, put on record and fetched again',
  A_HUNDRED_DAYS,
  async () => {
    const whole = await enrolled();
    await synced(whole);
    for (const title of ['Ana Souza', 'Bia', 'Eva']) book(whole, organization, title);
    await synced(whole);
    const before = await atCentral();
    const rows = rowsOf(whole);
    const { file } = whole.connection;
    await whole.close();
    change(file);
    rot(file);

    const desk = opened();
    expect(titles(desk)).toStrictEqual(['Ane Souza', 'Eva', 'nobody']);
    // Nothing but what is compared once a day can tell.
    await synced(desk);
    expect(desk.replica.recomputeChecksums()).toStrictEqual(desk.replica.checksums());
    while (days < ROUND && told(desk) < 2) {
      // What is not on record yet is still on show.
      const wrong = titles(desk).filter((title) => ['Ane Souza', 'nobody'].includes(title));
      expect(wrong).toHaveLength(2 - told(desk));
      days += 1;
      await synced(desk);
    }
    expect(told(desk)).toBe(2);
    expect(logged).toContainEqual({ level: 'error', event: 'sync.contents_differed' });
    expect(rowsOf(desk)).toStrictEqual(rows);
    expect(await atCentral()).toStrictEqual(before);

    // The index that people search by still fits the cells.
    expect([found(desk, 'ana'), found(desk, 'ane')]).toStrictEqual([['Ana Souza'], []]);
    desk.connection.exec(
      `INSERT INTO bookings_search (bookings_search, rank) VALUES ('integrity-check', 1)`,
    );
    expect(desk.connection.pragma('integrity_check')).toBe('ok');

    // The turn of the same bucket once more.
    days += ROUND;
    await synced(desk);
    expect(told(desk)).toBe(2);
  },
);
