import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Option } from './option.tsx';
import type { OptionItem } from './option.tsx';
import fieldStyles from './field.module.css';
import listStyles from './list.module.css';

/** One of many, found by typing. */
export function ComboBox(props: {
  label: string;
  items: readonly OptionItem[];
  value: string | null;
  onChange: (id: string) => void;
  className?: string;
}) {
  return (
    <AriaComboBox
      defaultItems={props.items}
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(String(key));
      }}
      menuTrigger="focus"
      className={cx(fieldStyles['field'], props.className)}
    >
      <Label className={cx(fieldStyles['label'])}>{props.label}</Label>
      <Group className={cx(fieldStyles['group'])}>
        <Input className={cx(fieldStyles['input'])} />
        <Button className={cx(fieldStyles['step'])}>
          <Icon name="down" size={14} />
        </Button>
      </Group>
      <Popover className={cx(listStyles['popover'])} offset={4}>
        <ListBox className={cx(listStyles['list'])}>
          {(item: OptionItem) => <Option item={item} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
