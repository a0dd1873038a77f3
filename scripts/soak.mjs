// @ts-check
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { chromium } from './setup/chromium.mjs';
import { consumer } from './setup/consumer.mjs';
import { firefox } from './setup/firefox.mjs';
import { gateway } from './setup/gateway.mjs';

/** How many scenarios each platform runs by default. */
const RUNS = { node: 10_000, chromium: 2_000, firefox: 2_000, workerd: 2_000 };

/** @typedef {keyof typeof RUNS} PlatformName */

async function soak() {
  const { names, runs, seed, path } = options();
  await build();
  process.env.GATEWAY_BIN = await gateway();
  if (names.includes('chromium')) process.env.CHROMIUM = await chromium();
  if (names.includes('firefox')) process.env.FIREFOX = await firefox();
  if (names.includes('workerd')) process.env.CONSUMER = await consumer();
  // Imported once the package and the npm packages exist, which it imports.
  const { runSoak } = await import('../tests/soak/run-soak.mjs');
  let failed = 0;
  for (const name of names) {
    const plan = { seed, runs: runs ?? RUNS[name], path, say: console.log };
    console.log(`\n${name}: ${path ? `scenario ${path}` : `${plan.runs} scenarios`}, seed ${seed}`);
    const begun = performance.now();
    const found = await runSoak(name, plan);
    for (const what of found) console.error(what);
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${name}: ${found.length === 0 ? 'nothing' : found.length} found in ${seconds} s`);
    failed += found.length;
  }
  return failed > 0 ? 1 : 0;
}

function options() {
  const { values, positionals } = parse();
  const all = /** @type {PlatformName[]} */ (Object.keys(RUNS));
  const unknown = positionals.find((name) => !(name in RUNS));
  if (unknown) throw new Failure(`no platform is called ${unknown}; there are ${all.join(', ')}`);
  const names = positionals.length > 0 ? /** @type {PlatformName[]} */ (positionals) : all;
  if (values.path && names.length !== 1) throw new Failure('--path needs the name of a platform');
  return {
    names,
    runs: numberOf('runs', values.runs),
    seed: numberOf('seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31),
    path: values.path,
  };
}

/** @param {string} name @param {string | undefined} text */
function numberOf(name, text) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Failure(`--${name} has to be a whole number`);
  return number;
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
    });
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

await entry(import.meta, soak);
