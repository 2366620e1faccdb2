import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

/** Life of a run and of each of its steps. */
export const RUN_STATES = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'compensated',
] as const;

/** What a workflow can run on, and the table of each. */
export const WORKFLOW_SUBJECTS = {
  ticket: 'tickets',
  booking: 'bookings',
  external_request: 'external_requests',
  lead: 'leads',
  approval: 'approvals',
  conflict: 'conflict_logs',
} as const;

/** One version of a definition (S1, S3): published ones never change, an edit starts the next draft. */
export const workflows = table(
  'workflows',
  {
    code: text().max(60).privacy('none'),
    version_number: integer().default(1).privacy('none'),
    state: oneOf('draft', 'published', 'retired')
      .default('draft')
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    published_at: instant().orNull().merge('refuse').together('publication').privacy('none'),
    published_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('publication')
      .privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    kind: oneOf('automation', 'approval', 'intake', 'routing')
      .default('automation')
      .privacy('none'),
    entity_type: oneOf(
      'ticket',
      'booking',
      'external_request',
      'lead',
      'approval',
      'conflict',
    ).privacy('none'),
    /** What starts it: an event, a time, a person. */
    trigger_kind: oneOf('created', 'changed', 'scheduled', 'manual', 'event')
      .default('changed')
      .privacy('none'),
    /** `[{column, is, value}]`, or a recurrence with its zone. */
    trigger_conditions: json().default('{}'),
    settings: json().default('{}'),
    /** Arm of an A/B test; empty without one. Records are dealt out by a hash of their id. */
    variant: text().max(30).default('').privacy('none'),
    variant_percent: integer().default(100).privacy('none'),
    /** Highest count of runs that may start one another. */
    loop_limit: integer().default(5).privacy('none'),
    /** Only deterministic local steps: may run on a desk without central. */
    runs_offline: boolean().default(0).privacy('none'),
    is_active: boolean().default(1).merge('last').privacy('none'),
    position: integer().default(0).merge('last').privacy('none'),
    replaced_workflow_id: formerRef('workflows').orNull().privacy('none'),
    /** The automation it was made from (S3 `automations`). */
    automation_id: formerRef('automations').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [
      ['code', 'version_number', 'variant'],
      { columns: ['code', 'variant'], while: { column: 'state', values: ['published'] } },
    ],
    indexes: [
      ['state', 'entity_type', 'trigger_kind', 'position'],
      ['code', 'version_number'],
    ],
    checks: [
      'version_number >= 1',
      'variant_percent between 0 and 100',
      'loop_limit between 1 and 100',
      `state = 'draft' or published_at is not null`,
    ],
  },
);

export const WORKFLOW_STEP_KINDS = [
  'condition',
  'change',
  'assign',
  'notify',
  'approve',
  'wait',
  'request',
  'escalate',
  'score',
  'create',
  'parallel',
  'join',
] as const;

/** One step of a version (S3); its place in the graph is in `position` and the two next codes. */
export const workflow_steps = table(
  'workflow_steps',
  {
    workflow_id: ref('workflows').privacy('none'),
    code: text().max(60).privacy('none'),
    name: text(),
    kind: oneOf(...WORKFLOW_STEP_KINDS).privacy('none'),
    config: json().default('{}'),
    position: integer().privacy('none'),
    next_code: text().max(60).default('').together('next').privacy('none'),
    otherwise_code: text().max(60).default('').together('next').privacy('none'),
    /** Steps of one branch group run side by side. */
    parallel_code: text().max(60).default('').privacy('none'),
    on_error: oneOf('stop', 'continue', 'retry', 'compensate')
      .default('stop')
      .together('failure')
      .privacy('none'),
    retry_limit: integer().default(0).together('failure').privacy('none'),
    retry_delay_seconds: integer().default(60).together('failure').privacy('none'),
    compensation_code: text().max(60).default('').together('failure').privacy('none'),
    timeout_seconds: integer().orNull().privacy('none'),
    /** Where it may run: a wait for an outside system needs central. */
    runs_on: oneOf('device', 'central').default('device').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'manager' },
    unique: [['workflow_id', 'code']],
    indexes: [['workflow_id', 'position']],
    checks: [
      'retry_limit between 0 and 20',
      'retry_delay_seconds >= 0',
      'timeout_seconds is null or timeout_seconds > 0',
    ],
  },
);

/** One run of a version on one record (S3). */
export const workflow_executions = table(
  'workflow_executions',
  {
    workflow_id: ref('workflows').privacy('none'),
    entity_type: oneOf(
      'ticket',
      'booking',
      'external_request',
      'lead',
      'approval',
      'conflict',
    ).privacy('none'),
    entity_id: formerRef('').privacy('none'),
    /** Version of the record that started it: `row_version`, 0 when central had not seen it. */
    entity_version: integer().default(0).privacy('none'),
    /** One run per cause, however many desks saw it. */
    idempotency_key: text().max(160).privacy('none'),
    state: oneOf(...RUN_STATES)
      .default('queued')
      .merge('last')
      .together('course')
      .privacy('none'),
    current_step_id: formerRef('workflow_steps')
      .orNull()
      .merge('last')
      .together('course')
      .privacy('none'),
    waiting_until: instant().orNull().merge('last').together('course').privacy('none'),
    finished_at: instant().orNull().merge('last').together('course').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('course').privacy('none'),
    error_message: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('course')
      .privacy('personal'),
    queued_at: instant().privacy('none'),
    started_at: instant().orNull().merge('min').privacy('none'),
    steps_total: integer().default(0).merge('last').privacy('none'),
    steps_done: integer().default(0).merge('max').privacy('none'),
    retry_count: integer().default(0).merge('max').privacy('none'),
    /** Values that steps hand on. */
    context: json().default('{}').merge('last').privacy('personal'),
    started_by: formerRef('users').orNull().privacy('none'),
    parent_execution_id: formerRef('workflow_executions').orNull().privacy('none'),
    /** How many runs stand behind it; the loop guard. */
    depth: integer().default(0).privacy('none'),
    is_dry_run: boolean().default(0).privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    unique: [['idempotency_key']],
    indexes: [
      ['entity_id', 'queued_at'],
      ['state', 'queued_at'],
      ['workflow_id', 'queued_at'],
      { columns: ['waiting_until'], while: { column: 'state', values: ['waiting'] } },
    ],
    checks: [
      'depth between 0 and 100',
      'steps_done >= 0',
      'retry_count >= 0',
      `state not in ('succeeded', 'failed', 'cancelled', 'compensated') or finished_at is not null`,
    ],
    links: [{ type: 'entity_type', id: 'entity_id', tables: WORKFLOW_SUBJECTS }],
  },
);

/** One step of a run (S3), each try counted, for figures and for finding faults. */
export const workflow_step_executions = table(
  'workflow_step_executions',
  {
    execution_id: ref('workflow_executions').privacy('none'),
    step_id: formerRef('workflow_steps').privacy('none'),
    step_code: text().max(60).privacy('none'),
    idempotency_key: text().max(200).privacy('none'),
    state: oneOf(...RUN_STATES)
      .default('queued')
      .merge('last')
      .together('course')
      .privacy('none'),
    finished_at: instant().orNull().merge('last').together('course').privacy('none'),
    duration_ms: integer().orNull().merge('last').together('course').privacy('none'),
    error_code: text().max(60).default('').merge('last').together('course').privacy('none'),
    error_message: text()
      .max(2000)
      .default('')
      .merge('last')
      .together('course')
      .privacy('personal'),
    attempt: integer().default(1).merge('max').privacy('none'),
    queued_at: instant().privacy('none'),
    started_at: instant().orNull().merge('min').privacy('none'),
    next_attempt_at: instant().orNull().merge('last').privacy('none'),
    input: json().default('{}').merge('last').privacy('personal'),
    /** What it did, `{changes: [{table, row_id, values}]}`, so that it can be compensated. */
    output: json().default('{}').merge('last').privacy('personal'),
    approval_id: formerRef('approvals').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'log',
    rights: { insert: 'agent', update: 'agent', delete: 'admin' },
    unique: [['idempotency_key']],
    indexes: [
      ['execution_id', 'queued_at'],
      ['state', 'next_attempt_at'],
      ['step_id', 'queued_at'],
    ],
    checks: ['attempt >= 1', 'duration_ms is null or duration_ms >= 0'],
  },
);

export const workflowsTables = [
  workflows,
  workflow_steps,
  workflow_executions,
  workflow_step_executions,
] as const;

export interface WorkflowsRows {
  workflows: Row<typeof workflows>;
  workflow_steps: Row<typeof workflow_steps>;
  workflow_executions: Row<typeof workflow_executions>;
  workflow_step_executions: Row<typeof workflow_step_executions>;
}
