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
  const { at, part, saved, kept, lost } = healed;
  const when = sinceText(i18n, null, at, now);
  return [
    part === 'file'
      ? i18n._('The file of this desk was damaged and made anew ({when}).', { when })
      : i18n._('The last changes of this desk were damaged on disk and mended ({when}).', { when }),
    ...(saved === 0 && lost === 0 ? [nothingWords(i18n, healed)] : savedWords(i18n, healed)),
    ...(kept === null ? [] : [i18n._('The damaged file is kept as {kept}.', { kept })]),
  ].join(' ');
}

function nothingWords(i18n: I18n, { part, alone }: Healed): string {
  if (alone) return i18n._('No change was lost.');
  // What waits in the file beside its log was not looked at.
  return part === 'file'
    ? i18n._('Nothing was waiting to be sent.')
    : i18n._('No waiting change was lost.');
}

function savedWords(i18n: I18n, { saved, lost, alone }: Healed): readonly string[] {
  return [
    alone
      ? i18n._(
          '{saved, plural, =0 {No change could be saved.} one {# change was saved.} other {# changes were saved.}}',
          { saved },
        )
      : i18n._(
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
