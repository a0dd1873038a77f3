import { HostFailure } from './failure.js';
import { headerEntries } from './object.js';

/**
 * The headers that a function of the user's returns for one request: names and values, alternating.
 * @param {() => unknown} give may return a promise
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function userHeaders(give, guard) {
  const given = (async () => give())().catch((cause) => {
    const message = 'the function headers failed, and nothing was sent: the cause says why';
    throw new HostFailure('invalid-input', message, cause);
  });
  const init = await guard
    .race(given)
    .catch((/** @type {HostFailure} */ { code, message, cause }) => {
      if (code === 'timeout') message = `the function headers did not answer: ${message}`;
      throw new HostFailure(code, message, cause);
    });
  const entries = headerEntries(init ?? undefined);
  if (entries) return entries;
  // The runtime's own error repeats the value, which may be a key.
  const message = 'the function headers has to return what the Headers constructor accepts';
  throw new HostFailure('invalid-input', message);
}
