// @ts-check
import { createHash } from 'node:crypto';

/**
 * The policy of a page, which only allows what the demo needs. Inline scripts (the import map, which cannot be a file)
 * are allowed by their hash.
 * @param {string} html
 */
export function contentSecurityPolicy(html) {
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...inlineScriptHashes(html)].join(' '),
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self' http: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** @param {string} html */
function inlineScriptHashes(html) {
  const withoutComments = html.replace(/<!--.*?-->/gs, '');
  return [...withoutComments.matchAll(/<script\b([^>]*)>(.*?)<\/script\s*>/gis)]
    .filter(([, attributes = '']) => !/\ssrc\s*=/i.test(attributes))
    .map(([, , text = '']) => createHash('sha256').update(text.replace(/\r\n?/g, '\n')))
    .map((hash) => `'sha256-${hash.digest('base64')}'`);
}
