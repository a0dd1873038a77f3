// @ts-check

/**
 * Resolves and checks options that are an object or a function of `env`. The function is called once for each `env`; an
 * isolate has only one.
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
    // The result is cached, not its promise: the promise may never settle if the request that made it has ended.
    if (!last || last.env !== env) last = { env, checked: check(await make(env)) };
    return last.checked;
  };
}
