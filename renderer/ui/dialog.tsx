import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { cx } from './cx.ts';
import styles from './dialog.module.css';

/** For destructive or multi-field work only; everything else is in place. */
export function Dialog(props: {
  title: string;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  /** Buttons, the safe one first; the last one is the outcome. */
  actions?: ReactNode;
  /** `alertdialog` for what cannot be waved away by a click outside. */
  role?: 'dialog' | 'alertdialog';
  width?: 'small' | 'wide';
  children: ReactNode;
}) {
  const alert = props.role === 'alertdialog';
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable={!alert}
      className={cx(styles['veil'])}
      data-blocks-keys
    >
      <Modal className={cx(styles['modal'], props.width === 'wide' && styles['wide'])}>
        <AriaDialog className={cx(styles['dialog'])} role={props.role ?? 'dialog'}>
          <Heading slot="title" className={cx(styles['title'])}>
            {props.title}
          </Heading>
          <div className={styles['body']}>{props.children}</div>
          {props.actions !== undefined && <div className={styles['actions']}>{props.actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
