import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from '@tanstack/react-router';
import { useLingui } from '@lingui/react';
import type { BookingDetail } from '#electron/contract/bookings.ts';
import { millisecondsOf } from '#db/kernel/instant.ts';
import { useNow } from '#renderer/app/clock.tsx';
import { sinceText } from '#renderer/app/when.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { IconButton } from '#renderer/ui/button.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { LoadingBar } from '#renderer/ui/loading-bar.tsx';
import { NumberField } from '#renderer/ui/number-field.tsx';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoard, useBoardStore } from './board.store.ts';
import { BookingActions } from './booking-actions.tsx';
import styles from './booking-panel.module.css';

/** Everything of one booking beside the board; words are edited in place and saved when left. */
export function BookingPanel(props: { id: string }) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const store = useBoardStore();
  const answer = useLiveQuery('bookings.get', { id: props.id });
  const detail = answer.stale ? undefined : answer.value;
  const panel = useRef<HTMLElement>(null);
  const asked = useBoard((state) => state.panelAsked);
  useEffect(() => {
    if (asked === props.id) panel.current?.focus();
  }, [asked, props.id]);
  const close = (): void => {
    store.getState().askPanel(null);
    frame.go({ booking: null });
    store.getState().askFocus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (event.target instanceof Element && !event.currentTarget.contains(event.target)) return;
    event.preventDefault();
    close();
  };
  return (
    // Escape is heard for the whole panel.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={panel}
      tabIndex={-1}
      className={styles['panel']}
      aria-label={i18n._('Booking')}
      onKeyDown={onKeyDown}
      data-panel
    >
      <LoadingBar active={answer.status === 'loading'} />
      <header className={styles['head']}>
        <h2 className={styles['heading']}>{i18n._('Booking')}</h2>
        <IconButton
          icon="close"
          size="small"
          label={i18n._('Close')}
          keys="Escape"
          onPress={close}
        />
      </header>
      {answer.status === 'failed' && answer.error ? (
        <Failure error={answer.error} />
      ) : detail ? (
        <Detail key={detail.id} detail={detail} />
      ) : (
        answer.status === 'ready' && (
          <p className={styles['gone']}>{i18n._('This booking is not there any more.')}</p>
        )
      )}
    </aside>
  );
}

function Detail({ detail }: { detail: BookingDetail }) {
  const { i18n } = useLingui();
  const { words, zone: axis, ...frame } = useFrame();
  const now = useNow(30_000);
  const zone =
    detail.resource_id === null
      ? detail.timezone
      : zoneOf({ ...frame, words, zone: axis }, detail.resource_id);
  const from = millisecondsOf(detail.start_time);
  const to = millisecondsOf(detail.end_time);
  const resource = detail.resource_id === null ? null : frame.resources.get(detail.resource_id);
  const place = [resource?.place, resource?.category].filter(Boolean).join(' · ');
  const by = (name: string | null, at: string): string =>
    name === null
      ? sinceText(i18n, zone, at, now)
      : i18n._('{name}, {when}', { name, when: sinceText(i18n, zone, at, now) });
  return (
    <div className={styles['body']}>
      <div className={styles['status']}>
        <StatusMark status={detail.status} unsent={detail.unsent === 1} />
      </div>
      {detail.conflict_id !== null && (
        <Link
          to="/conflicts"
          search={{ id: detail.conflict_id }}
          className={styles['conflict'] ?? ''}
        >
          <Icon name="conflict" />
          {detail.status === 'conflicted'
            ? i18n._('Somebody else has this time. See the conflict')
            : i18n._('Part of a conflict. See it')}
        </Link>
      )}
      <BookingActions detail={detail} />
      <Words detail={detail} />
      <dl className={styles['facts']}>
        <dt>{i18n._('When')}</dt>
        <dd>
          {words.range(from, to, zone)}
          <span className={styles['second']}>
            {words.length(from, to, zone)}
            {zone === axis ? '' : ` · ${words.zone(zone, from)}`}
          </span>
        </dd>
        <dt>{i18n._('Where')}</dt>
        <dd>
          <bdi>{detail.resource_name ?? i18n._('No resource')}</bdi>
          {place !== '' && <span className={styles['second']}>{place}</span>}
        </dd>
        {detail.cancel_reason !== '' && (
          <>
            <dt>{i18n._('Reason')}</dt>
            <dd>{detail.cancel_reason}</dd>
          </>
        )}
        {detail.conflict_resolution_notes !== '' && (
          <>
            <dt>{i18n._('Settled')}</dt>
            <dd>{detail.conflict_resolution_notes}</dd>
          </>
        )}
        {detail.external_ref !== '' && (
          <>
            <dt>{i18n._('Reference')}</dt>
            <dd>
              <code>{detail.external_ref}</code>
            </dd>
          </>
        )}
        <dt>{i18n._('Made')}</dt>
        <dd>{by(detail.created_by_name, detail.created_at)}</dd>
        {detail.updated_at !== detail.created_at && (
          <>
            <dt>{i18n._('Changed')}</dt>
            <dd>{by(detail.updated_by_name, detail.updated_at)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

/** Title, people and notes; each is saved when it is left, and put back when it is refused. */
function Words({ detail }: { detail: BookingDetail }) {
  const { i18n } = useLingui();
  const edit = useCommand('bookings.edit');
  const title = useDraft(detail.title);
  const notes = useDraft(detail.notes);
  const { id } = detail;
  const saveTitle = async (): Promise<void> => {
    const value = title.text.trim();
    if (value === '' || value === detail.title) {
      title.reset();
      return;
    }
    await edit.run({ id, title: value }, { done: i18n._('Renamed to {title}', { title: value }) });
  };
  const saveNotes = async (): Promise<void> => {
    if (notes.text === detail.notes) {
      notes.reset();
      return;
    }
    await edit.run({ id, notes: notes.text }, { done: i18n._('Notes saved') });
  };
  return (
    <>
      <TextField
        label={i18n._('Name')}
        value={title.text}
        onChange={title.change}
        onBlur={() => void saveTitle()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void saveTitle();
          if (event.key === 'Escape' && title.isDirty) {
            event.preventDefault();
            title.reset();
          }
        }}
        maxLength={200}
      />
      <NumberField
        label={i18n._('People')}
        value={detail.party_size}
        onChange={(party_size) => {
          if (Number.isNaN(party_size) || party_size === detail.party_size) return;
          void edit.run(
            { id, party_size },
            {
              done: i18n._('{title}: {count, plural, one {# person} other {# people}}', {
                title: detail.title,
                count: party_size,
              }),
            },
          );
        }}
        minValue={0}
        maxValue={100_000}
        className={styles['people'] ?? ''}
      />
      <TextField
        label={i18n._('Notes')}
        multiline
        rows={3}
        value={notes.text}
        onChange={notes.change}
        onBlur={() => void saveNotes()}
        maxLength={4000}
      />
    </>
  );
}

/**
 * What is typed over a saved value. While nothing is typed it follows what others save; what was
 * typed stays until the saved value comes back equal, so that a refusal loses nothing.
 */
function useDraft(saved: string) {
  const [typed, setTyped] = useState<string | null>(null);
  if (typed !== null && typed === saved) setTyped(null);
  return {
    text: typed ?? saved,
    isDirty: typed !== null && typed !== saved,
    change: setTyped,
    reset: () => setTyped(null),
  };
}
