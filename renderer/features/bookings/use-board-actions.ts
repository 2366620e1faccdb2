import { useMemo } from 'react';
import { useLingui } from '@lingui/react';
import { useActions } from '#renderer/app/actions.tsx';
import { useFrame } from './board-frame.ts';
import { useBoardStore } from './board.store.ts';

/** Everything the board can do, for shortcuts, palette and the `?` sheet. */
export function useBoardActions(at: { back: string; on: string; pick: () => void }): void {
  const { i18n } = useLingui();
  const { go, today, view } = useFrame();
  const store = useBoardStore();
  const { back, on, pick } = at;
  const actions = useMemo(() => {
    const group = i18n._('Board');
    const local = { group, local: true } as const;
    const here = (): void => store.getState().askFocus();
    const day = view === 'day';
    return [
      {
        id: 'board.today',
        title: i18n._('Go to today'),
        group,
        keys: ['T'],
        run: () => go({ day: today }),
      },
      { id: 'board.date', title: i18n._('Go to a date'), group, keys: ['G'], run: pick },
      {
        id: 'board.day',
        title: i18n._('Show a day'),
        group,
        keys: ['D'],
        run: () => go({ view: 'day' }),
      },
      {
        id: 'board.week',
        title: i18n._('Show a week'),
        group,
        keys: ['W'],
        run: () => go({ view: 'week' }),
      },
      {
        id: 'board.back',
        title: day ? i18n._('Previous day') : i18n._('Previous week'),
        group,
        keys: ['ArrowLeft'],
        run: () => go({ day: back }),
      },
      {
        id: 'board.on',
        title: day ? i18n._('Next day') : i18n._('Next week'),
        group,
        keys: ['ArrowRight'],
        run: () => go({ day: on }),
      },
      {
        id: 'board.wider',
        title: i18n._('Wider hours'),
        group,
        keys: ['+'],
        run: () => store.getState().zoomBy(1),
        ...(day ? {} : { disabled: i18n._('Only in the day view') }),
      },
      {
        id: 'board.narrower',
        title: i18n._('Narrower hours'),
        group,
        keys: ['-'],
        run: () => store.getState().zoomBy(-1),
        ...(day ? {} : { disabled: i18n._('Only in the day view') }),
      },
      // The grid hears these itself, where the cursor stands; from elsewhere they lead there.
      {
        id: 'board.new',
        title: i18n._('New booking at the cursor'),
        ...local,
        keys: ['N', 'Enter'],
        run: here,
      },
      { id: 'board.open', title: i18n._('Open the booking'), ...local, keys: ['Enter'], run: here },
      {
        id: 'board.move',
        title: i18n._('Move the booking with the arrow keys'),
        ...local,
        keys: ['M'],
        run: here,
      },
      {
        id: 'board.moveTo',
        title: i18n._('Move the booking to…'),
        ...local,
        keys: ['Shift+M'],
        run: here,
      },
      {
        id: 'board.end',
        title: i18n._('Change the end of the booking'),
        ...local,
        keys: ['E'],
        run: here,
      },
      {
        id: 'board.start',
        title: i18n._('Change the start of the booking'),
        ...local,
        keys: ['Shift+E'],
        run: here,
      },
      { id: 'board.checkIn', title: i18n._('Check in'), ...local, keys: ['I'], run: here },
      { id: 'board.checkOut', title: i18n._('Check out'), ...local, keys: ['O'], run: here },
      {
        id: 'board.cancel',
        title: i18n._('Cancel the booking'),
        ...local,
        keys: ['X', 'Delete'],
        run: here,
      },
    ];
  }, [i18n, go, today, view, store, back, on, pick]);
  useActions(actions);
}
