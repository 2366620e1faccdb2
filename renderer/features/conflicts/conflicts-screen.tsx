import { useState } from 'react';
import { useLingui } from '@lingui/react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useActions } from '#renderer/app/actions.tsx';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { LoadingBar } from '#renderer/ui/loading-bar.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { ConflictDetail } from './conflict-detail.tsx';
import { ConflictList } from './conflict-list.tsx';
import styles from './conflicts-screen.module.css';

const PAGE = 100;
const MOST = 500;

/** What collided and needs a person: list at the start side, one conflict at the end side. */
export function ConflictsScreen() {
  const { i18n } = useLingui();
  const search = useSearch({ from: '/conflicts' });
  const navigate = useNavigate({ from: '/conflicts' });
  const tab = search.tab ?? 'open';
  const [limit, setLimit] = useState(PAGE);
  const here = useLiveQuery('organizations.here', {});
  const status = useLiveQuery('sync.status', {});
  const inbox = useLiveQuery('conflicts.inbox', { tab, offset: 0, limit });
  const lines = inbox.stale ? [] : (inbox.value?.rows ?? []);
  const total = inbox.value?.total ?? 0;
  const chosen = search.id ?? lines[0]?.id ?? null;
  const detail = useLiveQuery('conflicts.get', chosen === null ? null : { id: chosen });
  const conflict = chosen === null ? undefined : detail.value;

  const choose = (id: string | undefined) =>
    void navigate({ search: { ...(tab === 'settled' ? { tab } : {}), ...(id ? { id } : {}) } });
  const chooseTab = (id: string) => {
    setLimit(PAGE);
    void navigate({ search: id === 'settled' ? { tab: 'settled' } : {} });
  };
  const step = (by: 1 | -1) => {
    const index = lines.findIndex((line) => line.id === chosen);
    const next = lines[Math.min(lines.length - 1, Math.max(0, index + by))];
    if (next !== undefined) choose(next.id);
  };
  const goToDetail = () => document.querySelector<HTMLElement>('#conflict-title')?.focus();
  const group = i18n._('Conflicts');
  useActions([
    {
      id: 'conflicts.next',
      title: i18n._('Next conflict'),
      group,
      keys: ['J'],
      run: () => step(1),
    },
    {
      id: 'conflicts.previous',
      title: i18n._('Previous conflict'),
      group,
      keys: ['K'],
      run: () => step(-1),
    },
    {
      id: 'conflicts.open',
      title: i18n._('Show conflicts that need you'),
      group,
      run: () => chooseTab('open'),
    },
    {
      id: 'conflicts.settled',
      title: i18n._('Show settled conflicts'),
      group,
      run: () => chooseTab('settled'),
    },
    {
      id: 'conflicts.read',
      title: i18n._('Open the conflict'),
      group,
      keys: ['Enter'],
      local: true,
      run: goToDetail,
    },
  ]);

  // After settling, the next one that needs a person takes its place.
  const afterSettled = () => {
    const index = lines.findIndex((line) => line.id === chosen);
    choose((lines[index + 1] ?? lines[index - 1])?.id);
  };

  return (
    <div className={styles['screen']}>
      <div className={styles['side']}>
        <LoadingBar active={inbox.status === 'loading'} />
        <Tabs
          label={i18n._('Which conflicts')}
          items={[
            {
              id: 'open',
              label: i18n._('Needs you'),
              ...(status.value === undefined ? {} : { count: status.value.conflicts }),
            },
            { id: 'settled', label: i18n._('Settled') },
          ]}
          chosen={tab}
          onChoose={chooseTab}
        >
          {inbox.status === 'failed' && inbox.error !== null && <Failure error={inbox.error} />}
          {inbox.status === 'ready' && total === 0 && <NoConflicts tab={tab} />}
          {lines.length > 0 && (
            <ConflictList lines={lines} chosen={chosen} onChoose={choose} onEnter={goToDetail} />
          )}
          {total > lines.length && lines.length > 0 && limit < MOST && (
            <div className={styles['more']}>
              <Button variant="quiet" onPress={() => setLimit(MOST)}>
                {i18n._('Show more ({count})', { count: i18n.number(total - lines.length) })}
              </Button>
            </div>
          )}
        </Tabs>
      </div>
      <div className={styles['place']}>
        <LoadingBar active={detail.status === 'loading'} />
        {detail.status === 'failed' && detail.error !== null && <Failure error={detail.error} />}
        {conflict === null && (
          <Empty title={i18n._('This conflict is not here')}>
            {i18n._('It may not have arrived at this desk yet.')}
          </Empty>
        )}
        {conflict !== null && conflict !== undefined && (
          <ConflictDetail
            conflict={conflict}
            role={here.value?.person.role}
            onSettled={afterSettled}
          />
        )}
      </div>
    </div>
  );
}

function NoConflicts(props: { tab: 'open' | 'settled' }) {
  const { i18n } = useLingui();
  return props.tab === 'open' ? (
    <Empty title={i18n._('No conflicts')}>
      {i18n._('When two desks book the same time, or change the same booking, it shows up here.')}
    </Empty>
  ) : (
    <Empty title={i18n._('Nothing settled yet')}>
      {i18n._('Settled conflicts stay here with everything that was done.')}
    </Empty>
  );
}
