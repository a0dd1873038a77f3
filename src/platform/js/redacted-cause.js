// The cause of a failure, with no secret in it. A `fetch` of the user's often throws an error that has the request in it,
// headers included, and whoever logs the error logs the cause. Nothing in here throws.

import { get } from './object.js';

/** How much of a cause is looked at. What is larger is taken to hold a secret. */
const MAX_VALUES = 2_000;

/** How many errors are kept, each the cause of the one before. */
const MAX_CAUSES = 5;

/**
 * The cause itself, or where a secret is in it, an error with its name, words and code, and `[redacted]` in place of the secret.
 * @param {unknown} cause
 * @param {string[]} secrets in every spelling, the longest first
 */
export function redactedCause(cause, secrets) {
  if (secrets.length === 0 || !holdsSecret(cause, secrets)) return cause;
  const redact = (/** @type {string} */ text) =>
    secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text);
  return redactedError(cause, redact, MAX_CAUSES);
}

/** @param {unknown} cause @param {string[]} secrets */
function holdsSecret(cause, secrets) {
  const values = new Set([cause]);
  // A set is iterated over what is added meanwhile, too.
  for (const value of values) {
    if (values.size > MAX_VALUES) return true;
    if (typeof value === 'string') {
      if (secrets.some((secret) => value.includes(secret))) return true;
    } else if (typeof value === 'object' && value !== null) {
      for (const part of partsOf(value)) values.add(part);
    }
  }
  return false;
}

/** What a value holds; of a Request or an error also what is not its own property. @param {object} value @returns {unknown[]} */
function partsOf(value) {
  if (ArrayBuffer.isView(value)) return [];
  try {
    const names = [...Reflect.ownKeys(value), 'message', 'stack', 'cause', 'headers', 'url'];
    const listed = [];
    // Headers, Map, URLSearchParams.
    if (get(value, 'get') && get(value, 'entries')) {
      for (const entry of /** @type {Headers} */ (value).entries()) {
        listed.push(...entry);
        if (listed.length > MAX_VALUES) break;
      }
    }
    return [...names, ...names.map((name) => get(value, /** @type {string} */ (name))), ...listed];
  } catch {
    return [];
  }
}

/**
 * @param {unknown} cause
 * @param {(text: string) => string} redact
 * @param {number} depth
 * @returns {unknown}
 */
function redactedError(cause, redact, depth) {
  if (typeof cause === 'string') return redact(cause);
  const text = (/** @type {string} */ name) => {
    const value = get(cause, name);
    return typeof value === 'string' ? redact(value) : undefined;
  };
  const message = text('message') ?? 'what was thrown holds a secret, and is left out';
  const inner = depth > 1 ? get(cause, 'cause') : undefined;
  const options =
    inner === undefined ? undefined : { cause: redactedError(inner, redact, depth - 1) };
  const error = new Error(message, options);
  for (const name of ['name', 'stack', 'code']) {
    const value = text(name);
    if (value !== undefined) Object.defineProperty(error, name, { value, configurable: true });
  }
  return error;
}
