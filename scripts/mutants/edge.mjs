// @ts-check
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { stryker } from '../setup/stryker.mjs';
/** @import { Mutant } from './survivors.mjs' */

const CONFIG = join(root, 'tests', 'mutation', 'stryker.config.mjs');
const REPORT = join(target, 'mutants', 'edge.json');

/** Stryker's `MutantStatus`. @type {Record<string, Mutant['status'] | undefined>} */
const STATUS = {
  Killed: 'killed',
  Timeout: 'killed',
  Survived: 'survived',
  NoCoverage: 'survived',
};

/**
 * Mutates the modules that `tests/mutation/stryker.config.mjs` names.
 * @returns {Promise<Mutant[]>}
 */
export async function edgeMutants() {
  // The tests import the package by its name.
  await build();
  const program = await stryker();
  rmSync(REPORT, { force: true });
  await run(process.execPath, [program, 'run', CONFIG], { show: true });
  /** @type {{ files: Record<string, { source: string, mutants: any[] }> }} */
  const { files } = JSON.parse(readFileSync(REPORT, 'utf8'));
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.flatMap((mutant) => mutantOf(file, source.split('\n'), mutant)),
  );
}

/**
 * @param {string} file
 * @param {string[]} lines
 * @param {any} mutant
 * @returns {Mutant[]}
 */
function mutantOf(file, lines, { mutatorName, replacement, status: outcome, location }) {
  const status = STATUS[outcome];
  if (!status) return [];
  const { start, end } = location;
  const code = lines[start.line - 1] ?? '';
  const isOneLine = start.line === end.line;
  const original = isOneLine ? code.slice(start.column - 1, end.column - 1) : '…';
  const change = `${mutatorName}: ${original} → ${replacement.split('\n')[0]}`;
  return [{ file, line: start.line, code: code.trim(), change, status }];
}
