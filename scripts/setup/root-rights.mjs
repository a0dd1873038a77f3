// @ts-check
import { createInterface } from 'node:readline/promises';
import { probe } from '../lib/run.mjs';

/** Says yes beforehand, where nobody can be asked. */
export const ALLOW_SUDO = 'ALLOW_SUDO';

/**
 * What the decision depends on.
 * @typedef {object} Circumstances
 * @property {boolean} isRoot
 * @property {boolean} isAllowed by ALLOW_SUDO
 * @property {boolean} isTerminal whether somebody can be asked
 * @property {() => Promise<boolean>} hasSudo
 * @property {(question: string) => Promise<boolean>} ask
 */

/**
 * What goes before a command that needs root's rights. `sudo` is used only after a yes.
 * @param {string} purpose what it is needed for, as a question has it: "install X"
 * @param {Circumstances} circumstances
 * @returns {Promise<string[] | null>} null where the rights cannot be had
 */
export async function rootRights(purpose, circumstances = thisProcess()) {
  const { isRoot, isAllowed, isTerminal, hasSudo, ask } = circumstances;
  if (isRoot) return [];
  if (!(isAllowed || isTerminal) || !(await hasSudo())) return null;
  if (isAllowed) return ['sudo', '-n'];
  // Its own question for the password goes to the terminal.
  return (await ask(`May sudo be used to ${purpose}? [y/N] `)) ? ['sudo'] : null;
}

/** @returns {Circumstances} */
function thisProcess() {
  return {
    isRoot: process.getuid?.() === 0,
    isAllowed: process.env[ALLOW_SUDO] === '1',
    isTerminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
    hasSudo: async () => (await probe('sudo', ['--version'])) !== null,
    ask,
  };
}

/** @param {string} question */
async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
