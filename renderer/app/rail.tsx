import { useLingui } from '@lingui/react';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { Focusable } from 'react-aria-components/Focusable';
import type { BoardAddress } from '#renderer/features/bookings/board.store.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { Tip } from '#renderer/ui/tooltip.tsx';
import styles from './rail.module.css';

/** The screens, as signs with names on hover and for screen readers. */
export function Rail(props: {
  /** Where the board was left. */
  board: BoardAddress;
  conflicts: number;
  syncOpen: boolean;
  onSync: () => void;
}) {
  const { i18n } = useLingui();
  const conflicts =
    props.conflicts === 0
      ? i18n._('Conflicts')
      : i18n._('{count, plural, one {Conflicts, # needs you} other {Conflicts, # need you}}', {
          count: props.conflicts,
        });
  return (
    <nav className={styles['rail']} aria-label={i18n._('Screens')}>
      <Tip text={i18n._('Board')} keys="Mod+1" placement="end">
        <Focusable>
          <Link
            to="/board"
            search={props.board}
            activeOptions={{ includeSearch: false }}
            className={cx(styles['item'])}
            aria-label={i18n._('Board')}
          >
            <Icon name="board" size={20} />
          </Link>
        </Focusable>
      </Tip>
      <Tip text={conflicts} keys="Mod+2" placement="end">
        <Focusable>
          <Link to="/conflicts" className={cx(styles['item'])} aria-label={conflicts}>
            <Icon name="conflict" size={20} />
            {props.conflicts > 0 && (
              <span className={styles['count']} aria-hidden="true">
                {props.conflicts > 99 ? '99+' : props.conflicts}
              </span>
            )}
          </Link>
        </Focusable>
      </Tip>
      <Tip text={i18n._('Sync')} keys="Mod+3" placement="end">
        <Button
          className={cx(styles['item'])}
          aria-label={i18n._('Sync')}
          aria-expanded={props.syncOpen}
          onPress={props.onSync}
        >
          <Icon name="sync" size={20} />
        </Button>
      </Tip>
    </nav>
  );
}
