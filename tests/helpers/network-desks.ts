import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import type { Log } from '#db/kernel/log.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { startEmbedded } from '#db/postgres/embedded-central.node.ts';
import { productDefinitions } from '#db/postgres/embedded.node.ts';
import { formatAddress, openAdmin, parseAddress } from '#db/postgres/open.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { centralOf, openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import type { LinkOptions } from '#sync/central/link.node.ts';
import { createPatience } from '#sync/central/patience.ts';
import type { Patience } from '#sync/central/patience.ts';
import type { CentralLink } from '#sync/core/protocol.ts';

import { makePassable } from './passable.ts';
import { createCentral } from './postgres.ts';
import type { TestOrganization } from './postgres.ts';
import { openProxy } from './tcp-proxy.ts';
import type { TcpProxy } from './tcp-proxy.ts';

/** A central of its own that can crash, and desks that reach it through a network that can fail. */
export interface NetworkDesks {
  readonly organization: TestOrganization;
  readonly proxy: TcpProxy;
  /** Central's address as it is beyond the proxy. */
  readonly through: string;
  /** The folder of an enrolled desk, nothing fetched, for a process of its own. */
  folder(name: string): Promise<string>;
  /** A desk in sync with central, or `empty`: enrolled, nothing fetched. */
  desk(name: string, empty?: 'empty' | null, planted?: Planted): Promise<Desk>;
  /** As the superuser, past the proxy. */
  query<R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  /** The same on a connection of its own, in a transaction that stays open until `end`. */
  holding(sql: string, values: readonly unknown[]): Promise<pg.Client>;
  /** As `pg_ctl stop -m immediate`: returns once the signal is on its way. */
  crash(): void;
  /** After a crash: waits for the end, starts again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A bug that a test plants in one desk's way to central. */
export interface Planted {
  readonly patience?: Patience;
  /** Instead of a new link; `connect` makes one. */
  readonly link?: (connect: () => CentralLink, to: LinkOptions) => CentralLink;
  /** Milliseconds that its clock is ahead. */
  readonly ahead?: () => number;
}

export interface NetworkOptions {
  /** Milliseconds of silence that desks bear. */
  readonly silence?: number;
  readonly log?: Log;
}

const SILENT: Log = { write: () => {} };

/** For tests without `postgres-setup.ts`: they may stop this central as they like. */
export async function networkDesks({
  silence = 1000,
  log = SILENT,
}: NetworkOptions = {}): Promise<NetworkDesks> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-network-'));
  makePassable(folder);
  const bin = process.env['POSTGRES_BIN'];
  // A central that forgets commits when it crashes would prove nothing.
  const start = () =>
    startEmbedded({
      dir: join(folder, 'central'),
      definitions: productDefinitions,
      durable: true,
      ...(bin === undefined ? {} : { bin }),
    });
  let running = await start();
  const central = await createCentral(undefined, running.url);
  const organization = await central.organization();
  const dataDirectory = await setting(central.admin, 'data_directory');
  const address = parseAddress(central.adminUrl);
  const proxy = await openProxy(address);
  const ports = createPorts();
  const desks: Desk[] = [];
  let admin = central.admin;

  const through = formatAddress({ ...address, host: proxy.host, port: proxy.port });
  const enrolled = async (name: string): Promise<string> => {
    const made = await createEnrolCode(central.adminUrl, organization.slug);
    if (!made.ok) throw new Error(made.error.code);
    const dir = join(folder, name);
    await enrolDesk({ central: central.adminUrl, code: made.value.code, dir, name, ports });
    return dir;
  };

  return {
    organization,
    proxy,
    through,
    folder: enrolled,
    desk: async (name, empty = null, planted = {}) => {
      const desk = openedThrough(await enrolled(name), { through, silence, log, planted });
      desks.push(desk);
      if (empty === null) await syncedAtLast(desk);
      return desk;
    },
    query: async <R extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await admin.query<R>(sql, [...values])).rows,
    holding: async (sql, values) => {
      const holder = await openAdmin(central.adminUrl);
      await holder.query('begin');
      await holder.query(sql, [...values]);
      return holder;
    },
    crash: () => {
      const file = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8');
      process.kill(Number(file.split('\n')[0]), 'SIGQUIT');
    },
    restart: async () => {
      // Returns when the crashed server is gone: it had ended by itself.
      await running.stop();
      running = await start();
      admin = await openAdmin(central.adminUrl);
    },
    close: async () => {
      await Promise.all(desks.map((desk) => desk.close()));
      await proxy.close();
      await admin.end();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A desk whose way to central leads through a proxy. */
export function openedThrough(
  dir: string,
  o: { through: string; silence: number; log?: Log; planted?: Planted },
): Desk {
  const planted: Planted = o.planted ?? {};
  const real = createPorts();
  const ahead = planted.ahead ?? (() => 0);
  const ports = { ...real, clock: { now: () => real.clock.now() + ahead() } };
  const patience = planted.patience ?? createPatience(ports.clock, o.silence);
  const connect = planted.link ?? ((fresh) => fresh());
  const to = () => ({ ...centralOf(desk.reads), central: o.through, patience });
  const desk: Desk = openDesk({
    dir,
    ports,
    log: o.log ?? SILENT,
    writes: true,
    connect: () => connect(() => connectCentral(to()), to()),
  });
  return desk;
}

async function setting(admin: pg.Client, name: string): Promise<string> {
  const { rows } = await admin.query<{ value: string }>('select current_setting($1) as value', [
    name,
  ]);
  return must(rows[0], 'a setting').value;
}

/** Until nothing is left to do, at the first try; throws the code of a failure. */
export async function synced(desk: Desk): Promise<void> {
  const done = await desk.engine.syncOnce();
  if (!done.ok) throw new Error(`${done.error.code} ${desk.engine.status().error?.message}`);
  if (!done.value.verified) throw new Error('not verified');
}

/** The same in several tries: on a busy machine a whole second of silence may be nobody's fault. */
export async function syncedAtLast(desk: Desk, tries = 5): Promise<void> {
  for (let left = tries; left > 1; left--) {
    const done = await desk.engine.syncOnce();
    if (done.ok && done.value.verified) return;
  }
  await synced(desk);
}

/** A booking in a room of its own, so that it collides with nothing. Answers its op's id. */
export function book(
  desk: Desk,
  { users }: { readonly users: Pick<TestOrganization['users'], 'admin'> },
  title: string,
): string {
  const actor = { id: users.admin, role: 'admin' as const };
  const written = desk.writer.write({ command: 'bookings.create', actor }, (tx) => {
    const room = tx.insert(resources, { name: title, kind: 'space', timezone: 'Europe/Lisbon' });
    return ok(
      tx.insert(bookings, {
        resource_id: room,
        start_time: '2031-01-01T09:00:00.000Z',
        end_time: '2031-01-01T10:00:00.000Z',
        timezone: 'Europe/Lisbon',
        title,
      }),
    );
  });
  if (!written.ok) throw new Error(written.error.code);
  return must(written.value.op_id, 'a booking is sent');
}

/** Titles of all bookings on this desk, in order. */
export function titles({ reads }: Desk): readonly string[] {
  return reads
    .all(reads.sql.selectFrom('bookings').select('title').orderBy('title'))
    .map(({ title }) => title);
}
