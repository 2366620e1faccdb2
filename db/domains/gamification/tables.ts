import type { Row } from '#db/schema/table.ts';
import { achievements, badges, user_achievements, user_badges } from './award-tables.ts';
import {
  challenge_participants,
  challenges,
  competition_teams,
  team_competitions,
} from './challenge-tables.ts';
import { point_transactions, reward_redemptions, rewards } from './reward-tables.ts';

export const gamificationTables = [
  badges,
  user_badges,
  achievements,
  user_achievements,
  challenges,
  challenge_participants,
  team_competitions,
  competition_teams,
  rewards,
  reward_redemptions,
  point_transactions,
] as const;

export interface GamificationRows {
  badges: Row<typeof badges>;
  user_badges: Row<typeof user_badges>;
  achievements: Row<typeof achievements>;
  user_achievements: Row<typeof user_achievements>;
  challenges: Row<typeof challenges>;
  challenge_participants: Row<typeof challenge_participants>;
  team_competitions: Row<typeof team_competitions>;
  competition_teams: Row<typeof competition_teams>;
  rewards: Row<typeof rewards>;
  reward_redemptions: Row<typeof reward_redemptions>;
  point_transactions: Row<typeof point_transactions>;
}
