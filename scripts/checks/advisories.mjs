// @ts-check
import { dirname, join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { cargoDeny } from '../setup/cargo-deny.mjs';
import { denyArguments, WORKSPACES } from './crates.mjs';

const LOCK_FILES = [
  'package-lock.json',
  'tests/packed/package-lock.json',
  'tests/packed/toolchains/package-lock.json',
  'tests/packed/edge-frameworks/package-lock.json',
  'examples/worker/package-lock.json',
  'scripts/docs/package-lock.json',
];

/**
 * The result for a lock file: the advisories, or why they could not be fetched.
 * @typedef {{ found: string[] } | { unreachable: string }} Audit
 */

/**
 * Fails if there is an advisory about a package or a crate of any lock file. If advisories cannot be fetched, it says
 * so in a line, and only fails if they are required.
 * @param {{ isRequired?: boolean }} [options]
 */
export async function checkAdvisories({ isRequired = false } = {}) {
  const deny = await cargoDeny();
  /** @type {[lockFile: string, audit: () => Promise<Audit>][]} */
  const audits = [];
  for (const file of LOCK_FILES) audits.push([file, () => auditPackages(file)]);
  for (const manifest of WORKSPACES) {
    audits.push([manifest.replace('.toml', '.lock'), () => auditCrates(deny, manifest)]);
  }
  /** @type {string[]} */
  const found = [];
  /** Lock files by the reason why they were not checked. @type {Map<string, string[]>} */
  const unchecked = new Map();
  await step('the advisories about packages and crates', async () => {
    const results = audits.map(([file, audit]) => audit().then((result) => ({ file, result })));
    for (const { file, result } of await Promise.all(results)) {
      if ('found' in result) found.push(...result.found.map((advisory) => `${file}: ${advisory}`));
      else unchecked.set(result.unreachable, [...(unchecked.get(result.unreachable) ?? []), file]);
    }
    if (found.length > 0) throw new Failure(`there are advisories: ${found.join('; ')}`);
    if (isRequired && unchecked.size > 0) throw new Failure(notChecked(unchecked));
  });
  if (unchecked.size > 0) console.log(`  ${notChecked(unchecked)}`);
}

/** @param {Map<string, string[]>} unchecked */
const notChecked = (unchecked) =>
  `not checked: the advisories of ${[...unchecked].map(([why, files]) => `${files.join(', ')} (${why})`).join(', of ')}`;

/** @param {string} lockFile @returns {Promise<Audit>} */
async function auditPackages(lockFile) {
  const args = ['audit', '--package-lock-only', '--json', '--loglevel=silent'];
  const cwd = join(root, dirname(lockFile));
  return readNpmAudit((await linesOf('npm', args, cwd)).join('\n'));
}

/** @param {string} deny @param {string} manifest @returns {Promise<Audit>} */
async function auditCrates(deny, manifest) {
  const args = denyArguments(manifest, ['--format', 'json']);
  return readCargoDeny(await linesOf(deny, [...args, 'advisories'], root));
}

/**
 * The output of a program, ignoring its exit code, which is the same for a finding and for any other failure.
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
async function linesOf(command, args, cwd) {
  /** @type {string[]} */
  const lines = [];
  try {
    await run(command, args, { cwd, show: false, onLine: (line) => lines.push(line) });
  } catch (error) {
    if (lines.length === 0) throw error;
  }
  return lines;
}

/**
 * Parses the output of `npm audit --json`.
 * @param {string} output
 * @returns {Audit}
 */
export function readNpmAudit(output) {
  const report = parse(output);
  if (report?.auditReportVersion !== undefined) {
    return {
      found: Object.values(report.vulnerabilities).map(
        ({ name, severity, range }) => `${name} ${range} (${severity})`,
      ),
    };
  }
  // npm names the address of the registry if the request failed. Any other error is a failure.
  const message = String(report?.message ?? '');
  if (message.includes('/-/npm/v1/security/')) {
    return { unreachable: message.replace(/\S*:\/\/\S*?\/-/, 'the registry’s /-') };
  }
  throw new Failure('`npm audit` failed', output);
}

/**
 * Parses the output of `cargo deny --format json check advisories`, a JSON object a line.
 * @param {string[]} lines
 * @returns {Audit}
 */
export function readCargoDeny(lines) {
  const events = lines.map(parse).filter(Boolean);
  const of = (/** @type {string} */ type) =>
    events.filter((event) => event.type === type).map(({ fields }) => fields);
  if (of('summary').length > 0) {
    const errors = of('diagnostic').filter(({ severity }) => severity === 'error');
    const found = errors.map(({ code, message, advisory, labels }) => {
      // `name version registry`
      const [name = '', version = ''] = labels?.[0]?.span?.split(' ') ?? [];
      return `${name} ${version}: ${advisory?.id ?? code}, ${message}`;
    });
    const { errors: count } = of('summary')[0].advisories;
    if (count > 0 && found.length === 0) throw new Failure('cargo-deny failed', lines.join('\n'));
    return { found };
  }
  const refused = of('log').find(({ message }) =>
    /^failed to fetch advisory database/.test(message),
  );
  if (refused) return { unreachable: 'the database of RustSec cannot be fetched' };
  throw new Failure('cargo-deny failed', lines.join('\n'));
}

/** @param {string} text @returns {any} `undefined` if it is no JSON */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
