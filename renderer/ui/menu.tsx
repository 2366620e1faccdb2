import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Header } from 'react-aria-components/Header';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Keys } from './kbd.tsx';
import styles from './list.module.css';

interface MenuLine {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly keys?: string;
  /** Shows a tick: the one that holds now. */
  readonly isChosen?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

interface MenuPart {
  readonly title?: string;
  readonly items: readonly MenuLine[];
}

/** A button that opens a list of actions, in parts with or without a heading. */
export function Menu(props: { label: string; trigger: ReactElement; parts: readonly MenuPart[] }) {
  return (
    <MenuTrigger>
      {props.trigger}
      <Popover className={cx(styles['popover'])} offset={4} placement="bottom end">
        <AriaMenu className={cx(styles['list'])} aria-label={props.label}>
          {props.parts.map((part, index) => (
            <MenuSection
              key={part.title ?? index}
              className={cx(styles['part'])}
              {...(part.title === undefined ? { 'aria-label': props.label } : {})}
            >
              {part.title !== undefined && (
                <Header className={cx(styles['heading'])}>{part.title}</Header>
              )}
              {part.items.map((item) => (
                <MenuItem
                  key={item.id}
                  id={item.id}
                  textValue={item.label}
                  isDisabled={item.isDisabled ?? false}
                  onAction={item.run}
                  className={cx(styles['item'])}
                >
                  <span className={styles['words']}>
                    <bdi className={styles['main']}>{item.label}</bdi>
                    {item.note !== undefined && <span className={styles['note']}>{item.note}</span>}
                  </span>
                  {item.keys !== undefined && <Keys keys={item.keys} />}
                  {item.isChosen === true && <Icon name="check" />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
