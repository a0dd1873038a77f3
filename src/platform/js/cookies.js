// Cookies (RFC 6265) for the runtimes that keep none: servers and Workers. A load balancer in front of several nodes
// sets a cookie to find the node with the analysis again.

/** The number of analyses and batches whose cookies are kept: the most recently used ones. */
const MAX_SUBJECTS = 1000;
/** The minimum that section 6.1 asks of every client: cookies per server, and bytes per cookie. */
const MAX_COOKIES = 50;
const MAX_BYTES = 4096;

/**
 * @typedef {object} Cookie
 * @property {string} name
 * @property {string} value
 * @property {string} path
 * @property {boolean} isSecure whether it is sent over https only
 * @property {number} expires ms since 1970
 */

/**
 * The cookies of a connection. A cookie is sent with requests of the same session, analysis or batch, and to the server
 * that set it only, whatever its `Domain` says.
 */
export class CookieJar {
  /** @type {Cookie[]} */
  #session = [];
  /** By the id of an analysis or a batch. An analysis of a batch has the cookies of the batch. @type {Map<string, Cookie[]>} */
  #byId = new Map();

  /**
   * The header `Cookie` of a request; `undefined` if there are no cookies.
   * @param {string | undefined} id of the analysis or batch that the request is about, if any
   * @param {string} url
   */
  header(id, url) {
    const own = this.#find(id) ?? [];
    const session = this.#session.filter((cookie) => !own.some(({ name }) => name === cookie.name));
    const cookies = [...session, ...own];
    const address = cookies.length ? addressOf(url) : undefined;
    if (!address) return undefined;
    const sent = cookies.filter((cookie) => goesTo(cookie, address));
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ') || undefined;
  }

  /**
   * Keeps the cookies that a response sets for an analysis or a batch, or without an `id` for the session.
   * @param {string | undefined} id
   * @param {string} url
   * @param {string} setCookies the headers `Set-Cookie`, one per line
   */
  take(id, url, setCookies) {
    const address = setCookies ? addressOf(url) : undefined;
    if (!address) return;
    const cookies = id === undefined ? this.#session : (this.#find(id) ?? this.#remember(id, []));
    for (const line of setCookies.split('\n')) {
      const cookie = parsed(line, address);
      if (!cookie) continue;
      const index = cookies.findIndex(
        (old) => old.name === cookie.name && old.path === cookie.path,
      );
      if (index >= 0) cookies.splice(index, 1);
      if (cookie.expires > Date.now() && cookies.length < MAX_COOKIES) cookies.push(cookie);
    }
  }

  /** Lets an analysis share the cookies of its batch. @param {string} dataId @param {string} batchId */
  share(dataId, batchId) {
    const cookies = this.#find(batchId);
    if (cookies) this.#remember(dataId, cookies);
  }

  endSession() {
    this.#session = [];
  }

  /** @param {string | undefined} id */
  #find(id) {
    const cookies = id === undefined ? undefined : this.#byId.get(id);
    return cookies && this.#remember(/** @type {string} */ (id), cookies);
  }

  /** Stores the cookies as the most recently used ones. @param {string} id @param {Cookie[]} cookies */
  #remember(id, cookies) {
    this.#byId.delete(id);
    this.#byId.set(id, cookies);
    const [oldest = id] = this.#byId.keys();
    if (this.#byId.size > MAX_SUBJECTS) this.#byId.delete(oldest);
    return cookies;
  }
}

/** `undefined` for a path on the page's own origin, where the runtime keeps cookies itself. @param {string} url */
function addressOf(url) {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/**
 * Sections 5.2 and 5.3; `undefined` if the cookie has to be ignored.
 * @param {string} setCookie
 * @param {URL} address
 * @returns {Cookie | undefined}
 */
function parsed(setCookie, address) {
  const [pair = '', ...attributes] = setCookie.split(';');
  const [name, value] = halves(pair);
  // No header can carry other characters.
  if (!name || !pair.includes('=') || setCookie.length > MAX_BYTES || !/^[ -~]*$/.test(pair)) {
    return undefined;
  }
  const path = address.pathname.slice(0, address.pathname.lastIndexOf('/')) || '/';
  const cookie = { name, value, path, isSecure: false, expires: Infinity };
  let hasMaxAge = false;
  for (const attribute of attributes) {
    const [key, text] = halves(attribute);
    switch (key.toLowerCase()) {
      case 'path':
        cookie.path = text.startsWith('/') ? text : path;
        break;
      case 'secure':
        cookie.isSecure = true;
        break;
      case 'max-age':
        if (!/^-?\d+$/.test(text)) break;
        hasMaxAge = true;
        cookie.expires = Date.now() + Number(text) * 1000;
        break;
      case 'expires':
        // Max-Age has precedence.
        if (!hasMaxAge && !Number.isNaN(Date.parse(text))) cookie.expires = Date.parse(text);
    }
  }
  return cookie;
}

/** The texts before and after the first `=`, trimmed. @param {string} text */
function halves(text) {
  const [first = '', ...rest] = text.split('=');
  return /** @type {const} */ ([first.trim(), rest.join('=').trim()]);
}

/** Section 5.4. @param {Cookie} cookie @param {URL} address */
function goesTo({ path, isSecure, expires }, { pathname, protocol }) {
  const isBelow = pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
  return isBelow && (!isSecure || protocol === 'https:') && expires > Date.now();
}
