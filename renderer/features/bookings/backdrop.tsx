import { memo } from 'react';
import { useFrame } from './board-frame.ts';
import { hoursBetween } from './board-head.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { Temporal } from 'temporal-polyfill';
import { ticksOf } from './timeline/days.ts';
import type { Scale } from './timeline/scale.ts';
import styles from './backdrop.module.css';

/** Lines of hours and days behind all rows, drawn once, and the weekend's faint shade. */
export const Backdrop = memo(function Backdrop(props: { scale: Scale }) {
  const { view, zone } = useFrame();
  const { scale } = props;
  return (
    <div className={styles['backdrop']} aria-hidden="true" style={{ inlineSize: scale.width }}>
      {scale.days.map((day) => {
        const start = scale.x(day.from);
        const width = scale.x(day.to) - start;
        const hours = (day.to - day.from) / 3_600_000;
        const every = view === 'week' ? 12 : width / hours < 30 ? hoursBetween(width / hours) : 1;
        const weekend = Temporal.PlainDate.from(day.date).dayOfWeek > 5;
        return (
          <div
            key={day.date}
            className={cx(styles['day'], view === 'week' && weekend && styles['weekend'])}
            style={{ insetInlineStart: start, inlineSize: width }}
          >
            {ticksOf(day, zone, every).map((tick) =>
              tick.at === day.from ? null : (
                <span
                  key={tick.at}
                  className={cx(styles['line'], view === 'week' && styles['noon'])}
                  style={{ insetInlineStart: scale.x(tick.at) - start }}
                />
              ),
            )}
          </div>
        );
      })}
    </div>
  );
});

/** Where the day stands now. */
export function NowLine(props: { scale: Scale; now: number }) {
  const { scale, now } = props;
  if (now < scale.from || now >= scale.to) return null;
  return (
    <div
      className={styles['now']}
      aria-hidden="true"
      style={{ insetInlineStart: `calc(var(--names) + ${scale.x(now)}px)` }}
    />
  );
}
