import { useLingui } from '@lingui/react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import type { ConflictLine } from '#electron/contract/conflicts.ts';
import { useNow } from '#renderer/app/clock.tsx';
import { sinceText } from '#renderer/app/when.ts';
import { cx } from '#renderer/ui/cx.ts';
import { conflictHeading, sidesSentence, whenOf } from './words.ts';
import styles from './conflict-list.module.css';

/** The inbox: one sentence per conflict. Arrow keys choose, Enter goes into the detail. */
export function ConflictList(props: {
  lines: readonly ConflictLine[];
  chosen: string | null;
  onChoose: (id: string) => void;
  onEnter: () => void;
}) {
  const { i18n } = useLingui();
  const now = useNow(30_000);
  return (
    <ListBox
      aria-label={i18n._('Conflicts')}
      items={props.lines}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={props.chosen === null ? [] : [props.chosen]}
      onSelectionChange={(keys) => {
        const [first] = keys === 'all' ? [] : keys;
        if (first !== undefined) props.onChoose(String(first));
      }}
      onAction={props.onEnter}
      className={cx(styles['list'])}
      dependencies={[now, i18n.locale]}
    >
      {(line) => (
        <ListBoxItem
          id={line.id}
          textValue={[
            conflictHeading(i18n, line),
            whenOf(i18n, line),
            sidesSentence(i18n, line),
          ].join(' ')}
          className={cx(styles['line'])}
        >
          <span className={styles['top']}>
            <bdi className={styles['title']}>{conflictHeading(i18n, line)}</bdi>
            <span className={styles['age']}>
              {sinceText(i18n, line.timezone, line.resolved_at ?? line.created_at, now)}
            </span>
          </span>
          <span>{whenOf(i18n, line)}</span>
          <span className={styles['sentence']}>{sidesSentence(i18n, line)}</span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}
