// @ts-check
import { escapeJson } from '../escape.js';
/** @import { Report } from './index.js' */

/** One JSON object, whose `files` are written as they are scanned. @returns {Report} */
export function json() {
  let separator = '\n';
  return {
    begin: () => '{\n  "files": [',
    add(outcome) {
      const line = `${separator}    ${escapeJson(JSON.stringify(outcome))}`;
      separator = ',\n';
      return line;
    },
    end(tally, { batchId }) {
      const { allowed, blocked, undetermined, skipped } = tally;
      const rest = {
        counts: { allowed, blocked, undetermined, skipped },
        // Whether no file was left out.
        complete: tally.isComplete,
        ...(tally.stopped !== undefined && { stopped: tally.stopped }),
        ...(tally.failures.length > 0 && { failures: tally.failures }),
        ...(batchId !== undefined && { batchId }),
        verdict: tally.verdict,
      };
      const members = escapeJson(JSON.stringify(rest, null, 2)).slice(2);
      return `${separator === '\n' ? '' : '\n  '}],\n${members}\n`;
    },
  };
}
