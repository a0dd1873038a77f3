// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entry } from './lib/entry.mjs';
import { Failure } from './lib/failure.mjs';
import { root } from './lib/paths.mjs';
import { lastLine, sum } from './lib/tally.mjs';
import { coreMutants } from './mutants/core.mjs';
import { edgeMutants } from './mutants/edge.mjs';
import { compare } from './mutants/survivors.mjs';
/** @import { Listed, Mutant } from './mutants/survivors.mjs' */

/** The accepted survivors, each with its reason. */
const LIST = join(root, 'tests', 'mutation', 'survivors.json');

/** @type {Record<string, () => Promise<Mutant[]>>} */
const PARTS = { core: coreMutants, edge: edgeMutants };

async function mutants() {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown) {
    throw new Failure(`no part is called ${unknown}; there are ${Object.keys(PARTS).join(', ')}`);
  }
  /** @type {Record<string, Listed[]>} */
  const list = JSON.parse(readFileSync(LIST, 'utf8'));
  const tallies = [];
  for (const name of names) {
    const part = /** @type {typeof PARTS[string]} */ (PARTS[name]);
    tallies.push(report(name, await part(), list[name] ?? []));
  }
  const total = sum(tallies);
  console.log(lastLine(total));
  return total.failed > 0 ? 1 : 0;
}

/**
 * Prints the results; an unlisted survivor is a failure.
 * @param {string} name
 * @param {Mutant[]} mutants
 * @param {Listed[]} list
 */
function report(name, mutants, list) {
  const { unlisted, gone } = compare(mutants, list);
  const survived = mutants.filter(({ status }) => status === 'survived').length;
  console.log(
    `\n${name}: ${mutants.length} mutants, ${mutants.length - survived} killed, ${survived} survived, ` +
      `${survived - unlisted.length} of them listed`,
  );
  for (const { file, line, code, change } of unlisted) {
    console.log(`survives: ${file}:${line}: ${change}\n    ${code}`);
  }
  for (const { file, change, code } of gone) {
    console.log(`listed, but does not survive any more: ${file}: ${change}\n    ${code}`);
  }
  return { passed: mutants.length - unlisted.length, failed: unlisted.length };
}

await entry(import.meta, mutants);
