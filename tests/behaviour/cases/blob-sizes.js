// Blobs that state a wrong size: no part of a file is ever hashed or sent as if it were the whole.
import { connect, digest } from 'metadefender-wasm';
import { assert, fails } from '../expect.js';
import { AT_ONCE, DATA_ID } from '../reports.js';
import { scripted } from '../scripted.js';

const BYTES = 'abcdef';
/** Computed with sha256sum. */
const SHA256 = 'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721';

/** A Blob of another implementation, whose size is what `size` returns. @param {() => number} size */
function foreign(size) {
  const blob = new Blob([BYTES]);
  return /** @type {Blob} */ ({
    get size() {
      return size();
    },
    slice: (start = 0, end = size()) => blob.slice(start, Math.min(end, size())),
    arrayBuffer: () => blob.slice(0, size()).arrayBuffer(),
    stream: () => blob.stream(),
  });
}

/** A Blob of the runtime's whose own property `size` hides the right one. @param {number} size */
const overridden = (size) => Object.defineProperty(new Blob([BYTES]), 'size', { value: size });

/** @type {Record<string, () => Blob>} */
const misstated = {
  'fewer bytes': () => foreign(() => 3),
  'more bytes': () => foreign(() => 9),
  'no bytes': () => foreign(() => 0),
  'fewer bytes, by a property of its own': () => overridden(3),
  'no bytes, by a property of its own': () => overridden(0),
};

/** @type {Record<string, () => Promise<unknown>>} */
export default {
  ...Object.fromEntries(
    Object.entries(misstated).map(([what, blob]) => [
      `a Blob that states ${what} is refused, and never hashed or sent in part`,
      async () => {
        await fails(digest(blob()), 'invalid-input');
        await fails(digest(blob(), { engine: 'wasm' }), 'invalid-input');
        const service = scripted({});
        const metadefender = await connect(service.options);
        await fails(metadefender.scan(blob(), { poll: AT_ONCE }), 'invalid-input');
        await fails(metadefender.analyze(blob()), 'invalid-input');
        await fails(metadefender.analyze(blob(), { contentEncoding: 'base64' }), 'invalid-input');
        await fails(metadefender.analyze(blob(), { contentEncoding: 'gzip' }), 'invalid-input');
        assert.deepEqual(service.asked, []);
      },
    ]),
  ),

  'a Blob whose size differs at each read is hashed whole or refused': async () => {
    for (const sizes of [
      [3, 6],
      [6, 3],
      [6, 9],
      [0, 6],
    ]) {
      let looks = 0;
      const blob = foreign(() => sizes[looks++ % 2] ?? 0);
      const result = await digest(blob).catch((error) => error);
      assert.include([SHA256, undefined], result.sha256);
      if (!result.sha256) assert.equal(result.code, 'invalid-input');
    }
  },

  'a Blob of another implementation with the right size is hashed and sent': async () => {
    const blob = () => foreign(() => BYTES.length);
    assert.deepEqual(await digest(blob()), { sha256: SHA256 });
    let sent = '';
    const service = scripted({
      'POST /file': async (/** @type {{ body: any }} */ { body }) => {
        // fetch() would send a Blob of another implementation as the string "[object Blob]".
        assert.instanceOf(body, Blob);
        sent = await new Response(body).text();
        return { data_id: DATA_ID };
      },
    });
    const metadefender = await connect(service.options);
    await metadefender.analyze(blob());
    assert.equal(sent, BYTES);
  },
};
