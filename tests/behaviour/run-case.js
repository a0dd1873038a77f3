import { cases } from './cases.js';

/**
 * Runs one case inside the runtime under test; returns the failure, if any, as
 * text that can leave it.
 *
 * @param {string} group
 * @param {string} name
 * @param {string} gateway
 * @param {typeof cases} [among]
 * @returns {Promise<string | null>}
 */
export async function runCase(group, name, gateway, among = cases) {
  try {
    const run = among[group]?.[name];
    if (!run) throw new Error(`there is no case "${name}" in "${group}"`);
    await run(gateway);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return `it threw ${error}`;
    // Not every runtime's stack begins with the message.
    return `${error}\n${error.stack}`;
  }
}
