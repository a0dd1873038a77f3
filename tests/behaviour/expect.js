import { assert } from 'chai';
import { MetaDefenderError } from 'metadefender-wasm';

export { assert };

/**
 * Asserts that a call fails with a `MetaDefenderError` of this code, and returns the error.
 *
 * @param {Promise<unknown>} call
 * @param {import('metadefender-wasm').ErrorCode} code
 * @returns {Promise<MetaDefenderError>}
 */
export async function fails(call, code) {
  const error = await rejection(call);
  assert.instanceOf(error, MetaDefenderError);
  assert.instanceOf(error, Error);
  assert.equal(error.code, code, error.message);
  assert.isNotEmpty(error.message);
  return error;
}

/** The reason with which a call rejects. @param {Promise<unknown>} call @returns {Promise<any>} */
export async function rejection(call) {
  let value;
  try {
    value = await call;
  } catch (error) {
    return error;
  }
  return assert.fail(`it did not fail but answered ${JSON.stringify(value)}`);
}

/**
 * Asserts that each of several calls fails with a `MetaDefenderError` of this code.
 *
 * @param {Iterable<Promise<unknown>>} calls
 * @param {import('metadefender-wasm').ErrorCode} code
 */
export function allFail(calls, code) {
  return Promise.all([...calls].map((call) => fails(call, code)));
}
