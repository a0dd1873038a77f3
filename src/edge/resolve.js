// @ts-check

/**
 * Checks options that are given as they are, or as a function of `env`. They are made once for each `env`;
 * an isolate has only one.
 * @template Env
 * @template Options
 * @template Checked
 * @param {import('./edge.js').From<Env, Options>} from
 * @param {(options: Options) => Checked} check throws if they are invalid
 * @returns {(env: Env) => Promise<Checked>}
 */
export function resolver(from, check) {
  if (typeof from !== 'function') {
    const checked = check(from);
    return async () => checked;
  }
  const make = /** @type {(env: Env) => Options | Promise<Options>} */ (from);
  /** @type {{ env: Env, checked: Checked } | undefined} */
  let last;
  return async (env) => {
    // The result is cached, not its promise: that of a request that has ended may never settle.
    if (!last || last.env !== env) last = { env, checked: check(await make(env)) };
    return last.checked;
  };
}
