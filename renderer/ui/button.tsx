import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Tip } from './tooltip.tsx';
import styles from './button.module.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** One primary per view: the one thing to do here. */
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'small' | 'medium';
  className?: string;
}

export function Button({ variant = 'plain', size = 'medium', className, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={cx(styles['button'], styles[variant], styles[size], className)}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  icon: IconName;
  /** Names the action; shown as a tooltip too. */
  label: string;
  keys?: string;
}

export function IconButton({ icon, label, keys, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <Button
        variant="quiet"
        {...rest}
        aria-label={label}
        className={cx(styles['icon'], className)}
      >
        <Icon name={icon} />
      </Button>
    </Tip>
  );
}
