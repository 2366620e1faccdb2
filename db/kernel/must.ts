/** Returns `value`, or throws: for what can only be missing because of a bug. */
export function must<T>(value: T | null | undefined, reason: string): T {
  if (value === null || value === undefined) throw new Error(`Bug: ${reason}`);
  return value;
}

/** Closes a union: a new member fails to compile, a wrong value at run time throws. */
export function unreachable(value: never): never {
  throw new Error(`Bug: unhandled case ${JSON.stringify(value)}`);
}
