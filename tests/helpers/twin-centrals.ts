import type { Id } from '#db/kernel/id.ts';
import type { Definitions } from '#db/postgres/definitions.node.ts';
import type { Change, Op, Verdict } from '#sync/core/op.ts';
import { createCentral } from './postgres.ts';
import type { TestCentral, TestDevice, TestOrganization } from './postgres.ts';

/** Two centrals with the same rows: one takes batches, the other every op by itself. */
export interface Twin {
  readonly central: TestCentral;
  readonly organization: TestOrganization;
  readonly other: TestDevice;
  readonly device: TestDevice;
  /** Sends changes one by one from another device; `ids` names their ops. */
  meanwhile(changes: readonly Change[], ids: (at: number) => Id): Promise<void>;
  drop(): Promise<void>;
}

export async function twin(definitions?: Definitions): Promise<Twin> {
  const central = await createCentral(definitions);
  const organization = await central.organization();
  const other = await central.enrol(organization, 'Other');
  const device = await central.enrol(organization, 'Desk');
  return {
    central,
    organization,
    other,
    device,
    meanwhile: async (changes, ids) => {
      for (const [at, change] of changes.entries()) {
        await other.link.push([other.op([change], { op_id: ids(at) })]);
      }
    },
    drop: () => central.drop(),
  };
}

/** Ops for one side out of what both sides are to be sent: the same but for who and where. */
export function opsFor(side: Twin, planned: readonly Planned[]): readonly Op[] {
  return planned.map(({ op_id, changes, actor }) =>
    side.device.op(changes, { op_id, actor_id: side.organization.users[actor], schema_version: 1 }),
  );
}

export interface Planned {
  readonly op_id: Id;
  readonly actor: 'agent' | 'supervisor' | 'admin';
  readonly changes: readonly Change[];
}

export async function pushTogether(side: Twin, ops: readonly Op[]): Promise<readonly Verdict[]> {
  const reply = await side.device.link.push(ops);
  if (reply.kind !== 'verdicts') throw new Error(reply.kind);
  return reply.verdicts;
}

export async function pushAlone(side: Twin, ops: readonly Op[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const op of ops) verdicts.push(...(await pushTogether(side, [op])));
  return verdicts;
}

/**
 * All that a push leaves at central about ids that hold `part`, in words that are the same on both
 * sides.
 */
export async function left(
  side: Twin,
  tables: readonly string[],
  part: string,
): Promise<readonly string[]> {
  const { admin } = side.central;
  const org = side.organization.id;
  const parts: string[] = [];
  const read = async (name: string, sql: string) => {
    const { rows } = await admin.query<{ row: string }>(sql, [org]);
    const about = rows.filter(({ row }) => row.includes(part));
    parts.push(...about.map(({ row }) => plain(side, `${name} ${row}`)));
  };
  for (const table of [...tables, 'conflict_logs']) {
    await read(
      table,
      `select (to_jsonb(t) - array['row_version', 'created_at', 'updated_at', 'resolved_at'])::text as row
       from data.${table} t where organization_id = $1 order by 1`,
    );
  }
  await read(
    'op',
    `select jsonb_build_array(op_id, op_no, outcome, code, detail, merged, conflicts, set_aside, op)::text as row
     from sync.op_log where organization_id = $1 and device_id = '${side.device.enrolment.device_id}' order by 1`,
  );
  await read(
    'feed',
    `select distinct jsonb_build_array(table_number, row_id, kind)::text as row
     from sync.change_feed where organization_id = $1 order by 1`,
  );
  await read(
    'tombstone',
    `select jsonb_build_array(table_number, row_id, op_id)::text as row
     from sync.tombstones where organization_id = $1 order by 1`,
  );
  return parts;
}

/** Verdicts without images and stamps, which are a matter of time. */
export function judged(side: Twin, verdicts: readonly Verdict[]): string {
  const known = verdicts.map(({ op_id, outcome, code, detail, merged, conflicts }) => ({
    op_id,
    outcome,
    code,
    detail,
    merged,
    conflicts,
  }));
  return plain(side, JSON.stringify(known));
}

function plain({ organization, device, other }: Twin, text: string): string {
  const names = [
    [organization.id, 'ORG'],
    ...Object.entries(organization.users).map(([role, id]) => [id, role] as const),
    [device.enrolment.device_id, 'DEVICE'],
    [device.incarnation, 'LIFE'],
    [other.enrolment.device_id, 'OTHER'],
    [other.incarnation, 'OTHER LIFE'],
  ] as const;
  return names.reduce((known, [id, name]) => known.replaceAll(id, name), text);
}
