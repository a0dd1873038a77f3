// @ts-check
import { h } from './dom.js';

/** How long a browser may take to start the download. */
const KEPT_FOR = 60_000;

/**
 * Makes the browser save a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR);
}

/**
 * The file name in a response (RFC 6266), if any.
 * @param {Response} response
 */
export function nameOf(response) {
  const header = response.headers.get('content-disposition') ?? '';
  const [, extended] = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(header) ?? [];
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(header) ?? [];
  try {
    return extended ? decodeURIComponent(extended) : quoted || bare;
  } catch {
    return quoted || bare;
  }
}
