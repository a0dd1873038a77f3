// @ts-check
import { availableParallelism } from 'node:os';
import { build } from './build.mjs';
import { entry } from './lib/entry.mjs';
import { describe, report } from './lib/failure.mjs';
import { stepsBesideOthers } from './lib/step.mjs';
import { lastLine, sum } from './lib/tally.mjs';
import { chromium } from './setup/chromium.mjs';
import { clamd } from './setup/clamd.mjs';
import { consumer, consumerTools } from './setup/consumer.mjs';
import { edgeFrameworks, edgeFrameworksTools } from './setup/edge-frameworks.mjs';
import { example, exampleTools } from './setup/example.mjs';
import { firefox } from './setup/firefox.mjs';
import { gateway } from './setup/gateway.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { python } from './setup/python.mjs';
import { rustConsumer } from './setup/rust-consumer.mjs';
import { rust } from './setup/rust.mjs';
import { s3Server } from './setup/s3-server.mjs';
import { toolchains, toolchainsTools } from './setup/toolchains.mjs';
import { webkitDriver, xvfb } from './setup/webkit.mjs';
import { cargoTest } from './suites/cargo-test.mjs';
import { edgeServers } from './suites/edge-servers.mjs';
import { nodeTest, nodeTestJob } from './suites/node-test.mjs';
import { Queue } from './suites/queue.mjs';
import { scriptTest } from './suites/script-test.mjs';
import { chosen, selection } from './suites/selection.mjs';
import { watchTests } from './suites/watch.mjs';

/** Compilations take turns, as each uses all cores, and so do installations. */
const compiling = new Queue(1);
const installing = new Queue(1);

const npmPackages = once(nodeModules);

/** What the suites need; each is made at most once. */
const make = {
  package: once(() => compiling.add(() => npmPackages().then(build))),
  gateway: once(() => compiling.add(gateway)),
  consumer: packageAnd(consumerTools, consumer),
  toolchains: packageAnd(toolchainsTools, toolchains),
  edgeFrameworks: packageAnd(edgeFrameworksTools, edgeFrameworks),
  example: packageAnd(exampleTools, example),
  rustConsumer: once(() => compiling.add(rustConsumer)),
  chromium: once(() => installing.add(chromium)),
  firefox: once(() => installing.add(firefox)),
  webkitDriver: once(() => installing.add(webkitDriver)),
  xvfb: once(() => installing.add(xvfb)),
  clamd: once(() => installing.add(clamd)),
  python: once(() => installing.add(python)),
  s3Server: once(() => compiling.add(s3Server)),
};

/**
 * A project with the package. Its tools are installed while the package is being built.
 * @template T
 * @param {() => Promise<unknown>} tools
 * @param {() => Promise<T>} project
 */
function packageAnd(tools, project) {
  return once(async () => {
    await Promise.all([make.package(), installing.add(tools)]);
    return installing.add(project);
  });
}

/** The environment of tests in projects with the packed package. */
async function inProjects() {
  const [CONSUMER, env] = await Promise.all([make.consumer(), withBrowser()]);
  return { ...env, CONSUMER };
}

/** The environment of tests in Chromium. */
async function withBrowser() {
  const [, CHROMIUM, GATEWAY_BIN] = await Promise.all([
    make.package(),
    make.chromium(),
    make.gateway(),
  ]);
  return { CHROMIUM, GATEWAY_BIN };
}

/**
 * All suites, in the order in which their files run once they are set up: those with long files come first, so that no
 * long file runs alone at the end.
 * @type {Record<string, { title: string, jobs: () => Promise<import('./suites/job.mjs').Job[]> }>}
 */
const SUITES = {
  packed: {
    title: 'the packed package, installed into projects',
    async jobs() {
      const [env, TOOLCHAINS, EDGE_FRAMEWORKS, FIREFOX, WEBKIT_DRIVER, XVFB] = await Promise.all([
        inProjects(),
        make.toolchains(),
        make.edgeFrameworks(),
        make.firefox(),
        make.webkitDriver(),
        make.xvfb(),
      ]);
      return [
        ...nodeTest('tests/packed', {
          ...{ ...env, TOOLCHAINS, EDGE_FRAMEWORKS },
          ...{ FIREFOX, WEBKIT_DRIVER, XVFB },
        }),
        ...edgeServers(env),
      ];
    },
  },
  chaos: {
    title: 'what is killed, cut off, lost and late: nothing passes unscanned',
    async jobs() {
      const [env, CLAMD] = await Promise.all([inProjects(), make.clamd()]);
      return nodeTest('tests/chaos', { ...env, CLAMD });
    },
  },
  soak: {
    title: 'scans with faults, at random but always the same: `npm run soak` is the long form',
    jobs: async () => nodeTest('tests/soak', await inProjects()),
  },
  browser: {
    title: 'the built package in Chromium',
    jobs: async () => nodeTest('tests/browser', await withBrowser()),
  },
  node: {
    title: 'the built package in Node',
    async jobs() {
      const [, GATEWAY_BIN] = await Promise.all([make.package(), make.gateway()]);
      return nodeTest('tests/node', { GATEWAY_BIN });
    },
  },
  s3: {
    title: 'buckets that speak S3, by s3s-fs',
    async jobs() {
      const [CONSUMER, GATEWAY_BIN, S3_SERVER] = await Promise.all([
        make.consumer(),
        make.gateway(),
        make.s3Server(),
      ]);
      const env = { CONSUMER, GATEWAY_BIN, S3_SERVER };
      const inRuntime = (/** @type {string} */ name, /** @type {string} */ EDGE_RUNTIME) =>
        nodeTestJob(`tests/s3/${name}.test.mjs`, { ...env, EDGE_RUNTIME }, EDGE_RUNTIME);
      return [
        ...nodeTest('tests/s3', env),
        ...['node', 'deno', 'bun'].map((runtime) => inRuntime('screening', runtime)),
        inRuntime('screen-bucket', 'node'),
      ];
    },
  },
  example: {
    title: 'the example Worker, and `npm run dev:edge`',
    async jobs() {
      const [env, EXAMPLE] = await Promise.all([withBrowser(), make.example()]);
      return nodeTest('tests/example', { ...env, EXAMPLE });
    },
  },
  rust: {
    title: 'a front end in Rust that uses the crate',
    async jobs() {
      const [, RUST_CONSUMER, CHROMIUM, GATEWAY_BIN] = await Promise.all([
        npmPackages(),
        make.rustConsumer(),
        make.chromium(),
        make.gateway(),
      ]);
      return nodeTest('tests/rust-consumer', { RUST_CONSUMER, CHROMIUM, GATEWAY_BIN });
    },
  },
  gateway: {
    title: 'the local gateway',
    jobs: () =>
      compiling.add(() => cargoTest(['-p', 'metadefender-gateway', '--profile', 'tools'])),
  },
  schemathesis: {
    title: 'the local gateway against its OpenAPI description',
    async jobs() {
      const [GATEWAY_BIN] = await Promise.all([make.gateway(), make.python()]);
      return scriptTest('tests/gateway/schemathesis.sh', { GATEWAY_BIN });
    },
  },
  core: {
    title: 'the client crate on the host',
    jobs: () => compiling.add(() => cargoTest(['-p', 'metadefender-wasm'])),
  },
};

/** One more than there are cores, as most jobs sometimes wait for browsers and processes. */
const queue = new Queue(availableParallelism() + 1);

async function test() {
  const args = process.argv.slice(2);
  if (args.includes('--watch')) return watchTests(args.filter((arg) => arg !== '--watch'));
  const selected = selection(args, Object.keys(SUITES));
  await rust();
  stepsBesideOthers();

  const rows = await Promise.all(selected.map(runSuite));
  console.log('');
  for (const { name, passed, failed, note } of rows) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(5)} failed`;
    console.log(`${name.padEnd(14)}${counts}${note ? `  (${note})` : ''}`);
  }
  const total = sum(rows);
  console.log(lastLine(total));
  return total.failed > 0 ? 1 : 0;
}

/**
 * Sets up a suite, and queues its selected jobs.
 * @param {import('./suites/selection.mjs').Selected} selected
 */
async function runSuite(selected) {
  const name = selected.suite;
  const { title, jobs } = /** @type {typeof SUITES[string]} */ (SUITES[name]);
  console.log(`── ${name}: ${title}`);
  try {
    const rank = Object.keys(SUITES).indexOf(name);
    const waiting = chosen(await jobs(), selected).map((job) =>
      queue.add(() => runJob(name, job), rank),
    );
    const outcomes = await Promise.all(waiting);
    const note = outcomes.flatMap(({ note }) => note ?? []).join('; ');
    return { name, ...sum(outcomes), note };
  } catch (error) {
    // A failed set-up counts as one failed test.
    console.log(`\n── ${name} cannot be run:`);
    report(error);
    return { name, passed: 0, failed: 1, note: describe(error) };
  }
}

/**
 * Runs a job, and then prints all of its output.
 * @param {string} suite
 * @param {import('./suites/job.mjs').Job} job
 */
async function runJob(suite, { title, run }) {
  const begun = performance.now();
  const { text, ...outcome } = await run();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`\n── ${suite}: ${title} (${seconds} s)\n${text}`);
  return { ...outcome, note: outcome.note && `${title}: ${outcome.note}` };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>}
 */
function once(work) {
  /** @type {Promise<T> | undefined} */
  let result;
  return () => (result ??= work());
}

await entry(import.meta, test);
