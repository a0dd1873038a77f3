// @ts-check
import { connect, MetaDefenderError } from 'metadefender-wasm';
import { addressOf } from '../connection.js';
import { ExitCode } from '../exit-code.js';
import { say } from '../failure.js';
import { checkedKey } from '../key.js';
import { keyFile, storeKey } from '../key-store.js';
import { askSecret } from '../prompt.js';
/** @import { ConnectOptions, MetaDefender } from 'metadefender-wasm' */

/** @typedef {{ url?: string, api: NonNullable<ConnectOptions['api']> }} LoginOptions */

/**
 * Asks for the key, and stores it for the URL if the service accepts it.
 * @param {LoginOptions} options
 * @param {AbortSignal} signal
 */
export async function login(options, signal) {
  const baseUrl = addressOf(options);
  const key = checkedKey(await askSecret(`API key for ${baseUrl}: `, signal), 'what was entered');
  await check(await connect({ baseUrl, api: options.api, apiKey: key }), options.api, signal);
  await storeKey(baseUrl, key);
  say(`the key for ${baseUrl} is stored in ${keyFile()}`);
  return ExitCode.allowed;
}

/** @param {LoginOptions} options */
export async function logout(options) {
  const baseUrl = addressOf(options);
  const wasThere = await storeKey(baseUrl, undefined);
  say(wasThere ? `the key for ${baseUrl} is deleted` : `there was no key for ${baseUrl}`);
  return ExitCode.allowed;
}

/** Throws if the service refuses the key. @param {MetaDefender} client @param {LoginOptions['api']} api @param {AbortSignal} signal */
async function check(client, api, signal) {
  try {
    if (api === 'cluster') await client.rules({ signal });
    else await client.limits({ signal });
  } catch (error) {
    // A valid key may be without the right to list rules (405), and some services support neither call.
    const { code, status } = /** @type {MetaDefenderError} */ (error);
    if (code !== 'unsupported' && status !== 405) throw error;
  }
}
