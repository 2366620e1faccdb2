import { ROLES } from '#db/schema/table.ts';
import type { Role } from '#db/schema/table.ts';
import {
  group_members,
  groups,
  permissions,
  role_permissions,
  roles,
  user_roles,
} from '#db/domains/identity/access-tables.ts';
import { org_memberships } from '#db/domains/identity/tables.ts';
import type { House } from './house.ts';
import { rowsOf } from './scene.ts';
import type { DemoRows, Scene } from './scene.ts';

// S4's four, and `it`, which looks after devices only.
const WORDS: Readonly<Record<Role, readonly [en: string, pt: string, description: string]>> = {
  it: ['IT', 'Informática', 'Looks after devices; sees no bookings, tickets or people.'],
  agent: ['Agent', 'Atendimento', 'Operational access: bookings, tickets, leads, calls.'],
  supervisor: ['Supervisor', 'Supervisão', 'Monitoring access: settles, assigns, approves.'],
  manager: ['Manager', 'Gestão', 'Team management: campaigns, SLA, workflows, rewards.'],
  admin: ['Admin', 'Administração', 'Full access.'],
};

/** Least role for what can be done with what; `it` is on none of these ladders. */
const LEAST: Readonly<Record<string, Readonly<Record<string, Exclude<Role, 'it'>>>>> = {
  bookings: {
    read: 'agent',
    create: 'agent',
    change: 'agent',
    cancel: 'agent',
    approve: 'supervisor',
  },
  resources: { read: 'agent', close: 'supervisor', change: 'manager' },
  conflicts: { read: 'agent', settle: 'supervisor' },
  requests: { read: 'agent', process: 'agent', approve: 'supervisor' },
  tickets: {
    read: 'agent',
    create: 'agent',
    reply: 'agent',
    assign: 'supervisor',
    merge: 'supervisor',
  },
  knowledge: { read: 'agent', write: 'agent', publish: 'supervisor' },
  leads: { read: 'agent', change: 'agent', assign: 'supervisor', export: 'manager' },
  campaigns: { read: 'agent', change: 'manager' },
  sla: { read: 'agent', change: 'manager' },
  workflows: { read: 'supervisor', change: 'manager' },
  integrations: { read: 'supervisor', configure: 'admin', reveal: 'admin' },
  mappings: { read: 'supervisor', change: 'admin', publish: 'admin' },
  people: { read: 'agent', change: 'admin' },
  settings: { read: 'agent', change: 'admin' },
  audit: { read: 'manager', export: 'admin' },
  privacy: { read: 'manager', decide: 'admin' },
};

// What `it` may do, and admins.
const DEVICES = ['read', 'enrol', 'revoke', 'update'];

/** Roles, what each may do, and who has which; groups and who is in them. */
export function accessRows(scene: Scene, house: House): readonly DemoRows[] {
  const { id, admin, supervisor, agents, organization, ago } = scene;
  const since = ago(24 * 90);
  const people = organization.people.map(({ email, role }) => ({ user: id('user', email), role }));
  const permissionList = [
    ...Object.entries(LEAST).flatMap(([resource, actions]) =>
      Object.entries(actions).map(([action, least]) => ({ resource, action, least })),
    ),
    ...DEVICES.map((action) => ({ resource: 'devices', action, least: 'it' as const })),
  ];
  // The supervisor also manages, and the admin looks after the devices: each house is small.
  const held = people.flatMap(({ user, role }): { user: string; role: Role }[] => {
    const also: readonly Role[] =
      role === 'admin' ? ['it'] : role === 'supervisor' ? ['manager'] : [];
    return [role, ...also].map((one) => ({ user, role: one }));
  });
  return [
    rowsOf(
      roles,
      ROLES.map((code, position) => ({
        id: id('role', code),
        code,
        name: WORDS[code][organization.language === 'pt' ? 1 : 0],
        description: WORDS[code][2],
        is_system: 1,
        least_role: code,
        parent_role_id: parentOf(code) === undefined ? null : id('role', parentOf(code) ?? ''),
        position,
      })),
    ),
    rowsOf(
      permissions,
      permissionList.map(({ resource, action }, position) => ({
        id: id('permission', resource, action),
        resource,
        action,
        name: `${resource}.${action}`,
        category: resource,
        is_system: 1,
        position,
      })),
    ),
    rowsOf(
      role_permissions,
      permissionList.flatMap(({ resource, action, least }) =>
        ROLES.filter((role) => mayDo(role, least)).map((role) => ({
          id: id('role permission', role, resource, action),
          role_id: id('role', role),
          permission_id: id('permission', resource, action),
          granted_by: admin,
          granted_at: since,
        })),
      ),
    ),
    rowsOf(user_roles, [
      ...held.map(({ user, role }) => ({
        id: id('user role', user, role),
        user_id: user,
        role_id: id('role', role),
        granted_by: admin,
        granted_at: since,
      })),
      {
        id: id('user role', 'holiday cover'),
        user_id: agents[0],
        role_id: id('role', 'supervisor'),
        delegated_by: supervisor,
        granted_by: supervisor,
        granted_at: ago(30),
        valid_from: ago(24),
        valid_to: ago(-24 * 9),
        reason: organization.language === 'pt' ? 'Férias' : 'Holidays',
      },
    ]),
    rowsOf(
      groups,
      house.groups.map(({ code, name, department }, position) => ({
        id: id('group', code),
        code,
        name,
        department_id: id('department', department),
        lead_id: supervisor,
        assignment_mode: position === 0 ? 'least_loaded' : 'manual',
        position,
      })),
    ),
    rowsOf(
      group_members,
      house.groups.flatMap(({ code }) =>
        [supervisor, ...agents].map((user) => ({
          id: id('group member', code, user),
          group_id: id('group', code),
          user_id: user,
          membership: user === supervisor ? ('lead' as const) : ('member' as const),
          added_by: admin,
        })),
      ),
    ),
    rowsOf(
      org_memberships,
      people.map(({ user }) => ({
        id: id('membership', user),
        user_id: user,
        invited_at: ago(24 * 91),
        invited_by: admin,
        joined_at: since,
      })),
    ),
  ];
}

// Each rung of the ladder has all that the one below has.
function parentOf(role: Role): Role | undefined {
  const at = ROLES.indexOf(role);
  return at > 1 ? ROLES[at - 1] : undefined;
}

function mayDo(role: Role, least: Role): boolean {
  if (least === 'it') return role === 'it' || role === 'admin';
  return role !== 'it' && ROLES.indexOf(role) >= ROLES.indexOf(least);
}
