// A virtual grid of absolutely placed parts cannot be a table element.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { memo } from 'react';
import { useLingui } from '@lingui/react';
import type { BoardResource } from '#electron/contract/bookings.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { BookingBar } from './booking-bar.tsx';
import { useFrame } from './board-frame.ts';
import type { Line } from './timeline/lines.ts';
import { extentOf } from './timeline/scale.ts';
import type { Scale } from './timeline/scale.ts';
import type { RowModel } from './timeline/rows.ts';
import type { Stop } from './timeline/stops.ts';
import { cellName, kindLabel, modeWord } from './words.ts';
import styles from './board-row.module.css';

/** A resource: its frozen name, then closures, bars and the keyboard's cell on the track of time. */
export const ResourceRow = memo(function ResourceRow(props: {
  resource: BoardResource;
  row: RowModel;
  scale: Scale;
  top: number;
  height: number;
  index: number;
  /** Where the keyboard stands, when it stands in this row. */
  stop: Stop | null;
  /** A booking that is being dragged out of its place. */
  lifted: string | null;
}) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const { resource, row, scale, stop } = props;
  const away = resource.timezone === frame.zone ? null : resource.timezone;
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      className={cx(styles['row'], stop !== null && styles['here'])}
      style={{ blockSize: props.height, transform: `translateY(${props.top}px)` }}
    >
      <div role="rowheader" className={styles['name']}>
        <bdi className={styles['words']}>{resource.name}</bdi>
        {away !== null && (
          <span className={styles['zone']} title={frame.words.zone(away, frame.days[0]?.from ?? 0)}>
            {frame.words.offset(frame.days[0]?.from ?? 0, away)}
          </span>
        )}
        {resource.is_active === 0 && <span className={styles['zone']}>{i18n._('not in use')}</span>}
        {modeWord(i18n, resource) !== null && (
          <span className={styles['zone']}>{modeWord(i18n, resource)}</span>
        )}
        {(resource.capacity > 1 || resource.booking_mode === 'shared') && (
          <span
            className={styles['seats']}
            aria-label={i18n._('{count, plural, one {# person} other {# people}}', {
              count: resource.capacity,
            })}
          >
            <Icon name="person" size={12} />
            {resource.capacity}
          </span>
        )}
      </div>
      <div
        role="presentation"
        className={styles['track']}
        style={{ inlineSize: scale.width }}
        data-track={resource.id}
      >
        {row.closures.map((closed) => {
          const extent = extentOf(scale, closed.from, closed.to, 2);
          if (!extent) return null;
          const when = frame.words.spoken(closed.from, closed.to, resource.timezone);
          return (
            <div
              key={closed.id}
              role="gridcell"
              className={styles['closed']}
              style={{ insetInlineStart: extent.start, inlineSize: extent.width }}
              aria-label={i18n._('Closed, {when}: {reason}', { when, reason: closed.reason })}
            >
              <bdi className={styles['reason']}>{closed.reason}</bdi>
            </div>
          );
        })}
        {row.bars.map((bar) => (
          <BookingBar
            key={bar.id}
            bar={bar}
            resource={resource}
            scale={scale}
            lane={row.lanes.of.get(bar.id) ?? 0}
            isCursor={stop?.booking === bar.id}
            isLifted={props.lifted === bar.id}
          />
        ))}
        {stop !== null && stop.booking === null && (
          <FreeCell resource={resource} row={row} scale={scale} stop={stop} />
        )}
      </div>
    </div>
  );
});

function FreeCell(props: { resource: BoardResource; row: RowModel; scale: Scale; stop: Stop }) {
  const { i18n } = useLingui();
  const { words } = useFrame();
  const { resource, row, scale, stop } = props;
  const extent = extentOf(scale, stop.from, stop.to, 6);
  if (!extent) return null;
  const closed = row.closures.find((other) => other.from < stop.to && stop.from < other.to);
  return (
    <div
      role="gridcell"
      tabIndex={0}
      data-cursor
      className={styles['cell']}
      style={{ insetInlineStart: extent.start, inlineSize: extent.width }}
      aria-label={cellName(i18n, words, resource, stop, closed?.reason ?? null)}
    />
  );
}

/** Header of a group; folds it. */
export const GroupRow = memo(function GroupRow(props: {
  line: Extract<Line, { type: 'group' }>;
  width: number;
  top: number;
  height: number;
  index: number;
  isCursor: boolean;
  onToggle: (key: string) => void;
}) {
  const { i18n } = useLingui();
  const { line } = props;
  const parts = [kindLabel(i18n, line.kind), line.place, line.category].filter(
    (part) => part !== '',
  );
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      className={styles['group']}
      style={{
        blockSize: props.height,
        inlineSize: props.width,
        transform: `translateY(${props.top}px)`,
      }}
    >
      <div role="rowheader" className={styles['groupName']}>
        <button
          type="button"
          className={styles['fold']}
          tabIndex={props.isCursor ? 0 : -1}
          aria-expanded={!line.collapsed}
          {...(props.isCursor ? { 'data-cursor': true } : {})}
          onClick={() => props.onToggle(line.key)}
        >
          <span className={cx(styles['arrow'], line.collapsed && styles['shut'])}>
            <Icon name="down" size={14} />
          </span>
          {parts.map((part) => (
            <bdi key={part} className={styles['part']}>
              {part}
            </bdi>
          ))}
          <span className={styles['count']}>{line.count}</span>
        </button>
      </div>
    </div>
  );
});
