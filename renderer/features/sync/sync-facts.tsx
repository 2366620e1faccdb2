import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { SyncStatus } from '#electron/contract/sync.ts';
import { sinceText } from '#renderer/app/when.ts';
import styles from './sync-facts.module.css';

/** What is known, each with its number; what is not known says so. */
export function SyncFacts(props: { status: SyncStatus; now: number }) {
  const { i18n } = useLingui();
  const { status, now } = props;
  const never = i18n._('not yet');
  const since = (instant: string | null) =>
    instant === null ? never : sinceText(i18n, null, instant, now);
  const here = [i18n._('This desk'), status.device_name] as const;
  const exchanged = (central: string): readonly (readonly [string, string])[] => [
    [i18n._('Verified equal'), since(status.verified_at)],
    [i18n._('Central last answered'), since(status.heard_at)],
    [
      i18n._('From central to here'),
      status.lag === null ? never : i18n._('{lag} ms', { lag: i18n.number(status.lag) }),
    ],
    [
      i18n._('Clock of this desk'),
      status.clock_offset === null ? never : offsetWords(i18n, status.clock_offset),
    ],
    here,
    [i18n._('Central'), central],
  ];
  // Of what is not there nothing is "not yet" known.
  const facts =
    status.central === null
      ? [here, [i18n._('Central'), i18n._('none')]]
      : exchanged(status.central);
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

// Below two seconds nobody at a desk would call the clock wrong.
const TOLERATED = 2_000;

function offsetWords(i18n: I18n, offset: number): string {
  if (Math.abs(offset) < TOLERATED) return i18n._('right');
  const seconds = Math.round(Math.abs(offset) / 1_000);
  const size =
    seconds < 90
      ? i18n._('{seconds} s', { seconds: i18n.number(seconds) })
      : i18n._('{minutes} min', { minutes: i18n.number(Math.round(seconds / 60)) });
  return offset > 0
    ? i18n._('{size} ahead of central', { size })
    : i18n._('{size} behind central', { size });
}
