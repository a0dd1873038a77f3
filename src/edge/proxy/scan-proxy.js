// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { resolver } from '../resolve.js';
import { Refusal } from './answers.js';
import { dispatched } from './dispatch.js';
import { admitted, preflight } from './origin.js';
import { limit } from './rate.js';
import { isOfAnother, routeOf } from './route.js';
import { settingsOf } from './settings.js';

/** @type {typeof import('../edge.js').scanProxy} */
export function scanProxy(options) {
  // Options that are there are wrong when the Worker starts, and then it does not.
  const settingsFor = resolver(
    options,
    typeof options === 'function' ? toldSettingsOf : settingsOf,
  );
  return async (request, env, context) => {
    let settings;
    try {
      settings = await settingsFor(env);
    } catch (error) {
      return notConfigured(error);
    }
    return answered(request, context, settings);
  };
}

/** @param {import('../edge.js').ScanProxyOptions} options */
function toldSettingsOf(options) {
  try {
    return settingsOf(options);
  } catch (error) {
    (options?.onError ?? console.error)(
      `scanProxy: ${error instanceof Error ? error.message : error}`,
    );
    throw error;
  }
}

/** Its words name options, and no value of one. @param {unknown} error */
function notConfigured(error) {
  const isOurs = error instanceof MetaDefenderError;
  if (!isOurs) console.error(`scanProxy: the options: ${error}`);
  const words = isOurs ? error.message : 'its options cannot be made of the environment';
  return new Refusal(500, `the proxy is not configured: ${words}`).answer;
}

/**
 * @param {Request} request
 * @param {import('../edge.js').HandlerContext} context
 * @param {import('./settings.js').Settings} settings
 */
async function answered(request, context, settings) {
  /** @type {Record<string, string>} */
  let cors = {};
  try {
    cors = admitted(request, settings.origins);
    return readable(await handled(request, context, settings), cors);
  } catch (error) {
    if (error instanceof Refusal) return readable(error.answer, cors);
    settings.report('scanProxy', `${error}`);
    return readable(new Refusal(500, 'the proxy failed').answer, cors);
  }
}

/** An answer that a page of another origin may read. @param {Response} answer @param {Record<string, string>} cors */
function readable(answer, cors) {
  if (Object.keys(cors).length === 0) return answer;
  // One that a hook made may not be changed in place.
  const copy = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(cors)) copy.headers.set(name, value);
  return copy;
}

/**
 * @param {Request} request
 * @param {import('../edge.js').HandlerContext} context
 * @param {import('./settings.js').Settings} settings
 */
async function handled(request, context, settings) {
  const { mount, api, authorize, visitor } = settings;
  const url = new URL(request.url);
  const path = url.pathname.startsWith(`${mount}/`) ? url.pathname.slice(mount.length) : '';
  const route = routeOf(api, path);
  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  if (isPreflight && route) return preflight(request, route.operations, !!(authorize ?? visitor));

  await limit('requests', request, settings);
  const permission = authorize ? await authorize(request) : true;
  if (permission instanceof Response) return permission;
  if (permission !== true) throw new Refusal(401, 'the proxy wants to know who asks');

  if (!route && isOfAnother(api, path))
    throw new Refusal(404, `this proxy is for ${api}: say so in \`api\``);
  if (!route) throw new Refusal(404, 'there is no such call');
  const operation = route.operations.find(({ method }) => method === request.method);
  if (!operation) {
    const allow = route.operations.map(({ method }) => method).join(', ');
    throw new Refusal(405, `this call is ${allow}`, { allow });
  }
  return dispatched({ request, url, context, settings, operation, subject: route.subject });
}
