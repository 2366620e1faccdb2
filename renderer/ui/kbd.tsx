import styles from './kbd.module.css';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** True on a Mac, where Mod is ⌘. */
function onMac(): boolean {
  return navigator.userAgent.includes('Mac');
}

/** A shortcut such as `Mod+K`, `Shift+E` or `?`, one cap per key. */
export function Keys(props: { keys: string }) {
  const caps = props.keys.split('+').map((key) => (key === 'Mod' ? (onMac() ? '⌘' : 'Ctrl') : key));
  return (
    <span className={styles['keys']}>
      {caps.map((cap) => (
        <kbd key={cap} className={styles['cap']}>
          {SIGNS[cap] ?? cap}
        </kbd>
      ))}
    </span>
  );
}
