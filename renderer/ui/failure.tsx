import { useLingui } from '@lingui/react';
import { refusalSentence } from '#renderer/data/refusal.ts';
import type { Refusal } from '#renderer/data/live-store.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './states.module.css';

/** What happened, what is safe, what to do, and a code to copy for whoever helps. */
export function Failure(props: { error: Refusal; onRetry?: () => void }) {
  const { i18n } = useLingui();
  const trace = props.error.details['trace'];
  const code = typeof trace === 'string' ? `${props.error.code} ${trace}` : props.error.code;
  return (
    <div className={styles['state']} role="alert">
      <h2 className={styles['title']}>{i18n._('This could not be shown')}</h2>
      <p className={styles['words']}>{refusalSentence(i18n, props.error)}</p>
      <p className={styles['words']}>{i18n._('Everything saved on this desk is still here.')}</p>
      <div className={styles['row']}>
        {props.onRetry !== undefined && (
          <Button onPress={props.onRetry}>{i18n._('Try again')}</Button>
        )}
        <Button variant="quiet" onPress={() => void navigator.clipboard.writeText(code)}>
          <Icon name="copy" />
          {i18n._('Copy code')}
        </Button>
        <code className={styles['code']}>{code}</code>
      </div>
    </div>
  );
}
