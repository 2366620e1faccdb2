import { useState } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { Alternatives } from './alternatives.tsx';
import { useFrame } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Doing } from './board.store.ts';
import { SlotFields } from './slot-fields.tsx';
import { sameSlot } from './timeline/slot.ts';
import { useCheck } from './use-check.ts';
import { useDeeds } from './use-deeds.ts';
import { obstacleSentence } from './words.ts';
import styles from './popovers.module.css';

/** The way to move without dragging: times and resource as fields, with the same check. */
export function MoveDialog(props: { doing: Extract<Doing, { kind: 'move-to' }> }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const deeds = useDeeds();
  const { booking, origin } = props.doing;
  const [slot, setSlot] = useState(origin);
  const check = useCheck(slot, booking.id, null);
  const resource = frame.resources.get(slot.resource);
  const close = (): void => {
    store.getState().setDoing(null);
    store.getState().askFocus();
  };
  return (
    <Dialog
      title={i18n._('Move {title}', { title: booking.title })}
      isOpen
      onOpenChange={(open) => {
        if (!open) close();
      }}
      actions={
        <>
          <Button onPress={close}>{i18n._('Leave it')}</Button>
          <Button
            variant="primary"
            isDisabled={check.state !== 'free' || sameSlot(slot, origin)}
            onPress={() => void deeds.drop('both', booking, origin, slot)}
          >
            {i18n._('Move')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <SlotFields slot={slot} onChange={setSlot} />
        {check.state === 'taken' && resource && (
          <>
            <p className={styles['reason']} role="alert">
              <Icon name="close" size={14} />
              {obstacleSentence(i18n, frame.words, check.obstacle, resource)}
            </p>
            <Alternatives
              people={null}
              slot={slot}
              moving={{ id: booking.id, from: origin }}
              onTake={setSlot}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
