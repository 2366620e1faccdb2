import { createIds } from '#db/kernel/id.ts';
import { integer } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import { createEngine } from '#sync/engine/engine.ts';
import type { Engine } from '#sync/engine/engine.ts';
import { FakeCentral } from './fake-central.ts';
import { FakeReplica } from './fake-replica.ts';
import { createManualTime } from './manual-time.ts';

const tables = [table('things', { size: integer() }, { sync: 'both' })];

/** The real engine between a replica and a central in memory, in a time that is turned by hand. */
export function engineDesk({ chunkRows = 2 }: { readonly chunkRows?: number } = {}) {
  const time = createManualTime();
  const central = new FakeCentral(tables, time.clock);
  const replica = new FakeReplica(tables);
  const logged: string[] = [];
  const makeEngine = (byte = 7): Engine =>
    createEngine({
      replica,
      connect: () => central.connect(),
      tables,
      schemaVersion: 1,
      clock: time.clock,
      timers: time.timers,
      random: () => 0.5,
      ids: createIds(time.clock, (into) => into.fill(byte)),
      place: 'here',
      log: { write: (_level, event) => void logged.push(event) },
      chunkRows,
    });
  return {
    time,
    central,
    replica,
    logged,
    engine: makeEngine(),
    /** As after a restart; ids differ from those of any other. */
    another: () => makeEngine(9),
  };
}

export type EngineDesk = ReturnType<typeof engineDesk>;

/** A row's id. */
export function thing(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
