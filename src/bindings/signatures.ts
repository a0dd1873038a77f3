// Compares the signatures that wasm-bindgen generates for the exports with the handwritten types that users see. It is
// only compiled: if the two differ, the type check fails.
import type { Batch, Hasher, MetaDefender } from '../entry/index.js';
import type * as entry from '../entry/index.js';
import type * as exports from '../entry/glue.js';

/** Whether two types are the same, in both directions and in every detail. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The names of the members in which two types differ. */
type Differences<Made, Written> = {
  [Name in keyof Written]: Name extends keyof Made
    ? Made[Name] extends (...args: infer MadeArgs) => infer MadeResult
      ? Written[Name] extends (...args: infer WrittenArgs) => infer WrittenResult
        ? Same<[MadeArgs, MadeResult], [WrittenArgs, WrittenResult]> extends true
          ? never
          : Name
        : Name
      : Same<Made[Name], Written[Name]> extends true
        ? never
        : Name
    : Name;
}[keyof Written];

/** Members that wasm-bindgen gives to every class. */
type Generated = 'free' | typeof Symbol.dispose;

/** Members that are exported and that nobody has written a type for. */
type Undocumented<Made, Written> = Exclude<keyof Made, keyof Written | Generated>;

type None<Names extends never> = Names;

export type Checks = [
  None<Differences<exports.MetaDefender, MetaDefender>>,
  None<Undocumented<exports.MetaDefender, MetaDefender>>,
  None<Differences<exports.Batch, Batch>>,
  None<Undocumented<exports.Batch, Batch>>,
  None<Differences<exports.Hasher, Hasher>>,
  None<Undocumented<exports.Hasher, Hasher>>,
  None<Differences<Pick<typeof exports, 'digest'>, Pick<typeof entry, 'digest'>>>,
];
