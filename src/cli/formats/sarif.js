// @ts-check
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { escapeControls, escapeJson } from '../escape.js';
import { explanation } from '../outcome.js';
import { version } from '../version.js';
/** @import { FileOutcome } from '../outcome.js' */
/** @import { Tally } from '../tally.js' */
/** @import { Report } from './index.js' */

const SCHEMA =
  'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json';

const LEVELS = /** @type {const} */ ({ blocked: 'error', undetermined: 'warning' });
/** The severities by which GitHub code scanning sorts: high and medium. */
const SEVERITIES = { blocked: '8.0', undetermined: '5.0' };

/**
 * SARIF 2.1.0 for GitHub code scanning: a result for each file that is not allowed, written as it comes. The rules follow at the
 * end, when all are known.
 * @returns {Report}
 */
export function sarif() {
  /** @type {Map<string, object>} */
  const rules = new Map();
  let separator = '\n';
  return {
    begin: () =>
      `{\n  "$schema": "${SCHEMA}",\n  "version": "2.1.0",\n  "runs": [{\n    "results": [`,
    add(outcome) {
      const { verdict, reason } = outcome;
      if (verdict === 'allowed' || verdict === 'skipped') return '';
      const ruleId = `${verdict}/${reason}`;
      if (!rules.has(ruleId)) rules.set(ruleId, ruleOf(ruleId, verdict, reason));
      const line = `${separator}      ${encode(resultOf(outcome, ruleId, LEVELS[verdict]))}`;
      separator = ',\n';
      return line;
    },
    end(tally, { exitCode }) {
      const rest = {
        tool: { driver: driverOf([...rules.values()]) },
        automationDetails: { id: 'metadefender/' },
        invocations: [invocationOf(tally, exitCode)],
        columnKind: 'utf16CodeUnits',
      };
      return `${separator === '\n' ? '' : '\n    '}],\n    ${encode(rest).slice(1)}]\n}\n`;
    },
  };
}

/** @param {object} value */
const encode = (value) => escapeJson(JSON.stringify(value));

/** @param {FileOutcome} outcome @param {string} ruleId @param {'error' | 'warning'} level */
function resultOf(outcome, ruleId, level) {
  const { path, verdict, reason, dataId, sha256, threats } = outcome;
  return {
    ruleId,
    level,
    message: { text: `${verdict}: ${escapeControls(explanation(outcome))}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(path),
          // Code scanning shows no result without a line.
          region: { startLine: 1 },
        },
      },
    ],
    // Keeps the same alert open while the file is unchanged.
    ...(sha256 && { partialFingerprints: { primaryLocationLineHash: `${sha256}:1` } }),
    properties: { verdict, reason, dataId, sha256, threats },
  };
}

/** Relative to the working folder (the root of the repository) if the file is within it. @param {string} path */
function locationOf(path) {
  const full = resolve(path);
  const inside = relative(process.cwd(), full);
  if (inside.split(sep)[0] === '..' || isAbsolute(inside)) return { uri: pathToFileURL(full).href };
  return { uri: inside.split(sep).map(encodeSegment).join('/'), uriBaseId: '%SRCROOT%' };
}

/** Encoded as in a `file:` URL, which can represent any name. @param {string} name */
const encodeSegment = (name) => pathToFileURL(`/${name}`).pathname.slice(1).replaceAll(':', '%3A');

/** @param {string} id @param {'blocked' | 'undetermined'} verdict @param {string} reason */
function ruleOf(id, verdict, reason) {
  const text =
    verdict === 'blocked'
      ? `MetaDefender blocks the file: ${reason}`
      : `Nothing says that the file may be trusted: ${reason}`;
  return {
    id,
    name: reason,
    shortDescription: { text },
    fullDescription: { text },
    help: {
      text:
        verdict === 'blocked'
          ? 'Remove the file, or see the report by `metadefender-wasm result ID`.'
          : 'The file was not analysed to the end. Scan it again, and see the message for what went wrong.',
    },
    defaultConfiguration: { level: LEVELS[verdict] },
    properties: { tags: ['security', 'malware'], 'security-severity': SEVERITIES[verdict] },
  };
}

/** @param {object[]} rules */
const driverOf = (rules) => ({
  name: 'MetaDefender',
  organization: 'metadefender-wasm',
  version: version(),
  semanticVersion: version(),
  informationUri: 'https://www.opswat.com/products/metadefender',
  rules,
});

/** @param {Tally} tally @param {number} exitCode */
function invocationOf({ isInterrupted, stopped, failures }, exitCode) {
  const problems = [...failures];
  if (stopped !== undefined) problems.push(stopped);
  if (isInterrupted) problems.push('interrupted before the end');
  return {
    executionSuccessful: problems.length === 0,
    exitCode,
    toolExecutionNotifications: problems.map((text) => ({
      level: 'error',
      message: { text: escapeControls(text) },
    })),
  };
}
