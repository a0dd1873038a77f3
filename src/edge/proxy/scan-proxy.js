// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { Background } from '../background.js';
import { refuseBody } from '../refuse-body.js';
import { resolver } from '../resolve.js';
import { dispatch } from './dispatch.js';
import { allowOrigin, preflightResponse } from './origin.js';
import { enforceRateLimit } from './rate.js';
import { HttpError } from './responses.js';
import { findRoute, isRouteOfOtherApi } from './route.js';
import { proxySettings } from './settings.js';

/** @type {typeof import('../edge.js').scanProxy} */
export function scanProxy(options) {
  // Plain options are checked at once: with wrong ones the Worker must not start.
  const settingsFor = resolver(
    options,
    typeof options === 'function' ? reportedProxySettings : proxySettings,
  );
  return async (request, ...[env, context]) => {
    let settings;
    try {
      settings = await settingsFor(/** @type {any} */ (env));
    } catch (error) {
      return notConfigured(error);
    }
    const background = new Background(context);
    const response = await respondWithCors(request, background, settings);
    await refuseBody(request, settings.platform);
    await background.settled();
    return response;
  };
}

/** @param {import('../edge.js').ScanProxyOptions} options */
function reportedProxySettings(options) {
  try {
    return proxySettings(options);
  } catch (error) {
    (options?.onError ?? console.error)(
      `scanProxy: ${error instanceof Error ? error.message : error}`,
    );
    throw error;
  }
}

/** Our own error messages name options, never their values. @param {unknown} error */
function notConfigured(error) {
  const isOurs = error instanceof MetaDefenderError;
  if (!isOurs) console.error(`scanProxy: the options: ${error}`);
  const message = isOurs ? error.message : 'its options cannot be made from the environment';
  return new HttpError(500, `the proxy is not configured: ${message}`).response;
}

/**
 * @param {Request} request
 * @param {Background} background
 * @param {import('./settings.js').ProxySettings} settings
 */
async function respondWithCors(request, background, settings) {
  /** @type {Record<string, string>} */
  let cors = {};
  try {
    cors = allowOrigin(request, settings.origins);
    return withCorsHeaders(await routeRequest(request, background, settings), cors);
  } catch (error) {
    if (error instanceof HttpError) return withCorsHeaders(error.response, cors);
    settings.reportError('scanProxy', `${error}`);
    return withCorsHeaders(new HttpError(500, 'the proxy failed').response, cors);
  }
}

/** Adds CORS headers to a response. @param {Response} response @param {Record<string, string>} cors */
function withCorsHeaders(response, cors) {
  if (Object.keys(cors).length === 0) return response;
  // The headers of a hook's response may be immutable.
  const copy = new Response(response.body, response);
  for (const [name, value] of Object.entries(cors)) copy.headers.set(name, value);
  return copy;
}

/**
 * @param {Request} request
 * @param {Background} background
 * @param {import('./settings.js').ProxySettings} settings
 */
async function routeRequest(request, background, settings) {
  const { mount, api, authorize, visitor } = settings;
  const url = new URL(request.url);
  const path = url.pathname.startsWith(`${mount}/`) ? url.pathname.slice(mount.length) : '';
  const route = findRoute(api, path);
  const isPreflight =
    request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
  if (isPreflight && route)
    return preflightResponse(request, route.operations, !!(authorize ?? visitor));

  await enforceRateLimit('requests', request, settings);
  const authorization = authorize ? await authorize(request) : true;
  if (authorization instanceof Response) return authorization;
  if (authorization !== true) throw new HttpError(401, 'this proxy requires authentication');

  if (!route && isRouteOfOtherApi(api, path))
    throw new HttpError(404, `this proxy is for ${api}: say so in \`api\``);
  if (!route) throw new HttpError(404, 'there is no such call');
  const operation = route.operations.find(({ method }) => method === request.method);
  if (!operation) {
    const allow = route.operations.map(({ method }) => method).join(', ');
    throw new HttpError(405, `this call is ${allow}`, { allow });
  }
  return dispatch({ request, url, background, settings, operation, resource: route.resource });
}
