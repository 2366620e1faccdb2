import { useLingui } from '@lingui/react';
import { cx } from './cx.ts';
import styles from './states.module.css';

/** A thin line at the upper edge of its positioned parent, after 150 ms; the old rows stay below. */
export function LoadingBar(props: { active: boolean }) {
  const { i18n } = useLingui();
  return (
    <div
      className={cx(styles['bar'], props.active && styles['active'])}
      {...(props.active
        ? { role: 'progressbar', 'aria-label': i18n._('Loading') }
        : { 'aria-hidden': true })}
    />
  );
}
