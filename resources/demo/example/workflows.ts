import { approval_history, approvals } from '#db/domains/approvals/tables.ts';
import {
  workflow_executions,
  workflow_step_executions,
  workflow_steps,
  workflows,
} from '#db/domains/workflows/tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';

/** The way of a request for several weeks: looked at, approved, told; one run of it. One approval waits. */
export function workflowRows(scene: Scene): readonly DemoRows[] {
  const { id, admin, supervisor, agents, ago } = scene;
  const workflow_id = id('workflow', 'series');
  const step = (code: string) => id('workflow step', code);
  const execution_id = id('execution', 'direcao');
  return [
    rowsOf(workflows, [
      {
        id: workflow_id,
        code: 'series-approval',
        state: 'published',
        published_at: ago(24 * 30),
        published_by: admin,
        name: 'Reservas de várias semanas',
        description: 'Mais de duas semanas seguidas precisam da supervisão.',
        kind: 'approval',
        entity_type: 'external_request',
        trigger_kind: 'created',
        trigger_conditions: JSON.stringify([{ column: 'request_type', is: '=', value: 'booking' }]),
        created_by: admin,
      },
    ]),
    rowsOf(workflow_steps, [
      {
        id: step('long'),
        workflow_id,
        code: 'long',
        name: 'Mais de duas semanas?',
        kind: 'condition',
        config: JSON.stringify({ column: 'request_data.weeks', is: '>', value: 2 }),
        position: 0,
        next_code: 'ask',
        otherwise_code: 'tell',
      },
      {
        id: step('ask'),
        workflow_id,
        code: 'ask',
        name: 'Supervisão aprova',
        kind: 'approve',
        config: JSON.stringify({ role: 'supervisor', expires_hours: 48 }),
        position: 1,
        next_code: 'tell',
        timeout_seconds: 172_800,
      },
      {
        id: step('tell'),
        workflow_id,
        code: 'tell',
        name: 'Avisa quem pediu',
        kind: 'notify',
        config: JSON.stringify({ template: 'booking.approved' }),
        position: 2,
        on_error: 'retry',
        retry_limit: 3,
      },
    ]),
    rowsOf(workflow_executions, [
      {
        id: execution_id,
        workflow_id,
        entity_type: 'external_request',
        entity_id: id('request', 'direcao'),
        idempotency_key: `${workflow_id}/${id('request', 'direcao')}`,
        state: 'succeeded',
        queued_at: ago(26),
        started_at: ago(26),
        finished_at: ago(21),
        steps_total: 3,
        steps_done: 3,
        context: JSON.stringify({ weeks: 3 }),
        started_by: agents[0],
      },
    ]),
    rowsOf(
      workflow_step_executions,
      (['long', 'ask', 'tell'] as const).map((code, place) => ({
        id: id('step execution', code),
        execution_id,
        step_id: step(code),
        step_code: code,
        idempotency_key: `${execution_id}/${code}`,
        state: 'succeeded',
        queued_at: ago(26 - place * 2),
        started_at: ago(26 - place * 2),
        finished_at: ago(code === 'long' ? 26 : 21),
        duration_ms: code === 'ask' ? 10_800_000 : 12,
        output: JSON.stringify(code === 'long' ? { holds: true } : {}),
        approval_id: code === 'ask' ? id('approval', 'direcao') : null,
      })),
    ),
    rowsOf(approvals, [
      {
        id: id('approval', 'direcao'),
        entity_type: 'external_request',
        entity_id: id('request', 'direcao'),
        title: 'Sala Alfama, três semanas seguidas',
        workflow_id,
        execution_id,
        requested_at: ago(24),
        requested_by: agents[0],
        approver_role: 'supervisor',
        state: 'approved',
        decided_at: ago(21),
        decided_by: supervisor,
        decision_notes: 'Sim, é a direção da associação do bairro.',
      },
      {
        id: id('approval', 'premio'),
        entity_type: 'reward_redemption',
        entity_id: id('redemption', 'folga'),
        title: 'Tarde livre para a Inês',
        requested_at: ago(6),
        requested_by: agents[0],
        approver_id: supervisor,
        due_at: ago(-42),
        expires_at: ago(-90),
      },
    ]),
    rowsOf(approval_history, [
      {
        id: id('approval step', 'requested'),
        approval_id: id('approval', 'direcao'),
        action: 'requested',
        state_after: 'pending',
        acted_at: ago(24),
        acted_by_system: 'workflow',
      },
      {
        id: id('approval step', 'approved'),
        approval_id: id('approval', 'direcao'),
        action: 'approved',
        state_before: 'pending',
        state_after: 'approved',
        acted_at: ago(21),
        acted_by: supervisor,
        notes: 'Sim, é a direção da associação do bairro.',
      },
    ]),
  ];
}
