import { useEffect, useRef } from 'react';
import type { Ref } from 'react';
import { useLingui } from '@lingui/react';
import { useAnnounce } from '#renderer/app/announce.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoard } from './board.store.ts';
import type { Doing } from './board.store.ts';
import { extentOf } from './timeline/scale.ts';
import type { Scale } from './timeline/scale.ts';
import { BAR_HEIGHT, laneTop } from './timeline/rows.ts';
import { sameSlot } from './timeline/slot.ts';
import { useCheck } from './use-check.ts';
import { obstacleSentence, slotLabel } from './words.ts';
import styles from './ghost.module.css';

/** The slot somebody is drawing, holding or asking about, or null. */
export function slotOf(doing: Doing | null): Extract<Doing, { slot: unknown }> | null {
  return doing === null || doing.kind === 'move-to' || doing.kind === 'dropped' ? null : doing;
}

/**
 * What a drop would make: live times, how far it went, and before the drop whether it can be had.
 * Also the place that popovers point at.
 */
export function Ghost(props: {
  scale: Scale;
  /** Upper edge of the resource's row; null while it is not on the board. */
  topOf: (resource: string) => number | null;
  anchor: Ref<HTMLDivElement>;
}) {
  const { scale, topOf, anchor } = props;
  const { i18n } = useLingui();
  const frame = useFrame();
  const announce = useAnnounce();
  const doing = useBoard((state) => slotOf(state.doing));
  const slot = doing?.slot ?? null;
  const booking = doing && 'booking' in doing ? doing.booking : null;
  const check = useCheck(slot, booking?.id ?? null, null);
  const resource = slot === null ? undefined : frame.resources.get(slot.resource);
  const zone = slot === null ? frame.zone : zoneOf(frame, slot.resource);
  const reason =
    check.state === 'taken' && resource
      ? obstacleSentence(i18n, frame.words, check.obstacle, resource)
      : null;

  // Spoken for the keyboard only, and not before the first step: how to move is being said then.
  const isSpoken =
    doing?.kind === 'holding' && doing.by === 'keyboard' && !sameSlot(doing.slot, doing.origin);
  const spoken =
    isSpoken && resource && check.state !== 'asking'
      ? `${resource.name}, ${frame.words.spoken(doing.slot.from, doing.slot.to, zone)}, ${reason ?? i18n._('free')}`
      : null;
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (spoken !== null && spoken !== said.current) announce(spoken);
    said.current = spoken;
  }, [announce, spoken]);

  if (doing === null || slot === null) return null;
  const extent = extentOf(scale, slot.from, slot.to, 7);
  const top = topOf(slot.resource);
  if (!extent || top === null) return null;
  const moved = doing.kind === 'holding' ? delta(doing) : 0;
  const otherRow = doing.kind === 'holding' && doing.slot.resource !== doing.origin.resource;
  const nearEnd = extent.start > scale.width - 220;
  return (
    <div
      ref={anchor}
      className={cx(
        styles['ghost'],
        styles[check.state],
        (doing.kind === 'holding' || doing.kind === 'drawing') && styles['live'],
      )}
      style={{
        insetInlineStart: `calc(var(--names) + ${extent.start}px)`,
        inlineSize: Math.max(extent.width - 1, 7),
        insetBlockStart: top + laneTop(0),
        blockSize: BAR_HEIGHT,
      }}
      aria-hidden="true"
      data-ghost={check.state}
    >
      <bdi className={styles['title']}>{booking?.title}</bdi>
      {(doing.kind === 'holding' || doing.kind === 'drawing') && (
        <div className={cx(styles['flag'], nearEnd && styles['flagEnd'])}>
          <span className={styles['times']}>
            {otherRow && resource ? <bdi className={styles['to']}>{resource.name}</bdi> : null}
            {slotLabel(frame.words, slot, zone)}
            {moved !== 0 && <span className={styles['delta']}>{frame.words.delta(moved)}</span>}
          </span>
          {check.state !== 'asking' && (
            <span className={styles['verdict']}>
              <Icon name={check.state === 'free' ? 'check' : 'close'} size={12} />
              {reason ?? i18n._('free')}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

function delta(doing: Extract<Doing, { kind: 'holding' }>): number {
  return doing.what === 'to'
    ? doing.slot.to - doing.origin.to
    : doing.slot.from - doing.origin.from;
}
