// @ts-check
// One run of one scenario: prepared at the gateway, run on a platform, judged.
import { judgeCleanUp } from './clean-up.mjs';
import { gatewayFaults, prefixOf, SLOW_STEP } from './faults.mjs';
import { judge } from './oracle.mjs';
import { makeFiles } from './run-scenario.js';
import { mayTimeOut } from './scenario.mjs';
import { analyse, scanRecord } from './scan-record.mjs';
import { echoOf, given, secretsOf } from './secrets.mjs';

/** ms after which a scenario hangs. */
const DEADLINE = 40_000;
/** ms: `request` is of the connection, `analysis` of the scan. */
const TIMEOUTS = { request: 30_000, analysis: 30_000 };
const SHORT_TIMEOUTS = { request: 300, analysis: 600 };

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

/**
 * What runs scenarios.
 * @typedef {object} Platform
 * @property {(api: import('./scenario.mjs').Api) => string} baseUrl of a service, as its client sees it
 * @property {(scenario: Scenario, place: import('./run-scenario.js').Place) => Promise<import('./run-scenario.js').Observation>} run
 * @property {(classes?: string[]) => Promise<Record<string, number>>} census what is alive; the instances of these classes
 * @property {() => Promise<string[]>} complaints what was printed or thrown since, outside of any call
 * @property {() => Promise<unknown>} stop
 * @property {import('metadefender-wasm').ErrorCode[]} [errors] that what lies between client and gateway makes of others
 * @property {(scenario: Scenario) => Scenario} [adapt] what a scenario is there
 * @property {number} [atOnce] how many scenarios are under way at a time; so many connections to a host there are, if it is given
 * @property {string} [key] the key of what lies between
 */

/**
 * @param {string} gateway its address
 * @param {Platform} platform
 */
export async function attempts(gateway, platform) {
  let count = 0;
  const decoy = await analyse(gateway, new TextEncoder().encode('a harmless file of somebody'), {
    wait: true,
  });

  /**
   * The failure of a scenario, if any.
   * @param {import('./scenario.mjs').Scenario} generated
   * @returns {Promise<string[]>}
   */
  async function attempt(generated) {
    // Plain data, as it is sent.
    const plain = JSON.parse(JSON.stringify(generated));
    const scenario = platform.adapt?.(plain) ?? plain;
    count += 1;
    const name = nameOf(count);
    const secrets = secretsOf(name, count);
    const service = gateway + prefixOf(scenario.api);
    /** @type {import('./run-scenario.js').Place} */
    const place = {
      ...{ baseUrl: platform.baseUrl(scenario.api), name, secrets, dataId: null },
      timeouts: mayTimeOut(scenario) ? SHORT_TIMEOUTS : TIMEOUTS,
      deadline: DEADLINE,
    };
    const files = await makeFiles(scenario, place);
    if (scenario.isKnown) {
      for (const bytes of files) await analyse(service, bytes, { wait: true });
    }
    if (scenario.call === 'resume') {
      const password = scenario.password === 'right' ? secrets.password : undefined;
      const stepDelay = scenario.abort ? SLOW_STEP : undefined;
      place.dataId = await analyse(service, files[0] ?? new Uint8Array(), { password, stepDelay });
    }
    const planted = given(scenario, secrets).concat(platform.key ?? []);
    const record = scanRecord(gateway, name);
    await record.open(gatewayFaults(scenario, { decoy, echo: echoOf(planted) }));
    const observation = await platform.run(scenario, place);
    // If connections are few, hanging calls can prevent one with a short timeout from being sent at all.
    const isSent = platform.atOnce === undefined || !mayTimeOut(scenario);
    const left = await judgeCleanUp(scenario, observation, record.read, isSent);
    const context = {
      record: await record.close(),
      secrets: planted,
      decoy,
      more: platform.errors,
    };
    return [...judge(scenario, observation, context), ...left];
  }
  return attempt;
}

/** A name of letters a to y, the same length for all. @param {number} count */
function nameOf(count) {
  const digits = count.toString(25).padStart(8, '0');
  return [...digits].map((digit) => String.fromCharCode(97 + parseInt(digit, 25))).join('');
}
