import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { BOOKING_STATUSES } from '#db/domains/bookings/rules/status.ts';
import { isInstant } from '#db/kernel/instant.ts';
import type { ConflictDetail, FieldClash } from '#electron/contract/conflicts.ts';
import { dayText, timeText } from '#renderer/app/when.ts';
import { useLiveQuery } from '#renderer/data/use-live-query.ts';
import { statusLabel } from '#renderer/ui/status-mark.tsx';
import { columnWord } from './words.ts';
import styles from './field-table.module.css';

/** Only the columns in which both sides differ, side by side. */
export function FieldTable(props: {
  fields: readonly FieldClash[];
  timezone: string;
  /** Who made the change that was set aside. */
  actor: string;
  /** Who made the change that it met. */
  other: string;
  situation: ConflictDetail['situation'];
}) {
  const { i18n } = useLingui();
  const { fields, timezone, situation } = props;
  const merged = situation === 'merged';
  const needsNames = fields.some((field) => field.column === 'resource_id');
  const resources = useLiveQuery(
    'resources.board',
    needsNames ? { search: '', offset: 0, limit: 500 } : null,
  );
  const names = new Map(resources.value?.rows.map((row) => [row.id, row.name]));
  const show = (column: string, value: FieldClash['base']) =>
    valueText(
      i18n,
      timezone,
      column,
      column === 'resource_id' ? (names.get(String(value)) ?? value) : value,
    );
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{i18n._('Field')}</th>
            <th scope="col">{i18n._('Before')}</th>
            <th scope="col">
              {merged ? i18n._('By {name}', { name: props.other }) : i18n._('At central now')}
            </th>
            <th scope="col">
              {merged
                ? i18n._('By {name}', { name: props.actor })
                : i18n._('Set aside, by {actor}', { actor: props.actor })}
            </th>
            {merged && <th scope="col">{i18n._('Put together')}</th>}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.column}>
              <th scope="row">{columnWord(i18n, field.column)}</th>
              <td className={styles['before']}>
                <bdi>{show(field.column, field.base)}</bdi>
              </td>
              <td>
                {situation === 'edited_removed' ? (
                  <span className={styles['before']}>{i18n._('removed')}</span>
                ) : (
                  <bdi>{show(field.column, field.theirs)}</bdi>
                )}
              </td>
              <td className={styles['aside']}>
                <bdi>{show(field.column, field.mine)}</bdi>
              </td>
              {merged && (
                <td>
                  <bdi>{show(field.column, field.merged ?? null)}</bdi>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function valueText(
  i18n: I18n,
  timezone: string,
  column: string,
  value: FieldClash['base'],
): string {
  if (value === null || value === '') return i18n._('(empty)');
  if (typeof value === 'number') return i18n.number(value);
  if (isInstant(value)) {
    return `${dayText(i18n.locale, timezone, value)} ${timeText(i18n.locale, timezone, value)}`;
  }
  const status = BOOKING_STATUSES.find((known) => known === value);
  return column === 'status' && status !== undefined ? statusLabel(i18n, status) : value;
}
