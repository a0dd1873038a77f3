// @ts-check
import { build } from './build.mjs';
import { entry } from './lib/entry.mjs';
import { describe, Failure, report } from './lib/failure.mjs';
import { lastLine, sum } from './lib/tally.mjs';
import { chromium } from './setup/chromium.mjs';
import { clamd } from './setup/clamd.mjs';
import { consumer } from './setup/consumer.mjs';
import { example } from './setup/example.mjs';
import { firefox } from './setup/firefox.mjs';
import { gateway } from './setup/gateway.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { python } from './setup/python.mjs';
import { rustConsumer } from './setup/rust-consumer.mjs';
import { rust } from './setup/rust.mjs';
import { toolchains } from './setup/toolchains.mjs';
import { webkitDriver, xvfb } from './setup/webkit.mjs';
import { cargoTest } from './suites/cargo-test.mjs';
import { nodeTest } from './suites/node-test.mjs';
import { scriptTest } from './suites/script-test.mjs';

/** Everything a suite may need, made at most once. */
const make = {
  package: once(build),
  gateway: once(gateway),
  chromium: once(chromium),
  consumer: once(consumer),
};

/**
 * Every suite, in the order in which they run.
 * @type {Record<string, { title: string, run: () => Promise<import('./suites/outcome.mjs').Outcome> }>}
 */
const SUITES = {
  core: {
    title: 'the client crate on the host',
    run: () => cargoTest(['-p', 'metadefender-wasm']),
  },
  gateway: {
    title: 'the local gateway',
    run: () => cargoTest(['-p', 'metadefender-gateway', '--profile', 'tools']),
  },
  schemathesis: {
    title: 'the local gateway against its OpenAPI description',
    run: async () => {
      await python();
      await make.gateway();
      return scriptTest('tests/gateway/schemathesis.sh');
    },
  },
  node: {
    title: 'the built package in Node',
    run: async () => {
      await make.package();
      return nodeTest('tests/node', { GATEWAY_BIN: await make.gateway() });
    },
  },
  browser: {
    title: 'the built package in Chromium',
    run: async () => {
      await make.package();
      const env = { CHROMIUM: await make.chromium(), GATEWAY_BIN: await make.gateway() };
      return nodeTest('tests/browser', env, /demo\/(batch|history)|hashing/);
    },
  },
  packed: {
    title: 'the packed package, installed into projects',
    run: async () => {
      await make.package();
      const env = {
        CONSUMER: await make.consumer(),
        TOOLCHAINS: await toolchains(),
        CHROMIUM: await make.chromium(),
        FIREFOX: await firefox(),
        WEBKIT_DRIVER: await webkitDriver(),
        XVFB: await xvfb(),
        GATEWAY_BIN: await make.gateway(),
      };
      return nodeTest('tests/packed', env);
    },
  },
  soak: {
    title: 'scans with faults, at random but always the same: `npm run soak` is the long form',
    run: async () => {
      await make.package();
      const env = {
        CONSUMER: await make.consumer(),
        CHROMIUM: await make.chromium(),
        GATEWAY_BIN: await make.gateway(),
      };
      return nodeTest('tests/soak', env);
    },
  },
  chaos: {
    title: 'what is killed, cut off, lost and late: nothing passes unscanned',
    run: async () => {
      await make.package();
      const env = {
        CLAMD: await clamd(),
        CONSUMER: await make.consumer(),
        CHROMIUM: await make.chromium(),
        GATEWAY_BIN: await make.gateway(),
      };
      return nodeTest('tests/chaos', env);
    },
  },
  example: {
    title: 'the example Worker, and `npm run dev:edge`',
    run: async () => {
      await make.package();
      const env = {
        EXAMPLE: await example(),
        CHROMIUM: await make.chromium(),
        GATEWAY_BIN: await make.gateway(),
      };
      return nodeTest('tests/example', env);
    },
  },
  rust: {
    title: 'a front end in Rust that uses the crate',
    run: async () => {
      await nodeModules();
      const env = {
        RUST_CONSUMER: await rustConsumer(),
        CHROMIUM: await make.chromium(),
        GATEWAY_BIN: await make.gateway(),
      };
      return nodeTest('tests/rust-consumer', env);
    },
  },
};

async function test() {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SUITES);
  const unknown = names.find((name) => !(name in SUITES));
  if (unknown) {
    throw new Failure(`no suite is called ${unknown}; there are ${Object.keys(SUITES).join(', ')}`);
  }
  await rust();

  /** @type {(import('./suites/outcome.mjs').Outcome & { name: string })[]} */
  const rows = [];
  for (const name of names) {
    const { title, run } = /** @type {typeof SUITES[string]} */ (SUITES[name]);
    console.log(`\n── ${name}: ${title}`);
    const outcome = await run().catch(failed);
    rows.push({ name, ...outcome });
  }
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
 * A suite that could not run is one failure.
 * @param {unknown} error
 */
function failed(error) {
  report(error);
  return { passed: 0, failed: 1, note: describe(error) };
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
