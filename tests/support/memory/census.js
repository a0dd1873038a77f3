// @ts-check
// What is alive in a runtime, by the DevTools protocol, which Node's inspector and Chromium speak.

/** @typedef {(method: any, params?: any) => Promise<any>} Send */

/** Those of which instances are counted; of `Object` and `Function`, almost everything is one. */
const CLASSES = ['Object', 'Function', 'Promise', 'AbortController', 'AbortSignal'].concat(
  ['Blob', 'ReadableStream', 'Request', 'Response', 'Headers'],
  ['XMLHttpRequest', 'XMLHttpRequestUpload', 'ProgressEvent'],
);

/**
 * Counts what is alive after everything was collected that can be.
 *
 * @param {Send} send
 * @param {string[]} [classes] whose instances are counted, which takes a tenth of a second for each
 * @returns {Promise<Record<string, number>>}
 */
export async function census(send, classes = CLASSES) {
  /** @param {string} expression of a number, or of a promise of one */
  const number = async (expression) => {
    const awaited = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send('Runtime.evaluate', awaited);
    if (exceptionDetails) throw new Error(`${expression}: ${result.description}`);
    return result.value;
  };
  // What is collected first lets go of more: by finalizers, which run in turns of their own.
  for (let round = 0; round < 5; round++) {
    await send('HeapProfiler.collectGarbage');
    await number('new Promise((resolve) => setTimeout(resolve, 20, 0))');
  }
  /** @type {Record<string, number>} */
  const counts = {
    wasm: await number('observed.memory.buffer.byteLength'),
    values: await number(`(${values})(observed.values)`),
    heap: (await send('Runtime.getHeapUsage')).usedSize,
  };
  for (const name of classes) {
    if (await number(`Number('${name}' in globalThis)`)) counts[name] = await instances(send, name);
  }
  return counts;
}

/**
 * How many values the module keeps in the table through which it holds JavaScript's.
 *
 * @param {WebAssembly.Table} table
 */
function values(table) {
  let taken = 0;
  // A slot that is free holds null.
  for (let index = 0; index < table.length; index++) taken += table.get(index) === null ? 0 : 1;
  return taken;
}

/**
 * @param {Send} send
 * @param {string} name of a class
 * @returns {Promise<number>}
 */
async function instances(send, name) {
  const objectGroup = 'census';
  const prototype = await send('Runtime.evaluate', {
    expression: `${name}.prototype`,
    objectGroup,
  });
  const { objects } = await send('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId,
    objectGroup,
  });
  const { result } = await send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await send('Runtime.releaseObjectGroup', { objectGroup });
  return result.value;
}
