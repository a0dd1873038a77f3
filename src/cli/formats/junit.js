// @ts-check
import { escapeControls } from '../escape.js';
import { explanation } from '../outcome.js';
/** @import { FileOutcome } from '../outcome.js' */
/** @import { Report } from './index.js' */

const SUITE = 'metadefender';

/**
 * JUnit's XML as CI systems read it: a test case for each file, with a failure if it is blocked and an error if it is undetermined.
 * The counts come first in the document, so one line per file is kept until the end.
 * @returns {Report}
 */
export function junit() {
  /** @type {string[]} */
  const cases = [];
  let seconds = 0;
  return {
    begin: () => '',
    add(outcome) {
      cases.push(caseOf(outcome));
      seconds += outcome.seconds;
      return '';
    },
    end({ isInterrupted, stopped, failures, ...counts }) {
      const problems = [...failures];
      if (stopped !== undefined) problems.push(stopped);
      if (isInterrupted) problems.push('interrupted before the end');
      cases.push(...problems.map(caseOfProblem));
      const attributes = attributesOf({
        name: SUITE,
        tests: cases.length,
        failures: counts.blocked,
        errors: counts.undetermined + problems.length,
        skipped: counts.skipped,
        time: seconds.toFixed(3),
      });
      const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>'];
      lines.push(`  <testsuite${attributes}>`, ...cases, '  </testsuite>', '</testsuites>', '');
      return lines.join('\n');
    },
  };
}

/** @param {FileOutcome} outcome */
function caseOf(outcome) {
  const { path, verdict, seconds, reason } = outcome;
  const attributes = attributesOf({ classname: SUITE, name: path, time: seconds.toFixed(3) });
  if (verdict === 'allowed') return `    <testcase${attributes}/>`;
  const why = attributesOf({ message: explanation(outcome), type: reason });
  const elements = { blocked: 'failure', undetermined: 'error', skipped: 'skipped' };
  // For a skipped test case, the format has only a message.
  const child =
    verdict === 'skipped'
      ? `<skipped${attributesOf({ message: reason })}/>`
      : `<${elements[verdict]}${why}/>`;
  return `    <testcase${attributes}>${child}</testcase>`;
}

/** @param {string} message */
function caseOfProblem(message) {
  const attributes = attributesOf({ classname: SUITE, name: 'the scan as a whole', time: '0.000' });
  const why = attributesOf({ message, type: 'incomplete' });
  return `    <testcase${attributes}><error${why}/></testcase>`;
}

/** @param {Record<string, string | number>} attributes */
const attributesOf = (attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');

const ENTITIES = /** @type {Record<string, string>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
});

/** XML cannot contain control characters, so they are made visible. @param {string} text */
const escapeXml = (text) =>
  escapeControls(text)
    .replace(/[&<>"]/g, (it) => ENTITIES[it] ?? it)
    .replace(/[\ufffe\uffff]/g, '\ufffd');
