import type { I18n } from '@lingui/core';
import { unreachable } from '#db/kernel/must.ts';
import type { Alternative } from '#electron/contract/bookings.ts';
import type { ConflictLine, ConflictStep } from '#electron/contract/conflicts.ts';
import { rangeText, timeText } from '#renderer/app/when.ts';

/** Who did what on each side. With heading and time before it, it is the whole sentence. */
export function sidesSentence(i18n: I18n, line: ConflictLine): string {
  const title = titleOf(i18n, line);
  const other = line.other_title ?? i18n._('another booking');
  const actor = line.actor_name ?? i18n._('Somebody');
  const otherActor = line.other_actor_name ?? i18n._('somebody else');
  const desk = line.device_name ?? i18n._('another desk');
  switch (line.conflict_type) {
    case 'double_booking':
      return i18n._('{title} by {actor} at {desk}, and {other} by {otherActor}.', {
        title,
        actor,
        desk,
        other,
        otherActor,
      });
    case 'concurrent_edit':
      if (line.situation === 'merged') {
        return i18n._(
          'Changed by {actor} at {desk} and, meanwhile, by {otherActor}. Nobody had to be asked.',
          { actor, desk, otherActor },
        );
      }
      return i18n._('Changed by {actor} at {desk} and, meanwhile, by {otherActor}.', {
        actor,
        desk,
        otherActor,
      });
    case 'deleted_vs_edited':
      return removalSentence(i18n, line.situation, { actor, desk, otherActor });
    case 'capacity_exceeded':
      return line.other_title === null
        ? i18n._('{title} by {actor} at {desk} brings more people than fit in.', {
            title,
            actor,
            desk,
          })
        : i18n._('{title} by {actor} at {desk} no longer fits in beside {other} by {otherActor}.', {
            title,
            actor,
            desk,
            other,
            otherActor,
          });
    case 'timezone_mismatch':
      return i18n._('{title}: its time of day is another one by the clock of the place.', {
        title,
      });
    case 'resource_unavailable':
      return i18n._('{title} keeps its time until somebody settles this.', { title });
    case 'external_calendar_overlap':
      return i18n._('{title} by {actor} at {desk}.', { title, actor, desk });
    case 'uniqueness':
      return i18n._('Entered by {actor} at {desk} and, meanwhile, by {otherActor}.', {
        actor,
        desk,
        otherActor,
      });
    case 'schema_mismatch':
      return i18n._('Changed by {actor} at {desk} with another version of Holdfast.', {
        actor,
        desk,
      });
    case 'permission_revoked_offline':
      return i18n._('Changed by {actor} at {desk} after the permission had been withdrawn.', {
        actor,
        desk,
      });
    default:
      return unreachable(line.conflict_type);
  }
}

/** What the row is called. */
function titleOf(i18n: I18n, line: ConflictLine): string {
  const nameless = line.table_name === 'bookings' ? i18n._('A booking') : i18n._('An entry');
  return line.title ?? nameless;
}

function removalSentence(
  i18n: I18n,
  situation: ConflictLine['situation'],
  who: { readonly actor: string; readonly desk: string; readonly otherActor: string },
): string {
  switch (situation) {
    case 'removed_edited':
      return i18n._('Removed by {actor} at {desk} and, meanwhile, changed by {otherActor}.', who);
    case 'removed_used':
      return i18n._('Removed by {actor} at {desk} while others had begun to use it.', who);
    case 'under_removed':
      return i18n._('Entered by {actor} at {desk} after what it belongs to had been removed.', who);
    case 'edited_removed':
    case 'merged':
    case null:
      return i18n._('Changed by {actor} at {desk} after it had been removed.', who);
    default:
      return unreachable(situation);
  }
}

function removalHeading(i18n: I18n, line: ConflictLine): string {
  const title = titleOf(i18n, line);
  switch (line.situation) {
    case 'removed_edited':
      return i18n._('{title} removed after a change', { title });
    case 'removed_used':
      return i18n._('{title} removed while in use', { title });
    case 'under_removed':
      return i18n._('{title} belongs to something removed', { title });
    case 'edited_removed':
    case 'merged':
    case null:
      return i18n._('{title} changed after removal', { title });
    default:
      return unreachable(line.situation);
  }
}

/** When and in which house: "Tue 9 Jun 14:00–15:00 · Centro". */
export function whenOf(i18n: I18n, line: ConflictLine): string {
  const when =
    line.start_time === null || line.end_time === null
      ? ''
      : rangeText(i18n.locale, line.timezone, line.start_time, line.end_time);
  return [when, line.place ?? ''].filter((part) => part !== '').join(' · ');
}

/** What collided: "Sala 2 booked twice". */
export function conflictHeading(i18n: I18n, line: ConflictLine): string {
  const title = titleOf(i18n, line);
  const resource = line.resource_name ?? i18n._('A resource');
  switch (line.conflict_type) {
    case 'double_booking':
      return i18n._('{resource} booked twice', { resource });
    case 'concurrent_edit':
      return line.situation === 'merged'
        ? i18n._('{title} merged automatically', { title })
        : i18n._('{title} changed twice', { title });
    case 'deleted_vs_edited':
      return removalHeading(i18n, line);
    case 'timezone_mismatch':
      return i18n._('{title} meant in another time zone', { title });
    case 'resource_unavailable':
      return i18n._('{resource} cannot be used then', { resource });
    case 'capacity_exceeded':
      return i18n._('{resource} over its capacity', { resource });
    case 'uniqueness':
      return i18n._('{title} entered twice', { title });
    case 'schema_mismatch':
      return i18n._('{title} changed by another version', { title });
    case 'external_calendar_overlap':
      return i18n._('{resource} taken in an outside calendar', { resource });
    case 'permission_revoked_offline':
      return i18n._('{title} changed without permission', { title });
    default:
      return unreachable(line.conflict_type);
  }
}

/**
 * "Sala 3, 14:00", or the other day and time where the resource stays; with its house where that is
 * not `home`, because names repeat from house to house.
 */
export function placeOf(i18n: I18n, zone: string, slot: Alternative, home: string | null): string {
  const away = slot.place !== '' && slot.place !== home;
  const resource = away ? `${slot.resource_name} · ${slot.place}` : slot.resource_name;
  return slot.shift_minutes === 0
    ? i18n._('{resource}, {time}', {
        resource,
        time: timeText(i18n.locale, zone, slot.start_time),
      })
    : i18n._('{resource}, {when}', {
        resource,
        when: rangeText(i18n.locale, zone, slot.start_time, slot.end_time),
      });
}

/** Why a slot is offered. */
export function reasonOf(i18n: I18n, slot: Alternative): string {
  const holds = i18n._('{count, plural, one {holds # person} other {holds # people}}', {
    count: slot.capacity,
  });
  switch (slot.reason) {
    case 'same_time_same_category':
      return i18n._('same time, {category}, {holds}', { category: slot.category, holds });
    case 'same_time_same_kind':
      return i18n._('same time, other category: {category}, {holds}', {
        category: slot.category,
        holds,
      });
    case 'same_resource_other_time':
      return slot.shift_minutes < 0
        ? i18n._('same place, {long} earlier', { long: longText(i18n, -slot.shift_minutes) })
        : i18n._('same place, {long} later', { long: longText(i18n, slot.shift_minutes) });
    default:
      return unreachable(slot.reason);
  }
}

/** "45 min", "2 h", "1 h 30 min", "3 days". */
export function longText(i18n: I18n, minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours >= 24 && minutes % 1440 === 0) {
    return i18n._('{days, plural, one {# day} other {# days}}', { days: hours / 24 });
  }
  if (hours === 0) return i18n._('{minutes} min', { minutes: i18n.number(minutes) });
  return rest === 0
    ? i18n._('{hours} h', { hours: i18n.number(hours) })
    : i18n._('{hours} h {minutes} min', {
        hours: i18n.number(hours),
        minutes: i18n.number(rest),
      });
}

/** A step of the history. */
export function stepWord(i18n: I18n, action: ConflictStep['action']): string {
  switch (action) {
    case 'keep':
      return i18n._('gave the time to the one that had lost it');
    case 'move':
      return i18n._('moved the one that had lost its time');
    case 'cancel':
      return i18n._('cancelled the one that had lost its time');
    case 'mine':
      return i18n._('applied the change that had been set aside');
    case 'theirs':
      return i18n._('left it as central had it');
    case 'ignore':
      return i18n._('ignored it');
    case 'reopen':
      return i18n._('opened it again');
    case 'note':
      return i18n._('noted');
    default:
      return unreachable(action);
  }
}

/** A column, for people. */
export function columnWord(i18n: I18n, column: string): string {
  switch (column) {
    case 'title':
      return i18n._('Title');
    case 'name':
      return i18n._('Name');
    case 'place':
      return i18n._('Place');
    case 'description':
      return i18n._('Description');
    case 'body':
      return i18n._('Text');
    case 'timezone':
      return i18n._('Time zone');
    case 'notes':
      return i18n._('Notes');
    case 'party_size':
      return i18n._('People expected');
    case 'start_time':
      return i18n._('From');
    case 'end_time':
      return i18n._('To');
    case 'resource_id':
      return i18n._('Resource');
    case 'status':
      return i18n._('Status');
    default:
      return column.replaceAll('_', ' ');
  }
}
