import type { JsonObject } from './json.ts';

/** An expected refusal: a code of the error catalogue and what the user needs to understand it. */
export interface Failure<C extends string = string> {
  readonly ok: false;
  readonly error: { readonly code: C; readonly details: JsonObject };
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

/** Expected failure is a value; a bug throws. */
export type Result<T, C extends string = string> = Success<T> | Failure<C>;

export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function fail<const C extends string>(code: C, details: JsonObject = {}): Failure<C> {
  return { ok: false, error: { code, details } };
}
