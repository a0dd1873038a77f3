// Removes secrets from the cause of a failure. A `fetch` of the user's often throws an error that contains the request,
// headers included, and a log of an error includes its cause. Nothing in here throws.

import { get } from './object.js';

/** How many values of a cause are searched. A larger cause is assumed to contain a secret. */
const MAX_VALUES = 2_000;

/** The maximum length of the chain of causes that is kept. */
const MAX_CAUSES = 5;

/**
 * The cause itself, or if it contains a secret, an error with the same name, message, stack and code, in which `[redacted]`
 * replaces the secret.
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
  // The loop also visits the values that it adds.
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

/** The values inside a value; of a Request or an error, inherited ones too. @param {object} value @returns {unknown[]} */
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
