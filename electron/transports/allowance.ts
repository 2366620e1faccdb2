import type { Clock } from '#db/kernel/clock.ts';

/** Calls one window may make: far above what a person causes, far below a flood. */
export const CALLS_PER_SECOND = 200;
export const CALLS_AT_ONCE = 400;
export const CALLS_UNDER_WAY = 64;
export const OPEN_SUBSCRIPTIONS = 256;

/** A bucket that refills steadily. `take` answers whether one more call fits. */
export function createAllowance(clock: Clock): { take(): boolean } {
  let tokens = CALLS_AT_ONCE;
  let at = clock.now();
  return {
    take: () => {
      const now = clock.now();
      // A clock set back must not lock the window out.
      const passed = Math.max(0, now - at);
      at = now;
      tokens = Math.min(CALLS_AT_ONCE, tokens + (passed * CALLS_PER_SECOND) / 1000);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
