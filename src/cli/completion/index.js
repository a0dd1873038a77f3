// @ts-check
import { Failure } from '../failure.js';
import { ExitCode } from '../exit-code.js';
import { bash } from './bash.js';
import { fish } from './fish.js';
import { zsh } from './zsh.js';
/** @import { Command } from 'commander' */

/**
 * A command, as the completion scripts need it.
 * @typedef {object} CommandWords
 * @property {string} name
 * @property {string} description
 * @property {OptionWords[]} options
 * @property {string[]} choices of its first argument
 */

/**
 * @typedef {object} OptionWords
 * @property {string} [short]
 * @property {string} long
 * @property {string} description
 * @property {boolean} takesValue
 * @property {string[]} choices
 */

/** @type {Record<string, (commands: CommandWords[]) => string>} */
const SCRIPTS = { bash, zsh, fish };

export const SHELLS = Object.keys(SCRIPTS);

/** Prints the completion script of a shell. @param {Command} program @param {string} shell */
export function completion(program, shell) {
  const script = SCRIPTS[shell];
  if (!script) throw new Failure(`no completion for ${shell}: there is ${SHELLS.join(', ')}`);
  process.stdout.write(script(program.commands.map(wordsOf)));
  return ExitCode.allowed;
}

/** @param {Command} command @returns {CommandWords} */
function wordsOf(command) {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map(({ short, long, description, required, argChoices }) => ({
      short,
      long: long ?? '',
      description,
      takesValue: required,
      choices: argChoices ?? [],
    })),
    choices: command.name() === 'completion' ? SHELLS : [],
  };
}
