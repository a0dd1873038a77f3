// @ts-check
import { InvalidArgumentError, Option } from 'commander';
import { Failure } from './failure.js';

export const url = () => new Option('--url <url>', 'the address of MetaDefender');

export const api = () =>
  new Option('--api <api>', 'the API of the service')
    .choices(['cluster', 'cloud-v2', 'cloud-v4'])
    .default('cluster');

export const rule = () =>
  new Option('--rule <name>', "the rule for the analyses (the server's default)");

export const keyFile = () => new Option('--key-file <file>', 'read the API key from a file');

/** @param {string[]} choices */
export const format = (choices) =>
  new Option('-f, --format <format>', 'the format of the output').choices(choices).default('table');

/** @param {string} flags @param {string} description */
export const count = (flags, description) => new Option(flags, description).argParser(countOf);

const MOST = 1_000_000;

/** @param {string} text */
function countOf(text) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`A whole number from 1 to ${MOST} is expected.`);
}

const KEY = /^--(api-?)?key(=|$)/;

/** Refuses a key on the command line, with a message about where to put it. @param {string[]} words */
export function refuseKeys(words) {
  const end = words.indexOf('--');
  if (words[0] === 'gateway') return;
  if ((end < 0 ? words : words.slice(0, end)).some((word) => KEY.test(word))) {
    throw new Failure(
      'the command line takes no key, as others can read it: use METADEFENDER_KEY, --key-file or `metadefender-wasm login`',
    );
  }
}
