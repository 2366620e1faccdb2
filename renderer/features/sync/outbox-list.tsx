import { useLingui } from '@lingui/react';
import type { OutboxLine } from '#electron/contract/sync.ts';
import { sinceText } from '#renderer/app/when.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { LoadingBar } from '#renderer/ui/loading-bar.tsx';
import { rejectionSentence } from './rejection.ts';
import { commandWords } from './words.ts';
import styles from './outbox-list.module.css';

const SHOWN = 100;

/** What was done at this desk and is not settled with central: what, when, who, and its state. */
export function OutboxList(props: { tab: 'waiting' | 'rejected'; now: number }) {
  const { i18n } = useLingui();
  const { tab, now } = props;
  const lines = useLiveQuery('sync.outbox', { tab, offset: 0, limit: SHOWN });
  if (lines.status === 'failed' && lines.error !== null) return <Failure error={lines.error} />;
  const page = lines.stale ? undefined : lines.value;
  return (
    <div className={styles['place']}>
      <LoadingBar active={lines.status === 'loading'} />
      {page !== undefined && page.total === 0 && <Nothing tab={tab} />}
      <ul>
        {page?.rows.map((line) => (
          <Line key={line.op_id} line={line} now={now} />
        ))}
      </ul>
      {page !== undefined && page.total > page.rows.length && (
        <p className={styles['more']}>
          {i18n._('and {count} more', { count: i18n.number(page.total - page.rows.length) })}
        </p>
      )}
    </div>
  );
}

function Nothing(props: { tab: 'waiting' | 'rejected' }) {
  const { i18n } = useLingui();
  return props.tab === 'waiting' ? (
    <Empty title={i18n._('Nothing is waiting')}>
      {i18n._('Central has everything that was done at this desk.')}
    </Empty>
  ) : (
    <Empty title={i18n._('Nothing needs attention')}>
      {i18n._('A change that central refuses is kept here with its reason.')}
    </Empty>
  );
}

function Line(props: { line: OutboxLine; now: number }) {
  const { i18n } = useLingui();
  const { line, now } = props;
  const retry = useCommand('sync.retry');
  const dismiss = useCommand('sync.dismiss');
  const facts = [line.actor_name, sinceText(i18n, null, line.at, now)].filter(Boolean).join(' · ');
  return (
    <li className={styles['line']}>
      <p>
        <span className={styles['what']}>{commandWords(i18n, line.command)}</span>
        {line.subject !== null && (
          <>
            {' '}
            <bdi>{line.subject}</bdi>
          </>
        )}
      </p>
      <p className={styles['facts']}>
        <bdi>{facts}</bdi>
        {line.state === 'sending' && <> · {i18n._('being sent')}</>}
      </p>
      {line.state === 'rejected' && (
        <>
          <p className={styles['reason']}>{rejectionSentence(i18n, line.code)}</p>
          <div className={styles['row']}>
            <Button
              size="small"
              isDisabled={retry.busy}
              onPress={() => void retry.run({ op_id: line.op_id })}
            >
              {i18n._('Try again')}
            </Button>
            <Button
              size="small"
              variant="quiet"
              isDisabled={dismiss.busy}
              onPress={() => void dismiss.run({ op_id: line.op_id })}
            >
              {i18n._('Dismiss')}
            </Button>
            <code className={styles['code']}>
              {[line.code, line.detail].filter(Boolean).join(' · ')}
            </code>
          </div>
        </>
      )}
    </li>
  );
}
