import { useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '#renderer/ui/button.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { NumberField } from '#renderer/ui/number-field.tsx';
import { Popover } from '#renderer/ui/popover.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Alternatives } from './alternatives.tsx';
import { useFrame } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import type { Doing } from './board.store.ts';
import { SlotFields } from './slot-fields.tsx';
import type { Slot } from './timeline/slot.ts';
import { useCheck } from './use-check.ts';
import type { Deeds } from './use-deeds.ts';
import { obstacleSentence, modeSentence } from './words.ts';
import styles from './popovers.module.css';

/** The inline form of a new booking, at the place it was drawn. Enter saves, Esc lets go. */
export function NewBooking(props: {
  doing: Extract<Doing, { kind: 'new' }>;
  anchor: HTMLElement;
  deeds: Deeds;
}) {
  const { i18n } = useLingui();
  const { words, resources } = useFrame();
  const store = useBoardStore();
  const { slot } = props.doing;
  const [title, setTitle] = useState('');
  const [people, setPeople] = useState(1);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const titleField = useRef<HTMLInputElement>(null);
  const check = useCheck(slot, null, people);
  const resource = resources.get(slot.resource);

  const close = (): void => {
    const { setDoing, setCursor } = store.getState();
    setDoing(null);
    setCursor({ line: slot.resource, at: slot.from, booking: null });
  };
  const change = (next: Slot): void => store.getState().setDoing({ kind: 'new', slot: next });
  const save = async (at: Slot): Promise<void> => {
    if (busy) return;
    if (title.trim() === '') {
      setMissing(true);
      titleField.current?.focus();
      return;
    }
    setBusy(true);
    try {
      // A refusal stays in sight: `useCheck` names it here, and nothing typed is lost.
      await props.deeds.create({ slot: at, title: title.trim(), people, notes: '' });
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save(slot);
  };
  // The parts of a date field are no inputs: Enter in them would not send the form.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof Element)) return;
    if (!event.target.matches('[role="spinbutton"]')) return;
    event.preventDefault();
    void save(slot);
  };
  return (
    <Popover
      label={i18n._('New booking')}
      triggerRef={{ current: props.anchor }}
      isOpen
      onOpenChange={(open) => {
        if (!open) close();
      }}
      placement="bottom start"
      className={styles['new'] ?? ''}
    >
      {/* Enter is heard for parts of the form that are no inputs. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form className={styles['form']} onSubmit={onSubmit} onKeyDown={onKeyDown}>
        <div className={styles['first']}>
          <TextField
            label={i18n._('Name')}
            value={title}
            onChange={(value) => {
              setTitle(value);
              setMissing(false);
            }}
            error={missing ? i18n._('Who or what is it for?') : null}
            maxLength={200}
            // The form was asked for; the name is what is typed first.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            inputRef={titleField}
          />
          <NumberField
            label={i18n._('People')}
            value={people}
            onChange={(value) => setPeople(Number.isNaN(value) ? 1 : value)}
            minValue={0}
            maxValue={100_000}
          />
        </div>
        <SlotFields slot={slot} onChange={change} />
        {resource && modeSentence(i18n, resource) !== null && (
          <p className={styles['quiet']}>{modeSentence(i18n, resource)}</p>
        )}
        {resource && resource.booking_mode === 'exclusive' && people > resource.capacity && (
          <p className={styles['note']}>
            <Icon name="attention" size={14} />
            {i18n._('{name} is meant for {count, plural, one {# person} other {# people}}.', {
              name: resource.name,
              count: resource.capacity,
            })}
          </p>
        )}
        {check.state === 'taken' && resource && (
          <div className={styles['refusal']}>
            <p className={styles['reason']} role="alert">
              <Icon name="close" size={14} />
              {obstacleSentence(i18n, words, check.obstacle, resource)}
            </p>
            <Alternatives
              slot={slot}
              moving={null}
              people={people}
              isDisabled={busy}
              onTake={(other) => {
                change(other);
                if (title.trim() !== '') void save(other);
              }}
            />
          </div>
        )}
        <div className={styles['actions']}>
          <span className={styles['length']}>
            {resource && words.length(slot.from, slot.to, resource.timezone)}
            {check.state === 'free' && (
              <span className={styles['free']}>
                <Icon name="check" size={14} />
                {i18n._('free')}
              </span>
            )}
          </span>
          <Button variant="quiet" onPress={close}>
            {i18n._('Cancel')}
          </Button>
          <Button variant="primary" type="submit" isDisabled={busy || check.state === 'taken'}>
            {i18n._('Book')}
          </Button>
        </div>
      </form>
    </Popover>
  );
}
