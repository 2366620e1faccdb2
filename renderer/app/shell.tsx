import { useRef, useState } from 'react';
import { useLingui } from '@lingui/react';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useStore } from 'zustand';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { BoardContext, createBoardStore } from '#renderer/features/bookings/board.store.ts';
import { FillScreen } from '#renderer/features/sync/fill-screen.tsx';
import { SyncPanel } from '#renderer/features/sync/sync-panel.tsx';
import { SyncPill } from '#renderer/features/sync/sync-pill.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { useActions } from './actions.tsx';
import { CommandPalette } from './command-palette.tsx';
import { PersonMenu } from './person-menu.tsx';
import { QuitGuard } from './quit-guard.tsx';
import { Rail } from './rail.tsx';
import { SearchPlace } from './search-slot.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useInterest } from './use-interest.ts';
import { useWindowActions } from './window-actions.ts';
import styles from './shell.module.css';

/** The frame of every screen: rail, top bar, the screen, the sync panel, and what opens over them. */
export function Shell() {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const status = useLiveQuery('sync.status', {});
  const here = useLiveQuery('organizations.here', {});
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const [syncOpen, setSyncOpen] = useState(false);
  const [boardStore] = useState(createBoardStore);
  const board = useStore(boardStore, (state) => state.address);
  const pillPlace = useRef<HTMLDivElement>(null);

  useActions([
    {
      id: 'window.board',
      title: i18n._('Go to the board'),
      group: i18n._('Everywhere'),
      keys: ['Mod+1'],
      run: () => void navigate({ to: '/board', search: board }),
    },
    {
      id: 'window.conflicts',
      title: i18n._('Go to conflicts'),
      group: i18n._('Everywhere'),
      keys: ['Mod+2'],
      run: () => void navigate({ to: '/conflicts' }),
    },
    {
      id: 'window.sync',
      title: i18n._('Show or hide sync'),
      group: i18n._('Everywhere'),
      keys: ['Mod+3'],
      run: () => setSyncOpen((shown) => !shown),
    },
    {
      id: 'window.palette',
      title: i18n._('Find a command'),
      group: i18n._('Everywhere'),
      keys: ['Mod+K'],
      run: () => setOpen('palette'),
    },
    {
      id: 'window.shortcuts',
      title: i18n._('Show keyboard shortcuts'),
      group: i18n._('Everywhere'),
      keys: ['?', 'F1'],
      run: () => setOpen('sheet'),
    },
  ]);
  useWindowActions();
  useInterest();

  const closeSync = () => {
    setSyncOpen(false);
    pillPlace.current?.querySelector('button')?.focus();
  };
  const filling = status.value?.light === 'filling';
  const title = path.startsWith('/conflicts') ? i18n._('Conflicts') : i18n._('Board');

  return (
    <div className={styles['shell']}>
      <Rail
        board={board}
        conflicts={status.value?.conflicts ?? 0}
        syncOpen={syncOpen}
        onSync={() => setSyncOpen((shown) => !shown)}
      />
      <header className={styles['bar']}>
        <h1 className={styles['title']}>{title}</h1>
        <SearchPlace className={styles['search'] ?? ''} />
        <div ref={pillPlace}>
          <SyncPill
            status={status.value}
            isOpen={syncOpen}
            onPress={() => setSyncOpen((shown) => !shown)}
          />
        </div>
        {here.value !== undefined && (
          <span className={styles['organization']} title={here.value.device.name}>
            <bdi>{here.value.organization.name}</bdi>
          </span>
        )}
        <PersonMenu here={here.value} onPalette={() => setOpen('palette')} />
      </header>
      <main className={styles['main']} id="main">
        {status.status === 'failed' && status.error !== null && <Failure error={status.error} />}
        {filling && status.value !== undefined ? (
          <FillScreen status={status.value} />
        ) : (
          <BoardContext value={boardStore}>
            <Outlet />
          </BoardContext>
        )}
      </main>
      {syncOpen && status.value !== undefined && (
        <SyncPanel status={status.value} onClose={closeSync} />
      )}
      <CommandPalette
        isOpen={open === 'palette'}
        onOpenChange={(shown) => setOpen(shown ? 'palette' : null)}
      />
      <ShortcutSheet
        isOpen={open === 'sheet'}
        onOpenChange={(shown) => setOpen(shown ? 'sheet' : null)}
      />
      <QuitGuard waiting={status.value?.waiting ?? 0} />
    </div>
  );
}
