// @ts-check

/**
 * Options as they are, or made of the Worker's bindings; once for each `env`, of which an isolate has one.
 * @template Env
 * @template Options
 * @template Checked
 * @param {import('./edge.js').From<Env, Options>} from
 * @param {(options: Options) => Checked} check which throws where they cannot be
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
    // No promise is kept: one of a request that has ended may never settle.
    if (last?.env !== env) last = { env, checked: check(await make(env)) };
    return /** @type {{ checked: Checked }} */ (last).checked;
  };
}
