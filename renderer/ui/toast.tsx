import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { Text } from 'react-aria-components/Text';
import { must } from '#db/kernel/must.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import styles from './toast.module.css';

interface ToastOptions {
  /** Offers Undo; the toast goes when it is taken. */
  readonly undo?: () => void;
  /** `refused`: stays until it is closed, so that the reason can be read. */
  readonly tone?: 'done' | 'refused';
}

interface Saying extends ToastOptions {
  readonly text: string;
}

export interface Toasts {
  say(text: string, options?: ToastOptions): void;
  readonly queue: ToastQueue<Saying>;
}

// WCAG 2.2.1: nobody has to hurry; refusals stay.
const SHOWN = 8_000;

export function createToasts(): Toasts {
  const queue = new ToastQueue<Saying>({ maxVisibleToasts: 3 });
  let done: string | undefined;
  return {
    queue,
    say: (text, options = {}) => {
      if (options.tone === 'refused') {
        queue.add({ text, ...options });
        return;
      }
      // One at a time: a run of moves must not cover the board with their toasts.
      if (done !== undefined) queue.close(done);
      done = queue.add({ text, ...options }, { timeout: SHOWN });
    },
  };
}

const ToastContext = createContext<Toasts | null>(null);

export function ToastProvider(props: { toasts: Toasts; children: ReactNode }) {
  return <ToastContext value={props.toasts}>{props.children}</ToastContext>;
}

export function useToasts(): Toasts {
  return must(use(ToastContext), 'no ToastProvider above');
}

/** Where toasts appear: the lower start corner, above everything. F6 brings the focus there. */
export function ToastArea() {
  const { i18n } = useLingui();
  const { queue } = useToasts();
  return (
    <ToastRegion queue={queue} className={cx(styles['region'])} aria-label={i18n._('Messages')}>
      {({ toast }) => {
        const { text, undo, tone } = toast.content;
        return (
          <AriaToast
            toast={toast}
            className={cx(styles['toast'], tone === 'refused' && styles['refused'])}
          >
            <Icon name={tone === 'refused' ? 'attention' : 'check'} />
            <ToastContent className={styles['content']}>
              <Text slot="title">{text}</Text>
            </ToastContent>
            {undo !== undefined && (
              <Button
                variant="quiet"
                size="small"
                className={styles['undo'] ?? ''}
                onPress={() => {
                  queue.close(toast.key);
                  undo();
                }}
              >
                {i18n._('Undo')}
              </Button>
            )}
            <IconButton slot="close" icon="close" size="small" label={i18n._('Close')} />
          </AriaToast>
        );
      }}
    </ToastRegion>
  );
}
