// @ts-check
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Failure } from './failure.js';

/** Discards the echo of what is typed. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Asks for a secret, which is not echoed. If stdin is not a terminal, its whole content is the secret.
 * @param {string} question
 * @param {AbortSignal} signal
 */
export async function askSecret(question, signal) {
  if (!process.stdin.isTTY) return text(process.stdin);
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      // A terminal in raw mode sends Ctrl-C as a key, not as a signal.
      reader.once('close', () => reject(new Failure('nothing was entered, nothing is stored')));
      reader.question('', { signal }).then(resolve, reject);
    });
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
