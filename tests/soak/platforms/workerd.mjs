// @ts-check
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inConsumer } from '../../packed/support/consumer.mjs';
import { startWorker } from '../../packed/support/worker.mjs';
import { freePort } from '../../support/free-port.mjs';
import { prefixOf } from '../faults.mjs';
import { KEYS, leak } from '../secrets.mjs';
import { startInspector } from './inspector.mjs';
import { startNode } from './node.mjs';
import { runScreening } from './screening.mjs';

const [KEY = ''] = KEYS;

/**
 * Bytes that workerd keeps of each request which it gave up as its client had gone, with all that its handler held
 * (findings/workerd-keeps-given-up-requests.sh).
 */
const KEPT_OF_GIVEN_UP = 8192;

/** What workerd prints of an answer that the proxy breaks off, as MetaDefender sends no more of it, and of a client that hangs up. */
const EXPECTED =
  /nothing was received for 60 seconds|disconnected: ::write\(.*(?:Broken pipe|Connection reset)/;

const MEMORY = fileURLToPath(new URL('../../support/memory', import.meta.url));

/**
 * A Worker with both handlers before the gateway: scans of a client in Node go through `scanProxy`, uploads through
 * `preScreen`.
 * @param {string} gateway its address
 * @returns {Promise<import('../attempt.mjs').Platform>}
 */
export async function startWorkerd(gateway) {
  // For the Worker, which observes its module.
  cpSync(MEMORY, inConsumer('memory-workerd'), { recursive: true });
  /** @type {string[]} */
  const printed = [];
  const inspectorPort = await freePort();
  const [node, worker] = await Promise.all([
    startNode(gateway),
    startWorker('edge/soak.js', {
      compatibilityFlags: ['enable_request_signal', 'nodejs_als'],
      bindings: {
        GATEWAY: gateway,
        API_KEY: KEY,
        SECRET: 'a secret of the soak, which is long enough',
      },
      inspectorPort,
      handleRuntimeStdio(
        /** @type {NodeJS.ReadableStream} */ stdout,
        /** @type {NodeJS.ReadableStream} */ stderr,
      ) {
        for (const stream of [stdout, stderr]) {
          stream.on('data', (chunk) => printed.push(String(chunk)));
        }
      },
    }),
  ]);
  const ask = async (/** @type {string} */ path) =>
    /** @type {any} */ ((await fetch(worker.address + path)).json());
  /** What the handlers told their owner. @type {string[]} */
  const told = [];
  const inspector = await startInspector(inspectorPort, () => ask('counts'));

  return {
    key: KEY,
    // What the owner has to see to, and what no MetaDefender answers, is a 500 or 502 to visitors.
    // Where an answer breaks off that the proxy has begun to pass on, workerd ends it properly (edge/proxy/rewrite.js): its
    // JSON is cut.
    errors: ['server', 'protocol'],
    baseUrl: (api) => `${worker.address}scan${prefixOf(api)}`,
    adapt: adapted,
    run: (scenario, place) =>
      scenario.call === 'screen'
        ? runScreening(worker.address, scenario, place)
        : node.run(scenario, place),
    async census() {
      told.push(...(await ask('errors')));
      const heap = await inspector.heap();
      const { unanswered, ...counts } = await ask('counts');
      return { ...counts, heap: heap - unanswered * KEPT_OF_GIVEN_UP };
    },
    async complaints() {
      told.push(...(await ask('errors')));
      const leaked = leak([...told, ...printed], [KEY]);
      const odd = printed.filter((text) => !EXPECTED.test(text));
      return [
        ...(await node.complaints()),
        ...(leaked === undefined ? [] : [`a secret got out: ${leaked}`]),
        ...odd.map((text) => `the Worker printed: ${text}`),
      ];
    },
    stop: async () => {
      inspector.stop();
      await Promise.all([node.stop(), worker.stop()]);
    },
  };
}

/**
 * What a scenario is by way of the Worker. Every other one is an upload through `preScreen`, which takes no
 * options; ids of the gateway's analyses mean nothing to the proxy; the key is the Worker's.
 * @param {import('../scenario.mjs').Scenario} scenario
 * @returns {import('../scenario.mjs').Scenario}
 */
function adapted(scenario) {
  const common = { ...scenario, hasKey: false };
  if (scenario.isUpload) {
    return {
      ...common,
      ...{ call: 'screen', password: 'none', hash: 'sha256', encoding: 'none' },
      ...{ givesDigests: false, upload: true },
    };
  }
  return {
    ...common,
    call: scenario.call === 'resume' ? 'scan' : scenario.call,
    // workerd may close a connection just as it is used again, and a stream cannot be sent again.
    source: scenario.source === 'stream' ? 'blob' : scenario.source,
  };
}
