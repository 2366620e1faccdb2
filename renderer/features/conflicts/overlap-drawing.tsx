import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import type { BookingDetail } from '#electron/contract/bookings.ts';
import { dayText, rangeText, timeText } from '#renderer/app/when.ts';
import { cx } from '#renderer/ui/cx.ts';
import { overlapOf } from './overlap.ts';
import { longText } from './words.ts';
import styles from './overlap-drawing.module.css';

/** Both bookings on one small timeline; where they share time is hatched and counted in words. */
export function OverlapDrawing(props: {
  loser: BookingDetail;
  holder: BookingDetail;
  timezone: string;
}) {
  const { i18n } = useLingui();
  const { loser, holder, timezone } = props;
  const overlap = overlapOf(
    { from: holder.start_time, to: holder.end_time },
    { from: loser.start_time, to: loser.end_time },
    timezone,
  );
  const together = loser.resource_id === holder.resource_id && loser.status !== 'cancelled';
  const overlapping = i18n._('{long} overlap', { long: longText(i18n, overlap.sharedMinutes) });
  return (
    <figure className={styles['figure']}>
      <div className={styles['drawing']} aria-hidden="true">
        {overlap.ticks.map((tick) => (
          <span
            key={tick.instant}
            className={styles['tick']}
            style={{ insetInlineStart: `${tick.at}%` }}
          >
            {tickText(i18n, timezone, tick.instant, overlap.days)}
          </span>
        ))}
        <Bar booking={holder} stretch={overlap.first} className={styles['holder']} />
        <Bar booking={loser} stretch={overlap.second} className={styles['loser']} />
        {together && overlap.shared !== null && (
          <span
            className={styles['shared']}
            style={{
              insetInlineStart: `${overlap.shared.start}%`,
              inlineSize: `${overlap.shared.size}%`,
            }}
          />
        )}
      </div>
      <figcaption className={styles['caption']}>
        {together && overlap.shared !== null ? overlapping : i18n._('They no longer overlap')}
        <span className="visually-hidden">
          {`: ${holder.title} ${rangeText(i18n.locale, timezone, holder.start_time, holder.end_time)}; `}
          {`${loser.title} ${rangeText(i18n.locale, timezone, loser.start_time, loser.end_time)}`}
        </span>
      </figcaption>
    </figure>
  );
}

/** The time, or the day where a new one begins: a stay of nights would read 12:00, 00:00, 12:00. */
function tickText(i18n: I18n, zone: string, instant: string, days: boolean): string {
  const time = timeText(i18n.locale, zone, instant);
  return days || time === '00:00' ? dayText(i18n.locale, zone, instant) : time;
}

function Bar(props: {
  booking: BookingDetail;
  stretch: { start: number; size: number };
  className: string | undefined;
}) {
  return (
    <span
      className={cx(styles['bar'], props.className)}
      style={{ insetInlineStart: `${props.stretch.start}%`, inlineSize: `${props.stretch.size}%` }}
    >
      <bdi className={styles['name']}>{props.booking.title}</bdi>
    </span>
  );
}
