// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { refuseMissing, refuseUnknownOptions, SERVICE_OPTIONS } from '../option-names.js';
import { platformOption } from '../platform/platform-option.js';
import { secretsOf } from '../secrets.js';
import { Handles } from './handles.js';
import { DEFAULT_OPERATIONS, OPERATIONS } from './operations.js';
import { DEFAULT_PARAMETERS } from './parameters.js';
import { redactionsOf, Replacer } from './redact.js';

/** The largest body on Cloudflare's Free and Pro plans. */
const DEFAULT_MAX_SIZE = 100_000_000;
const DEFAULT_HANDLE_LIFETIME = 3600;
const DEFAULT_CACHE_FOR = 300;

const PROXY_OPTIONS = [
  ...SERVICE_OPTIONS,
  'mount',
  'handleLifetime',
  'visitor',
  'authorize',
  'operations',
  'parameters',
  'maxSize',
  'origins',
  'rateLimit',
  'cacheFor',
  'cache',
  'shareReports',
  'onError',
];

/**
 * The checked options of a proxy, with defaults.
 * @typedef {ReturnType<typeof proxySettings>} ProxySettings
 */

/** @param {import('../edge.js').ScanProxyOptions} options */
export function proxySettings(options) {
  const { cacheFor = DEFAULT_CACHE_FOR, maxSize = DEFAULT_MAX_SIZE } = options;
  const { handleLifetime = DEFAULT_HANDLE_LIFETIME, origins = [], shareReports = false } = options;
  refuseUnknownOptions('scanProxy', options, PROXY_OPTIONS);
  refuseMissing(options, ['secret', 'rateLimit', 'platform', 'cache']);
  const platform = platformOption(options.platform);
  const secrets = secretsOf(options.secret);
  const baseUrl = baseUrlOf(options.baseUrl);
  const api = options.api ?? 'cluster';
  if (!OPERATIONS[api]) refuseOption("api has to be 'cluster', 'cloud-v2' or 'cloud-v4'");
  for (const [name, number] of Object.entries({ handleLifetime, maxSize, cacheFor })) {
    if (!(Number.isFinite(number) && number >= 0))
      refuseOption(`${name} has to be a number, 0 or more`);
  }
  if (origins !== '*') {
    if (!Array.isArray(origins)) refuseOption("origins has to be a list, or '*'");
    origins.forEach(checkOriginOption);
  }
  if (typeof shareReports !== 'boolean') refuseOption('shareReports has to be true or false');
  for (const hook of /** @type {const} */ (['visitor', 'authorize', 'fetch', 'onError']))
    checkHook(hook, options[hook]);
  const operations = withDefaults('operations', DEFAULT_OPERATIONS, options.operations);
  const parameters = withDefaults('parameters', DEFAULT_PARAMETERS, options.parameters);
  operations.rules = options.operations?.rules ?? parameters.rule !== false;
  if (Array.isArray(parameters.rule)) {
    const rules = /** @type {string[]} */ (parameters.rule);
    parameters.rule = new Map(rules.map((rule) => [rule, encodeRule(api, rule)]));
  }
  const mount = mountOf(options.mount ?? '/scan');
  const headers = upstreamHeaders(options);
  const configured = [...new Headers(options.headers)].map(([, value]) => value);
  const redactions = redactionsOf(options.apiKey, configured);
  const redactor = new Replacer(redactions);
  const onError = options.onError ?? console.error;
  return {
    api,
    baseUrl,
    headers,
    rule: defaultRule(api, options.rule),
    fetch: options.fetch,
    platform,
    mount,
    handles: new Handles(secrets, `${api} ${baseUrl} at ${mount}`, handleLifetime),
    visitor: options.visitor,
    authorize: options.authorize,
    operations,
    parameters,
    maxSize,
    origins: origins === '*' ? origins : new Set(origins),
    rateLimit: rateLimitOf(options.rateLimit, platform),
    cacheFor,
    cache: cacheOf(options.cache) ?? platform.cache,
    /** All settings that results depend on: part of the key of each cached result. */
    cacheNamespace: JSON.stringify([api, baseUrl, mount, [...headers], secrets, shareReports]),
    shareReports,
    /** Replacements that take secrets out of responses and messages. */
    redactions: redactions,
    /**
     * Reports an error to `onError`.
     * @param {string} endpoint
     * @param {string} message
     */
    reportError(endpoint, message) {
      try {
        onError(redactor.replace(`${endpoint}: ${message}`));
      } catch {
        // A failing listener must not change the response.
      }
    },
  };
}

/** @param {string} why @returns {never} */
function refuseOption(why) {
  throw new MetaDefenderError('invalid-input', why);
}

/** @param {unknown} given */
function baseUrlOf(given) {
  if (typeof given !== 'string' || !URL.canParse(given) || !/^https?:\/\//i.test(given))
    refuseOption('baseUrl has to be the address of MetaDefender, with http:// or https://');
  const url = new URL(given);
  if (url.username || url.password)
    refuseOption('baseUrl must not contain a user name or password');
  if (/[?#]/.test(given))
    refuseOption('baseUrl must not have a query or a fragment, as a path is added to it');
  return url.href.replace(/\/+$/, '');
}

/** @param {unknown} mount */
function mountOf(mount) {
  if (typeof mount !== 'string' || !/^\/$|^(?:\/[\w.~-]+)+\/?$/.test(mount))
    refuseOption("mount has to be a path such as '/scan'");
  return mount.replace(/\/$/, '');
}

/** @param {string} origin */
function checkOriginOption(origin) {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    refuseOption(
      'origins has to list scheme, host and port, without a slash: https://www.example.com',
    );
}

/**
 * @template {Record<string, unknown>} Defaults
 * @param {string} option
 * @param {Defaults} defaults
 * @param {object | undefined} given
 * @returns {Defaults & any}
 */
function withDefaults(option, defaults, given = {}) {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) refuseOption(`${option} has no such name: ${unknown}`);
  const defined = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of defined) {
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    if (typeof value === 'boolean' || (option === 'parameters' && name === 'rule' && isList))
      continue;
    refuseOption(
      `${option}.${name} has to be true or false${name === 'rule' ? ', or a list of rules' : ''}`,
    );
  }
  return { ...defaults, ...Object.fromEntries(defined) };
}

/** @param {string} name @param {unknown} hook */
function checkHook(name, hook) {
  if (hook !== undefined && typeof hook !== 'function')
    refuseOption(`${name} has to be a function`);
}

/** @param {any} cache */
function cacheOf(cache) {
  if (cache !== undefined && typeof cache.get !== 'function')
    refuseOption('cache has to have get() and put(), as memoryCache() has');
  return /** @type {import('../edge.js').ResultCache | undefined} */ (cache);
}

/** @param {any} given @param {import('../edge.js').Platform} platform */
function rateLimitOf(given = {}, { clientAddress }) {
  if (typeof given !== 'object' || typeof given.limit === 'function')
    refuseOption('rateLimit has to be { requests, uploads }, each a rate limiting binding');
  const { requests, uploads, key, ...unknown } = given;
  for (const name of Object.keys(unknown)) refuseOption(`rateLimit has no such name: ${name}`);
  refuseMissing(given, ['requests', 'uploads'], 'rateLimit');
  for (const [name, limiter] of Object.entries({ requests, uploads })) {
    if (limiter !== undefined && typeof limiter?.limit !== 'function')
      refuseOption(`rateLimit.${name} has to be a rate limiting binding`);
  }
  checkHook('rateLimit.key', key);
  if ((requests ?? uploads) && !key && !clientAddress)
    refuseOption('rateLimit needs a key on this platform: no header identifies a client reliably');
  return /** @type {NonNullable<import('../edge.js').ScanProxyOptions['rateLimit']>} */ (given);
}

/** The headers of every call to MetaDefender. @param {import('../edge.js').ScanProxyOptions} options */
function upstreamHeaders({ apiKey, userAgent, headers: more }) {
  const headers = checkedHeaders(more);
  for (const [option, name, value] of [
    ['apiKey', 'apikey', apiKey],
    ['userAgent', 'user_agent', userAgent],
  ]) {
    if (value === undefined) continue;
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value))
      refuseOption(`${option} has to be visible ASCII characters, as it is sent in a header`);
    headers.set(/** @type {string} */ (name), value);
  }
  return headers;
}

/** @param {import('../edge.js').ScanProxyOptions['headers']} headers */
function checkedHeaders(headers) {
  if (typeof headers === 'function') refuseOption('headers cannot be a function in scanProxy');
  try {
    return new Headers(headers);
  } catch {
    // The runtime's message would reveal the value.
    return refuseOption('headers has an invalid name or value');
  }
}

/** @param {string} api @param {string | undefined} rule */
function defaultRule(api, rule) {
  if (rule === undefined) return undefined;
  if (api === 'cloud-v2') refuseOption('MetaDefender Cloud v2 has no rule');
  return encodeRule(api, rule);
}

/** The rule as a header value. Cloud's rules are a comma-separated list of names, which needs no encoding. @param {string} api @param {string} rule */
const encodeRule = (api, rule) => (api === 'cloud-v4' ? rule : encodeURIComponent(rule));
