/** Where a setting, a mapping or a right holds: everywhere, in one program, at one producer (S2). */
export const SCOPE_LEVELS = ['system', 'program', 'producer'] as const;

/**
 * SQL that names the scope of a row without nulls, so that it may stand in a unique key. Needs the
 * columns `program_id` and `producer_id`.
 */
export const SCOPE_KEY = [
  `case when producer_id is not null then 'producer:' || cast(producer_id as text)`,
  `when program_id is not null then 'program:' || cast(program_id as text)`,
  `else 'system' end`,
].join(' ');

/** The check that ties the level in `column` to its ids; a producer names its program as well. */
export function scopeCheck(column: string): string {
  return [
    `(${column} = 'system' and program_id is null and producer_id is null)`,
    `(${column} = 'program' and program_id is not null and producer_id is null)`,
    `(${column} = 'producer' and program_id is not null and producer_id is not null)`,
  ].join(' or ');
}
