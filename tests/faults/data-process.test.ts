import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registry, SCHEMA_VERSION } from '#db/domains/registry.ts';
import { openReplica } from '#db/sqlite/open.node.ts';
import { brokenPromises } from '#tests/helpers/fault-check.ts';
import { writeImage } from '#tests/helpers/fault-disk.ts';
import { killPoint } from '#tests/helpers/fault-points.ts';
import { forgotten, session, SESSION_COMMANDS } from '#tests/helpers/fault-session.ts';
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
      const env = shimEnvironment(place.library, { under: dir, killAt: killPoint(number) });
      const compiled = { NODE_COMPILE_CACHE: join(place.folder, 'compiled') };
      const past = await session(place.child, dir, { ...env, ...compiled });
      if (past.complaint !== '') return [past.complaint];
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
      found && `point ${killPoint(found.number)}: ${found.problem.join('\n')}`,
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
});
