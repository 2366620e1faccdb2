import type { I18n } from '@lingui/core';
import type { Alternative } from '#electron/contract/bookings.ts';
import type { ConflictDetail } from '#electron/contract/conflicts.ts';
import type { InputOf } from '#electron/contract/contract.ts';
import { unreachable } from '#db/kernel/must.ts';
import { keepsSlot, losesSlot } from '#db/domains/conflicts/rules/kinds.ts';
import { placeOf, reasonOf } from './words.ts';

/** One way to settle: what it does, in words that can stand on the button. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  /** What the toast says afterwards. */
  readonly done: string;
  readonly input: InputOf<'conflicts.settle'>;
  /** Cancels somebody: the button is red. */
  readonly destructive: boolean;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/**
 * All ways to settle, the gentlest first: move the one that lost, move the one that holds, cancel one.
 * `forHolder` are free slots for the booking that holds the time.
 */
export function choicesOf(
  i18n: I18n,
  conflict: ConflictDetail,
  forHolder: readonly Alternative[],
): readonly ChoiceGroup[] {
  const groups = losesSlot(conflict.conflict_type)
    ? slotChoices(i18n, conflict, forHolder)
    : keepsSlot(conflict.conflict_type)
      ? standingChoices(i18n, conflict)
      : [editChoices(i18n, conflict)];
  return groups.filter((group) => group.choices.length > 0);
}

function slotChoices(
  i18n: I18n,
  conflict: ConflictDetail,
  forHolder: readonly Alternative[],
): readonly ChoiceGroup[] {
  const { id, timezone, place: home } = conflict;
  const loser = conflict.title ?? i18n._('the booking without a time');
  const holder = conflict.other_title ?? i18n._('the booking that holds the time');
  const moves = moveChoices(i18n, conflict, loser);
  const swaps = best(forHolder).map((slot): Choice => {
    const place = placeOf(i18n, timezone, slot, home);
    return {
      key: `keep ${slot.resource_id} ${slot.start_time}`,
      label: i18n._('Keep {title}, move {other} to {place}', {
        title: loser,
        other: holder,
        place,
      }),
      note: reasonOf(i18n, slot),
      done: i18n._('{title} kept, {other} moved to {place}', {
        title: loser,
        other: holder,
        place,
      }),
      input: { action: 'keep', id, to: slotOf(slot) },
      destructive: false,
    };
  });
  // Who is too many alone would be so without anybody else, too.
  const alone = conflict.conflict_type === 'capacity_exceeded' && conflict.other === null;
  const keep: Choice = {
    key: 'keep',
    label: i18n._('Keep {title}, cancel {other}', { title: loser, other: holder }),
    note: i18n._('it stays readable and can be undone'),
    done: i18n._('{title} kept, {other} cancelled', { title: loser, other: holder }),
    input: { action: 'keep', id, to: null },
    destructive: true,
  };
  return [
    { title: i18n._('Move {title}', { title: loser }), choices: moves },
    {
      title: i18n._('Give {title} the time and move {other}', { title: loser, other: holder }),
      choices: swaps,
    },
    {
      title: alone ? i18n._('Cancel it') : i18n._('Cancel one of them'),
      choices: [
        {
          key: 'cancel',
          label: alone
            ? i18n._('Cancel {title}', { title: loser })
            : i18n._('Keep {other}, cancel {title}', { title: loser, other: holder }),
          note: i18n._('it stays readable and can be undone'),
          done: i18n._('{title} cancelled', { title: loser }),
          input: { action: 'cancel', id },
          destructive: true,
        },
        ...(conflict.conflict_type === 'capacity_exceeded' && conflict.other === null
          ? []
          : [keep]),
      ],
    },
  ];
}

function moveChoices(i18n: I18n, conflict: ConflictDetail, title: string): readonly Choice[] {
  const { id, timezone, place: home } = conflict;
  return best(conflict.alternatives).map((slot): Choice => {
    const place = placeOf(i18n, timezone, slot, home);
    return {
      key: `move ${slot.resource_id} ${slot.start_time}`,
      label: i18n._('Move {title} to {place}', { title, place }),
      note: reasonOf(i18n, slot),
      done: i18n._('{title} moved to {place}', { title, place }),
      input: { action: 'move', id, to: slotOf(slot) },
      destructive: false,
    };
  });
}

/** A booking that stands where it should not: move it, leave it there, cancel it. */
function standingChoices(i18n: I18n, conflict: ConflictDetail): readonly ChoiceGroup[] {
  const { id } = conflict;
  if (conflict.table_name !== 'bookings') {
    return [
      {
        title: i18n._('More bookings than fit in a list'),
        choices: [
          {
            key: 'theirs',
            label: i18n._('Got it: I’ll settle these on the board'),
            note: i18n._('they stay where they are until then'),
            done: i18n._('Noted'),
            input: { action: 'theirs', id },
            destructive: false,
          },
        ],
      },
    ];
  }
  const title = conflict.title ?? i18n._('A booking');
  const zone = conflict.conflict_type === 'timezone_mismatch';
  return [
    { title: i18n._('Move {title}', { title }), choices: moveChoices(i18n, conflict, title) },
    {
      title: i18n._('Leave it or cancel it'),
      choices: [
        {
          key: 'keep',
          label: i18n._('Leave {title} where it is', { title }),
          note: zone
            ? i18n._('its moment in time stays, whatever the clocks say')
            : i18n._('it is used despite the closure'),
          done: i18n._('{title} left where it is', { title }),
          input: { action: 'keep', id, to: null },
          destructive: false,
        },
        {
          key: 'cancel',
          label: i18n._('Cancel {title}', { title }),
          note: i18n._('it stays readable and can be undone'),
          done: i18n._('{title} cancelled', { title }),
          input: { action: 'cancel', id },
          destructive: true,
        },
      ],
    },
  ];
}

function editChoices(i18n: I18n, conflict: ConflictDetail): ChoiceGroup {
  const { id } = conflict;
  const actor = conflict.actor_name ?? i18n._('the other desk');
  const { theirs, mine } = labelsOf(i18n, conflict, actor);
  const merged = conflict.situation === 'merged';
  const choices: readonly Choice[] = [
    {
      key: 'theirs',
      label: theirs,
      note: merged
        ? i18n._('the other one stays readable here')
        : i18n._('the change by {actor} stays readable here', { actor }),
      done: merged ? theirs : i18n._('Left as central has it'),
      input: { action: 'theirs', id },
      destructive: false,
    },
    {
      key: 'mine',
      label: mine.label,
      note: mine.note ?? i18n._('what central has now stays readable here'),
      done: i18n._('Change by {actor} applied', { actor }),
      input: { action: 'mine', id },
      destructive: mine.destructive === true,
    },
  ];
  // Where the later text replaced the earlier one, it stands already.
  const stands = merged && conflict.fields.every((field) => field.merged === field.mine);
  return {
    title: merged ? i18n._('Change the decision') : i18n._('Which one should stand?'),
    choices: stands ? choices.filter(({ key }) => key !== 'mine') : choices,
  };
}

interface Labels {
  readonly theirs: string;
  readonly mine: { readonly label: string; readonly note?: string; readonly destructive?: true };
}

function labelsOf(i18n: I18n, conflict: ConflictDetail, actor: string): Labels {
  const { conflict_type, situation } = conflict;
  if (situation !== null) return situationLabels(i18n, conflict, situation, actor);
  const apply = { label: i18n._('Apply the change by {actor}', { actor }) };
  switch (conflict_type) {
    case 'uniqueness':
      return {
        theirs: i18n._('Keep the one that is there'),
        mine: {
          label: i18n._('Also add the one by {actor}', { actor }),
          note: i18n._('under another name, or once the first one has gone'),
        },
      };
    case 'permission_revoked_offline':
      return {
        theirs: i18n._('Leave it undone'),
        mine: {
          label: i18n._('Do what {actor} wanted, in your name', { actor }),
          note: i18n._('with your own permissions'),
        },
      };
    default:
      return { theirs: i18n._('Leave it as central has it'), mine: apply };
  }
}

function situationLabels(
  i18n: I18n,
  conflict: ConflictDetail,
  situation: NonNullable<ConflictDetail['situation']>,
  actor: string,
): Labels {
  const keep = i18n._('Keep it');
  const remove = i18n._('Remove it, as {actor} wanted', { actor });
  switch (situation) {
    case 'merged': {
      const other = conflict.other_actor_name ?? i18n._('the other desk');
      return {
        theirs: i18n._('Take the text before {actor}’s change', { actor }),
        mine: {
          label: i18n._('Take only the change by {actor}', { actor }),
          note: i18n._('what {other} wrote stays readable here', { other }),
        },
      };
    }
    case 'edited_removed':
      return {
        theirs: i18n._('Leave it removed'),
        mine: { label: i18n._('Bring it back with the change by {actor}', { actor }) },
      };
    case 'removed_edited':
      return { theirs: keep, mine: { label: remove, destructive: true } };
    case 'removed_used':
      return {
        theirs: keep,
        mine: {
          label: remove,
          note: i18n._('once nothing uses it any more'),
          destructive: true,
        },
      };
    case 'under_removed': {
      const parent = conflict.refused?.parent;
      return {
        theirs: i18n._('Leave it removed'),
        mine: {
          label: parent
            ? i18n._('Bring {parent} back, with the change by {actor}', { parent, actor })
            : i18n._('Bring it back, with the change by {actor}', { actor }),
        },
      };
    }
    default:
      return unreachable(situation);
  }
}

/** Few enough to read: the two best of each kind, in the order they came. */
function best(slots: readonly Alternative[]): readonly Alternative[] {
  return slots.filter(
    (slot, index) =>
      slots.slice(0, index).filter((other) => other.reason === slot.reason).length < 2,
  );
}

function slotOf(slot: Alternative) {
  return {
    resource_id: slot.resource_id,
    start_time: slot.start_time,
    end_time: slot.end_time,
  };
}
