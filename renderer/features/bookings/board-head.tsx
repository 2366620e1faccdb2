// A virtual grid of absolutely placed parts cannot be a table element.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useLingui } from '@lingui/react';
import { cx } from '#renderer/ui/cx.ts';
import { useFrame } from './board-frame.ts';
import { ticksOf } from './timeline/days.ts';
import type { Scale } from './timeline/scale.ts';
import styles from './board-head.module.css';

/** Hours between labels so that they do not touch. */
export function hoursBetween(hourWidth: number): number {
  return [1, 2, 3, 6, 12].find((hours) => hours * hourWidth >= 44) ?? 24;
}

/** The sticky ruler: days in a week, hours in a day. Names of days lead to the day. */
export function BoardHead(props: { scale: Scale; now: number; total: number }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const { scale, now } = props;
  const { words, zone } = frame;
  return (
    <div role="row" aria-rowindex={1} className={styles['head']}>
      <div role="columnheader" className={styles['corner']}>
        {i18n._('{count, plural, one {# resource} other {# resources}}', { count: props.total })}
      </div>
      {frame.view === 'week'
        ? scale.days.map((day) => {
            const isToday = day.date === frame.today;
            return (
              <div
                key={day.date}
                role="columnheader"
                className={cx(styles['day'], isToday && styles['today'])}
                style={{ inlineSize: scale.x(day.to) - scale.x(day.from) }}
              >
                <button
                  type="button"
                  tabIndex={-1}
                  className={styles['dayButton']}
                  onClick={() => frame.go({ day: day.date, view: 'day' })}
                >
                  <span>{words.weekday(day.from, zone)} </span>
                  <strong>{words.dayOfMonth(day.from, zone)}</strong>
                  {isToday && <span className="visually-hidden"> {i18n._('today')}</span>}
                </button>
                {day.to - day.from !== 86_400_000 && (
                  <span className={styles['odd']} title={i18n._('Clocks change')}>
                    {i18n._('{hours} h', { hours: (day.to - day.from) / 3_600_000 })}
                  </span>
                )}
              </div>
            );
          })
        : scale.days.map((day) => (
            <DayRuler key={day.date} scale={scale} from={day.from} now={now} />
          ))}
    </div>
  );
}

function DayRuler(props: { scale: Scale; from: number; now: number }) {
  const { i18n } = useLingui();
  const { words, zone } = useFrame();
  const { scale, from, now } = props;
  const day = scale.days.find((other) => other.from === from);
  if (!day) return null;
  const hourWidth = scale.width / ((day.to - day.from) / 3_600_000);
  const ticks = ticksOf(day, zone, hoursBetween(hourWidth));
  const nowIn = now >= day.from && now < day.to;
  return (
    <div role="columnheader" className={styles['hours']} style={{ inlineSize: scale.width }}>
      <span className="visually-hidden">{words.longDay(day.from, zone)}</span>
      {ticks.map((tick) => (
        <span
          key={tick.at}
          aria-hidden="true"
          className={cx(styles['tick'], tick.at === day.from && styles['first'])}
          style={{ insetInlineStart: scale.x(tick.at) }}
        >
          {words.time(tick.at, zone)}
          {tick.again && <abbr title={i18n._('Clocks go back: this hour comes twice')}>²</abbr>}
        </span>
      ))}
      {nowIn && (
        <span
          aria-hidden="true"
          className={styles['now']}
          style={{ insetInlineStart: scale.x(now) }}
        >
          {words.time(now, zone)}
        </span>
      )}
    </div>
  );
}
