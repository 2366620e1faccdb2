/** A window of a long list, and how many rows there are in all. */
export interface Page<R> {
  readonly rows: readonly R[];
  readonly total: number;
}
