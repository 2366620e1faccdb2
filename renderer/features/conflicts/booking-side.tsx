import { useLingui } from '@lingui/react';
import { Link } from '@tanstack/react-router';
import type { BookingDetail } from '#electron/contract/bookings.ts';
import { clockText, rangeText } from '#renderer/app/when.ts';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import styles from './booking-side.module.css';

/** One of the two bookings: what it is, who made it, where to find it. */
export function BookingSide(props: {
  heading: string;
  booking: BookingDetail;
  timezone: string;
  now: number;
}) {
  const { i18n } = useLingui();
  const { booking, timezone, now } = props;
  return (
    <section className={styles['side']}>
      <h3 className={styles['heading']}>{props.heading}</h3>
      <p className={styles['title']}>
        <bdi>{booking.title}</bdi>
      </p>
      <p>
        {rangeText(i18n.locale, timezone, booking.start_time, booking.end_time)}
        {booking.resource_name !== null && (
          <>
            {' · '}
            <bdi>{booking.resource_name}</bdi>
          </>
        )}
      </p>
      <p>
        <StatusMark status={booking.status} unsent={booking.unsent === 1} />
        {' · '}
        {i18n._('{count, plural, one {# person} other {# people}}', { count: booking.party_size })}
      </p>
      {booking.notes !== '' && (
        <p className={styles['notes']}>
          <bdi>{booking.notes}</bdi>
        </p>
      )}
      <p className={styles['quiet']}>
        {i18n._('Made by {name}, {when}', {
          name: booking.created_by_name ?? i18n._('somebody'),
          when: clockText(i18n.locale, timezone, booking.created_at, now),
        })}
      </p>
      <p>
        <Link
          to="/board"
          search={{ day: dayIn(timezone, booking.start_time), booking: booking.id }}
        >
          {i18n._('Show on the board')}
        </Link>
      </p>
    </section>
  );
}

/** `YYYY-MM-DD` of an instant as its resource counts days. */
function dayIn(zone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(
    Date.parse(instant),
  );
}
