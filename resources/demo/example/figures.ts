import {
  analytics_agent_metrics,
  analytics_agent_performance,
  analytics_category_metrics,
  analytics_daily_metrics,
} from '#db/domains/analytics/metric-tables.ts';
import { analytics_events } from '#db/domains/analytics/tables.ts';
import { ai_models, ai_training_data } from '#db/domains/intelligence/learning-tables.ts';
import { ai_classifications, ai_digests, ai_suggestions } from '#db/domains/intelligence/tables.ts';
import { createRandom, seedOf } from '#resources/generate/random.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';

const DAYS = 14;

/** A fortnight of figures; a small model, what it guessed and what people said to that. */
export function figureRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, organization, ago } = scene;
  const { timezone } = organization;
  const random = createRandom(seedOf(`${organization.slug}/figures`));
  const days = Array.from({ length: DAYS }, (_, at) => DAYS - at);
  const shared = (days: number) => ({
    metric_day: scene.day(-days),
    timezone,
    computed_at: ago(24 * days - 20),
    devices_expected: 2,
    devices_synced: 2,
  });
  return [
    rowsOf(
      analytics_daily_metrics,
      days.map((at) => ({
        id: id('day', String(at)),
        ...shared(at),
        tickets_opened: random.between(2, 9),
        tickets_resolved: random.between(2, 8),
        tickets_open: random.between(3, 9),
        sla_met: random.between(3, 7),
        sla_breached: random.between(0, 1),
        first_response_minutes_sum: random.between(60, 300),
        first_response_count: 6,
        bookings_made: random.between(20, 45),
        bookings_cancelled: random.between(0, 4),
        booked_minutes: random.between(3000, 5200),
        bookable_minutes: 7200,
        requests_received: random.between(2, 7),
        requests_processed: random.between(2, 6),
        leads_created: random.between(0, 3),
        calls_handled: random.between(4, 15),
        satisfaction_sum: 17,
        satisfaction_count: 4,
      })),
    ),
    rowsOf(
      analytics_agent_metrics,
      agents.flatMap((user_id, place) =>
        days.map((at) => ({
          id: id('agent day', String(place), String(at)),
          ...shared(at),
          user_id,
          tickets_assigned: random.between(1, 5),
          tickets_resolved: random.between(1, 5),
          replies_sent: random.between(2, 14),
          sla_met: random.between(1, 4),
          bookings_made: random.between(5, 20),
          calls_handled: random.between(1, 8),
          online_minutes: random.between(300, 480),
        })),
      ),
    ),
    rowsOf(
      analytics_category_metrics,
      days.map((at) => ({
        id: id('category day', String(at)),
        ...shared(at),
        category_id: id('category', 'quartos'),
        tickets_opened: random.between(1, 4),
        tickets_resolved: random.between(1, 4),
        sla_met: random.between(1, 3),
        article_uses: random.between(0, 2),
      })),
    ),
    rowsOf(
      analytics_agent_performance,
      agents.map((user_id, place) => ({
        id: id('performance', String(place)),
        user_id,
        department_id: id('department', 'RECECAO'),
        period_kind: 'month' as const,
        period_start: scene.day(-30),
        period_end: scene.day(-1),
        timezone,
        tickets_resolved: 40 - place * 6,
        sla_met: 37 - place * 5,
        sla_breached: 3,
        score: place === 0 ? '88.50' : '81.00',
        team_score: '84.75',
        team_rank: place + 1,
        team_size: 2,
        computed_at: ago(10),
        devices_expected: 2,
        devices_synced: 2,
      })),
    ),
    rowsOf(analytics_events, [
      {
        id: id('screen event', '1'),
        user_id: agents[0],
        session_id: 'demo',
        event_type: 'screen.opened',
        event_data: JSON.stringify({ screen: 'board' }),
        page_url: 'app://holdfast/board',
        occurred_at: ago(4),
      },
    ]),
    ...modelRows(scene),
  ];
}

function modelRows({ id, admin, agents, organization, ago }: Scene): readonly DemoRows[] {
  const model_id = id('model', 'categories');
  const ticket = { entity_type: 'ticket' as const, entity_id: id('ticket', 'ar') };
  return [
    rowsOf(ai_models, [
      {
        id: model_id,
        code: 'ticket-category',
        version_number: 2,
        name: 'Categoria de um ticket',
        task: 'classify',
        algorithm: 'naive_bayes',
        state: 'active',
        approved_at: ago(24 * 9),
        approved_by: admin,
        activated_at: ago(24 * 9),
        file_id: id('file', 'modelo'),
        metrics: JSON.stringify({ accuracy: 0.87, macro_f1: 0.81 }),
        training_rows: 412,
        holdout_rows: 84,
        trained_at: ago(24 * 10),
        trained_by: admin,
      },
    ]),
    rowsOf(ai_classifications, [
      {
        id: id('classification', 'ar'),
        ...ticket,
        model_id,
        field: 'category',
        predicted_value: id('category', 'audiovisual'),
        predicted_label: 'Audiovisual',
        confidence: '0.7420',
        top_features: JSON.stringify([
          ['sala', 1.2],
          ['barulho', 0.8],
        ]),
        classified_at: ago(1.5),
        outcome: 'corrected',
        corrected_value: id('category', 'climatizacao'),
        feedback_at: ago(1.4),
        feedback_by: agents[0],
      },
    ]),
    rowsOf(ai_suggestions, [
      {
        id: id('suggestion', 'artigo'),
        entity_type: 'ticket',
        entity_id: id('ticket', 'fechadura'),
        kind: 'article',
        source: 'knowledge',
        source_id: id('article', 'fechaduras'),
        title: 'O cartão não abre a porta',
        reasons: JSON.stringify(['cartão', 'porta']),
        score: '0.9100',
        offered_at: ago(5),
        shown_count: 1,
        outcome: 'used',
        feedback_at: ago(4.9),
        feedback_by: agents[0],
      },
    ]),
    rowsOf(ai_training_data, [
      {
        id: id('training', 'ar'),
        model_code: 'ticket-category',
        field: 'category',
        input_text: 'Ar condicionado da Sala Belém faz barulho',
        label: id('category', 'climatizacao'),
        source: 'correction',
        classification_id: id('classification', 'ar'),
        entity_id: ticket.entity_id,
        quality_score: '82.00',
        locale: 'pt-PT',
        collected_at: ago(1.4),
        pii_masked: 1,
      },
    ]),
    rowsOf(ai_digests, [
      {
        id: id('digest', 'ontem'),
        digest_type: 'daily',
        period_start: ago(33),
        period_end: ago(9),
        timezone: organization.timezone,
        content: JSON.stringify({ tickets_opened: 3, tickets_resolved: 2, bookings: 31 }),
        summary: 'Três tickets novos, dois resolvidos. A Sala Alfama esteve cheia o dia todo.',
        insights: JSON.stringify(['Mais perguntas sobre fechaduras do que na semana passada.']),
        generated_at: ago(8),
        locale: 'pt-PT',
      },
    ]),
  ];
}
