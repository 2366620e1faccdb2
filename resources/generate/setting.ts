import type { Id } from '#db/kernel/id.ts';
import type { Instant } from '#db/kernel/instant.ts';

/** Rows that are there already and that generated ones refer to. No list is empty. */
export interface Setting {
  readonly agent_ids: readonly Id[];
  readonly group_ids: readonly Id[];
  /** From the least urgent to the most urgent. */
  readonly priority_ids: readonly Id[];
  readonly category_ids: readonly Id[];
  readonly campaign_ids: readonly Id[];
  /** By kind of status. */
  readonly ticket_status_ids: Readonly<
    Record<'new' | 'open' | 'pending_customer' | 'on_hold' | 'solved' | 'closed', Id>
  >;
}

export interface GenerateWork {
  readonly seed: number;
  readonly count: number;
  /** What was opened is spread evenly between the two. */
  readonly from: Instant;
  readonly now: Instant;
  readonly setting: Setting;
}

/** Milliseconds of the `at`-th of `count` moments between two, some minutes early or late. */
export function moment(
  { from, now, count }: { readonly from: number; readonly now: number; readonly count: number },
  at: number,
  chance: number,
): number {
  return Math.floor(from + ((now - from) * (at + chance)) / count);
}
