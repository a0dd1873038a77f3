// @ts-check
// Secrets that must not leak, and the check for them.
import { wrongPassword } from './run-scenario.js';

/** Keys that the gateway knows, with what is written otherwise in a URL, in JSON and in a header. */
export const KEYS = [
  'soak key/1+of "four"',
  'soak-key-2=of=four',
  'b7f1e0c9K3y/of+the=soak',
  's0ak,key:four',
];

/**
 * The secrets of one scan.
 * @param {string} name
 * @param {number} index
 */
export const secretsOf = (name, index) => ({
  key: KEYS[index % KEYS.length] ?? '',
  token: `token-${name}-of-the-proxy`,
  password: `pässwörd ${name} & "quoted"`,
});

/**
 * Those that the call of a scenario is given. What nobody has told the client, it cannot know for a secret.
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {Secrets} secrets
 */
export function given({ hasKey, password, call }, { token, key, password: right }) {
  const passwords = { none: [], right: [right], wrong: [wrongPassword(right)] };
  // To resume a scan takes none.
  return [token, ...(hasKey ? [key] : []), ...(call === 'resume' ? [] : passwords[password])];
}

/** @typedef {ReturnType<typeof secretsOf>} Secrets */

/** How a server repeats them that shows what it was asked. @param {string[]} secrets */
export const echoOf = (secrets) =>
  // A semicolon would end a part of a fault.
  [...secrets, ...secrets.map(encodeURIComponent), ...secrets.map(base64)].join(' , ');

/**
 * The first text that holds a secret, in whatever spelling.
 * @param {string[]} texts
 * @param {string[]} secrets
 */
export function leak(texts, secrets) {
  const spellings = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64(secret).replace(/=+$/, ''),
  ]);
  return texts.find((text) => spellings.some((spelling) => text.includes(spelling)));
}

/** @param {string} text */
const base64 = (text) => Buffer.from(text).toString('base64');
