// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { refuseUnknown, SERVICE_OPTIONS } from '../option-names.js';
import { secretsOf } from '../secrets.js';
import { Handles } from './handles.js';
import { OPERATIONS, SWITCHES } from './operations.js';
import { PARAMETERS } from './parameters.js';
import { Replacer, struck } from './redact.js';

/** The largest body on Cloudflare's Free and Pro plans. */
const MAX_SIZE = 100_000_000;
const HANDLE_LIFETIME = 3600;
const CACHE_FOR = 300;

const OPTIONS = [
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
  'shareReports',
  'onError',
];

/**
 * The options of a proxy, checked once.
 * @typedef {ReturnType<typeof settingsOf>} Settings
 */

/** @param {import('../edge.js').ScanProxyOptions} options */
export function settingsOf(options) {
  const { cacheFor = CACHE_FOR, maxSize = MAX_SIZE } = options;
  const { handleLifetime = HANDLE_LIFETIME, origins = [], shareReports = false } = options;
  refuseUnknown('scanProxy', options, OPTIONS);
  const secrets = secretsOf(options.secret);
  const baseUrl = baseUrlOf(options.baseUrl);
  const api = options.api ?? 'cluster';
  if (!OPERATIONS[api]) refuse("api has to be 'cluster', 'cloud-v2' or 'cloud-v4'");
  for (const [name, number] of Object.entries({ handleLifetime, maxSize, cacheFor })) {
    if (!(Number.isFinite(number) && number >= 0)) refuse(`${name} has to be a number, 0 or more`);
  }
  if (origins !== '*') {
    if (!Array.isArray(origins)) refuse("origins has to be a list, or '*'");
    origins.forEach(checkOrigin);
  }
  if (typeof shareReports !== 'boolean') refuse('shareReports has to be true or false');
  for (const hook of /** @type {const} */ (['visitor', 'authorize', 'fetch', 'onError']))
    checkHook(hook, options[hook]);
  const operations = switches('operations', SWITCHES, options.operations);
  const parameters = switches('parameters', PARAMETERS, options.parameters);
  operations.rules = options.operations?.rules ?? parameters.rule !== false;
  if (Array.isArray(parameters.rule)) {
    const rules = /** @type {string[]} */ (parameters.rule);
    parameters.rule = new Map(rules.map((rule) => [rule, encodedRule(api, rule)]));
  }
  const mount = mountOf(options.mount ?? '/scan');
  const headers = headersOf(options);
  const configured = [...new Headers(options.headers)].map(([, value]) => value);
  const replaced = struck(options.apiKey, configured);
  const strike = new Replacer(replaced);
  const tell = options.onError ?? console.error;
  return {
    api,
    baseUrl,
    headers,
    rule: ruleOf(api, options.rule),
    fetch: options.fetch,
    mount,
    handles: new Handles(secrets, `${api} ${baseUrl} at ${mount}`, handleLifetime),
    visitor: options.visitor,
    authorize: options.authorize,
    operations,
    parameters,
    maxSize,
    origins: origins === '*' ? origins : new Set(origins),
    rateLimit: limitersOf(options.rateLimit),
    cacheFor,
    /** What results depend on, whoever asks. */
    cachedFor: JSON.stringify([api, baseUrl, mount, [...headers], secrets, shareReports]),
    shareReports,
    /** What is struck from whatever leaves. */
    struck: replaced,
    /**
     * Tells the owner what went wrong.
     * @param {string} endpoint
     * @param {string} what
     */
    report(endpoint, what) {
      try {
        tell(strike.replace(`${endpoint}: ${what}`));
      } catch {
        // Whoever asked is answered all the same.
      }
    },
  };
}

/** @param {string} why @returns {never} */
function refuse(why) {
  throw new MetaDefenderError('invalid-input', why);
}

/** @param {unknown} given */
function baseUrlOf(given) {
  if (typeof given !== 'string' || !URL.canParse(given) || !/^https?:\/\//i.test(given))
    refuse('baseUrl has to be the address of MetaDefender, with http:// or https://');
  const url = new URL(given);
  if (url.username || url.password) refuse('baseUrl carries a user name or password');
  if (/[?#]/.test(given))
    refuse('baseUrl has a query or a fragment, to which no path can be added');
  return url.href.replace(/\/+$/, '');
}

/** @param {unknown} mount */
function mountOf(mount) {
  if (typeof mount !== 'string' || !/^\/$|^(?:\/[\w.~-]+)+\/?$/.test(mount))
    refuse("mount has to be a path such as '/scan'");
  return mount.replace(/\/$/, '');
}

/** @param {string} origin */
function checkOrigin(origin) {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    refuse('origins has to list scheme, host and port, without a slash: https://www.example.com');
}

/**
 * @template {Record<string, unknown>} Defaults
 * @param {string} option
 * @param {Defaults} defaults
 * @param {object | undefined} given
 * @returns {Defaults & any}
 */
function switches(option, defaults, given = {}) {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) refuse(`${option} has no such name: ${unknown}`);
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of said) {
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    if (typeof value === 'boolean' || (option === 'parameters' && name === 'rule' && isList))
      continue;
    refuse(
      `${option}.${name} has to be true or false${name === 'rule' ? ', or a list of rules' : ''}`,
    );
  }
  return { ...defaults, ...Object.fromEntries(said) };
}

/** @param {string} name @param {unknown} hook */
function checkHook(name, hook) {
  if (hook !== undefined && typeof hook !== 'function') refuse(`${name} has to be a function`);
}

/** Limiters by what they count. A binding may be absent where a Worker runs locally. @param {any} given */
function limitersOf(given = {}) {
  if (typeof given !== 'object' || given === null || typeof given.limit === 'function')
    refuse('rateLimit has to be { requests, uploads }, each a rate limiting binding');
  const { requests, uploads, key, ...unknown } = given;
  for (const name of Object.keys(unknown)) refuse(`rateLimit has no such name: ${name}`);
  for (const [name, limiter] of Object.entries({ requests, uploads })) {
    if (limiter !== undefined && typeof limiter?.limit !== 'function')
      refuse(`rateLimit.${name} has to be a rate limiting binding`);
  }
  checkHook('rateLimit.key', key);
  return /** @type {NonNullable<import('../edge.js').ScanProxyOptions['rateLimit']>} */ (given);
}

/** What every call to MetaDefender carries. @param {import('../edge.js').ScanProxyOptions} options */
function headersOf({ apiKey, userAgent, headers: more }) {
  const headers = checkedHeaders(more);
  for (const [option, name, value] of [
    ['apiKey', 'apikey', apiKey],
    ['userAgent', 'user_agent', userAgent],
  ]) {
    if (value === undefined) continue;
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value))
      refuse(`${option} has to be visible ASCII characters, as it travels in a header`);
    headers.set(/** @type {string} */ (name), value);
  }
  return headers;
}

/** @param {import('../edge.js').ScanProxyOptions['headers']} headers */
function checkedHeaders(headers) {
  try {
    return new Headers(headers);
  } catch {
    // The runtime's own words would tell the value.
    return refuse('headers has a name or a value that a header cannot have');
  }
}

/** @param {string} api @param {string | undefined} rule */
function ruleOf(api, rule) {
  if (rule === undefined) return undefined;
  if (api === 'cloud-v2') refuse('MetaDefender Cloud v2 has no rule');
  return encodedRule(api, rule);
}

/** As it travels: Cloud's is a list of words and commas, which does as it is. @param {string} api @param {string} rule */
const encodedRule = (api, rule) => (api === 'cloud-v4' ? rule : encodeURIComponent(rule));
