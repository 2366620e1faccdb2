import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { takeLease } from '#electron/host/lease.node.ts';
import { brokenPromises } from '#tests/helpers/fault-check.ts';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { FILE, reference } from '#tests/helpers/fault-sweep.ts';
import { workplace } from '#tests/helpers/fault-workplace.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

const BOUNDARIES = 20;
const PARENT = join(import.meta.dirname, 'parent-gone.child.node.ts');

const line = z.union([
  z.strictObject({ pid: z.number() }),
  z.strictObject({ acknowledged: z.number() }),
]);

async function untilFree(dir: string): Promise<void> {
  for (;;) {
    try {
      takeLease(dir).release();
      return;
    } catch (error) {
      if (!(error instanceof ReplicaError) || error.code !== 'replica_locked') throw error;
      await wait(10);
    }
  }
}

describeUnless(whyNoFaults(), 'main is killed', () => {
  test('at each of 20 messages: the data process finishes what it does, ends, and frees the folder', async () => {
    using place = await workplace('electron/process/data-process.node.ts');
    const { start } = await reference('minute', place.folder, registry);
    const seen = new Set<number>();
    for (let at = 1; at <= BOUNDARIES; at++) {
      const dir = join(place.folder, `killed-${at}`);
      writeImage(dir, start);
      const parent = spawn(process.execPath, [PARENT, place.child, dir, String(at)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      parent.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      const [, signal] = await once(parent, 'close');
      expect({ at, signal }).toStrictEqual({ at, signal: 'SIGKILL' });
      const lines = said
        .trim()
        .split('\n')
        .map((text) => line.parse(JSON.parse(text)));
      const acknowledged = lines.filter((each) => 'acknowledged' in each).length;
      seen.add(acknowledged);

      await untilFree(dir);

      const connection = openReplica({
        file: join(dir, FILE),
        registry,
        schemaVersion: SCHEMA_VERSION,
      });
      try {
        // It was closed in order, not torn down: nothing to recover.
        expect({ at, unclean: connection.unclean }).toStrictEqual({ at, unclean: false });
        expect(brokenPromises(connection)).toStrictEqual([]);
        const waiting = connection
          .prepare<{ changes: string }>('SELECT changes FROM outbox ORDER BY op_no')
          .all()
          .map(({ changes }) => /Booking \d+/.exec(changes)?.[0]);
        expect(waiting.slice(0, acknowledged)).toStrictEqual(
          Array.from({ length: acknowledged }, (_, n) => `Booking ${n + 1}`),
        );
        // One more at most: the command that was under way.
        expect(waiting.length - acknowledged).toBeLessThanOrEqual(1);
      } finally {
        connection.close();
      }
    }
    // Killed before the first acknowledgement, and over many.
    expect([Math.min(...seen), Math.max(...seen)]).toStrictEqual([0, 9]);
  });
});
