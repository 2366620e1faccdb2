import type { Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx.ts';
import styles from './field.module.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children'> {
  label: string;
  /** Named for screen readers only, where the place makes it plain. */
  hideLabel?: boolean;
  multiline?: boolean;
  rows?: number;
  placeholder?: string;
  description?: string;
  /** Why the value cannot stand; shown beside the field. */
  error?: string | null;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  hideLabel = false,
  multiline = false,
  rows = 2,
  placeholder = '',
  description,
  error = null,
  className,
  inputRef,
  ...rest
}: TextFieldProps) {
  const input = styles['input'] ?? '';
  return (
    <AriaTextField {...rest} isInvalid={error !== null} className={cx(styles['field'], className)}>
      <Label className={hideLabel ? 'visually-hidden' : cx(styles['label'])}>{label}</Label>
      {multiline ? (
        <TextArea className={input} rows={rows} placeholder={placeholder} />
      ) : (
        <Input
          className={input}
          placeholder={placeholder}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
      )}
      {description !== undefined && (
        <Text slot="description" className={cx(styles['note'])}>
          {description}
        </Text>
      )}
      <FieldError className={cx(styles['error'])}>{error}</FieldError>
    </AriaTextField>
  );
}
