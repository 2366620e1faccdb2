import type { ReactNode } from 'react';
import styles from './states.module.css';

/** Says what this place is and offers the one next step. */
export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles['state']}>
      <h2 className={styles['title']}>{props.title}</h2>
      {props.children !== undefined && <p className={styles['words']}>{props.children}</p>}
      {props.action}
    </div>
  );
}
