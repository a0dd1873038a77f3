// @ts-check
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { root, target as targetFolder } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { cargoFuzz } from '../setup/cargo-fuzz.mjs';
import { rust } from '../setup/rust.mjs';
import { pack, removeLarge, unpack } from './corpus.mjs';

const FUZZ = join(root, 'tests', 'fuzz');
/** Where inputs are saved that make a target fail. */
const FAILURES = join(targetFolder, 'fuzz', 'failures');
const OPTIONS = ['-max_len=16384', '-print_final_stats=1'];
/** The lines in which libFuzzer reports its progress. */
const PROGRESS = /pulse|INITED|DONE|stat::|^==|panicked at/;

/**
 * Fuzzes a target of tests/fuzz with cargo-fuzz.
 * @param {string} name
 * @param {object} options
 * @param {number} options.minutes
 * @param {boolean} options.keep whether to minimise the corpus and store it in the repository
 * @param {string[]} [options.more] options of libFuzzer
 */
export async function fuzzCargoTarget(name, { minutes, keep, more = [] }) {
  const program = await cargoFuzz();
  const host = /^host: (.*)$/m.exec(await rust())?.[1] ?? '';
  /** @param {string} command @param {string[]} args */
  const cargoFuzzArguments = (command, ...args) => [
    ...['fuzz', command, '--fuzz-dir', FUZZ, '--target-dir', join(targetFolder, 'fuzz')],
    // There is no unsafe code to watch, and the stable toolchain has no sanitizers.
    ...['--sanitizer', 'none', '--target', host, ...args],
  ];
  const env = {
    // cargo-fuzz uses unstable flags.
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: undefined,
    CARGO_ENCODED_RUSTFLAGS: undefined,
    // A stack trace would push the message of the failed assertion out of sight.
    RUST_BACKTRACE: '0',
  };
  await step(`Building the fuzz target ${name}`, () =>
    run(program, cargoFuzzArguments('build', name), { env }),
  );
  const corpus = unpack(name);
  if (name === 'report') addAnswers(corpus);
  mkdirSync(FAILURES, { recursive: true });
  const options = [...OPTIONS, ...more, `-max_total_time=${Math.ceil(minutes * 60)}`];
  const found = join(FAILURES, `${name}-`);
  const args = cargoFuzzArguments('run', name, corpus, '--', ...options);
  const onLine = (/** @type {string} */ line) => PROGRESS.test(line) && console.log(`  ${line}`);
  try {
    await run(program, [...args, `-artifact_prefix=${found}`], { env, onLine, show: false });
  } catch (error) {
    const output = error instanceof Failure ? error.output : '';
    throw new Failure(`the fuzz target ${name} failed; its input is one of ${found}*`, output);
  }
  if (!keep) return;
  removeLarge(corpus);
  await step('Minimising the corpus', () =>
    run(program, cargoFuzzArguments('cmin', name, corpus), { env }),
  );
  console.log(`  the repository keeps ${pack(name)} inputs of ${name}`);
}

/** The answers in tests/fixtures are the seeds of the reports. @param {string} corpus */
function addAnswers(corpus) {
  const answers = join(root, 'tests', 'fixtures', 'answers');
  for (const service of readdirSync(answers, { withFileTypes: true })) {
    if (!service.isDirectory()) continue;
    const folder = join(answers, service.name);
    for (const name of readdirSync(folder)) {
      copyFileSync(join(folder, name), join(corpus, `${service.name}-${name}`));
    }
  }
}
