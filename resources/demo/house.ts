import {
  business_calendars,
  business_hours,
  departments,
  holidays,
  producers,
  programs,
  user_departments,
} from '#db/domains/organizations/tables.ts';
import { statuses } from '#db/domains/organizations/status-tables.ts';
import { sla_policies } from '#db/domains/sla/tables.ts';
import { categories, priorities } from '#db/domains/tickets/catalogue-tables.ts';
import { rowsOf } from './scene.ts';
import type { DemoRows, Scene } from './scene.ts';
import { statusRows } from './statuses.ts';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** How an organization is set up, in its own words. Every `department` is the code of one. */
export interface House {
  readonly departments: readonly Named[];
  readonly groups: readonly (Named & { readonly department: string })[];
  /** Months and days. */
  readonly holidays: readonly (readonly [monthDay: string, name: string])[];
  readonly hours: { readonly opens: string; readonly closes: string; readonly saturday: boolean };
  /** With subcategories. */
  readonly categories: readonly (Named & { readonly within: readonly Named[] })[];
  /** From urgent to low. */
  readonly priorities: readonly [string, string, string, string];
  readonly calendar: string;
  readonly policy: string;
  readonly programs: readonly (Named & { readonly producers: readonly Named[] })[];
}

const LEVELS = [
  ['urgent', '#b42318', 15, 240],
  ['high', '#c4640a', 60, 960],
  ['normal', '#1f6feb', 240, 2880],
  ['low', '#667085', 480, 7200],
] as const;

/** Departments, opening hours, statuses, priorities, categories, promises, programs. */
export function houseRows(scene: Scene, house: House): readonly DemoRows[] {
  const { id, admin, supervisor, agents, organization, ago } = scene;
  const year = scene.day(0).slice(0, 4);
  const calendar = id('calendar', 'house');
  const weekdays = house.hours.saturday ? [1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5];
  return [
    rowsOf(business_calendars, [
      {
        id: calendar,
        name: house.calendar,
        timezone: organization.timezone,
        is_default: 1,
      },
    ]),
    rowsOf(
      business_hours,
      weekdays.map((weekday) => ({
        id: id('hours', String(weekday)),
        business_calendar_id: calendar,
        weekday,
        opens_at: house.hours.opens,
        closes_at: weekday === 6 ? '13:00' : house.hours.closes,
      })),
    ),
    rowsOf(
      holidays,
      house.holidays.map(([monthDay, name]) => ({
        id: id('holiday', monthDay),
        business_calendar_id: calendar,
        holiday_on: `${year}-${monthDay}`,
        name,
        is_yearly: 1,
      })),
    ),
    rowsOf(
      departments,
      house.departments.map(({ code, name }, position) => ({
        id: id('department', code),
        code,
        name,
        kind: position === 0 ? ('department' as const) : ('team' as const),
        parent_id: position === 0 ? null : id('department', house.departments[0]?.code ?? ''),
        manager_id: supervisor,
        business_calendar_id: calendar,
        position,
      })),
    ),
    rowsOf(
      user_departments,
      [admin, supervisor, ...agents].map((user, at) => ({
        id: id('user department', user),
        user_id: user,
        department_id: id('department', house.departments[at === 0 ? 0 : 1]?.code ?? ''),
        valid_from: ago(24 * 90),
      })),
    ),
    rowsOf(
      statuses,
      statusRows(organization.language).map((status) => ({
        ...status,
        id: id('status', status.entity_type, status.code),
      })),
    ),
    rowsOf(
      priorities,
      LEVELS.map(([code, color], at) => ({
        id: id('priority', code),
        code,
        name: house.priorities[at] ?? code,
        level: at + 1,
        maps_to: code,
        color,
        is_default: code === 'normal' ? 1 : 0,
        position: at,
        ...(code === 'normal'
          ? { escalates_to_id: id('priority', 'high'), escalates_after_minutes: 2880 }
          : {}),
      })),
    ),
    rowsOf(
      categories,
      house.categories.flatMap(({ code, name, within }, position) => [
        {
          id: id('category', code),
          code,
          name,
          default_department_id: id('department', house.departments[1]?.code ?? ''),
          default_group_id: id('group', house.groups[0]?.code ?? ''),
          default_priority_id: id('priority', 'normal'),
          position,
        },
        ...within.map((child, place) => ({
          id: id('category', child.code),
          parent_id: id('category', code),
          code: child.code,
          name: child.name,
          position: place,
        })),
      ]),
    ),
    rowsOf(
      sla_policies,
      LEVELS.map(([code, , first, resolution], at) => ({
        id: id('sla policy', code),
        code: `house-${code}`,
        state: 'active',
        name: `${house.policy} · ${house.priorities[at] ?? code}`,
        priority_id: id('priority', code),
        calendar_id: code === 'urgent' ? null : calendar,
        first_response_minutes: first,
        next_response_minutes: first * 2,
        resolution_minutes: resolution,
        tiers: JSON.stringify([
          { clock: 'resolution', at_percent: 80, action: 'notify', recipients: ['assignee'] },
          { clock: 'resolution', at_percent: 100, action: 'escalate', recipients: ['lead'] },
        ]),
        is_default: code === 'normal' ? 1 : 0,
        position: at,
        effective_from: ago(24 * 90),
      })),
    ),
    rowsOf(
      programs,
      house.programs.map(({ code, name }, position) => ({
        id: id('program', code),
        code,
        name,
        line_of_business: 'auto',
        department_id: id('department', house.departments[1]?.code ?? ''),
        manager_id: supervisor,
        effective_from: scene.day(-300),
        position,
      })),
    ),
    rowsOf(
      producers,
      house.programs.flatMap((program) =>
        program.producers.map(({ code, name }, position) => ({
          id: id('producer', code),
          program_id: id('program', program.code),
          code,
          name,
          contact_email: `${code.toLowerCase().replaceAll('_', '-')}@producers.example`,
          position,
        })),
      ),
    ),
  ];
}
