import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { brokenPromises } from '#tests/helpers/fault-check.ts';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { pointAt } from '#tests/helpers/fault-points.ts';
import { forgotten, session, SESSION_COMMANDS, startOnly } from '#tests/helpers/fault-session.ts';
import type { Session } from '#tests/helpers/fault-session.ts';
import { shimEnvironment, whyNoFaults } from '#tests/helpers/fault-shim.ts';
import { FILE, reference, resume } from '#tests/helpers/fault-sweep.ts';
import { onTwoLanes, workplace } from '#tests/helpers/fault-workplace.ts';
import { describeUnless } from '#tests/helpers/unless.ts';

function inspect(dir: string, past: Session): string[] {
  const connection = openReplica({
    file: join(dir, FILE),
    registry,
    schemaVersion: SCHEMA_VERSION,
  });
  try {
    return [...forgotten(connection, past), ...brokenPromises(connection)];
  } finally {
    connection.close();
  }
}

describeUnless(whyNoFaults(), 'the data process itself, as main starts it', () => {
  test('kill -9 at the writes of a session: no acknowledged booking lost', async () => {
    using place = await workplace('electron/process/data-process.node.ts');
    const { start } = await reference('minute', place.folder, registry);
    const counts = { points: 0, acknowledged: 0 };
    const seen = new Set<number>();
    const found = await onTwoLanes(async (number, lane) => {
      const dir = join(lane, 'desk');
      writeImage(dir, start);
      const env = shimEnvironment(place.library, { under: dir, killAt: pointAt(number, 2) });
      const compiled = { NODE_COMPILE_CACHE: join(place.folder, 'compiled') };
      const past = await session(place.child, dir, { ...env, ...compiled });
      if (past.complaint !== '' || past.refused !== undefined)
        return [past.complaint, `refused with ${past.refused}`];
      const problems = [...inspect(dir, past), ...(await resume(dir, registry))];
      if (problems.length > 0)
        return [
          `killed over ${SESSION_COMMANDS[past.acknowledged.length] ?? 'the end'}`,
          ...problems,
        ];
      if (past.ended)
        return past.acknowledged.length === SESSION_COMMANDS.length ? 'end' : ['cut short'];
      counts.points += 1;
      counts.acknowledged += past.acknowledged.length;
      seen.add(past.acknowledged.length);
      return undefined;
    }, place.folder);
    expect(
      found && `point ${pointAt(found.number, 2)}: ${found.problem.join('\n')}`,
    ).toBeUndefined();
    // Killed over each command, before the first and after the last.
    expect([...seen].sort((a, b) => a - b)).toEqual([
      ...SESSION_COMMANDS.keys(),
      SESSION_COMMANDS.length,
    ]);
    console.log(
      `kill -9 of the data process: ${counts.points} points, ${counts.acknowledged} acknowledgements held`,
    );
  });

  test.each([
    { refusal: 'input/output error for good', codes: ['replica_failed'], stride: 8 },
    { refusal: 'unreadable for good', codes: ['replica_damaged', 'replica_failed'], stride: 4 },
  ] as const)(
    '$refusal: it ends, and its next start has all that was acknowledged',
    async ({ refusal, codes, stride }) => {
      using place = await workplace('electron/process/data-process.node.ts');
      const { start } = await reference('minute', place.folder, registry);
      const compiled = { NODE_COMPILE_CACHE: join(place.folder, 'compiled') };
      const outcomes: Record<string, number> = {};
      const seen = new Set<number>();
      const found = await onTwoLanes(async (number, lane) => {
        const dir = join(lane, 'desk');
        writeImage(dir, start);
        const fails = { at: pointAt(number, stride), refusal };
        const env = shimEnvironment(place.library, { under: dir, fails });
        const past = await session(place.child, dir, { ...env, ...compiled });
        const again = await startOnly(place.child, dir, { ...process.env, ...compiled });
        const problems = [past.complaint, again].filter((text) => text !== '');
        if (problems.length === 0)
          problems.push(...inspect(dir, past), ...(await resume(dir, registry)));
        const whole = past.acknowledged.length === SESSION_COMMANDS.length;
        // What it does beside the session meets the disk as well: then it ends before it can answer.
        const outcome = past.refused ?? (past.ended ? 'ended' : 'died');
        if (problems.length > 0) return [...problems, outcome];
        if (outcome === 'ended' && whole) return 'end';
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        seen.add(past.acknowledged.length);
        return undefined;
      }, place.folder);
      expect(
        found && `point ${pointAt(found.number, stride)}: ${found.problem.join('\n')}`,
      ).toBeUndefined();
      console.log(`${refusal}: ${JSON.stringify(outcomes)} after ${[...seen].join()} commands`);
      expect(outcomes[codes[0]]).toBeGreaterThan(0);
      const wrong = Object.keys(outcomes).filter((name) => ![...codes, 'ended'].includes(name));
      expect(wrong).toEqual([]);
    },
  );
});
