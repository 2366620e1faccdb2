import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import type { BookingStatus } from '#db/domains/bookings/rules/status.ts';
import { unreachable } from '#db/kernel/must.ts';
import { cx } from './cx.ts';
import styles from './status-mark.module.css';

/** The word for a booking's status, lower case, fit for the middle of a sentence. */
export function statusLabel(i18n: I18n, status: BookingStatus): string {
  switch (status) {
    case 'draft':
      return i18n._('draft');
    case 'held':
      return i18n._('held');
    case 'pending':
      return i18n._('pending');
    case 'confirmed':
      return i18n._('confirmed');
    case 'checked_in':
      return i18n._('checked in');
    case 'completed':
      return i18n._('completed');
    case 'waitlisted':
      return i18n._('waitlisted');
    case 'rejected':
      return i18n._('rejected');
    case 'cancelled':
      return i18n._('cancelled');
    case 'no_show':
      return i18n._('no-show');
    case 'released':
      return i18n._('released');
    case 'conflicted':
      return i18n._('lost its time');
    default:
      return unreachable(status);
  }
}

/** Shape, colour and word: readable in grey and by ear. */
export function StatusMark(props: { status: BookingStatus; unsent?: boolean }) {
  const { i18n } = useLingui();
  return (
    <span className={styles['mark']}>
      <span className={cx(styles['sign'], styles[props.status])} aria-hidden="true" />
      {statusLabel(i18n, props.status)}
      {props.unsent === true && <span className={styles['unsent']}>{i18n._('not sent yet')}</span>}
    </span>
  );
}
