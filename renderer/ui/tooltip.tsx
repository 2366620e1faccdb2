import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Keys } from './kbd.tsx';
import styles from './tooltip.module.css';

/** Words for a control that shows only a sign; appears on hover after a moment and on focus at once. */
export function Tip(props: {
  text: string;
  keys?: string | undefined;
  placement?: 'top' | 'bottom' | 'end';
  children: ReactElement;
}) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {props.children}
      <Tooltip className={styles['tip'] ?? ''} placement={props.placement ?? 'bottom'} offset={6}>
        {props.text}
        {props.keys !== undefined && <Keys keys={props.keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
