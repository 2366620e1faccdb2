import { Group } from 'react-aria-components/Group';
import { useLingui } from '@lingui/react';
import type { BookingDetail } from '#electron/contract/bookings.ts';
import { unreachable } from '#db/kernel/must.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { Button } from '#renderer/ui/button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { useBoardStore } from './board.store.ts';
import type { Held } from './board.store.ts';
import { useDeeds } from './use-deeds.ts';
import type { NextStatus } from './use-deeds.ts';
import styles from './booking-panel.module.css';

/** What can be done with a booking as it stands: the usual next step first. */
export function BookingActions({ detail }: { detail: BookingDetail }) {
  const { i18n } = useLingui();
  const deeds = useDeeds();
  const store = useBoardStore();
  const held: Held = { id: detail.id, title: detail.title, status: detail.status };
  const next = nextOf(detail.status);
  const label = (status: NextStatus): string =>
    ({
      confirmed: i18n._('Confirm'),
      checked_in: i18n._('Check in'),
      completed: i18n._('Check out'),
      no_show: i18n._('No-show'),
    })[status];
  const movable = canCancel(detail.status) && detail.resource_id !== null;
  return (
    <Group className={cx(styles['actions'])} aria-label={i18n._('Actions')}>
      {next.map((status, i) => (
        <Button
          key={status}
          variant={i === 0 ? 'primary' : 'plain'}
          onPress={() => void deeds.setStatus(held, status)}
        >
          {label(status)}
        </Button>
      ))}
      {movable && (
        <Button
          onPress={() => {
            if (detail.resource_id === null) return;
            const origin = {
              resource: detail.resource_id,
              from: millisecondsOf(detail.start_time),
              to: millisecondsOf(detail.end_time),
            };
            store.getState().setDoing({ kind: 'move-to', booking: held, origin });
          }}
        >
          {i18n._('Move to…')}
        </Button>
      )}
      {canCancel(detail.status) && (
        <Button onPress={() => void deeds.cancel(held)}>{i18n._('Cancel booking')}</Button>
      )}
    </Group>
  );
}

function nextOf(status: BookingDetail['status']): readonly NextStatus[] {
  switch (status) {
    case 'held':
    case 'pending':
    case 'draft':
      return ['confirmed'];
    case 'confirmed':
      return ['checked_in', 'no_show'];
    case 'checked_in':
      return ['completed'];
    case 'completed':
    case 'no_show':
    case 'cancelled':
    case 'rejected':
    case 'released':
    case 'waitlisted':
    case 'conflicted':
      return [];
    default:
      return unreachable(status);
  }
}

function canCancel(status: BookingDetail['status']): boolean {
  return ['draft', 'held', 'pending', 'confirmed', 'waitlisted', 'conflicted'].includes(status);
}
