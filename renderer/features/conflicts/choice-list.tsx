import { useLingui } from '@lingui/react';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { cx } from '#renderer/ui/cx.ts';
import type { ChoiceGroup } from './choices.ts';
import styles from './choice-list.module.css';

/** All ways to settle; one is always chosen, so that Ctrl Enter means something. */
export function ChoiceList(props: {
  groups: readonly ChoiceGroup[];
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const { i18n } = useLingui();
  return (
    <RadioGroup
      aria-label={i18n._('What should happen')}
      value={props.chosen}
      onChange={props.onChoose}
      className={cx(styles['list'])}
    >
      {props.groups.map((group) => (
        <fieldset key={group.title} className={styles['group']}>
          <legend className={styles['heading']}>{group.title}</legend>
          {group.choices.map((choice) => (
            <Radio key={choice.key} value={choice.key} className={cx(styles['choice'])}>
              <span className={styles['ring']} />
              <span>
                <span className={styles['label']}>{choice.label}</span>
                <span className={styles['note']}>{choice.note}</span>
              </span>
            </Radio>
          ))}
        </fieldset>
      ))}
    </RadioGroup>
  );
}
