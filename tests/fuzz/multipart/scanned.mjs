// @ts-check
import assert from 'node:assert/strict';
import { admit } from '../../../src/edge/screen/admit.js';
import { MultipartParser } from '../../../src/edge/screen/multipart/parser.js';
import { ProblemError } from '../../../src/edge/problem.js';
/** @import { Form } from './parsers.mjs' */

/**
 * The contents that preScreen has scanned of a form; `undefined` if it refuses the form.
 * @param {Form} form
 * @param {number[]} [sizes] of the pieces in which it comes, one after the other and again from the first
 */
export function scannedOf({ contentType, body }, sizes = [body.length]) {
  try {
    const boundary = boundaryOf(contentType);
    return boundary === undefined ? undefined : scannedIn(boundary, body, sizes);
  } catch (error) {
    assert(error instanceof ProblemError);
    return undefined;
  }
}

/** @param {string} contentType */
function boundaryOf(contentType) {
  const headers = { 'content-type': contentType };
  const request = new Request('http://worker.test/', { method: 'POST', headers, body: 'x' });
  return admit(request, /** @type {any} */ ({ maxSize: 100 }))?.boundary;
}

/** @param {string} boundary @param {string} body @param {number[]} sizes */
function scannedIn(boundary, body, sizes) {
  /** @type {string[]} */
  const scanned = [];
  const parser = new MultipartParser(boundary);
  let isScanned = false;
  for (let at = 0, index = 0; at < body.length; index++) {
    const end = at + Math.max(1, Number(sizes[index % sizes.length]));
    for (const event of parser.push(Buffer.from(body.slice(at, end), 'latin1'))) {
      if ('part' in event) {
        isScanned = event.part.kind !== 'field';
        if (isScanned) scanned.push('');
      } else if ('bytes' in event && isScanned) {
        scanned.push(scanned.pop() + Buffer.from(event.bytes).toString('latin1'));
      }
    }
    at = end;
  }
  parser.end();
  return scanned;
}
