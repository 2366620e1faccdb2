import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useLingui } from '@lingui/react';
import type { FoundBooking } from '#electron/contract/bookings.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { useActions } from '#renderer/app/actions.tsx';
import { SearchSlot } from '#renderer/app/search-slot.tsx';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { Keys } from '#renderer/ui/kbd.tsx';
import listStyles from '#renderer/ui/list.module.css';
import { statusLabel } from '#renderer/ui/status-mark.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';
import { wallOf } from './timeline/days.ts';
import { groupKeyOf } from './timeline/lines.ts';
import styles from './board-search.module.css';

const SHOWN = 12;

/** Finds a booking while its name is typed; a result leads to its day, its row and its bar. */
export function BoardSearch() {
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const [text, setText] = useState('');
  // Enter came before the answer to the last letters: it counts for the answer.
  const [entered, setEntered] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const asked = text.trim();
  const found = useLiveQuery(
    'bookings.search',
    asked === '' ? null : { text: asked, limit: SHOWN },
  );
  const items = asked === '' ? [] : (found.value ?? []);

  const actions = useMemo(
    () => [
      {
        id: 'board.search',
        title: i18n._('Search bookings'),
        group: i18n._('Board'),
        keys: ['/'],
        run: () => {
          input.current?.focus();
          input.current?.select();
        },
      },
    ],
    [i18n],
  );
  useActions(actions);

  const showBooking = (booking: FoundBooking): void => {
    setText('');
    const from = millisecondsOf(booking.start_time);
    const resource = booking.resource_id;
    const zone = resource === null ? frame.zone : zoneOf(frame, resource);
    const known = resource === null ? undefined : frame.resources.get(resource);
    const { setFilter, expand, setCursor, filter } = store.getState();
    // A filter that hides its row would make the result lead nowhere.
    if (!known && filter !== '') setFilter('');
    if (known) expand(groupKeyOf(known));
    frame.go({ day: wallOf(from, zone).date, booking: booking.id });
    if (resource !== null) setCursor({ line: resource, at: from, booking: booking.id });
  };
  const answered = found.status === 'ready' && !found.stale;
  const takeEntered = useEffectEvent(() => {
    setEntered(null);
    const [first] = items;
    if (entered === text && first) showBooking(first);
  });
  useEffect(() => {
    // The answer comes from outside React: this is where it is heard.
    // oxlint-disable-next-line react/set-state-in-effect
    if (entered !== null && answered) takeEntered();
  }, [entered, answered]);

  return (
    <SearchSlot>
      <ComboBox
        aria-label={i18n._('Search bookings')}
        inputValue={text}
        onInputChange={setText}
        items={items}
        value={null}
        onChange={(key) => {
          const booking = items.find((item) => item.id === key);
          if (booking) showBooking(booking);
        }}
        allowsEmptyCollection={asked !== ''}
        allowsCustomValue
        menuTrigger="input"
        className={cx(styles['search'])}
      >
        <span className={styles['sign']}>
          <Icon name="search" size={14} />
        </span>
        <Input
          ref={input}
          className={cx(styles['input'])}
          placeholder={i18n._('Search bookings')}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text === '') store.getState().askFocus();
            // Enter without a choice means the best match.
            if (event.key !== 'Enter' || asked === '') return;
            if (event.currentTarget.getAttribute('aria-activedescendant') !== null) return;
            event.preventDefault();
            setEntered(text);
          }}
        />
        {text === '' && (
          <span className={styles['key']}>
            <Keys keys="/" />
          </span>
        )}
        <Popover className={cx(listStyles['popover'], styles['popover'])} offset={4}>
          <ListBox
            className={cx(listStyles['list'])}
            renderEmptyState={() =>
              answered ? (
                <p className={styles['nothing']}>
                  {i18n._('Nothing found for “{text}”.', { text: asked })}
                </p>
              ) : null
            }
          >
            {(booking: FoundBooking) => <Result key={booking.id} booking={booking} />}
          </ListBox>
        </Popover>
      </ComboBox>
    </SearchSlot>
  );
}

function Result({ booking }: { booking: FoundBooking }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const zone = booking.resource_id === null ? frame.zone : zoneOf(frame, booking.resource_id);
  const when = frame.words.range(
    millisecondsOf(booking.start_time),
    millisecondsOf(booking.end_time),
    zone,
  );
  const where = [booking.resource_name, booking.place].filter(Boolean).join(' · ');
  return (
    <ListBoxItem id={booking.id} textValue={booking.title} className={cx(listStyles['item'])}>
      <span className={listStyles['words']}>
        <Text slot="label" className={cx(listStyles['main'])}>
          <bdi>{booking.title}</bdi>
        </Text>
        <Text slot="description" className={cx(listStyles['note'])}>
          {[when, where, statusLabel(i18n, booking.status)].filter(Boolean).join(' · ')}
        </Text>
      </span>
    </ListBoxItem>
  );
}
