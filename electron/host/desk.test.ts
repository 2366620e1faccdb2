import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalChoices } from '#sync/replica/local.node.ts';
import { standaloneDesk } from '#tests/helpers/standalone.ts';
import { openDesk } from './desk.node.ts';
import { createPorts } from './ports.node.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-desk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (dir: string, writes: boolean) =>
  openDesk({ dir, ports: createPorts(), log: { write: () => {} }, writes });

test('who only looks leaves a damaged log to who may heal it', async () => {
  const made = standaloneDesk(folder, 'Killed');
  const dir = join(folder, 'copy');
  made.with((connection) => {
    const choices = createLocalChoices(connection);
    for (let at = 0; at < 5; at++) choices.setActingUser(at % 2 === 0 ? null : made.user_id);
    // As a kill leaves it.
    cpSync(made.dir, dir, { recursive: true });
  });
  const name = join(dir, 'replica.sqlite-wal');
  const log = readFileSync(name);
  log[32 + 24 + 900] = (log[32 + 24 + 900] ?? 0) ^ 8;
  writeFileSync(name, log);
  expect(() => open(dir, false)).toThrow(expect.objectContaining({ code: 'replica_damaged' }));
  expect(readFileSync(name).equals(log)).toBe(true);
  await open(dir, true).close();
  // Healed, it is there to be looked at.
  await open(dir, false).close();
});
