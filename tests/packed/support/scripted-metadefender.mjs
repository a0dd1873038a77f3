// @ts-check
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { finished, unfinished } from '../../behaviour/reports.js';
import { serve } from './screening.mjs';

/**
 * A MetaDefender that does what a test says: answers are JSON, `[status, headers, JSON]`, or nothing for what it does by
 * itself: it knows no hash, takes every file, and finds nothing in it. A report that says nothing of the file gets its
 * hash.
 * @param {(operation: string, request: import('node:http').IncomingMessage, time: number) => unknown} [script] called with
 *   `GET /file/*`, say, and how often that was asked before
 */
export async function startMetaDefender(script = () => undefined) {
  /** What it was asked. @type {string[]} */
  const asked = [];
  /** How many bytes came of each file. @type {number[]} */
  const uploads = [];
  /** By the ids of the analyses. @type {Map<string, string>} */
  const hashes = new Map();
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const operation = `${method} ${url.replace(/^\/(file|hash)\/[^/]+/, '/$1/*')}`;
    const time = asked.filter((one) => one === operation).length;
    asked.push(operation);
    const isUpload = operation === 'POST /file';
    const index = uploads.length;
    if (isUpload) uploads.push(0);
    const early = script(operation, request, time);
    const hash = createHash('sha256');
    try {
      for await (const chunk of request) {
        hash.update(chunk);
        if (isUpload) uploads[index] += chunk.length;
      }
    } catch {
      return;
    }
    const answer = (await early) ?? usual(operation, url, hash.digest('hex'));
    const [status, headers, given] = Array.isArray(answer) ? answer : [200, {}, answer];
    const sha256 = hashes.get(url.split('/')[2] ?? '');
    const isReport = operation === 'GET /file/*' && given?.scan_results;
    const value = isReport ? { file_info: { sha256 }, ...given } : given;
    response.writeHead(status, headers).end(JSON.stringify(value));
  });

  /** @param {string} operation @param {string} url @param {string} sha256 of the body */
  function usual(operation, url, sha256) {
    const id = url.split('/')[2];
    switch (operation) {
      case 'GET /hash/*':
        return { [String(id).toUpperCase()]: 'Not Found' };
      case 'POST /file':
        hashes.set(`analysis-${hashes.size + 1}`, sha256);
        return { data_id: `analysis-${hashes.size}` };
      case 'GET /file/*':
        return clean(id);
      default:
        return {};
    }
  }

  return {
    ...(await serve(server)),
    asked,
    uploads,
    /** @param {string} operation */
    count: (operation) => asked.filter((one) => one === operation).length,
  };
}

/** @param {string} [id] */
export const clean = (id) => withoutFile(finished('Allowed', 0), id);

/** @param {string} [id] */
export const inProgress = (id) => withoutFile(unfinished(50), id);

/** @param {ReturnType<typeof finished>} report @param {string} [id] */
function withoutFile({ file_info: _, ...report }, id) {
  return { ...report, data_id: id };
}
