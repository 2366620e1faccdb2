import {
  achievements,
  badges,
  user_achievements,
  user_badges,
} from '#db/domains/gamification/award-tables.ts';
import {
  challenge_participants,
  challenges,
  competition_teams,
  team_competitions,
} from '#db/domains/gamification/challenge-tables.ts';
import {
  point_transactions,
  reward_redemptions,
  rewards,
} from '#db/domains/gamification/reward-tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';

/** Points, a badge, a challenge that runs, two teams, and a reward somebody asked for. */
export function gameRows(scene: Scene): readonly DemoRows[] {
  const { id, agents, supervisor, organization, ago } = scene;
  const { timezone } = organization;
  const challenge_id = id('challenge', 'rapidez');
  const competition_id = id('competition', 'mes');
  const points = (name: string, user_id: string, kind: 'award' | 'redemption', amount: number) => ({
    id: id('points', name),
    user_id,
    kind,
    points: amount,
    award_key: `demo/${name}`,
    occurred_at: ago(8),
  });
  return [
    rowsOf(badges, [
      {
        id: id('badge', 'porta'),
        code: 'door-opener',
        name: 'Abre-portas',
        description: 'Dez fechaduras resolvidas.',
        icon: 'key',
        rarity: 'rare',
        points: 50,
      },
    ]),
    rowsOf(user_badges, [
      {
        id: id('user badge', 'porta'),
        user_id: agents[1],
        badge_id: id('badge', 'porta'),
        awarded_at: ago(24 * 7),
        is_pinned: 1,
      },
    ]),
    rowsOf(
      achievements,
      (
        [
          ['bronze', 10],
          ['silver', 50],
          ['gold', 200],
        ] as const
      ).map(([tier, threshold], position) => ({
        id: id('achievement', tier),
        code: 'tickets-solved',
        tier,
        name: `${threshold} tickets resolvidos`,
        metric: 'tickets_solved' as const,
        threshold,
        points: threshold,
        badge_id: tier === 'gold' ? id('badge', 'porta') : null,
        position,
      })),
    ),
    rowsOf(user_achievements, [
      {
        id: id('user achievement', 'bronze'),
        user_id: agents[0],
        achievement_id: id('achievement', 'bronze'),
        progress: 10,
        progressed_at: ago(24 * 20),
        unlocked_at: ago(24 * 20),
        seen_at: ago(24 * 20),
      },
      {
        id: id('user achievement', 'silver'),
        user_id: agents[0],
        achievement_id: id('achievement', 'silver'),
        progress: 34,
        progressed_at: ago(8),
      },
    ]),
    rowsOf(challenges, [
      {
        id: challenge_id,
        name: 'Primeira resposta em 15 minutos',
        metric: 'first_responses_in_time',
        target_value: 20,
        starts_at: scene.at(-3, 0),
        ends_at: scene.at(4, 0),
        timezone,
        status: 'active',
        points: 40,
        badge_id: id('badge', 'porta'),
      },
    ]),
    rowsOf(
      challenge_participants,
      agents.map((user_id, place) => ({
        id: id('participant', String(place)),
        challenge_id,
        user_id,
        joined_at: scene.at(-3, 9),
        progress: 12 - 5 * place,
        progressed_at: ago(4),
      })),
    ),
    rowsOf(team_competitions, [
      {
        id: competition_id,
        name: 'Receção contra manutenção',
        metric: 'tickets_solved_in_time',
        starts_at: scene.at(-20, 0),
        ends_at: scene.at(10, 0),
        timezone,
        status: 'active',
        prize: 'Jantar junto ao rio',
        points_by_rank: JSON.stringify([100, 40]),
      },
    ]),
    rowsOf(
      competition_teams,
      (['RECECAO', 'MANUT'] as const).map((code, place) => ({
        id: id('team', code),
        competition_id,
        department_id: id('department', code),
        name: place === 0 ? 'Receção' : 'Manutenção',
        captain_id: agents[place] ?? null,
        member_ids: JSON.stringify([agents[place]]),
        score: 31 - 2 * place,
        scored_at: ago(8),
      })),
    ),
    rowsOf(rewards, [
      {
        id: id('reward', 'folga'),
        code: 'free-afternoon',
        name: 'Tarde livre',
        kind: 'time_off',
        cost_points: 120,
        is_limited: 1,
        stock_quantity: 4,
        per_user_limit: 1,
        terms: 'Combinada com a supervisão, fora do fim de semana.',
      },
    ]),
    rowsOf(reward_redemptions, [
      {
        id: id('redemption', 'folga'),
        reward_id: id('reward', 'folga'),
        user_id: agents[0],
        points_spent: 120,
        requested_at: ago(6),
      },
    ]),
    rowsOf(point_transactions, [
      {
        ...points('ines', agents[0], 'award', 180),
        rule_code: 'ticket-solved',
        source_table: 'tickets',
        source_row_id: id('ticket', 'ruido'),
        granted_by: supervisor,
      },
      { ...points('duarte', agents[1], 'award', 95), rule_code: 'ticket-solved' },
      {
        ...points('folga', agents[0], 'redemption', -120),
        redemption_id: id('redemption', 'folga'),
      },
    ]),
  ];
}
