// @ts-check
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzCargoTarget } from './fuzz/cargo-target.mjs';
import { fuzzMultipart } from './fuzz/multipart.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { root } from './lib/paths.mjs';

const DICTIONARY = join(root, 'tests', 'fuzz', 'report.dict');
const USAGE = '`npm run fuzz -- report --minutes=60`';

/** @typedef {{ minutes: number, seed: number, keep: boolean }} Options */

/** @type {Record<string, (options: Options) => Promise<void>>} */
const TARGETS = {
  report: (options) => fuzzCargoTarget('report', { ...options, more: [`-dict=${DICTIONARY}`] }),
  mutated_report: (options) => fuzzCargoTarget('mutated_report', options),
  headers: (options) => fuzzCargoTarget('headers', options),
  multipart: ({ minutes, seed }) => fuzzMultipart(minutes, seed),
};

/** Fuzzes the given targets, or all of them, one after the other. */
async function fuzz() {
  const { names, options } = given();
  for (const name of names) {
    console.log(`\n── ${name}: ${options.minutes} min`);
    await TARGETS[name]?.(options);
  }
}

function given() {
  const { values, positionals } = parse();
  const all = Object.keys(TARGETS);
  const unknown = positionals.find((name) => !all.includes(name));
  if (unknown) throw new Failure(`no target is called ${unknown}; there are ${all.join(', ')}`);
  const minutes = Number(values.minutes ?? 10);
  const seed = Number(values.seed ?? Date.now());
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    throw new Failure(`--minutes and --seed are numbers: ${USAGE}`);
  }
  const options = { minutes, seed, keep: values.keep ?? false };
  return { names: positionals.length > 0 ? positionals : all, options };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        minutes: { type: 'string' },
        seed: { type: 'string' },
        keep: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}: ${USAGE}`);
  }
}

await entry(import.meta, fuzz);
