import { useEffect } from 'react';
import { useLingui } from '@lingui/react';
import { useAnnounce } from '#renderer/app/announce.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { Popover } from '#renderer/ui/popover.tsx';
import { Alternatives } from './alternatives.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Doing } from './board.store.ts';
import { useCheck } from './use-check.ts';
import type { Deeds } from './use-deeds.ts';
import { obstacleSentence } from './words.ts';
import styles from './popovers.module.css';

/** Why a drop was refused, at the place of the drop, with the nearest free slots as a way out. */
export function Refusal(props: {
  doing: Extract<Doing, { kind: 'dropped' | 'refused' }>;
  anchor: HTMLElement;
  deeds: Deeds;
}) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const announce = useAnnounce();
  const store = useBoardStore();
  const { what, booking, origin, slot } = props.doing;
  const check = useCheck(slot, booking.id, null);
  const resource = frame.resources.get(slot.resource);
  const sentence =
    check.state === 'taken' && resource
      ? obstacleSentence(i18n, frame.words, check.obstacle, resource)
      : null;
  useEffect(() => {
    if (sentence !== null) announce(sentence);
  }, [announce, sentence]);

  const back = (): void => {
    const { setDoing, setCursor } = store.getState();
    setDoing(null);
    setCursor({ line: origin.resource, at: origin.from, booking: booking.id });
  };
  const zone = zoneOf(frame, origin.resource);
  return (
    <Popover
      label={i18n._('This could not be moved')}
      triggerRef={{ current: props.anchor }}
      isOpen
      onOpenChange={(open) => {
        if (!open) back();
      }}
      placement="bottom start"
      className={styles['refused'] ?? ''}
    >
      <div className={styles['form']}>
        {sentence === null ? (
          check.state === 'free' && (
            <p className={styles['reason']}>{i18n._('It is free by now.')}</p>
          )
        ) : (
          <p className={styles['reason']}>
            <Icon name="close" size={14} />
            {sentence}
          </p>
        )}
        {check.state === 'free' && (
          <Button
            variant="primary"
            onPress={() => void props.deeds.drop(what, booking, origin, slot)}
          >
            {i18n._('Move it here')}
          </Button>
        )}
        <Alternatives
          people={null}
          slot={slot}
          moving={{ id: booking.id, from: origin }}
          onTake={(other) => void props.deeds.drop('both', booking, origin, other)}
        />
        {/* Leaving it is the safe answer to a stray Enter. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button variant="quiet" size="small" autoFocus onPress={back}>
          {i18n._('Leave it at {when}', {
            when: frame.words.range(origin.from, origin.to, zone),
          })}
        </Button>
      </div>
    </Popover>
  );
}
