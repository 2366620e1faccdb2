import { useLingui } from '@lingui/react';
import type { ConflictDetail } from '#electron/contract/conflicts.ts';
import { sinceText } from '#renderer/app/when.ts';
import { stepWord } from './words.ts';
import styles from './history.module.css';

/** What happened to this conflict, oldest first. Nothing in it is ever changed. */
export function History(props: { conflict: ConflictDetail; now: number }) {
  const { i18n } = useLingui();
  const { conflict, now } = props;
  const since = (instant: string) => sinceText(i18n, conflict.timezone, instant, now);
  return (
    <section aria-labelledby="conflict-history">
      <h3 id="conflict-history" className={styles['heading']}>
        {i18n._('History')}
      </h3>
      <ol>
        <li className={styles['step']}>
          <span className={styles['when']}>{since(conflict.created_at)}</span>
          <span>{i18n._('Central noticed it')}</span>
        </li>
        {conflict.steps.map((step) => (
          <li key={step.id} className={styles['step']}>
            <span className={styles['when']}>{since(step.acted_at)}</span>
            <span>
              <bdi>{step.acted_by_name ?? i18n._('Somebody')}</bdi> {stepWord(i18n, step.action)}
              {step.note !== '' && <bdi className={styles['note']}>{step.note}</bdi>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
