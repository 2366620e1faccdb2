import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Option } from './option.tsx';
import type { OptionItem } from './option.tsx';
import fieldStyles from './field.module.css';
import listStyles from './list.module.css';

/** One of a few. For more than a screenful use ComboBox. */
export function Select(props: {
  label: string;
  hideLabel?: boolean;
  items: readonly OptionItem[];
  value: string | null;
  onChange: (id: string) => void;
  isDisabled?: boolean;
  className?: string;
}) {
  return (
    <AriaSelect
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(String(key));
      }}
      isDisabled={props.isDisabled ?? false}
      className={cx(fieldStyles['field'], props.className)}
    >
      <Label className={props.hideLabel ? 'visually-hidden' : cx(fieldStyles['label'])}>
        {props.label}
      </Label>
      <Button className={cx(fieldStyles['button'])}>
        <SelectValue className={cx(fieldStyles['value'])}>
          {({ selectedText, defaultChildren, isPlaceholder }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <Icon name="down" size={14} />
      </Button>
      <Popover className={cx(listStyles['popover'])} offset={4}>
        <ListBox className={cx(listStyles['list'])} items={props.items}>
          {(item: OptionItem) => <Option item={item} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
