import type { I18n } from '@lingui/core';

/**
 * Why central did not take a change, for the person who made it, and what may help. A newer central may
 * have reasons that this version does not know.
 */
export function rejectionSentence(i18n: I18n, code: string | null): string {
  switch (code) {
    case 'unknown_table':
    case 'unknown_column':
      return i18n._('Central does not know what this changes. Tell your administrator.');
    case 'schema_too_new':
      return i18n._('Central is older than this Holdfast. Try again once it has been updated.');
    case 'bad_value':
      return i18n._('Central does not accept a value in this. Check it and enter it again.');
    case 'missing_reference':
      return i18n._('Something this belongs to is not at central.');
    case 'duplicate_value':
      return i18n._('Something else has this name or number already.');
    case 'duplicate_row':
      return i18n._('Central has this already, with other values.');
    case 'rule_broken':
      return i18n._('A rule at central does not allow this.');
    case 'row_missing':
      return i18n._('What this changes is not at central.');
    case 'stale':
      return i18n._('Somebody changed this first. Look at it as it is now.');
    case 'resource_in_use':
      return i18n._('Bookings that are not over stand in the way.');
    case 'not_allowed':
      return i18n._('The person who did this may not do it, or no longer may.');
    case 'parked':
      return i18n._(
        'Central could not take this for several minutes, and others were waiting behind it. Try again; if it comes back, tell your administrator.',
      );
    case 'parked_with':
      return i18n._(
        'This was built on another change that central could not take. Try that one first.',
      );
    default:
      return i18n._(
        'Central did not take this. Ask your administrator, and show them the reason below.',
      );
  }
}
