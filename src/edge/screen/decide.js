// @ts-check
import { Refusal } from './problem.js';
import { within } from './within.js';
import { report } from './work.js';
/** @import { Screening } from '../edge.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/** Seconds after which it may be worth another try. */
const RETRY_AFTER = 30;

/** How long a policy may take, ms. */
const PATIENCE = 10_000;

/**
 * What a screening comes to: `forward`, or an answer of the user's. Rejects with the refusal.
 * @param {Screening} screening
 * @param {FileTask[]} tasks
 * @param {Request} request
 * @param {Work} work
 * @returns {Promise<'forward' | Response>}
 */
export async function decide(screening, tasks, request, { settings, budget }) {
  const { verdict, files } = screening;
  if (verdict === 'blocked') throw new Refusal('blocked', { files });
  if (verdict === 'allowed') return 'forward';
  for (const { reason, detail } of files) {
    if (detail) settings.onError(`a file could not be cleared: ${reason}: ${detail}`);
  }
  try {
    const decision = await within(PATIENCE, budget.gone, () =>
      settings.undetermined?.(screening, request),
    );
    if (decision === 'forward' || decision instanceof Response) return decision;
  } catch (error) {
    budget.gone.throwIfAborted();
    report(error, settings);
  }
  const waits = tasks.map(({ outcome }) => outcome?.retryAfter ?? 0);
  throw new Refusal('undetermined', { files, retryAfter: Math.max(...waits) || RETRY_AFTER });
}
