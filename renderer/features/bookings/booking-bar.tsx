// A virtual grid of absolutely placed parts cannot be a table element.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { memo } from 'react';
import { useLingui } from '@lingui/react';
import type { BoardResource } from '#electron/contract/bookings.ts';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { statusLabel } from '#renderer/ui/status-mark.tsx';
import { useFrame } from './board-frame.ts';
import { BAR_HEIGHT, laneTop } from './timeline/rows.ts';
import type { Bar } from './timeline/rows.ts';
import { extentOf } from './timeline/scale.ts';
import type { Scale } from './timeline/scale.ts';
import { bookingName } from './words.ts';
import type { Words } from './words.ts';
import styles from './booking-bar.module.css';

/** Narrower than this, words would be a smudge. */
const TITLE_FROM = 40;
const DETAIL_FROM = 120;
const HANDLES_FROM = 34;
const LEAST_WIDTH = 7;
const STAY = 14 * 3_600_000;

/** A booking on its row: status by edge, fill and sign; a dot while not sent; cut marks at the window. */
export const BookingBar = memo(function BookingBar(props: {
  bar: Bar;
  resource: BoardResource;
  scale: Scale;
  lane: number;
  isCursor: boolean;
  isLifted: boolean;
}) {
  const { i18n } = useLingui();
  const { words, open } = useFrame();
  const { bar, resource } = props;
  const extent = extentOf(props.scale, bar.from, bar.to, LEAST_WIDTH);
  if (!extent) return null;
  const { start, width, cutStart, cutEnd } = extent;
  return (
    <div
      role="gridcell"
      tabIndex={props.isCursor ? 0 : -1}
      data-booking={bar.id}
      {...(props.isCursor ? { 'data-cursor': true } : {})}
      aria-label={bookingName(i18n, words, bar, resource)}
      aria-selected={open === bar.id}
      className={cx(
        styles['bar'],
        styles[bar.status],
        cutStart && styles['cutStart'],
        cutEnd && styles['cutEnd'],
        open === bar.id && styles['open'],
        props.isLifted && styles['lifted'],
      )}
      style={{
        insetInlineStart: start,
        // A hair of air between neighbours that touch.
        inlineSize: Math.max(width - 1, LEAST_WIDTH),
        insetBlockStart: laneTop(props.lane),
        blockSize: BAR_HEIGHT,
      }}
    >
      {width >= TITLE_FROM && (
        <span className={styles['label']} aria-hidden="true">
          {cutStart && (
            <span className={styles['from']}>
              <Icon name="start" size={12} />
            </span>
          )}
          {bar.status === 'checked_in' && <Icon name="check" size={12} />}
          {bar.unsent === 1 && <span className={styles['unsent']} />}
          <bdi className={styles['title']}>{bar.title}</bdi>
          {width >= DETAIL_FROM && (
            // Drawn by the style sheet: the bar's name says it in its own words and order.
            <span
              className={styles['detail']}
              data-detail={
                bar.status === 'confirmed' || bar.status === 'checked_in'
                  ? spanHint(words, bar, resource.timezone)
                  : statusLabel(i18n, bar.status)
              }
            />
          )}
        </span>
      )}
      {width < TITLE_FROM && bar.unsent === 1 && <span className={styles['unsent']} />}
      {cutEnd && width >= TITLE_FROM && (
        <span className={styles['on']} aria-hidden="true">
          <Icon name="end" size={12} />
        </span>
      )}
      {width >= HANDLES_FROM && !cutStart && (
        <span className={cx(styles['handle'], styles['atStart'])} data-edge="from" />
      )}
      {width >= HANDLES_FROM && !cutEnd && (
        <span className={cx(styles['handle'], styles['atEnd'])} data-edge="to" />
      )}
    </div>
  );
});

/** An hour's booking says when it begins, a stay how long it is. */
function spanHint(words: Words, bar: Bar, zone: string): string {
  return bar.to - bar.from >= STAY
    ? words.length(bar.from, bar.to, zone)
    : words.time(bar.from, zone);
}
