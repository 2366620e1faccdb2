import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { useFrame, zoneOf } from './board-frame.ts';
import { useBoard } from './board.store.ts';
import type { Bar } from './timeline/rows.ts';
import styles from './hover-card.module.css';

interface Hovered {
  readonly id: string;
  readonly x: number;
  /** Edges of the bar, from the top of the board. */
  readonly top: number;
  readonly bottom: number;
  readonly below: boolean;
}

const ROOM = 130;
const WIDTH = 280;

/**
 * The whole of a bar that is too narrow for its words, after a moment of pointing at it. Says nothing
 * that the bar's name does not say, so it is hidden from screen readers. Escape takes it away.
 */
export function HoverCard(props: {
  scroller: RefObject<HTMLDivElement | null>;
  barOf: (id: string) => Bar | null;
}) {
  const { i18n } = useLingui();
  const frame = useFrame();
  const busy = useBoard((state) => state.doing !== null);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { scroller } = props;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const over = (event: PointerEvent) => {
      const bar =
        event.target instanceof Element && event.pointerType === 'mouse' && event.buttons === 0
          ? event.target.closest<HTMLElement>('[data-booking]')
          : null;
      const id = bar?.dataset['booking'];
      if (!bar || id === undefined) {
        setHovered(null);
        return;
      }
      const box = element.getBoundingClientRect();
      const place = bar.getBoundingClientRect();
      setHovered({
        id,
        x: Math.min(Math.max(event.clientX - box.left - 24, 8), box.width - WIDTH - 8),
        top: place.top - box.top,
        bottom: place.bottom - box.top,
        below: place.bottom - box.top + ROOM < box.height,
      });
    };
    const away = () => setHovered(null);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') away();
    };
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', away);
    element.addEventListener('pointerdown', away);
    element.addEventListener('scroll', away, { passive: true });
    window.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', away);
      element.removeEventListener('pointerdown', away);
      element.removeEventListener('scroll', away);
      window.removeEventListener('keydown', onKey);
    };
  }, [scroller]);

  const bar = hovered ? props.barOf(hovered.id) : null;
  if (!hovered || !bar || busy) return null;
  const zone = zoneOf(frame, bar.resource_id);
  const people = i18n._('{count, plural, one {# person} other {# people}}', {
    count: bar.party_size,
  });
  return (
    <div
      key={hovered.id}
      className={styles['card']}
      aria-hidden="true"
      style={
        hovered.below
          ? { left: hovered.x, top: hovered.bottom + 6 }
          : { left: hovered.x, bottom: `calc(100% - ${hovered.top - 6}px)` }
      }
    >
      <bdi className={styles['title']}>{bar.title}</bdi>
      <StatusMark status={bar.status} unsent={bar.unsent === 1} />
      <span>{frame.words.range(bar.from, bar.to, zone)}</span>
      <span className={styles['second']}>
        {`${frame.words.length(bar.from, bar.to, zone)} · ${people}`}
      </span>
    </div>
  );
}
