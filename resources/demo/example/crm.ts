import {
  campaign_members,
  campaign_performance,
  campaign_schedules,
  campaigns,
} from '#db/domains/crm/campaign-tables.ts';
import {
  lead_activities,
  lead_documents,
  lead_scores,
  leads,
  routing_rules,
} from '#db/domains/crm/lead-tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { dialled, inventedPhone } from './invented.ts';

const PHONE = inventedPhone('pt', 60);

/** A lead from a campaign, called, scored and nearly won; the campaign itself. */
export function crmRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, supervisor, ago } = scene;
  const lead_id = id('lead', 'retiro');
  const campaign_id = id('campaign', 'retiros');
  return [
    rowsOf(campaigns, [
      {
        id: campaign_id,
        name: 'Retiros de equipa',
        description: 'Empresas a menos de duas horas de Lisboa.',
        channel: 'mixed',
        status: 'running',
        owner_id: supervisor,
        starts_on: scene.day(-20),
        ends_on: scene.day(40),
        timezone: scene.organization.timezone,
        budget_amount: 120_000,
        currency: 'EUR',
        spent_amount: 41_500,
        goal: 'leads',
        goal_target: 25,
        template_id: id('message template', 'retiro'),
        channel_id: id('channel', 'email'),
        script: 'Bom dia, fala da Casa do Rio …',
      },
    ]),
    rowsOf(campaign_schedules, [
      {
        id: id('campaign schedule', 'tercas'),
        campaign_id,
        name: 'Terças às dez',
        starts_at: `${scene.day(-20)}T10:00`,
        timezone: scene.organization.timezone,
        recurrence_rule: 'FREQ=WEEKLY;BYDAY=TU',
        batch_size: 20,
        next_run_at: scene.at(3, 10),
        last_run_at: scene.at(-4, 10),
        last_outcome: 'succeeded',
        run_count: 3,
      },
    ]),
    rowsOf(leads, [
      {
        id: lead_id,
        name: 'Carolina Ferraz',
        company: 'Ponte & Filhos, Lda.',
        job_title: 'Recursos humanos',
        email: 'carolina@ponte.example',
        phone: PHONE,
        phone_e164: dialled(PHONE),
        city: 'Setúbal',
        country_code: 'PT',
        locale: 'pt-PT',
        source: 'campaign',
        campaign_id,
        status: 'negotiation',
        status_changed_at: ago(20),
        priority: 'high',
        assigned_to: agents[0],
        assigned_at: ago(24 * 6),
        assignment_reason: 'Retiros vão para quem está livre há mais tempo.',
        score: 72,
        scored_at: ago(20),
        estimated_value: 640_000,
        currency: 'EUR',
        probability: 70,
        expected_close_on: scene.day(12),
        received_at: ago(24 * 6),
        first_contacted_at: ago(24 * 6 - 1),
        last_contacted_at: ago(20),
        next_action: 'Enviar proposta com três salas',
        next_action_at: ago(-20),
        tags: JSON.stringify(['retiro']),
      },
      {
        id: id('lead', 'casamento'),
        name: 'Taro Yamada 山田',
        email: 'taro@hospedes.example',
        source: 'website',
        received_at: ago(3),
        notes: 'Casamento em maio, 40 pessoas.',
      },
    ]),
    rowsOf(lead_activities, [
      {
        id: id('lead activity', 'call'),
        lead_id,
        kind: 'call',
        subject: 'Primeira chamada',
        outcome: 'interessada',
        occurred_at: ago(24 * 6 - 1),
        duration_seconds: 340,
        user_id: agents[0],
        campaign_id,
        call_id: id('call', 'retiro'),
      },
      {
        id: id('lead activity', 'proposal'),
        lead_id,
        kind: 'task',
        subject: 'Proposta com três salas',
        occurred_at: ago(20),
        due_at: ago(-20),
        user_id: agents[0],
      },
    ]),
    rowsOf(lead_documents, [
      {
        id: id('lead document', 'proposta'),
        lead_id,
        file_id: id('file', 'proposta'),
        file_name: 'proposta-retiro.pdf',
        kind: 'proposal',
        uploaded_at: ago(19),
        uploaded_by: agents[0],
      },
    ]),
    rowsOf(
      lead_scores,
      (
        [
          ['source_quality', 25, 'Campanha: uma em quatro compra'],
          ['status', 30, 'Em negociação'],
          ['age', -3, 'Seis dias'],
          ['engagement', 20, 'Chamada de mais de cinco minutos'],
        ] as const
      ).map(([factor, points, reason]) => ({
        id: id('lead score', factor),
        lead_id,
        factor,
        points,
        reason,
        scored_at: ago(20),
        half_life_days: factor === 'engagement' ? '14.00' : null,
      })),
    ),
    rowsOf(routing_rules, [
      {
        id: id('routing rule', 'retiros'),
        name: 'Retiros: quem está livre',
        conditions: JSON.stringify([{ column: 'campaign_id', is: '=', value: campaign_id }]),
        strategy: 'least_loaded',
        required_skills: JSON.stringify(['grupos']),
        priority: 'high',
        fallback_user_id: supervisor,
      },
    ]),
    rowsOf(campaign_members, [
      {
        id: id('campaign member', 'retiro'),
        campaign_id,
        lead_id,
        status: 'responded',
        assigned_to: agents[0],
        added_at: ago(24 * 18),
        attempt_count: 1,
        last_attempt_at: ago(24 * 7),
        last_disposition: 'interested',
        responded_at: ago(24 * 6),
      },
    ]),
    rowsOf(
      campaign_performance,
      [4, 11, 18].map((days, week) => ({
        id: id('campaign day', String(days)),
        campaign_id,
        metric_day: scene.day(-days),
        channel: 'email' as const,
        sent_count: 20,
        delivered_count: 19,
        opened_count: 11 - week,
        clicked_count: 4,
        responded_count: 2,
        lead_count: 2 - (week % 2),
        cost_amount: 1200,
        currency: 'EUR',
      })),
    ),
  ];
}
