import { ListBoxItem } from 'react-aria-components/ListBox';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import styles from './list.module.css';

export interface OptionItem {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
}

/** One line of a select or combo box: words, a note under them, a tick when chosen. */
export function Option({ item }: { item: OptionItem }) {
  return (
    <ListBoxItem id={item.id} textValue={item.label} className={cx(styles['item'])}>
      {({ isSelected }) => (
        <>
          <span className={styles['words']}>
            <bdi className={styles['main']}>{item.label}</bdi>
            {item.note !== undefined && <span className={styles['note']}>{item.note}</span>}
          </span>
          <span className={styles['tick']}>{isSelected && <Icon name="check" />}</span>
        </>
      )}
    </ListBoxItem>
  );
}
