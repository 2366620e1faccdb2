import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import { startCentral } from '#db/postgres/embedded.node.ts';
import { enrolDesk } from '#electron/cli/device-enrol.node.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { InputOf, OutputOf, QueryName, CommandName } from '#electron/contract/contract.ts';
import { createPorts } from '#electron/host/ports.node.ts';
import { createEnrolCode } from '#sync/central/enrol.node.ts';
import { launchDesk } from './electron-app.ts';
import type { Desk, LaunchOptions } from './electron-app.ts';

interface Bridge {
  invoke(name: string, input: unknown): Promise<Envelope>;
  subscribe(name: string, input: unknown, on: (envelope: Envelope) => void): () => void;
}

interface Desks {
  /** Opens the window of a newly enrolled desk. */
  open(name: string, options?: Partial<LaunchOptions>): Promise<Desk>;
  /** Closes every window, stops central and removes all files. */
  close(): Promise<void>;
}

/** A central of its own with the demo's data, in a folder of its own. */
export async function startDesks(): Promise<Desks> {
  const base = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  const central = await startCentral({ dir: join(base, 'central'), demo: true });
  const desks: Desk[] = [];
  return {
    open: async (name, options = {}) => {
      const dir = join(base, name.toLowerCase().replaceAll(' ', '-'));
      const made = await createEnrolCode(central.url, 'casa-do-rio');
      if (!made.ok) throw new Error('the demo has no organization casa-do-rio');
      const { code } = made.value;
      await enrolDesk({ central: central.url, code, dir, name, ports: createPorts() });
      const desk = await launchDesk({ name, ...options, dir });
      desks.push(desk);
      return desk;
    },
    close: async () => {
      for (const desk of desks) await desk.close();
      await central.stop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** Runs a command as the page would; a refusal throws. */
export async function command<N extends CommandName>(
  page: Page,
  name: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const envelope = await page.evaluate(
    async ([name, input]) =>
      (window as unknown as { holdfast: Bridge }).holdfast.invoke(name, input),
    [name, input] as const,
  );
  if (!envelope.ok) throw new Error(`${name} was refused: ${JSON.stringify(envelope.error)}`);
  return envelope.value as OutputOf<N>;
}

/**
 * The first value of a query; a failure throws. Where screens watch the same query it may be as old
 * as their last frame: poll for what must come.
 */
export async function ask<N extends QueryName>(
  page: Page,
  name: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const envelope = await page.evaluate(
    ([name, input]) =>
      new Promise<Envelope>((done) => {
        const stop = (window as unknown as { holdfast: Bridge }).holdfast.subscribe(
          name,
          input,
          (value) => {
            stop();
            done(value);
          },
        );
      }),
    [name, input] as const,
  );
  if (!envelope.ok) throw new Error(`${name} failed: ${JSON.stringify(envelope.error)}`);
  return envelope.value as OutputOf<N>;
}

/** A room nobody uses a month from now at 09:00, for one hour. */
export async function freeSlot(page: Page) {
  const { rows } = await ask(page, 'resources.board', { search: '', offset: 0, limit: 100 });
  const room = must(
    rows.find(({ kind }) => kind === 'space'),
    'the demo has no rooms',
  );
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  return {
    name: room.name,
    slot: {
      resource_id: room.id,
      start_time: `${day}T09:00:00.000Z`,
      end_time: `${day}T10:00:00.000Z`,
    },
  };
}
