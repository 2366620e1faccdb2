import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import type { NumberFieldProps as AriaNumberFieldProps } from 'react-aria-components/NumberField';
import { cx } from './cx.ts';
import styles from './field.module.css';

interface NumberFieldProps extends Omit<AriaNumberFieldProps, 'className' | 'children'> {
  label: string;
  className?: string;
}

/** A whole number with steps by arrow keys and buttons. */
export function NumberField({ label, className, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} className={cx(styles['field'], className)}>
      <Label className={cx(styles['label'])}>{label}</Label>
      <Group className={cx(styles['group'])}>
        <Input className={cx(styles['input'])} />
        <Button slot="decrement" className={cx(styles['step'])}>
          −
        </Button>
        <Button slot="increment" className={cx(styles['step'])}>
          +
        </Button>
      </Group>
    </AriaNumberField>
  );
}
