// @ts-check
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { contentSecurityPolicy } from './demo/content-security-policy.mjs';
import { locate } from './demo/locate.mjs';
import { mimeType } from './demo/mime-type.mjs';

/**
 * The web server of the demo page: www/ at /, and the built package in /node_modules, where npm would install it.
 * @returns {import('node:http').Server}
 */
export function createDemoServer() {
  return createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, 'Method Not Allowed');
    }
    const file = locate(request.url ?? '/');
    if (!file) return refuse(response, 404, 'Not Found');

    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('ETag', file.etag);
    // A worker has the policy of its own script, not the page's.
    const html = file.path.endsWith('.html') ? readFileSync(file.path, 'utf8') : '';
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(html));
    if (request.headers['if-none-match'] === file.etag) return response.writeHead(304).end();

    response.writeHead(200, { 'Content-Type': mimeType(file.path), 'Content-Length': file.size });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
  });
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function refuse(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
