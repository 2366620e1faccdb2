import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import type { PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import styles from './popover.module.css';

interface PopoverProps extends Omit<AriaPopoverProps, 'className' | 'children'> {
  /** Names it for screen readers. */
  label: string;
  className?: string;
  children: ReactNode;
}

/** A small panel at a control or a place. Esc and a click elsewhere close it; focus returns. */
export function Popover({ label, className, children, ...rest }: PopoverProps) {
  return (
    <AriaPopover offset={6} {...rest} className={cx(styles['popover'], className)} data-blocks-keys>
      <Dialog className={cx(styles['inside'])} aria-label={label}>
        {children}
      </Dialog>
    </AriaPopover>
  );
}
