import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useLingui } from '@lingui/react';
import type { BoardResource } from '#electron/contract/bookings.ts';
import { useNow } from '#renderer/app/clock.tsx';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { LoadingBar } from '#renderer/ui/loading-bar.tsx';
import { FrameContext } from './board-frame.ts';
import type { Frame } from './board-frame.ts';
import { BoardGrid } from './board-grid.tsx';
import { BoardSearch } from './board-search.tsx';
import { BoardToolbar, weekStart } from './board-toolbar.tsx';
import { useBoard, useBoardStore } from './board.store.ts';
import { BookingPanel } from './booking-panel.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { daysFrom, isDate, wallOf } from './timeline/days.ts';
import { linesOf } from './timeline/lines.ts';
import { createWords } from './words.ts';
import styles from './board-screen.module.css';

/** The most resources the contract hands out at once. */
const MOST = 500;
const NO_RESOURCES: readonly BoardResource[] = [];

/** The booking board: who has what, when. Day, view and open booking are in the address. */
export function BoardScreen() {
  const { i18n } = useLingui();
  const search = useSearch({ from: '/board' });
  const navigate = useNavigate({ from: '/board' });
  const now = useNow(20_000);
  const store = useBoardStore();
  useEffect(() => store.getState().setAddress(search), [store, search]);
  useEffect(() => () => store.getState().setDoing(null), [store]);
  const here = useLiveQuery('organizations.here', {});
  const filter = useBoard((state) => state.filter);
  const setFilter = useBoard((state) => state.setFilter);
  const collapsed = useBoard((state) => state.collapsed);
  const asked = useDeferredValue(filter.trim());
  const answer = useLiveQuery('resources.board', { search: asked, offset: 0, limit: MOST });
  const failure =
    (answer.value === undefined ? answer.error : null) ??
    (here.value === undefined ? here.error : null);
  const resources = answer.value?.rows ?? NO_RESOURCES;
  const total = answer.value?.total ?? 0;
  const words = useMemo(() => createWords(i18n), [i18n]);
  const lines = useMemo(() => linesOf(resources, new Set(collapsed)), [resources, collapsed]);
  const zones = useMemo(() => [...new Set(resources.map(({ timezone }) => timezone))], [resources]);
  const [deviceZone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const zone = (zones.length === 1 ? zones[0] : here.value?.organization.timezone) ?? deviceZone;
  const today = wallOf(now, zone).date;
  const day = search.day !== undefined && isDate(search.day) ? search.day : today;
  const view = search.view === 'week' ? 'week' : 'day';

  const frame = useMemo((): Frame => {
    const first = view === 'week' ? weekStart(day, regionOf(i18n.locale)) : day;
    return {
      view,
      days: daysFrom(first, view === 'week' ? 7 : 1, zone),
      zone,
      today,
      words,
      resources: new Map(resources.map((resource) => [resource.id, resource])),
      open: search.booking ?? null,
      go: (to) =>
        void navigate({
          search: (old) => {
            const { booking: open, ...rest } = old;
            const booking = to.booking === undefined ? open : (to.booking ?? undefined);
            return {
              ...rest,
              ...(to.day === undefined ? {} : { day: to.day }),
              ...(to.view === undefined ? {} : { view: to.view }),
              ...(booking === undefined ? {} : { booking }),
            };
          },
          replace: to.day === undefined && to.view === undefined,
        }),
    };
  }, [view, day, zone, today, words, resources, search.booking, navigate, i18n.locale]);

  return (
    <FrameContext value={frame}>
      <BoardSearch />
      <BoardToolbar zones={zones} deviceZone={deviceZone} />
      <div className={styles['split']}>
        {failure !== null ? (
          <Failure error={failure} />
        ) : answer.value === undefined || here.value === undefined ? (
          <LoadingBar active />
        ) : lines.length === 0 ? (
          <Nothing filter={asked} onClear={() => setFilter('')} />
        ) : (
          <BoardGrid lines={lines} total={total} now={now} />
        )}
        {frame.open !== null && <BookingPanel id={frame.open} />}
      </div>
      {total > resources.length && (
        <output className={styles['more']}>
          {i18n._('Showing the first {shown} of {total} resources. Filter to see the others.', {
            shown: resources.length,
            total,
          })}
        </output>
      )}
      <MoveTo />
    </FrameContext>
  );
}

function Nothing(props: { filter: string; onClear: () => void }) {
  const { i18n } = useLingui();
  if (props.filter === '') {
    return (
      <Empty title={i18n._('Nothing to book yet')}>
        {i18n._(
          'Rooms, people and equipment appear here once an administrator has entered or imported them.',
        )}
      </Empty>
    );
  }
  return (
    <Empty
      title={i18n._('No resource matches “{text}”', { text: props.filter })}
      action={<Button onPress={props.onClear}>{i18n._('Show all')}</Button>}
    />
  );
}

function MoveTo() {
  const doing = useBoard((state) => state.doing);
  return doing?.kind === 'move-to' ? <MoveDialog doing={doing} /> : null;
}

/** The language as the person's region writes it, where the system tells: weeks begin by region. */
function regionOf(locale: string): string {
  const [language] = locale.split('-');
  return navigator.languages.find((tag) => tag.startsWith(`${language ?? ''}-`)) ?? locale;
}
