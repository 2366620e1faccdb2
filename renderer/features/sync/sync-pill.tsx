import { useLingui } from '@lingui/react';
import { Button } from 'react-aria-components/Button';
import type { SyncStatus } from '#electron/contract/sync.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { pillOf } from './words.ts';
import styles from './sync-pill.module.css';

/** The state of sync in the top bar: sign, words, number. Opens the panel. */
export function SyncPill(props: {
  status: SyncStatus | undefined;
  isOpen: boolean;
  onPress: () => void;
}) {
  const { i18n } = useLingui();
  if (props.status === undefined) {
    return <span className={styles['pill']}>{i18n._('Starting')}</span>;
  }
  const pill = pillOf(i18n, props.status);
  return (
    <Button
      className={cx(styles['pill'], styles[pill.tone])}
      onPress={props.onPress}
      aria-expanded={props.isOpen}
      aria-label={i18n._('Sync: {words}', { words: pill.words })}
    >
      <Icon name={pill.icon} />
      <span className={styles['words']}>{pill.words}</span>
    </Button>
  );
}
