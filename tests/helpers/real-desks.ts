import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { bookings, resources } from '#db/domains/bookings/tables.ts';
import { must } from '#db/kernel/must.ts';
import { ok } from '#db/kernel/result.ts';
import { parseAddress, formatAddress } from '#db/postgres/open.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { connectCentral } from '#sync/central/link.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import type { TestOrganization } from './postgres.ts';

/** Desks with real files and the real engine, for tests in which central is what goes wrong. */
export interface RealDesks {
  /** Enrols at `at`, or where the administrator's address says. Synced and verified. */
  enrol(adminUrl: string, organization: TestOrganization, name: string, at?: string): Promise<Desk>;
  /** The same file again; `at` names another server than the one it was enrolled at. */
  reopen(name: string, at?: string): Desk;
  close(): Promise<void>;
}

const ports = createPorts();
const log = { write: () => {} };

export function createRealDesks(): RealDesks {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-desks-'));
  const open: Desk[] = [];

  function reopen(name: string, at?: string): Desk {
    const desk = openDesk({
      dir: join(folder, name),
      ports,
      log,
      writes: true,
      ...(at === undefined ? {} : { connect: () => linkAt(desk, at) }),
    });
    open.push(desk);
    return desk;
  }

  return {
    reopen,
    enrol: async (adminUrl, organization, name, at = adminUrl) => {
      const made = await createEnrolCode(adminUrl, organization.slug);
      if (!made.ok) throw new Error(made.error.code);
      const { code } = made.value;
      await enrolDesk({ central: at, code, dir: join(folder, name), name, ports });
      const desk = reopen(name);
      await synced(desk);
      return desk;
    },
    close: async () => {
      await Promise.all(open.map((desk) => desk.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function linkAt(desk: Desk, at: string) {
  const [login] = desk.reads.all(
    desk.reads.sql
      .selectFrom('replica')
      .select(['login_role', 'login_password', 'token', 'organization_id']),
  );
  return connected(must(login, 'an enrolled desk has a login'), at);
}

interface DeskLogin {
  readonly login_role: string;
  readonly login_password: string;
  readonly token: string;
  readonly organization_id: string;
}

function connected(login: DeskLogin, at: string) {
  return connectCentral({
    central: formatAddress(parseAddress(at)),
    loginRole: login.login_role,
    password: login.login_password,
    token: login.token,
    organizationId: login.organization_id,
  });
}

/** Syncs until checksums compare equal. */
export async function synced(desk: Desk): Promise<void> {
  const ended = await desk.engine.syncOnce();
  // What went wrong says more than what was expected.
  const { error } = desk.engine.status();
  expect({ ended, error }).toMatchObject({
    ended: { ok: true, value: { verified: true } },
    error: null,
  });
}

/** A booking of a room of its own, made here; answers its id. */
export function book(desk: Desk, organization: TestOrganization, title: string): string {
  const actor = { id: organization.users.admin, role: 'admin' as const };
  const written = desk.writer.write({ command: 'bookings.create', actor }, (tx) => {
    const room = tx.insert(resources, { name: title, kind: 'space', timezone: 'Europe/Lisbon' });
    return ok(
      tx.insert(bookings, {
        resource_id: room,
        start_time: '2040-03-01T10:00:00.000Z',
        end_time: '2040-03-01T11:00:00.000Z',
        timezone: 'Europe/Lisbon',
        title,
      }),
    );
  });
  if (!written.ok) throw new Error(written.error.code);
  return written.value.value;
}

/** Titles of all bookings of a desk, in order. */
export function titles(desk: Desk): readonly string[] {
  return desk.reads
    .all(desk.reads.sql.selectFrom('bookings').select('title').orderBy('title'))
    .map(({ title }) => title);
}
