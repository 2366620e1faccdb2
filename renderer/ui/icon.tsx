/** 16 × 16, drawn with a 1.5 px stroke in the colour of the text around. */
const PATHS = {
  board: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6 6.5v6M8 9h3.5',
  conflict: 'M2.5 2.5h7.5v7.5H2.5zM6 6h7.5v7.5H6z',
  sync: 'M3 8a5 5 0 0 1 8.7-3.4L13 6M13 3v3h-3M13 8a5 5 0 0 1-8.7 3.4L3 10M3 13v-3h3',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  offline:
    'M3 13L13 3M5 10.5H4.5a2.5 2.5 0 0 1-.4-4.97A4 4 0 0 1 9.5 3.9M12 6.3a2.6 2.6 0 0 1-.5 4.2H8',
  sending: 'M8 13V3.5M4 7l4-3.5L12 7',
  filling: 'M8 3v9.5M4 9l4 3.5L12 9',
  attention: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.7v.3',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5l3 3',
  person:
    'M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM2.8 13.5c.5-3 2.6-4.2 5.2-4.2s4.7 1.2 5.2 4.2',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6.5l4 3.5 4-3.5',
  start: 'M10 4L6 8l4 4',
  end: 'M6 4l4 4-4 4',
  plus: 'M8 3.5v9M3.5 8h9',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M6 3.5l-3 3 3 3',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2',
  desk: 'M2.5 3.5h11v7h-11zM8 10.5v3M5 13.5h6',
  dot: 'M8 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: the control around it carries the name. */
export function Icon(props: { name: IconName; size?: number }) {
  const size = props.size ?? 16;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[props.name]} />
    </svg>
  );
}
