// @ts-check
import { sentence } from '../element/sentences.js';

/**
 * A sentence that explains why a file is not allowed.
 * @param {import('./scanner.js').Outcome} outcome
 * @param {{ error: (code: string) => string | undefined, reason: (name: string) => string | undefined, threat: (name: string) => string, cancelled: string }} texts
 */
export function explain({ state, scan, error }, texts) {
  if (state === 'cancelled') return texts.cancelled;
  if (error) return texts.error(error.code) ?? texts.error('other') ?? '';
  const reason = texts.reason(scan.reason) ?? sentence(scan.reason);
  const threat = scan.threats[0]?.threat;
  return threat ? `${reason} ${texts.threat(threat)}` : reason;
}
