// @ts-check
import { connect } from 'metadefender-wasm';
import { Failure } from './failure.js';
import { apiKey } from './key.js';
/** @import { ConnectOptions } from 'metadefender-wasm' */

/**
 * The options of a command that define the connection.
 * @typedef {object} ConnectionOptions
 * @property {string} [url]
 * @property {NonNullable<ConnectOptions['api']>} api
 * @property {string} [keyFile]
 * @property {string} [rule]
 */

/** The URL of the service. @param {Pick<ConnectionOptions, 'url'>} options */
export function addressOf({ url = process.env.METADEFENDER_URL }) {
  if (url) return url;
  throw new Failure(
    'no address of MetaDefender: give --url or METADEFENDER_URL (the local gateway: --url http://localhost:8899)',
  );
}

/** @param {ConnectionOptions} options */
export async function connection(options) {
  const baseUrl = addressOf(options);
  const { api, rule, keyFile } = options;
  return connect({ baseUrl, api, rule, apiKey: await apiKey(baseUrl, keyFile) });
}
