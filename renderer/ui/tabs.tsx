import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { cx } from './cx.ts';
import styles from './tabs.module.css';

interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly count?: number;
}

/** Two or three views of one list; only the chosen panel is built. */
export function Tabs(props: {
  label: string;
  items: readonly TabItem[];
  chosen: string;
  onChoose: (id: string) => void;
  children: ReactNode;
}) {
  return (
    <AriaTabs
      selectedKey={props.chosen}
      onSelectionChange={(key) => props.onChoose(String(key))}
      className={cx(styles['tabs'])}
    >
      <TabList className={cx(styles['list'])} aria-label={props.label}>
        {props.items.map((item) => (
          <Tab key={item.id} id={item.id} className={cx(styles['tab'])}>
            {item.label}
            {item.count !== undefined && <span className={styles['count']}>{item.count}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={props.chosen} id={props.chosen} className={cx(styles['panel'])}>
        {props.children}
      </TabPanel>
    </AriaTabs>
  );
}
