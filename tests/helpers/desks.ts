import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { must } from '#db/kernel/must.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { InputOf, OutputOf, QueryName, CommandName } from '#electron/contract/contract.ts';
import { startDemo } from './demo-desks.ts';
import { launchDesk } from './electron-app.ts';
import type { Desk, LaunchOptions } from './electron-app.ts';

interface Bridge {
  invoke(name: string, input: unknown): Promise<Envelope>;
  subscribe(name: string, input: unknown, on: (envelope: Envelope) => void): () => void;
}

interface OpenDesk extends Desk {
  /** Its data folder. */
  readonly dir: string;
}

export interface Desks {
  /** The administrator's address of central. */
  readonly url: string;
  /** Opens the window of a newly enrolled desk. */
  open(name: string, options?: Partial<LaunchOptions>): Promise<OpenDesk>;
  /** Closes every window, stops central and removes all files. */
  close(): Promise<void>;
}

/** A central of its own with the demo's data, in a folder of its own. */
export async function startDesks(): Promise<Desks> {
  const base = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  const central = await startDemo(base);
  const desks: Desk[] = [];
  return {
    url: central.url,
    open: async (name, options = {}) => {
      const dir = await central.enrol(name);
      const desk = await launchDesk({ name, ...options, dir });
      desks.push(desk);
      return { ...desk, dir };
    },
    close: async () => {
      for (const desk of desks) await desk.close();
      await central.stop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** The pill says that everything was counted here and at central, and is equal. */
export async function upToDate(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Sync: / })).toHaveText('Up to date', {
    timeout: 30_000,
  });
}

/** Makes the first person of a role the acting one, by the menu. */
export async function actAs(page: Page, role: 'front desk' | 'supervisor'): Promise<void> {
  await page.getByRole('button', { name: /^Acting as / }).click();
  await page.getByRole('menuitem', { name: role }).first().click();
  await expect(page.getByRole('menu')).toBeHidden();
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
