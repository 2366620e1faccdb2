import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import type { Role } from '#db/schema/table.ts';
import type { ConflictDetail as Detail } from '#electron/contract/conflicts.ts';
import { useActions } from '#renderer/app/actions.tsx';
import { useNow } from '#renderer/app/clock.tsx';
import { useCommand } from '#renderer/data/use-command.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { BookingSide } from './booking-side.tsx';
import { FieldTable } from './field-table.tsx';
import { History } from './history.tsx';
import { OverlapDrawing } from './overlap-drawing.tsx';
import { Settle } from './settle.tsx';
import { conflictHeading, sidesSentence, whenOf } from './words.ts';
import styles from './conflict-detail.module.css';

/** One conflict: what collided, both sides, what can be done, what was done. */
export function ConflictDetail(props: {
  conflict: Detail;
  role: Role | undefined;
  onSettled: () => void;
}) {
  const { i18n } = useLingui();
  const { conflict, role, onSettled } = props;
  const now = useNow(30_000);
  const open = conflict.status === 'open' || conflict.status === 'investigating';
  // What central merged by itself may be decided otherwise, until somebody has.
  const merged = conflict.situation === 'merged' && conflict.resolution === 'merged';
  const maySettle = role === 'supervisor' || role === 'manager' || role === 'admin';
  const { booking, other } = conflict;
  const before = (
    <>
      <header className={styles['head']}>
        <h2 id="conflict-title" tabIndex={-1} className={styles['title']}>
          <bdi>{conflictHeading(i18n, conflict)}</bdi>
          <span className={styles['when']}>{whenOf(i18n, conflict)}</span>
        </h2>
        <p className={styles['sentence']}>{sidesSentence(i18n, conflict)}</p>
      </header>
      {booking !== null && other !== null && (
        <>
          <OverlapDrawing loser={booking} holder={other} timezone={conflict.timezone} />
          <div className={styles['sides']}>
            <BookingSide
              heading={open ? i18n._('Holds the time') : i18n._('Held the time')}
              booking={other}
              timezone={conflict.timezone}
              now={now}
            />
            <BookingSide
              heading={open ? i18n._('Lost the time') : i18n._('Had lost the time')}
              booking={booking}
              timezone={conflict.timezone}
              now={now}
            />
          </div>
        </>
      )}
      {conflict.fields.length > 0 && (
        <FieldTable
          fields={conflict.fields}
          timezone={conflict.timezone}
          actor={conflict.actor_name ?? i18n._('somebody')}
          other={conflict.other_actor_name ?? i18n._('somebody else')}
          situation={conflict.situation}
        />
      )}
    </>
  );
  const history = <History conflict={conflict} now={now} />;
  return (
    <article className={styles['detail']} aria-labelledby="conflict-title">
      {(open || merged) && maySettle ? (
        <Settle
          key={conflict.id}
          conflict={conflict}
          onSettled={onSettled}
          before={before}
          after={history}
        />
      ) : (
        <div className={styles['scroll']}>
          {before}
          {open ? (
            <p className={styles['readonly']}>
              <Icon name="lock" />
              {i18n._('A supervisor settles this. Both sides stay as they are until then.')}
            </p>
          ) : (
            <Settled conflict={conflict} maySettle={maySettle} />
          )}
          {history}
        </div>
      )}
    </article>
  );
}

function Settled(props: { conflict: Detail; maySettle: boolean }) {
  const { i18n } = useLingui();
  const byItself = props.conflict.resolution === 'merged';
  const reopen = useCommand('conflicts.reopen');
  const run = () =>
    void reopen.run({ id: props.conflict.id }, { done: i18n._('Conflict opened again') });
  useActions([
    {
      id: 'conflicts.reopen',
      title: i18n._('Take the settlement back and open again'),
      group: i18n._('Conflicts'),
      disabled: props.maySettle && !byItself ? undefined : i18n._('A supervisor can do that.'),
      run,
    },
  ]);
  return (
    <div className={styles['settled']}>
      <Icon name="check" />
      <p>{settledWords(i18n, props.conflict)}</p>
      {props.maySettle && !byItself && (
        <Button isDisabled={reopen.busy} onPress={run}>
          {i18n._('Take it back and open again')}
        </Button>
      )}
    </div>
  );
}

function settledWords(i18n: I18n, { status, resolution, resolved_by_name }: Detail): string {
  const name = resolved_by_name ?? i18n._('somebody');
  if (resolution === 'merged') return i18n._('Merged automatically');
  return status === 'ignored'
    ? i18n._('Ignored by {name}', { name })
    : i18n._('Settled by {name}', { name });
}
