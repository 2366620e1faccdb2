import { Group } from 'react-aria-components/Group';
import { useLingui } from '@lingui/react';
import type { Alternative } from '#electron/contract/bookings.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { useFrame, zoneOf } from './board-frame.ts';
import { slotInput } from './use-deeds.ts';
import { sameSlot } from './timeline/slot.ts';
import type { Slot } from './timeline/slot.ts';
import styles from './popovers.module.css';

const SHOWN = 3;

/** The nearest free slots as buttons that do it: same time elsewhere first, then another time here. */
export function Alternatives(props: {
  slot: Slot;
  /** The booking that is being moved, and where it is now: that is no way out. */
  moving: { readonly id: string; readonly from: Slot } | null;
  /** Who is to come; null: as many as the booking that is being moved has. */
  people: number | null;
  isDisabled?: boolean;
  onTake: (slot: Slot) => void;
}) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const { slot } = props;
  const answer = useLiveQuery('bookings.alternatives', {
    ...slotInput(slot),
    party_size: props.people,
    except: props.moving?.id ?? null,
    limit: SHOWN + 1,
  });
  if (answer.stale || answer.value === undefined) return null;
  const here = props.moving?.from;
  const offers = answer.value
    .filter((other) => !here || !sameSlot(slotOf(other), here))
    .slice(0, SHOWN);
  if (offers.length === 0) {
    return <p className={styles['quiet']}>{i18n._('Nothing similar is free around that time.')}</p>;
  }
  const label = (other: Alternative): string => {
    const { from, to } = slotOf(other);
    // Names repeat from house to house.
    const away = other.place !== '' && other.place !== frame.resources.get(slot.resource)?.place;
    const name = away ? `${other.resource_name} · ${other.place}` : other.resource_name;
    if (from === slot.from && to === slot.to) return i18n._('{name}, same time', { name });
    const when = frame.words.range(from, to, zoneOf(frame, other.resource_id));
    return `${name}, ${when}`;
  };
  return (
    <Group className={cx(styles['alternatives'])} aria-label={i18n._('Nearest free')}>
      <p className={styles['quiet']}>{i18n._('Nearest free')}</p>
      {offers.map((other) => (
        <Button
          key={`${other.resource_id} ${other.start_time}`}
          size="small"
          isDisabled={props.isDisabled ?? false}
          className={styles['alternative'] ?? ''}
          onPress={() => props.onTake(slotOf(other))}
        >
          <bdi>{label(other)}</bdi>
        </Button>
      ))}
    </Group>
  );
}

function slotOf(other: Alternative): Slot {
  return {
    resource: other.resource_id,
    from: millisecondsOf(other.start_time),
    to: millisecondsOf(other.end_time),
  };
}
