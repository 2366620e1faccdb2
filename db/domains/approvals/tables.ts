import { boolean, formerRef, instant, integer, oneOf, text } from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';
import type { Row } from '#db/schema/table.ts';

export const APPROVAL_STATES = ['pending', 'approved', 'rejected', 'expired', 'withdrawn'] as const;

/** What can ask for approval, and the table of each. */
export const APPROVAL_SUBJECTS = {
  booking: 'bookings',
  external_request: 'external_requests',
  ticket: 'tickets',
  kb_article_version: 'kb_article_versions',
  field_mapping: 'integration_field_mappings',
  campaign: 'campaigns',
  reward_redemption: 'reward_redemptions',
  gdpr_request: 'gdpr_requests',
  ai_model: 'ai_models',
} as const;

/** One step that somebody must agree to (S3); the steps of one request follow each other. */
export const approvals = table(
  'approvals',
  {
    entity_type: oneOf(
      'booking',
      'external_request',
      'ticket',
      'kb_article_version',
      'field_mapping',
      'campaign',
      'reward_redemption',
      'gdpr_request',
      'ai_model',
    ).privacy('none'),
    entity_id: formerRef('').privacy('none'),
    title: text().privacy('personal'),
    workflow_id: formerRef('workflows').orNull().privacy('none'),
    execution_id: formerRef('workflow_executions').orNull().privacy('none'),
    previous_approval_id: formerRef('approvals').orNull().privacy('none'),
    step_number: integer().default(1).privacy('none'),
    requested_at: instant().privacy('none'),
    requested_by: formerRef('users').orNull().privacy('none'),
    request_notes: text().max(2000).default('').merge('last').privacy('personal'),
    approver_id: formerRef('users').orNull().together('approver').privacy('none'),
    approver_group_id: formerRef('groups').orNull().together('approver').privacy('none'),
    approver_role: oneOf('supervisor', 'manager', 'admin')
      .orNull()
      .together('approver')
      .privacy('none'),
    state: oneOf(...APPROVAL_STATES)
      .default('pending')
      .merge('refuse')
      .together('decision')
      .privacy('none'),
    decided_at: instant().orNull().merge('refuse').together('decision').privacy('none'),
    decided_by: formerRef('users').orNull().merge('refuse').together('decision').privacy('none'),
    decision_notes: text()
      .max(2000)
      .default('')
      .merge('refuse')
      .together('decision')
      .privacy('personal'),
    /** Decided by a rule, which `auto_rule` names. */
    auto_approved: boolean().default(0).merge('refuse').together('decision').privacy('none'),
    auto_rule: text().max(120).default('').merge('refuse').together('decision').privacy('none'),
    /** `row_version` of the subject that was looked at: a later one makes the decision stale. */
    seen_version: integer().orNull().merge('refuse').together('decision').privacy('none'),
    priority: oneOf('low', 'normal', 'high', 'urgent').default('normal').privacy('none'),
    due_at: instant().orNull().privacy('none'),
    /** When it lapses to `expired` by itself. */
    expires_at: instant().orNull().privacy('none'),
    escalation_level: integer().default(0).merge('max').privacy('none'),
    escalated_at: instant().orNull().merge('max').privacy('none'),
    escalates_to_id: formerRef('users').orNull().privacy('none'),
    reminded_at: instant().orNull().merge('max').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'supervisor', delete: 'admin' },
    indexes: [
      ['state', 'due_at'],
      ['state', 'requested_at'],
      ['approver_id', 'state', 'due_at'],
      ['approver_group_id', 'state', 'due_at'],
      ['requested_by', 'requested_at'],
      ['entity_id', 'step_number'],
      ['execution_id'],
    ],
    checks: [
      'step_number >= 1',
      'escalation_level >= 0',
      `(state = 'pending') = (decided_at is null)`,
      `not auto_approved or state = 'approved'`,
    ],
    links: [{ type: 'entity_type', id: 'entity_id', tables: APPROVAL_SUBJECTS }],
  },
);

/** One event in the life of an approval (S3); never changed. */
export const approval_history = table(
  'approval_history',
  {
    approval_id: formerRef('approvals').privacy('none'),
    action: oneOf(
      'requested',
      'approved',
      'rejected',
      'withdrawn',
      'expired',
      'delegated',
      'escalated',
      'reminded',
      'reopened',
      'commented',
    ).privacy('none'),
    state_before: oneOf(...APPROVAL_STATES)
      .orNull()
      .privacy('none'),
    state_after: oneOf(...APPROVAL_STATES).privacy('none'),
    acted_at: instant().privacy('none'),
    acted_by: formerRef('users').orNull().privacy('none'),
    /** What acted where no person did: `system:sla`, a rule's name. */
    acted_by_system: text().max(120).default('').privacy('none'),
    delegated_to_id: formerRef('users').orNull().privacy('none'),
    seen_version: integer().orNull().privacy('none'),
    notes: text().max(2000).default('').privacy('personal'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'admin', delete: 'admin' },
    indexes: [
      ['approval_id', 'acted_at'],
      ['acted_by', 'acted_at'],
    ],
    checks: [`acted_by is not null or acted_by_system <> ''`],
  },
);

export const approvalsTables = [approvals, approval_history] as const;

export interface ApprovalsRows {
  approvals: Row<typeof approvals>;
  approval_history: Row<typeof approval_history>;
}
