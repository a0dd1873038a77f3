// @ts-check
import { ProblemError } from '../problem.js';
import { withTimeout } from '../with-timeout.js';
import { reportFailure } from './work.js';
/** @import { Screening } from '../edge.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/** Seconds. */
const DEFAULT_RETRY_AFTER = 30;

const POLICY_TIMEOUT_MS = 10_000;

/**
 * Decides what happens to a screened upload: `'forward'`, or the response of the `undetermined` option. Rejects with a
 * `ProblemError` if the upload is refused.
 * @param {Screening} screening
 * @param {FileTask[]} tasks
 * @param {Request} request
 * @param {Work} work
 * @returns {Promise<'forward' | Response>}
 */
export async function applyPolicy(screening, tasks, request, { settings, budget }) {
  const { verdict, files } = screening;
  if (verdict === 'blocked') throw new ProblemError('blocked', { files });
  if (verdict === 'allowed') return 'forward';
  for (const { reason, detail } of files) {
    if (detail) settings.onError(`a file could not be cleared: ${reason}: ${detail}`);
  }
  try {
    const decision = await withTimeout(POLICY_TIMEOUT_MS, budget.disconnectSignal, () =>
      settings.undetermined?.(screening, request),
    );
    if (decision === 'forward' || decision instanceof Response) return decision;
  } catch (error) {
    budget.disconnectSignal.throwIfAborted();
    reportFailure(error, settings);
  }
  const retryAfters = tasks.map(({ outcome }) => outcome?.retryAfter ?? 0);
  throw new ProblemError('undetermined', {
    files,
    retryAfter: Math.max(...retryAfters) || DEFAULT_RETRY_AFTER,
  });
}
