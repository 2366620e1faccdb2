import { expect, test } from 'vitest';
import { createI18n } from '#renderer/app/i18n.ts';
import type { RejectionCode } from '#sync/core/op.ts';
import { rejectionSentence } from './rejection.ts';

const CODES: Readonly<Record<RejectionCode, true>> = {
  unknown_table: true,
  unknown_column: true,
  bad_value: true,
  missing_reference: true,
  duplicate_value: true,
  duplicate_row: true,
  rule_broken: true,
  row_missing: true,
  stale: true,
  resource_in_use: true,
  not_allowed: true,
  schema_too_new: true,
  parked: true,
  parked_with: true,
};

const i18n = createI18n(['en']);
const unknown = rejectionSentence(i18n, 'from_tomorrow');

test.each(Object.keys(CODES))('%s has a sentence of its own', (code) => {
  const sentence = rejectionSentence(i18n, code);
  expect(sentence).not.toBe(unknown);
  // For people: no name out of the program.
  expect(sentence).not.toMatch(/_/);
});

test('what a newer central says, or nobody, is told as such', () => {
  expect(rejectionSentence(i18n, null)).toBe(unknown);
  expect(unknown).toMatch(/administrator/);
});
