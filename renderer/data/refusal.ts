import type { I18n } from '@lingui/core';
import type { JsonObject } from '#db/kernel/json.ts';
import { unreachable } from '#db/kernel/must.ts';
import { rangeText } from '#renderer/app/when.ts';
import type { Refusal } from './live-store.ts';

/** What happened and what to do, in one or two plain sentences, for every error code there is. */
export function refusalSentence(i18n: I18n, error: Refusal): string {
  switch (error.code) {
    case 'booking_overlap':
      return overlapSentence(i18n, error.details);
    case 'capacity_exceeded':
      return capacitySentence(i18n, error.details);
    case 'resource_closed':
      return closedSentence(i18n, error.details);
    case 'resource_inactive':
      return i18n._('This resource is not in use any more. Choose another one.');
    case 'bad_times':
      return i18n._('The end must be after the start, by at most a year.');
    case 'bad_status':
      return i18n._('The status of this booking does not allow that.');
    case 'undo_stale':
      return i18n._('This was changed since. Doing that now would overwrite somebody’s work.');
    case 'conflict_settled':
      return i18n._('Somebody settled this conflict already.');
    case 'not_found':
      return i18n._('This is not there any more.');
    case 'not_allowed':
      return i18n._('You may not do that. It needs the role {role}.', {
        role: textOf(error.details, 'needs') ?? i18n._('supervisor'),
      });
    case 'replica_not_ready':
      return i18n._('This desk is still getting its data. Try again when it is done.');
    case 'disk_full':
      return i18n._('The disk is full. Nothing was changed. Free some space and try again.');
    case 'replica_damaged':
      return i18n._(
        'The data on this desk is damaged. Holdfast starts again and heals it; what waited to be sent is kept as far as it can be read.',
      );
    case 'replica_failed':
    case 'replica_key_wrong':
      return i18n._('The data on this desk cannot be read or written. Nothing was changed.');
    case 'replica_locked':
      return i18n._('Another program holds this desk’s data. Close it and try again.');
    case 'replica_too_new':
      return i18n._('This data was written by a newer Holdfast. Update this one.');
    case 'central_unreachable':
      return i18n._('Central cannot be reached. You can go on working; it is sent later.');
    case 'no_central':
      return i18n._('This desk has no central. Everything is kept here.');
    case 'adoption_unfinished':
      return i18n._(
        'The move of this desk to central was cut off. Nothing can be changed here until it is finished.',
      );
    case 'adoption_refused':
      return i18n._('This desk cannot be moved to that central. Nothing was changed.');
    case 'central_untrusted':
      return i18n._(
        'Central could not prove that it is central. Nothing was sent; tell your administrator.',
      );
    case 'device_revoked':
      return i18n._('This device was withdrawn. Ask an administrator for a new code.');
    case 'bad_enrol_code':
      return i18n._('This code is unknown, used or expired. Ask for a new one.');
    case 'update_needed':
      return i18n._('This version is too old to talk to central. Update it; work here goes on.');
    case 'bad_folder':
      return i18n._('The folder does not fit: it holds no data of a desk, or already does.');
    case 'bad_file':
      return i18n._('The file could not be read.');
    case 'desk_in_use':
      return i18n._(
        'This desk is connected from another computer. Work goes on here and is sent once it is closed there.',
      );
    case 'data_process_restarted':
      return i18n._('The data service was restarted. Check whether your last change is there.');
    case 'safe_mode':
      return i18n._('The data service failed too often and was stopped. Restart Holdfast.');
    case 'too_busy':
      return i18n._('Too much at once. Try again.');
    case 'bad_input':
    case 'rule_broken':
      return i18n._('That could not be understood, and nothing was changed.');
    case 'unknown_name':
    case 'internal':
      return i18n._('Something in Holdfast went wrong. Nothing was half-written.');
    default:
      return unreachable(error.code);
  }
}

function overlapSentence(i18n: I18n, details: JsonObject): string {
  const taken = objectOf(details, 'with');
  const title = taken && textOf(taken, 'title');
  const start = taken && textOf(taken, 'start_time');
  const end = taken && textOf(taken, 'end_time');
  if (!taken || !title || !start || !end) {
    return i18n._('Somebody else holds this time. Choose another time or place.');
  }
  const zone = textOf(taken, 'timezone') ?? textOf(details, 'timezone');
  const when = rangeText(i18n.locale, zone, start, end);
  const resource = textOf(taken, 'resource_name') ?? textOf(details, 'resource_name');
  return resource === null
    ? i18n._('Taken {when} by {title}.', { when, title })
    : i18n._('{resource} is taken {when} by {title}.', { resource, when, title });
}

function capacitySentence(i18n: I18n, details: JsonObject): string {
  const left = details['left'];
  return typeof left === 'number' && left > 0
    ? i18n._(
        '{count, plural, one {Only # person fits in then.} other {Only # people fit in then.}} Choose another time or place, or fewer people.',
        { count: left },
      )
    : i18n._('It is full then. Choose another time or place.');
}

function closedSentence(i18n: I18n, details: JsonObject): string {
  const closure = objectOf(details, 'closure');
  const reason = closure && textOf(closure, 'reason');
  const start = closure && textOf(closure, 'start_time');
  const end = closure && textOf(closure, 'end_time');
  if (!closure || !reason || !start || !end) return i18n._('It is closed then.');
  const zone = textOf(closure, 'timezone') ?? textOf(details, 'timezone');
  return i18n._('Closed {when}: {reason}.', {
    when: rangeText(i18n.locale, zone, start, end),
    reason,
  });
}

function textOf(details: JsonObject, key: string): string | null {
  const value = details[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function objectOf(details: JsonObject, key: string): JsonObject | null {
  const value = details[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}
