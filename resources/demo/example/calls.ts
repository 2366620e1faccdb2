import { call_logs, ivr_interactions, voicemails } from '#db/domains/calls/tables.ts';
import { agent_activities, agents as crmAgents } from '#db/domains/crm/agent-tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { inventedPhone } from './invented.ts';

/** Who takes calls; one that was made and one that ended in the voice mail. */
export function callRows({ id, agents, ago }: Scene): readonly DemoRows[] {
  const call = id('call', 'retiro');
  const agent = id('agent', 'first');
  return [
    rowsOf(
      crmAgents,
      agents.map((user_id, place) => ({
        id: id('agent', place === 0 ? 'first' : 'second'),
        user_id,
        status: place === 0 ? ('online' as const) : ('break' as const),
        status_since: ago(1),
        last_seen_at: ago(0.1),
        assignment_count: 14 - place * 5,
        last_assigned_at: ago(6),
        extension: `10${place + 1}`,
        skills: JSON.stringify(place === 0 ? ['grupos', 'francês'] : ['manutenção']),
        languages: JSON.stringify(['pt', 'en']),
      })),
    ),
    rowsOf(agent_activities, [
      {
        id: id('agent activity', 'call'),
        agent_id: agent,
        kind: 'call',
        started_at: ago(24 * 6 - 1),
        ended_at: ago(24 * 6 - 1.1),
        duration_seconds: 360,
        lead_id: id('lead', 'retiro'),
        call_id: call,
        campaign_id: id('campaign', 'retiros'),
      },
    ]),
    rowsOf(call_logs, [
      {
        id: call,
        direction: 'outbound',
        status: 'completed',
        caller_number: inventedPhone('pt', 1),
        callee_number: inventedPhone('pt', 60),
        agent_id: agent,
        user_id: agents[0],
        lead_id: id('lead', 'retiro'),
        campaign_id: id('campaign', 'retiros'),
        started_at: ago(24 * 6 - 1),
        answered_at: ago(24 * 6 - 1.002),
        ended_at: ago(24 * 6 - 1.1),
        duration_seconds: 360,
        talk_seconds: 340,
        disposition: 'interested',
        is_success: 1,
      },
      {
        id: id('call', 'missed'),
        direction: 'inbound',
        status: 'voicemail',
        caller_number: inventedPhone('pt', 21),
        caller_name: 'Małgorzata Wójcik',
        queue_name: 'receção',
        started_at: ago(5.2),
        ended_at: ago(5.19),
        duration_seconds: 52,
        wait_seconds: 24,
        ticket_id: id('ticket', 'fechadura'),
      },
    ]),
    rowsOf(voicemails, [
      {
        id: id('voicemail', 'missed'),
        call_id: id('call', 'missed'),
        mailbox: 'receção',
        caller_number: inventedPhone('pt', 21),
        caller_name: 'Małgorzata Wójcik',
        received_at: ago(5.19),
        duration_seconds: 19,
        audio_file_id: id('file', 'gravacao'),
        transcript: 'Hello, my card does not open the door, room one hundred and three.',
        transcript_locale: 'en',
        is_urgent: 1,
        status: 'handled',
        heard_at: ago(5.05),
        handled_at: ago(5),
        handled_by: agents[0],
      },
    ]),
    rowsOf(ivr_interactions, [
      {
        id: id('ivr', '1'),
        call_id: id('call', 'missed'),
        position: 0,
        menu: 'língua',
        input_kind: 'digits',
        input_value: '2',
        outcome: 'next_menu',
        occurred_at: ago(5.2),
        duration_ms: 4200,
      },
      {
        id: id('ivr', '2'),
        call_id: id('call', 'missed'),
        position: 1,
        menu: 'hóspede',
        input_kind: 'timeout',
        outcome: 'voicemail',
        destination: 'receção',
        occurred_at: ago(5.195),
        duration_ms: 20_000,
      },
    ]),
  ];
}
