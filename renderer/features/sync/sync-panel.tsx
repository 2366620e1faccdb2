import { useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { SyncStatus } from '#electron/contract/sync.ts';
import { useActions } from '#renderer/app/actions.tsx';
import { clockText } from '#renderer/app/when.ts';
import { useNow } from '#renderer/app/clock.tsx';
import { useCommand } from '#renderer/data/use-command.ts';
import { Button, IconButton } from '#renderer/ui/button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { OutboxList } from './outbox-list.tsx';
import { SyncFacts } from './sync-facts.tsx';
import { healedWords, isRecent } from './healed.ts';
import { pillOf, stateSentence } from './words.ts';
import styles from './sync-panel.module.css';

/** Side sheet over the screen's edge: what waits, what was refused, when both sides were equal. */
export function SyncPanel(props: { status: SyncStatus; onClose: () => void }) {
  const { i18n } = useLingui();
  const { status, onClose } = props;
  const now = useNow(1_000);
  const syncNow = useCommand('sync.now');
  const setPlugged = useCommand('sync.setPlugged');
  const [tab, setTab] = useState<'waiting' | 'rejected'>(
    status.attention > 0 ? 'rejected' : 'waiting',
  );
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  useActions([
    {
      id: 'sync.close',
      title: i18n._('Close sync'),
      group: i18n._('Everywhere'),
      keys: ['Escape'],
      run: onClose,
    },
  ]);

  const pill = pillOf(i18n, status);
  const nextTry =
    status.next_try_at === null ? null : clockText(i18n.locale, null, status.next_try_at, now);
  const { allowed, unplugged } = status.unplug;
  const alone = status.light === 'standalone' || status.light === 'adopting';
  return (
    <aside ref={panel} className={styles['panel']} aria-label={i18n._('Sync')} tabIndex={-1}>
      <header className={styles['head']}>
        <h2>{i18n._('Sync')}</h2>
        <IconButton icon="close" label={i18n._('Close')} keys="Escape" onPress={onClose} />
      </header>
      <div className={cx(styles['state'], styles[pill.tone])}>
        <p className={styles['words']}>
          <Icon name={pill.icon} />
          {pill.words}
        </p>
        <p className={styles['sentence']}>{stateSentence(i18n, status, nextTry)}</p>
        {!alone && (
          <div className={styles['row']}>
            <Button
              variant={status.waiting > 0 ? 'primary' : 'plain'}
              isDisabled={unplugged || syncNow.busy}
              onPress={() => void syncNow.run({})}
            >
              {syncNow.busy ? i18n._('Syncing') : i18n._('Sync now')}
            </Button>
            {allowed && (
              <Switch
                label={i18n._('Unplug this desk')}
                isOn={unplugged}
                isDisabled={setPlugged.busy}
                onChange={(off) => void setPlugged.run({ plugged: !off })}
              />
            )}
          </div>
        )}
      </div>
      {status.error !== null && !unplugged && (
        <div className={cx(styles['error'], status.light === 'offline' && styles['offline'])}>
          <code>{status.error.code}</code>
          <p>{status.error.message}</p>
          <IconButton
            icon="copy"
            size="small"
            label={i18n._('Copy code')}
            onPress={() =>
              void navigator.clipboard.writeText(`${status.error?.code}: ${status.error?.message}`)
            }
          />
        </div>
      )}
      {status.healed !== null && isRecent(status.healed, now) && (
        <p className={styles['healed']}>{healedWords(i18n, status.healed, now)}</p>
      )}
      <SyncFacts status={status} now={now} />
      {!alone && (
        <Tabs
          label={i18n._('Changes made at this desk')}
          items={[
            { id: 'waiting', label: i18n._('Waiting to be sent'), count: status.waiting },
            { id: 'rejected', label: i18n._('Needs attention'), count: status.attention },
          ]}
          chosen={tab}
          onChoose={(id) => setTab(id === 'rejected' ? 'rejected' : 'waiting')}
        >
          <OutboxList tab={tab} now={now} />
        </Tabs>
      )}
    </aside>
  );
}
