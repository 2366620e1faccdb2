import { useLingui } from '@lingui/react';
import type { SyncStatus } from '#electron/contract/sync.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { tableWords } from './words.ts';
import styles from './fill-screen.module.css';

const MEGABYTE = 1_000_000;

/** The first copy of the data, counted as it arrives. */
export function FillScreen(props: { status: SyncStatus }) {
  const { i18n } = useLingui();
  const { fill, error } = props.status;
  const rows = fill.reduce((sum, table) => sum + table.rows, 0);
  const bytes = fill.reduce((sum, table) => sum + table.bytes, 0);
  const megabytes = (count: number) =>
    i18n._('{count} MB', {
      count: i18n.number(count / MEGABYTE, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    });
  return (
    <section className={styles['screen']} aria-labelledby="fill-title">
      <h2 id="fill-title" className={styles['title']}>
        {i18n._('Getting the data of this desk')}
      </h2>
      <p className={styles['words']}>
        {i18n._('This happens once. Afterwards this desk works with the cable out.')}
      </p>
      {error !== null && (
        <p className={styles['error']} role="alert">
          {i18n._('Central does not answer. What has arrived is kept, and it goes on by itself.')}{' '}
          <code>{error.code}</code>
        </p>
      )}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{i18n._('Table')}</th>
            <th scope="col" className={styles['number']}>
              {i18n._('Rows')}
            </th>
            <th scope="col" className={styles['number']}>
              {i18n._('Size')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{i18n._('State')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fill.map((table) => (
            <tr key={table.table}>
              <th scope="row">{tableWords(i18n, table.table)}</th>
              <td className={styles['number']}>{i18n.number(table.rows)}</td>
              <td className={styles['number']}>{megabytes(table.bytes)}</td>
              <td>
                {table.done ? (
                  <span className={styles['done']}>
                    <Icon name="check" />
                    {i18n._('here')}
                  </span>
                ) : table.rows > 0 ? (
                  i18n._('arriving')
                ) : (
                  i18n._('to come')
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{i18n._('Together')}</th>
            <td className={styles['number']}>{i18n.number(rows)}</td>
            <td className={styles['number']}>{megabytes(bytes)}</td>
            <td>{i18n._('so far')}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
