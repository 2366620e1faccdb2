import { readdirSync, readFileSync } from 'node:fs';
import { must } from '#db/kernel/must.ts';

/** One numbered file of `db/migrations`: what leads from the version before it to its own. */
export interface Step {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** All steps of an engine from 1 upwards; 1 makes the first version in an empty database. */
export type Steps = readonly Step[];

/**
 * The product's steps. Bundles carry the files in a folder beside them under the same name, so that
 * the path is right in both places.
 */
export function productSteps(engine: 'sqlite' | 'postgres'): Steps {
  const folder = new URL(`./${engine}/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name: name.slice(5, -4),
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
}

/** The steps after version `from` up to `to`, none left out; undefined when there is no such way. */
export function stepsBetween(steps: Steps, from: number, to: number): Steps | undefined {
  const way = Array.from({ length: to - from }, (_, at) =>
    steps.find(({ version }) => version === from + at + 1),
  );
  return way.every((step) => step !== undefined) ? way : undefined;
}

/** A line `-- name: value` that a step says about itself. */
export function stepSays(step: Step, name: string): string {
  const line = new RegExp(`^-- ${name}: (.*)$`, 'm').exec(step.sql);
  return must(line?.[1], `step ${step.version} says its ${name}`);
}
