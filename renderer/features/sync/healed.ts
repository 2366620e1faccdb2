import type { I18n } from '@lingui/core';
import { millisecondsOf } from '#db/kernel/instant.ts';
import type { Healed } from '#electron/contract/sync.ts';
import { sinceText } from '#renderer/app/when.ts';

const SHOWN_MS = 30 * 86_400_000;

/** After a month nobody looks for a change that was lost. */
export function isRecent({ at }: Healed, now: number): boolean {
  return now - millisecondsOf(at) < SHOWN_MS;
}

/** What was damaged and when, what was saved, and where the old file lies. */
export function healedWords(i18n: I18n, healed: Healed, now: number): string {
  const { at, part, saved, lost, kept } = healed;
  const when = sinceText(i18n, null, at, now);
  return [
    part === 'file'
      ? i18n._('The file of this desk was damaged and made anew ({when}).', { when })
      : i18n._('The last changes of this desk were damaged on disk and mended ({when}).', { when }),
    ...waitingWords(i18n, saved, lost),
    ...(kept === null ? [] : [i18n._('The damaged file is kept as {kept}.', { kept })]),
  ].join(' ');
}

function waitingWords(i18n: I18n, saved: number, lost: number | null): readonly string[] {
  if (saved === 0 && lost === 0) return [i18n._('Nothing was waiting to be sent.')];
  return [
    i18n._(
      '{saved, plural, =0 {No waiting change could be saved.} one {# waiting change was saved.} other {# waiting changes were saved.}}',
      { saved },
    ),
    lost === null
      ? i18n._('There is no way to tell how many were lost.')
      : i18n._(
          '{lost, plural, =0 {None was lost.} one {# could not be read.} other {# could not be read.}}',
          { lost },
        ),
  ];
}
