import { boolean, formerRef, instant, integer, json, oneOf, ref, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const SLA_CLOCKS = ['first_response', 'next_response', 'resolution'] as const;
export const SLA_STATES = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;

/** One version of a promise on response and resolution times (S3); a change makes the next version. */
export const sla_policies = table(
  'sla_policies',
  {
    code: text().max(60).privacy('none'),
    version_number: integer().default(1).privacy('none'),
    state: oneOf('draft', 'active', 'retired').default('draft').merge('refuse').privacy('none'),
    name: text(),
    description: text().max(2000).default('').merge('last'),
    priority_id: ref('priorities').orNull().privacy('none'),
    category_id: ref('categories').orNull().privacy('none'),
    department_id: ref('departments').orNull().privacy('none'),
    /** `[{column, is, value}]`, all of which must hold; beyond priority, category and department. */
    conditions: json().default('[]'),
    /** Business hours it counts; null counts around the clock. */
    calendar_id: ref('business_calendars').orNull().privacy('none'),
    first_response_minutes: integer().orNull().privacy('none'),
    next_response_minutes: integer().orNull().privacy('none'),
    resolution_minutes: integer().orNull().privacy('none'),
    /** Kinds of status in which clocks stand still. */
    pausing_kinds: json().default('["pending_customer", "on_hold"]').privacy('none'),
    warn_at_percent: integer().default(80).privacy('none'),
    /** `[{clock, at_percent, action, recipients, priority}]`: the chain of escalation. */
    tiers: json().default('[]'),
    is_default: boolean().default(0).privacy('none'),
    /** The first that fits is taken. */
    position: integer().default(0).merge('last').privacy('none'),
    effective_from: instant().orNull().together('effect').privacy('none'),
    effective_to: instant().orNull().together('effect').privacy('none'),
    replaced_policy_id: formerRef('sla_policies').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'manager', update: 'manager', delete: 'admin' },
    unique: [
      ['code', 'version_number'],
      { columns: ['code'], while: { column: 'state', values: ['active'] } },
      { columns: ['is_default'], while: { column: 'is_default', values: [1] } },
    ],
    indexes: [['state', 'position']],
    checks: [
      'version_number >= 1',
      'first_response_minutes is null or first_response_minutes > 0',
      'next_response_minutes is null or next_response_minutes > 0',
      'resolution_minutes is null or resolution_minutes > 0',
      'warn_at_percent between 1 and 100',
      `not is_default or state = 'active'`,
      'effective_to is null or effective_from is null or effective_to > effective_from',
    ],
  },
);

// Written by whichever desk first sees a clock move; the rules compute the same everywhere, so the
// last word is as good as the first.
/** One clock of a ticket (S3): what was promised, where it stands, and why. */
export const sla_tracking = table(
  'sla_tracking',
  {
    ticket_id: ref('tickets').privacy('none'),
    clock: oneOf(...SLA_CLOCKS).privacy('none'),
    /** Counts the runs of one clock: each customer's message starts the next response anew. */
    run_number: integer().default(1).privacy('none'),
    policy_id: formerRef('sla_policies').orNull().merge('last').together('promise').privacy('none'),
    policy_version: integer().orNull().merge('last').together('promise').privacy('none'),
    calendar_id: formerRef('business_calendars')
      .orNull()
      .merge('last')
      .together('promise')
      .privacy('none'),
    target_minutes: integer().orNull().merge('last').together('promise').privacy('none'),
    state: oneOf(...SLA_STATES)
      .default('running')
      .merge('last')
      .together('course')
      .privacy('none'),
    started_at: instant().privacy('none'),
    warn_at: instant().orNull().merge('last').together('course').privacy('none'),
    due_at: instant().orNull().merge('last').together('course').privacy('none'),
    paused_at: instant().orNull().merge('last').together('course').privacy('none'),
    pause_reason: text().max(60).default('').merge('last').together('course').privacy('none'),
    paused_minutes: integer().default(0).merge('last').together('course').privacy('none'),
    /** Business minutes counted when it stopped. */
    elapsed_minutes: integer().orNull().merge('last').together('course').privacy('none'),
    breached_at: instant().orNull().merge('last').together('course').privacy('none'),
    stopped_at: instant().orNull().merge('last').together('course').privacy('none'),
    warned_at: instant().orNull().merge('min').privacy('none'),
    /** `recorded` came with an import and is never computed again. */
    outcome_source: oneOf('computed', 'recorded').default('computed').privacy('none'),
    /** `[{from, until, counted, reason}]`: the intervals behind the figures. */
    explanation: json().default('[]').merge('last').privacy('none'),
    import_id: formerRef('').orNull().privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'agent', delete: 'supervisor' },
    // Only the first response exists once and is born with its ticket. Two desks may start the same
    // later run while apart: the rules keep the earlier one, and neither loses a person's work.
    unique: [{ columns: ['ticket_id'], while: { column: 'clock', values: ['first_response'] } }],
    indexes: [
      ['ticket_id', 'clock', 'run_number'],
      ['state', 'due_at'],
      ['policy_id', 'state'],
      { columns: ['warn_at'], while: { column: 'state', values: ['running'] } },
      ['import_id'],
    ],
    checks: [
      'run_number >= 1',
      'target_minutes is null or target_minutes > 0',
      'paused_minutes >= 0',
      `state <> 'paused' or paused_at is not null`,
      `state <> 'breached' or breached_at is not null or outcome_source = 'recorded'`,
    ],
  },
);

/** One step up the chain for a ticket (S3), by the clock or by hand. */
export const escalations = table(
  'escalations',
  {
    ticket_id: ref('tickets').privacy('none'),
    tracking_id: formerRef('sla_tracking').orNull().privacy('none'),
    policy_id: formerRef('sla_policies').orNull().privacy('none'),
    /** `ticket:policy version:clock:run:tier`, so that two desks that saw one breach make one step. */
    step_key: text().max(160).privacy('none'),
    level: integer().default(1).privacy('none'),
    kind: oneOf('automatic', 'manual').default('automatic').privacy('none'),
    cause: oneOf('warning', 'breach', 'no_reply', 'request').privacy('none'),
    reason: text().max(2000).default('').merge('last').privacy('personal'),
    escalated_from_id: formerRef('users').orNull().privacy('none'),
    escalated_to_id: formerRef('users').orNull().together('target').privacy('none'),
    escalated_to_group_id: formerRef('groups').orNull().together('target').privacy('none'),
    priority_before_id: formerRef('priorities').orNull().privacy('none'),
    priority_after_id: formerRef('priorities').orNull().privacy('none'),
    triggered_at: instant().privacy('none'),
    triggered_by: formerRef('users').orNull().privacy('none'),
    state: oneOf('open', 'acknowledged', 'resolved', 'overridden', 'cancelled')
      .default('open')
      .merge('refuse')
      .together('settlement')
      .privacy('none'),
    settled_at: instant().orNull().merge('refuse').together('settlement').privacy('none'),
    settled_by: formerRef('users').orNull().merge('refuse').together('settlement').privacy('none'),
    override_reason: text().max(2000).default('').merge('last').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'supervisor', delete: 'admin' },
    unique: [['step_key']],
    indexes: [
      ['ticket_id', 'triggered_at'],
      ['state', 'triggered_at'],
      ['escalated_to_id', 'state'],
    ],
    checks: ['level >= 1', `state = 'open' or settled_at is not null`],
  },
);

export const slaTables = [sla_policies, sla_tracking, escalations] as const;

export interface SlaRows {
  sla_policies: Row<typeof sla_policies>;
  sla_tracking: Row<typeof sla_tracking>;
  escalations: Row<typeof escalations>;
}
