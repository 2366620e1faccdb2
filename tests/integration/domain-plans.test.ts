import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reads } from '#db/schema/access.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { createReads } from '#db/sqlite/reads.node.ts';
import { createDesk } from '#tests/fixtures/desk.ts';
import type { Desk } from '#tests/fixtures/desk.ts';
import { bookingCases } from '#tests/fixtures/plan-cases-bookings.ts';
import { workCases } from '#tests/fixtures/plan-cases-work.ts';
import { createWork } from '#tests/fixtures/work.ts';
import type { Everything, Work } from '#tests/fixtures/work.ts';
import { growingScans, plansOf, sorting } from '#tests/helpers/plans.ts';
import type { PlanCase } from '#tests/helpers/plans.ts';

interface Place {
  readonly reads: Reads<Everything>;
  readonly connection: Connection;
}

let desk: Desk;
let work: Work;
let cases: { readonly on: Place; readonly one: PlanCase }[];

beforeAll(() => {
  desk = createDesk();
  work = createWork({ bookings: 10, tickets: 3000, leads: 500, audit: 200, requests: 200 });
  const { connection } = desk.replica;
  const small: Place = { connection, reads: createReads<Everything>(connection) };
  cases = [
    ...bookingCases(desk).map((one) => ({ on: small, one })),
    ...workCases(work).map((one) => ({ on: work, one })),
  ];
});
afterAll(() => {
  desk.close();
  work.close();
});

/** Contract names of all queries of all domains. */
async function everyQuery(): Promise<readonly string[]> {
  const root = resolve(import.meta.dirname, '../..');
  const files = globSync('db/domains/*/queries.ts', { cwd: root });
  const modules = await Promise.all(
    files.map((file): Promise<Record<string, object>> => {
      return import(pathToFileURL(resolve(root, file)).href);
    }),
  );
  return modules.flatMap((exports) => Object.values(exports).flatMap((made) => Object.keys(made)));
}

/** A plan for each case, checked in one go so that a failure shows all of them. */
function each(check: (plans: readonly string[], one: PlanCase) => readonly string[]): object {
  return Object.fromEntries(
    cases
      .map(
        ({ on, one }) => [one.name, check(plansOf(on.reads, on.connection, one.run), one)] as const,
      )
      .filter(([, problems]) => problems.length > 0),
  );
}

describe('every query of every domain', () => {
  test('has its plan here', async () => {
    const named = new Set(cases.map(({ one }) => one.name.replace(/ \(.*\)$/, '')));
    const queries = await everyQuery();
    expect(queries.length).toBeGreaterThan(20);
    expect(queries.filter((query) => !named.has(query))).toEqual([]);
  });

  test('reads by the index it names', () => {
    expect(
      each((plans, { uses }) =>
        uses
          .filter((step) => !step.test(plans.join('\n')))
          .map((step) => `${step} is not in\n${plans.join('\n')}`),
      ),
    ).toEqual({});
  });

  test('reads nothing that grows from one end to the other, but for a reason', () => {
    expect(
      each((plans, { scans }) => {
        const found = growingScans(plans);
        if (scans === undefined) return found;
        return found.length > 0 ? [] : ['a reason without a scan'];
      }),
    ).toEqual({});
  });

  test('takes its order from an index, but for a reason', () => {
    expect(
      each((plans, { sorts }) => {
        const found = sorting(plans);
        if (sorts === undefined) return found.length > 0 ? [...found, ...plans] : [];
        return found.length > 0 ? [] : ['a reason without sorting'];
      }),
    ).toEqual({});
  });
});
