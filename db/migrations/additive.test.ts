import { describe, expect, test } from 'vitest';
import { loosely } from '#db/schema/describe-central.ts';
import { productSteps } from './steps.node.ts';
import type { Step, Steps } from './steps.node.ts';

// Desks of the version before go on working with a central that took a step: what they read and write
// must still be there, and what they leave out must have a value.

/** What a step of central may not do, statement by statement; `earlier` are the steps before it. */
function problems(step: Step, earlier: Steps): readonly string[] {
  const statements = step.sql
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== '');
  const made = new Set(
    statements.flatMap((statement) => /^create table (\S+)/.exec(statement)?.[1] ?? []),
  );
  return statements.flatMap((statement) => {
    const [, verb, table = ''] =
      /^(alter table|create unique index \S+ on) (\S+)/i.exec(statement) ?? [];
    if (made.has(table)) return [];
    const problem =
      verb === 'alter table' ? altered(statement, table, statements, earlier) : other(statement);
    return problem === undefined ? [] : [`${problem}: ${statement.slice(0, 120)}`];
  });
}

function other(statement: string): string | undefined {
  if (/^create unique index/i.test(statement)) return 'may refuse rows that are there';
  if (/^(create (table|index|policy|trigger)|drop (policy|index|trigger)) /i.test(statement))
    return undefined;
  return 'is no addition';
}

function altered(
  statement: string,
  table: string,
  all: readonly string[],
  earlier: Steps,
): string | undefined {
  const action = statement.slice(`alter table ${table} `.length);
  if (/^(enable|force) row level security$|^enable always trigger \S+$/.test(action))
    return undefined;
  if (action.startsWith('add column ')) {
    const hasValue = / default | generated always /i.test(action);
    return / not null/i.test(action) && !hasValue ? 'needs a value' : undefined;
  }
  const constraint = /^(add|drop) constraint "?([a-z0-9_]+)"?/.exec(action);
  const name = constraint?.[2];
  if (name === undefined) {
    const eased = /^alter column \S+ (drop not null|set default .*|drop default)$/.test(action);
    return eased ? undefined : 'is no addition';
  }
  const added = (of: string) => of.startsWith(`alter table ${table} add constraint "${name}" `);
  if (constraint?.[1] === 'drop') {
    return all.some(added) ? undefined : 'takes a rule away';
  }
  if (/ exclude /i.test(action) && narrows(name, action, earlier)) return undefined;
  if (/ (unique|exclude|primary key) /i.test(action)) return 'may refuse rows that are there';
  const before = earlier
    .flatMap(({ sql }) => sql.split('\n'))
    .findLast(
      (line) => line.includes(`constraint ${name} `) || line.includes(`constraint "${name}" `),
    );
  if (before === undefined) return undefined;
  const lost = literals(before).filter((value) => !literals(action).includes(value));
  return lost.length > 0 ? `refuses ${lost.join(', ')}, which was allowed` : undefined;
}

/** Holds for fewer rows than the constraint of this name did before. */
function narrows(name: string, action: string, earlier: Steps): boolean {
  const before = earlier
    .map(({ sql }) =>
      new RegExp(`constraint "?${name}"? (exclude [^;]*?\\) where \\(.*\\))$`, 'm').exec(sql),
    )
    .findLast((found) => found !== null)?.[1];
  const is = loosely(action).replace(/^.*? exclude/, 'exclude');
  return before !== undefined && is.startsWith(`${loosely(before)} and `);
}

function literals(sql: string): readonly string[] {
  return sql.match(/'[^']*'/g) ?? [];
}

const steps = productSteps('postgres');

test('every step of central only adds', () => {
  expect(steps.length).toBeGreaterThan(1);
  for (const [at, step] of steps.entries()) {
    if (at > 0) expect(problems(step, steps.slice(0, at)), `step ${step.version}`).toEqual([]);
  }
});

describe('not an addition', () => {
  test.each([
    ['drop table data.bookings', 'is no addition'],
    ['alter table data.bookings drop column notes', 'is no addition'],
    ['alter table data.bookings rename column notes to remarks', 'is no addition'],
    ['alter table data.bookings rename to stays', 'is no addition'],
    ['alter table data.bookings alter column notes type varchar(10)', 'is no addition'],
    ['alter table data.bookings alter column import_id set not null', 'is no addition'],
    ['alter table data.bookings add column floor integer not null', 'needs a value'],
    ['alter table data.bookings drop constraint "bookings_rule_1"', 'takes a rule away'],
    [
      'alter table data.bookings add constraint "bookings_title_key" unique (organization_id, title)',
      'may refuse rows that are there',
    ],
    [
      `alter table data.bookings drop constraint "bookings_no_overlap";
alter table data.bookings add constraint "bookings_no_overlap" exclude using gist (organization_id with =, resource_id with =)`,
      'may refuse rows that are there',
    ],
    ['create unique index one on data.bookings (title)', 'may refuse rows that are there'],
    ['alter table data.bookings disable row level security', 'is no addition'],
    ['update data.bookings set notes = null', 'is no addition'],
    ['truncate data.bookings', 'is no addition'],
    [
      `alter table data.users drop constraint "users_form_role";
alter table data.users add constraint "users_form_role" check (role in ('agent', 'admin'))`,
      `refuses 'supervisor', which was allowed`,
    ],
  ])('%s', (sql, problem) => {
    const found = problems({ version: 2, name: 'bad', sql: `${sql};\n` }, steps.slice(0, 1));
    expect(found.join('\n')).toContain(problem);
  });

  test('but these are', () => {
    const sql = `create table data.floors (id uuid not null);
alter table data.floors add constraint "floors_key" unique (id);
alter table data.bookings add column floor integer not null default 1;
alter table data.users drop constraint "users_form_role";
alter table data.users add constraint "users_form_role" check (role in ('agent', 'supervisor', 'admin', 'it'));
alter table data.bookings alter column title drop not null;
create index floors_idx on data.floors (id);
`;
    expect(problems({ version: 2, name: 'good', sql }, steps.slice(0, 1))).toEqual([]);
  });
});
