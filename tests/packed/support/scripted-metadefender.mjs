// @ts-check
import { createServer } from 'node:http';
import { finished, unfinished } from '../../behaviour/reports.js';
import { serve } from './screening.mjs';

/**
 * A MetaDefender that does what a test says: answers are JSON, `[status, headers, JSON]`, or nothing for what it does by
 * itself: it knows no hash, takes every file, and finds nothing in it.
 * @param {(operation: string, request: import('node:http').IncomingMessage, time: number) => unknown} [script] called with
 *   `GET /file/*`, say, and how often that was asked before
 */
export async function startMetaDefender(script = () => undefined) {
  /** What it was asked. @type {string[]} */
  const asked = [];
  /** How many bytes came of each file. @type {number[]} */
  const uploads = [];
  let files = 0;
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const operation = `${method} ${url.replace(/^\/(file|hash)\/[^/]+/, '/$1/*')}`;
    const time = asked.filter((one) => one === operation).length;
    asked.push(operation);
    const isUpload = operation === 'POST /file';
    const index = uploads.length;
    if (isUpload) uploads.push(0);
    const early = script(operation, request, time);
    try {
      for await (const chunk of request) if (isUpload) uploads[index] += chunk.length;
    } catch {
      return;
    }
    const answer = (await early) ?? usual(operation, url);
    const [status, headers, value] = Array.isArray(answer) ? answer : [200, {}, answer];
    response.writeHead(status, headers).end(JSON.stringify(value));
  });

  /** @param {string} operation @param {string} url */
  function usual(operation, url) {
    const id = url.split('/')[2];
    switch (operation) {
      case 'GET /hash/*':
        return { [String(id).toUpperCase()]: 'Not Found' };
      case 'POST /file':
        return { data_id: `analysis-${++files}` };
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
export const clean = (id) => ({ ...finished('Allowed', 0), data_id: id });

/** @param {string} [id] */
export const inProgress = (id) => ({ ...unfinished(50), data_id: id });
