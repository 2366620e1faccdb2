import { createContext, use, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { Clock } from '#db/kernel/clock.ts';
import { must } from '#db/kernel/must.ts';

const ClockContext = createContext<Clock | null>(null);

export function ClockProvider(props: { clock: Clock; children: ReactNode }) {
  return <ClockContext value={props.clock}>{props.children}</ClockContext>;
}

export function useClock(): Clock {
  return must(use(ClockContext), 'no ClockProvider above');
}

/** Now, in milliseconds, anew every `step` milliseconds; for "12 min ago" and the now-line. */
export function useNow(step: number): number {
  const clock = useClock();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), step);
    return () => clearInterval(timer);
  }, [clock, step]);
  return now;
}
