// @ts-check
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL, QUICK } from '../bench/plan.mjs';
import { linesOf } from '../bench/report/lines.mjs';
import { machine, versionOf } from '../bench/report/machine.mjs';
import { save } from '../bench/report/report.mjs';
import { textTable } from '../bench/report/table.mjs';
import { ROWS, rowsOf } from '../bench/rows.mjs';
import { Files } from '../bench/support/files.mjs';
import { startSink } from '../bench/support/sink-process.mjs';
import { startGateway } from '../tests/support/gateway.mjs';
import { build } from './build.mjs';
import { stopSignal } from './demo/stop-signal.mjs';
import { entry } from './lib/entry.mjs';
import { describe, Failure } from './lib/failure.mjs';
import { step } from './lib/step.mjs';
import { chromium } from './setup/chromium.mjs';
import { consumer } from './setup/consumer.mjs';
import { firefox } from './setup/firefox.mjs';
import { gateway } from './setup/gateway.mjs';
import { platformProgram } from './setup/platform-program.mjs';
import { webkitDriver, xvfb } from './setup/webkit.mjs';

/**
 * @typedef {import('../bench/rows.mjs').Runtime} Runtime
 * @typedef {import('../bench/node/rows.mjs').Context} Context
 */

/**
 * Measures the rows of a runtime.
 * @typedef {object} Runner
 * @property {Record<string, string>} versions
 * @property {(id: string, context: Context) => Promise<import('../bench/rows.mjs').Measured>} run
 * @property {() => Promise<void> | void} stop
 */

// Imported once the package and the npm packages exist, which they import.
/** @type {Record<Runtime, (against?: string) => Promise<Runner>>} */
const START = {
  async node() {
    const { rows } = await import('../bench/node/rows.mjs');
    const run = (/** @type {string} */ id, /** @type {Context} */ context) =>
      /** @type {typeof rows[string]} */ (rows[id])(context);
    return { versions: { Node: process.versions.node }, run, stop() {} };
  },
  async deno() {
    const program = platformProgram(await consumer(), '@deno', 'deno');
    const { rowsOfDeno, versionOfDeno } = await import('../bench/deno/rows.mjs');
    const rows = rowsOfDeno(program);
    const run = (/** @type {string} */ id, /** @type {Context} */ context) =>
      /** @type {typeof rows[string]} */ (rows[id])(context);
    return { versions: { Deno: versionOfDeno(program) }, run, stop() {} };
  },
  async chromium(against) {
    const program = await chromium();
    const { startChromium } = await import('../bench/browsers/chromium.mjs');
    const { memoryOfChromium } = await import('../bench/browsers/chromium-memory.mjs');
    const runner = await inBrowser('Chromium', await startChromium(program), against);
    const run = (/** @type {string} */ id, /** @type {Context} */ context) =>
      id === 'memory' ? memoryOfChromium(program, context) : runner.run(id, context);
    return { ...runner, run };
  },
  async firefox(against) {
    const program = await firefox();
    const { startFirefox } = await import('../bench/browsers/firefox.mjs');
    return inBrowser('Firefox', await startFirefox(program), against);
  },
  async webkit(against) {
    const programs = { driver: await webkitDriver(), xvfb: await xvfb() };
    const { startWebKit } = await import('../bench/browsers/webkit.mjs');
    return inBrowser('WebKitGTK', await startWebKit(programs), against);
  },
  async workerd() {
    const project = await consumer();
    const { runInWorkerd } = await import('../bench/workerd/rows.mjs');
    const { versionOfWorkerd } = await import('../bench/workerd/server.mjs');
    const run = (/** @type {string} */ id, /** @type {Context} */ context) =>
      runInWorkerd(project, id, context);
    return { versions: { workerd: versionOfWorkerd(project) }, run, stop() {} };
  },
};

/**
 * @param {string} name
 * @param {import('../bench/browsers/rows.mjs').Browser} browser
 * @param {string} [against]
 * @returns {Promise<Runner>}
 */
async function inBrowser(name, browser, against) {
  const { startRows } = await import('../bench/browsers/rows.mjs');
  return { ...(await startRows(browser, against)), versions: { [name]: browser.version } };
}

async function bench() {
  const { runtimes, names, quick, keep, against } = options();
  await build();
  stopSignal().then(() => process.exit(130));
  const plan = quick ? QUICK : FULL;
  const { results, versions, failures } = await measure(runtimes, names, plan, against);
  console.log(`\n${textTable(linesOf(results))}`);
  if (quick) console.log('\nQuick: with less data than the targets assume.');
  for (const failure of failures) console.error(failure);
  if (keep && results.length > 0) {
    for (const name of ['hash-wasm', '@noble/hashes']) versions[name] = versionOf(name);
    const date = new Date().toISOString();
    await save({ date, machine: machine(), versions, plan, results });
    console.log('\nWritten: docs/benchmark, docs/performance.md');
  }
  return failures.length > 0 ? 1 : 0;
}

/**
 * @param {Runtime[]} runtimes
 * @param {string[]} names of rows; all of them if there are none
 * @param {import('../bench/plan.mjs').Plan} plan
 * @param {string} [against] the `dist` of another build
 */
async function measure(runtimes, names, plan, against) {
  /** @type {import('../bench/report/lines.mjs').Result[]} */
  const results = [];
  /** @type {Record<string, string>} */
  const versions = {};
  /** @type {string[]} */
  const failures = [];
  const files = new Files();
  const sink = await startSink();
  /** @type {Awaited<ReturnType<typeof startGateway>> | undefined} */
  let slow;
  try {
    // Started by the first row that needs it.
    if (runtimes.some((runtime) => rowsOf(runtime, names).some(({ group }) => group === 'scan')))
      slow = await startSlowGateway();
    const context = { plan, files, sink: sink.address, gateway: slow?.address ?? '' };
    for (const runtime of runtimes) {
      const rows = rowsOf(runtime, names);
      if (rows.length === 0) continue;
      const runner = await START[runtime](against).catch((error) => {
        failures.push(`${runtime}: ${describe(error)}`);
      });
      if (!runner) continue;
      Object.assign(versions, runner.versions);
      for (const { id } of rows) {
        const work = step(`${runtime}: ${id}`, () => runner.run(id, context));
        await work.then(
          (measured) => results.push({ id, runtime, measured }),
          (error) => failures.push(`${runtime}: ${id}: ${describe(error)}`),
        );
      }
      // A crashed browser must not lose the results so far.
      await Promise.resolve(runner.stop()).catch((error) => {
        failures.push(`${runtime}: ${describe(error)}`);
      });
    }
  } finally {
    sink.stop();
    await slow?.stop();
    files.remove();
  }
  return { results, versions, failures };
}

/** A local gateway with the latency of a network. */
async function startSlowGateway() {
  process.env.GATEWAY_BIN = await gateway();
  return startGateway('--fault', 'latency=40');
}

function options() {
  const { values, positionals } = parse();
  const all = /** @type {Runtime[]} */ (Object.keys(START));
  const unknown = positionals.find((name) => !(name in START));
  if (unknown) throw new Failure(`no runtime is called ${unknown}; there are ${all.join(', ')}`);
  const { quick = false, save = false, rows, against } = values;
  const names = rows?.split(',') ?? [];
  const strange = names.find((name) => !ROWS.some(({ id, group }) => [id, group].includes(name)));
  if (strange) {
    const groups = [...new Set(ROWS.map(({ group }) => group))];
    throw new Failure(`no rows are called ${strange}; there are ${groups.join(', ')}`);
  }
  const runtimes = positionals.length > 0 ? /** @type {Runtime[]} */ (positionals) : all;
  const isWhole = !quick && !rows && all.every((runtime) => runtimes.includes(runtime));
  return { runtimes, names, quick, keep: save || isWhole, against: against && resolve(against) };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        rows: { type: 'string' },
        quick: { type: 'boolean' },
        save: { type: 'boolean' },
        against: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

await entry(import.meta, bench);
