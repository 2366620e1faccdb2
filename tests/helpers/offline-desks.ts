import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#db/kernel/clock.ts';
import { createIds } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { must } from '#db/kernel/must.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import type { CommandName, InputOf, OutputOf, QueryName } from '#electron/contract/contract.ts';
import { openDesk } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { createHost } from '#electron/host/host.ts';
import { actingPerson } from '#electron/host/person.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import type { Ports } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import type { RoundReport } from '#sync/engine/round.ts';
import { createCentral } from './postgres.ts';
import type { TestCentral, TestOrganization } from './postgres.ts';

/** A desk without its window. It meets central only in `sync`. */
export interface OfflineDesk {
  readonly desk: Desk;
  /** The value of a query or command; a refusal throws its code. */
  call<N extends CommandName | QueryName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  /** The code of a refusal, `ok` otherwise. */
  code<N extends CommandName | QueryName>(name: N, input: InputOf<N>): Promise<string>;
  /** Until nothing is left to send or fetch and checksums are equal. */
  sync(): Promise<RoundReport>;
}

export interface OfflineDesks {
  readonly central: TestCentral;
  readonly organization: TestOrganization;
  /** Rooms of the organization, free all day long. */
  readonly rooms: readonly [Id, Id, Id];
  /** On a machine with that clock, where one is given. */
  enrol(name: string, clock?: Clock): Promise<OfflineDesk>;
  close(): Promise<void>;
}

/** Real replicas on a real central: what two desks do to each other, step by step. */
export async function offlineDesks(): Promise<OfflineDesks> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-desks-'));
  const central = await createCentral();
  const organization = await central.organization();
  const room = async (name: string): Promise<Id> => {
    const { rows } = await central.admin.query<{ id: Id }>(
      `insert into data.resources (id, organization_id, name, kind, timezone)
       values (gen_random_uuid(), $1, $2, 'space', 'Europe/Lisbon') returning id`,
      [organization.id, name],
    );
    return must(rows[0], 'it was inserted').id;
  };
  const rooms = [await room('Sala 1'), await room('Sala 2'), await room('Sala 3')] as const;
  const stops: (() => Promise<void>)[] = [];

  return {
    central,
    organization,
    rooms,
    enrol: async (name, clock) => {
      const ports = clock === undefined ? createPorts() : portsWith(clock);
      const made = await createEnrolCode(central.adminUrl, organization.slug);
      if (!made.ok) throw new Error(made.error.code);
      const dir = join(folder, name);
      await enrolDesk({ central: central.adminUrl, code: made.value.code, dir, name, ports });
      const desk = openDesk({ dir, ports, log: { write: () => {} }, writes: true });
      const host = createHost({ desk, person: actingPerson, mayUnplug: false });
      stops.push(() => host.stop());
      const offline: OfflineDesk = {
        desk,
        call: async (name, input) => {
          const answer = await host.invoke(name, input);
          if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
          // The host answers by the contract that types `name`.
          return answer.value as never;
        },
        code: async (name, input) => {
          const answer = await host.invoke(name, input);
          return answer.ok ? 'ok' : answer.error.code;
        },
        sync: async () => {
          const done = await desk.engine.syncOnce();
          if (!done.ok) throw new Error(done.error.code);
          if (!done.value.verified) throw new Error('not verified');
          return done.value;
        },
      };
      await offline.sync();
      return offline;
    },
    close: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await central.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function portsWith(clock: Clock): Ports {
  const ids = createIds(clock, (into) => webcrypto.getRandomValues(into));
  return { ...createPorts(), clock, ids };
}

/** From one hour to another of a day that is far away. */
export function hours(resource_id: Id, from: number, to: number) {
  const hour = (of: number) => `2040-03-01T${String(of).padStart(2, '0')}:00:00.000Z`;
  return { resource_id, start_time: hour(from), end_time: hour(to) };
}
