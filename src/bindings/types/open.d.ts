/**
 * One of the values the reference documents, or any other of the same kind.
 *
 * An editor completes the known ones; a newer server may send a value that is not among them, so a
 * `switch` over it needs its `default`.
 */
export type Open<T extends string | number> =
  T | (T extends string ? string & {} : T extends number ? number & {} : never);
