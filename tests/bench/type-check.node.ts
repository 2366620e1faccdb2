import { must } from '#db/kernel/must.ts';
import {
  PROGRAMS,
  checkProgram,
  checkPrograms,
  findings,
} from '#electron/dev/type-programs.node.ts';
import type { Checked } from '#electron/dev/type-programs.node.ts';
import { figureOf, shown } from './figures.ts';
import type { Measured, Part } from './figures.ts';

/**
 * `npm run typecheck`, cold: nothing is kept from an earlier run, as in CI. Against the same programs
 * one after the other with the type checker's own choice of threads. What each program costs is
 * counted apart, untimed: files, types and instantiations are the same on every machine.
 */
export async function typeCheck(samples: number): Promise<Measured> {
  const together: number[] = [];
  const inTurn: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    together.push(await timed(async () => await checkPrograms()));
    inTurn.push(
      await timed(async () => {
        const checked: Checked[] = [];
        for (const program of PROGRAMS) checked.push(await checkProgram(program, []));
        return checked;
      }),
    );
  }
  const parts: Record<string, Part> = {};
  for (const program of PROGRAMS) parts[program] = await countsOf(program);
  const sum = (count: string) =>
    Object.values(parts).reduce((total, part) => total + must(part[count], count), 0);
  const each = Object.entries(parts).map(
    ([program, { files = 0, types = 0, instantiations = 0 }]) =>
      `${program} ${shown(files)} files, ${shown(types)} types, ${shown(instantiations)} instantiations`,
  );
  return {
    figure: { ...figureOf('type-check', 'ms', together, inTurn), parts },
    says:
      `cold, ${samples} runs, ${shown(sum('instantiations'))} instantiations in all; ${each.join('; ')}; ` +
      'baseline the programs one after the other with default threads',
  };
}

async function timed(check: () => Promise<readonly Checked[]>): Promise<number> {
  const started = performance.now();
  const failed = (await check()).filter(({ passed }) => !passed);
  const ms = performance.now() - started;
  // After a syntax error types are not checked at all: the time would flatter.
  if (failed.length > 0) {
    throw new Error(findings(failed.map(({ output }) => output)).join('\n'));
  }
  return ms;
}

const COUNTS = ['files', 'lines', 'types', 'instantiations'] as const;

async function countsOf(program: string): Promise<Part> {
  const { output } = await checkProgram(program, ['--singleThreaded', '--extendedDiagnostics']);
  return Object.fromEntries(
    COUNTS.map((count) => {
      const found = new RegExp(`^${count}: +(\\d+)$`, 'im').exec(output)?.[1];
      return [count, Number(must(found, `${program} tells its ${count}`))];
    }),
  );
}
