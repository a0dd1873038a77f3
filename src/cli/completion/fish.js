// @ts-check
/** @import { CommandWords, OptionWords } from './index.js' */

const COMPLETE = 'complete -c metadefender-wasm';

/** @param {CommandWords[]} commands */
export const fish = (commands) =>
  ['# metadefender-wasm completion fish', ...commands.flatMap(linesOf), ''].join('\n');

/** @param {CommandWords} command */
function linesOf({ name, description, options, choices }) {
  const within = `-n '__fish_seen_subcommand_from ${name}'`;
  const lines = [`${COMPLETE} -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`];
  if (choices.length > 0) lines.push(`${COMPLETE} ${within} -f -a '${choices.join(' ')}'`);
  for (const option of options) lines.push(`${COMPLETE} ${within} ${wordsOf(option)}`);
  return lines;
}

/** @param {OptionWords} option */
function wordsOf({ short, long, description, takesValue, choices }) {
  const words = [`-l ${long.slice(2)}`];
  if (short) words.push(`-s ${short.slice(1)}`);
  if (choices.length > 0) words.push(`-x -a '${choices.join(' ')}'`);
  else if (takesValue) words.push('-r');
  return [...words, `-d ${quote(description)}`].join(' ');
}

/** @param {string} text */
const quote = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;
