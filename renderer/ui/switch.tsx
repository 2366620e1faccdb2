import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { cx } from './cx.ts';
import styles from './switch.module.css';

/** On or off, at once. */
export function Switch(props: {
  label: string;
  isOn: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
}) {
  return (
    <AriaSwitch
      isSelected={props.isOn}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
      className={cx(styles['switch'])}
    >
      <span className={styles['track']} />
      {props.label}
    </AriaSwitch>
  );
}
