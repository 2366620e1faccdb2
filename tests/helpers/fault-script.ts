import { must } from '#db/kernel/must.ts';
import { cannedCentral } from './fault-central.ts';
import type { CannedCentral } from './fault-central.ts';
import { openDesk } from './fault-desk.ts';
import type { DeskOptions, FaultDesk } from './fault-desk.ts';
import { FIRST_FILL, MINUTE } from './fault-minute.ts';
import type { MinuteStep } from './fault-minute.ts';
import { startRows } from './fault-start.ts';

export const SCRIPTS = { minute: MINUTE, 'first-fill': FIRST_FILL } as const;
export type ScriptName = keyof typeof SCRIPTS;

export interface OpenScript {
  readonly desk: FaultDesk;
  readonly central: CannedCentral;
  readonly steps: readonly MinuteStep[];
  /** Takes one step. Taken again after a failure, it does exactly the same again. */
  readonly run: (step: number) => Promise<void>;
}

/** A desk on a file, a canned central, and the steps to take. */
export function openScript(name: string, options: Omit<DeskOptions, 'central'>): OpenScript {
  const steps = name === 'first-fill' ? SCRIPTS['first-fill'] : SCRIPTS.minute;
  const central = cannedCentral(startRows());
  const desk = openDesk({ ...options, central });
  const prepared = new Set<number>();
  return {
    desk,
    central,
    steps,
    run: async (step) => {
      const { central: happens, run } = must(steps[step], `step ${step} of ${name}`);
      if (!prepared.has(step)) happens?.(central, desk);
      prepared.add(step);
      desk.begin(step);
      await run(desk);
    },
  };
}
